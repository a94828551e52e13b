"""Follows calls of first-party functions."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection, Object, Partial
from wflint.domain.awaited import Coroutine, Promise
from wflint.domain.contents import carries_context, holds_coroutine
from wflint.domain.env import Env
from wflint.domain.sites import Site
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.binding import bind
from wflint.interpreter.bodies import run_body
from wflint.interpreter.evaluator import Evaluator, Start
from wflint.interpreter.facts import Outcome
from wflint.interpreter.frame import Frame, FunctionRun
from wflint.interpreter.kept import keeps_result, note_kept
from wflint.interpreter.recording import give_up
from wflint.interpreter.registration import may_register
from wflint.interpreter.state import MAX_DEPTH, MAX_INLINED, TOO_DEEP, TOO_MANY
from wflint.interpreter.summarizing import depth, summarized
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import InlinedCall, KeptBy
from wflint.trace.walk import runs_step


def invoke(ev: Evaluator, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments) -> Outcome:
    """Call a first-party function: as the language says, it runs, gives what runs later, or a promise of its result."""
    function = closure.function
    generator = function.body.yields
    start = ev.semantics.starts(function)
    if start is Start.EAGERLY:
        return _promised(ev, frame, node, closure, arguments)
    if start is not Start.AT_ONCE:
        made = Coroutine(closure, arguments, frame.site(node), generator)
        ev.facts.coroutines.setdefault((*frame.path, frame.site(node)), []).append(made)
        return Outcome(Value((made,)))
    return follow(ev, frame, node, closure, arguments)


def _promised(ev: Evaluator, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments) -> Outcome:
    """Run the body of a function whose call gives a promise of what it returns."""
    before = len(frame.trace)
    outcome = follow(ev, frame, node, closure, arguments)
    path = (*frame.path, frame.site(node))
    with_steps = runs_step(frame.trace[before:])
    if with_steps:
        ev.facts.eager[path] = closure
    made = Promise(outcome.value, path, runs_steps=with_steps, returned=outcome.returned)
    return Outcome(Value((made,), outcome.value.taint))


def follow(
    ev: Evaluator,
    frame: Frame,
    node: ir.Node,
    closure: Closure,
    arguments: Arguments,
    site: Site | None = None,
) -> Outcome:
    """Run the body of a first-party function; `site` is the call, where that is not `node` in this frame."""
    site = site or frame.site(node)
    before = len(frame.trace)
    ev.state.calls.append(site)
    outcome = _followed(ev, frame, closure, arguments, site)
    ev.state.calls.pop()
    if keeps_result(ev, closure):
        note_kept(frame.trace, before, KeptBy.DECORATOR)
    return outcome


def _followed(ev: Evaluator, frame: Frame, closure: Closure, arguments: Arguments, site: Site) -> Outcome:
    """Run the body of a first-party function, or apply its summary."""
    if frame.step is not None and closure.loops and closure.env.step is not frame.step:
        frame.step.closures.append(closure)
    if ev.state.discovering and not _is_looked_for(ev, closure, arguments):
        return Outcome(TOP)
    if closure.env.is_static and _is_summarized(ev, closure, arguments):
        outcome = summarized(ev, frame, site, closure, arguments)
        if outcome is not None:
            return outcome
    if ev.state.stack.count(closure.function) > 1:
        return Outcome(TOP)  # a recursion: what it does is known from the calls around this one
    if depth(ev) >= MAX_DEPTH or ev.state.inlined >= MAX_INLINED:
        why = TOO_DEEP if depth(ev) >= MAX_DEPTH else TOO_MANY
        give_up(ev, frame, site, closure.function.name, why, may_run_steps=frame.step is None)
        return Outcome(TOP)
    return _inlined(ev, frame, closure, arguments, site)


def _is_looked_for(ev: Evaluator, closure: Closure, arguments: Arguments) -> bool:
    """Return whether discovery follows a call."""
    return closure.function in ev.state.looked_into or may_register(ev, closure, arguments)


def _is_summarized(ev: Evaluator, closure: Closure, arguments: Arguments) -> bool:
    """Return whether nothing reaches a function by which it could run steps, or see what this pass has made."""
    values = [*arguments.values(), *([closure.receiver] if closure.receiver else [])]
    anew = any(carries_context(value) or holds_coroutine(value) or _is_new(value) for value in values)
    # Of a generator that is a context manager it matters what stands around its `yield`.
    anew = anew or any(ev.semantics.call_facts(name).makes_manager for name in closure.wrappers)
    return not anew and not _hides_callables(closure, arguments)


def _inlined(ev: Evaluator, frame: Frame, closure: Closure, arguments: Arguments, site: Site) -> Outcome:
    """Run the body of a function with just these arguments, as a part of the caller's trace."""
    ev.state.inlined += 1
    events: list[Event] = []
    inner = Frame(
        Env(
            closure.module,
            closure.env,
            closure.function.body.locals,
            is_replayed=frame.env.is_replayed,
            step=frame.step,
        ),
        (*frame.path, site),
        events,
        closure.function,
        loops=frame.loops,
        phase=frame.phase,
        run=FunctionRun(has_caller=True),
        reaching=frame.deciding,
    )
    bind(ev, inner, closure, arguments)
    ev.facts.scopes[closure.function.handle] = inner.env
    ev.facts.call_loops[inner.path] = frame.loops
    ev.state.stack.append(closure.function)
    try:
        outcome = run_body(ev, inner, closure.function)
    finally:
        ev.state.stack.pop()
    frame.trace.append(InlinedCall(site, closure.function, closure.module, events, closure.decorators))
    return outcome


def _is_new(value: Value) -> bool:
    """Return whether a value is an object made in this pass of the handler, which may hold anything computed in it."""
    return any(isinstance(ref, Object) and ref.is_replayed for ref in value.alternatives)


def _hides_callables(closure: Closure, arguments: Arguments) -> bool:
    """Return whether callables come in a container or through `*args`, where a summary does not see them."""
    starred = any(parameter.star for parameter in closure.function.parameters)
    for value in arguments.values():
        for ref in value.alternatives:
            held = ref.elements() if isinstance(ref, Collection) else [value] if starred else []
            if any(isinstance(each, (Closure, Partial)) for inner in held for each in inner.alternatives):
                return True
    return False
