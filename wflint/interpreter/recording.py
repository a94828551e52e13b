"""Notes beside the trace: sources that reach sinks, and calls that are not followed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from wflint.domain.alternatives import BoundStepMethod, Closure, Context, Object
from wflint.domain.awaited import Coroutine, Pending
from wflint.domain.contents import carries_context, reachable_taint
from wflint.domain.lattice import join
from wflint.domain.sites import Site
from wflint.domain.taint import taint_sources
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import HandlerFacts
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.events import UnknownCall
from wflint.trace.flows import Flow, Sink
from wflint.trace.steps import StepCall


@contextmanager
def recording(ev: Evaluator, facts: HandlerFacts) -> Generator[HandlerFacts]:
    """Record into `facts` for a while."""
    outer, ev.facts = ev.facts, facts
    try:
        yield facts
    finally:
        ev.facts = outer


def give_up(
    ev: Evaluator, frame: Frame, site: Site, text: str, why: str = "", *, may_run_steps: bool = True
) -> None:
    """Note a call that is not followed: this is the only way to give up, so that nothing is lost silently.

    Args:
        ev: The evaluator.
        frame: Where the call is.
        site: The call.
        text: What is called, as far as it is known.
        why: Why it is not followed; empty where it is not known what is called.
        may_run_steps: Whether steps may run there, so that the handler is not known completely.
    """
    frame.trace.append(UnknownCall(site, text, why, may_run_steps))
    if may_run_steps:
        ev.facts.is_complete = False


def note_gone(ev: Evaluator, frame: Frame, node: ir.Node, name: str, *, is_call: bool) -> None:
    """Note a use of something that only earlier versions of an SDK had."""
    known = ev.state.profile_index.gone.get(name)
    if known is not None and known[1].when_called is is_call:
        ev.state.gone.setdefault(frame.module, {})[frame.site(node)] = name


def record_flow(
    ev: Evaluator, frame: Frame, node: ir.Node, value: Value, sink: Sink, step: StepCall | None = None
) -> None:
    """Note that the sources of a value reach a sink."""
    # The loops of a step's own function all run in one go.
    loops = frame.loops if step is None else step.loops
    for source in taint_sources(reachable_taint(value)):
        ev.facts.flows.setdefault(Flow(source, sink, frame.site(node), step, loops))


_STARTED = (Coroutine, Pending)
_CARRIERS = (Context, BoundStepMethod, Closure, Object, *_STARTED)


def note_unknown(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> None:
    """Record a call that could not be resolved."""
    if frame.step is not None:
        # What a step's function calls is no part of the run, but it may await what was started before.
        carried = any(isinstance(ref, _STARTED) for value in arguments.values() for ref in value.alternatives)
    else:
        carried = any(
            carries_context(value) or any(isinstance(ref, _CARRIERS) for ref in value.alternatives)
            for value in arguments.values()
        )
    give_up(ev, frame, frame.site(node), spelled(node), may_run_steps=carried)


def remember(ev: Evaluator, node: ir.Expr, value: Value) -> None:
    """Note what an expression may be, for later questions."""
    values = ev.facts.values
    known = values.get(node)
    values[node] = value if known is None else join(known, value)
