"""Calls that the effect catalogue describes, and calls that nothing describes."""

from __future__ import annotations

import re

from wflint.domain.alternatives import BoundStepMethod, Closure, Collection, Data, Instance, Partial
from wflint.domain.contents import holds_context, reachable_taint, seeded
from wflint.domain.lattice import join_all, join_or_top
from wflint.domain.phase import PhaseKind
from wflint.domain.taint import UNTAINTED, FromSteps, Taint
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Value, top
from wflint.effects import ArgumentCondition, EffectKind
from wflint.effects.facts import Picks
from wflint.effects.row import Access, CalledWhen, Row
from wflint.interpreter.annotations import external_instance
from wflint.interpreter.arguments import call_unknown
from wflint.interpreter.collections import elements_of
from wflint.interpreter.effects import (
    VARYING,
    asks_outside,
    is_setting,
    is_value_of_pass,
    sorted_out,
    sourced,
)
from wflint.interpreter.evaluator import Evaluator, Start
from wflint.interpreter.facts import HandlerFacts
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import note_unknown, record_flow, recording
from wflint.interpreter.uses import note_arguments
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, StepCalled
from wflint.trace.flows import Sink
from wflint.trace.mistakes import UnawaitedHelper
from wflint.trace.walk import walk

_LOOKING = ("builtins.", "inspect.", "asyncio.is", "asyncio.current_task", "typing.")
"""Beginnings of the names of callables that only look at what they are given."""
_READING = frozenset({"select", "show", "explain", "pragma", "describe", "values"})
_LEADING = frozenset({"with", "match", "optional", "unwind", "from"})
"""Words that both reading and writing queries begin with, in SQL and Cypher."""
_WRITING = frozenset({"insert", "update", "delete", "create", "merge", "set", "remove"})


def handed_on(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the result of a call that cannot be followed; it runs the coroutines among its arguments."""
    taint: frozenset[Taint] = frozenset(frame.loops)
    note_arguments(ev, frame, node, spelled(node), arguments)
    for value in arguments.values():
        used_outside_steps(ev, frame, node, value, Sink.CALL)
        ev.await_value(frame, node, value, passed_on=True)
        taint |= _taint_of(value)
    if len(list(arguments.values())) > 1 or _is_constructor(node):
        # What it makes of other things with a setting, a key say, is rather made of these; objects are clients, mostly.
        taint = frozenset(each for each in taint if not is_setting(each))
    return top(taint)


def _taint_of(value: Value) -> frozenset[Taint]:
    """Return the taint that an argument gives to what is made of it."""
    taint = reachable_taint(value)
    return taint | {FromSteps()} if holds_context(value) else taint


def used_outside_steps(ev: Evaluator, frame: Frame, node: ir.Node, value: Value, sink: Sink) -> None:
    """Note that replayed code passes a varying value on."""
    if frame.phase.kind is PhaseKind.REPLAYED and (value.taint or value.alternatives):
        record_flow(ev, frame, node, value, sink)


def catalogued(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value:
    """Call something that the catalogue may know."""
    row = ev.state.catalogue.lookup(name)
    if row is None or row.effect is EffectKind.UNKNOWN:
        note_unknown(ev, frame, node, arguments)
        return handed_on(ev, frame, node, arguments)
    handed_back = _call_back(ev, frame, node, row, arguments)
    if handed_back is not None:
        return handed_back
    note_arguments(ev, frame, node, name, arguments)
    taint = _used_by(ev, frame, node, name, row, arguments)
    if row.effect is EffectKind.NONE and not name.startswith(_LOOKING):
        # It may put coroutines and tasks somewhere, or give them back in another order: who awaits them is not known.
        for value in arguments.values():
            ev.await_value(frame, node, value, passed_on=True)
    result = _result(ev, frame, node, name, row, arguments, taint)
    if row.effect is EffectKind.NONE or not _happens(row, arguments):
        return _calm(frame, row, arguments, result)
    if _is_no_effect_of_its_own(ev, name, row, taint):
        return result
    frame.trace.append(_effect_call(frame, node, name, row, arguments))
    return _varying(ev, frame, node, name, row, arguments, result) if row.effect in VARYING else result


def _result(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    name: str,
    row: Row,
    arguments: Arguments,
    taint: frozenset[Taint],
) -> Value:
    """Return what the call gives: an object of a known type, data, or anything."""
    made_of = row.returns or (name if _is_class(name) else None)
    if made_of is not None:
        result = ev.semantics.made(external_instance(ev, made_of), name, arguments).with_taint(taint)
    elif row.context_manager is not None:
        gives = row.context_manager if row.context_manager != "self" else ""
        result = Value((Instance(name, gives=gives),), taint)
    elif row.effect is not EffectKind.NONE or ev.semantics.call_facts(name).gives_numbers:
        result = Value((Data(),), taint)
    else:
        result = top(taint)
    return _picked(ev, frame, node, name, arguments, result)


def _calm(frame: Frame, row: Row, arguments: Arguments, result: Value) -> Value:
    """Return the result of a call without an effect; an argument may have calmed what it makes as well."""
    if _happens(row, arguments):
        return result
    is_calm = row.effect is EffectKind.NONE or (
        row.effect is EffectKind.RANDOM and frame.function is not None
    )
    return seeded(result) if is_calm else result


def _is_no_effect_of_its_own(ev: Evaluator, name: str, row: Row, taint: frozenset[Taint]) -> bool:
    """Return whether reading its owner was the effect, or its requests may be steps: it has what runs steps."""
    return _was_read(ev, name, row) or (row.effect is EffectKind.NETWORK and FromSteps() in taint)


def _varying(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, row: Row, arguments: Arguments, result: Value
) -> Value:
    """Return the result of a call that gives something else in each pass, as a source of taint."""
    # A generator that a handler makes without a seed is one source, and taints all that it returns later.
    is_generator = row.effect is EffectKind.RANDOM and row.returns == name
    made = seeded(result) if is_generator and frame.env.is_replayed else result
    result = sourced(ev, frame, node, made, name)
    if ev.semantics.call_facts(name).reorders and arguments.positional:
        _reorder(frame, arguments.positional[0], result.taint)
    return result


def _reorder(frame: Frame, actual: Actual, taint: frozenset[Taint]) -> None:
    """Note that the items of an argument have another order: which of them is where varies, not how many there are."""
    collections = [ref for ref in actual.value.alternatives if isinstance(ref, Collection)]
    for ref in collections:
        ref.rest = join_or_top(ref.elements()).with_taint(taint)
        ref.items = {}
    name = actual.node.id if isinstance(actual.node, ir.Name) else ""
    if not collections and name in frame.env.names:
        frame.env.names[name] = frame.env.names[name].with_taint(taint)


def _used_by(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, row: Row, arguments: Arguments
) -> frozenset[Taint]:
    """Note what a call does with its arguments; return the taint that its result has of them."""
    is_random = row.effect is EffectKind.RANDOM and _happens(row, arguments)
    sink = Sink.OUTPUT if row.effect is EffectKind.OUTPUT else Sink.CALL
    if is_random or ev.semantics.call_facts(name).seeds:
        sink = Sink.SEED
    taint: frozenset[Taint] = UNTAINTED
    acts = row.effect is not EffectKind.NONE and _happens(row, arguments)
    for value in arguments.values():
        if acts or sink is Sink.SEED:
            used_outside_steps(ev, frame, node, value, sink)
        taint |= _taint_of(value)
    if row.sorts:
        taint = sorted_out(top(taint)).taint
    if asks_outside(row) or _makes_client(ev, row):
        taint = frozenset(each for each in taint if not is_setting(each))
    # Whatever a random value is made of, it is random by itself.
    return frozenset(each for each in taint if not is_value_of_pass(each)) if is_random else taint


def _is_constructor(node: ir.Expr) -> bool:
    """Return whether a call makes an object, as far as its name tells."""
    return isinstance(node, ir.New) or spelled(node).rpartition(".")[2][:1].isupper()


def _makes_client(ev: Evaluator, row: Row) -> bool:
    """Return whether a call makes an object of a module, no data: settings say what that talks to, not what it gives."""
    module, _, type_ = (row.returns or "").rpartition(".")
    if row.effect is not EffectKind.NONE or module in ("", "builtins") or not type_[:1].isupper():
        return False
    return not ev.semantics.type_facts(f"{module}.{type_}").is_immutable


def _effect_call(frame: Frame, node: ir.Expr, name: str, row: Row, arguments: Arguments) -> EffectCall:
    """Return the event of a call that has an effect."""
    site = frame.site(node)
    access = Access.WRITE if row.write_when and _given(row.write_when, arguments) else row.access
    if access is None and row.effect is EffectKind.DATABASE:
        access = _query_access(node, arguments)
    return EffectCall(
        site,
        (*frame.path, site),
        name,
        row,
        access,
        frame.phase,
        arguments.positional,
        frame.loops,
        arguments.keywords,
    )


def _picked(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments, result: Value
) -> Value:
    """Return the result of a random choice: one or several of its items."""
    facts = ev.semantics.call_facts(name)
    given = arguments.get(0, facts.picks_from)
    if given is None or facts.picks is None:
        return result
    item = elements_of(ev, frame, node, given.value)
    if facts.picks is Picks.ONE:
        return (result if item.is_top else item).with_taint(result.taint | item.taint)
    picked = Collection(ir.ContainerKind.LIST, rest=item, step=frame.step)
    return Value((picked,), result.taint | item.taint)


def _was_read(ev: Evaluator, name: str, row: Row) -> bool:
    """Return whether reading the owner attribute has already recorded this effect."""
    owner = ev.state.catalogue.lookup(name.rpartition(".")[0])
    return owner is not None and owner.attribute and owner.effect is row.effect


def _call_back(ev: Evaluator, frame: Frame, node: ir.Expr, row: Row, arguments: Arguments) -> Value | None:
    """Run the callables that the call calls; return what it hands back of what they give, if it does."""
    handed_back: list[Value] = []
    for place in row.calls:
        actual = arguments.get(place, None) if isinstance(place, int) else arguments.get(None, place)
        for ref in actual.value.alternatives if actual is not None else ():
            if not isinstance(ref, (Closure, Partial, BoundStepMethod)):
                continue
            if row.called_when is CalledWhen.NOW:
                given = (Actual(external_instance(ev, row.passes)),) if row.passes is not None else ()
                if row.hands_back:
                    handed_back.append(ev.call(frame, node, Value((ref,)), Arguments(given, rest=TOP)))
                else:
                    call_unknown(ev, frame, node, Value((ref,)), *given)
            elif isinstance(ref, Closure) and ev.semantics.starts(ref.function) is Start.AT_ONCE:
                _call_later(ev, frame, node, ref)
    return join_all(handed_back) if handed_back else None


def _call_later(ev: Evaluator, frame: Frame, node: ir.Expr, closure: Closure) -> None:
    """Note that a function starts steps when nothing waits for them any more."""
    trial: list[Event] = []
    with recording(ev, HandlerFacts()):
        ev.call(frame.with_trace(trial), node, Value((closure,)), NO_ARGUMENTS)
    started = [event.step for event in walk(trial) if isinstance(event, StepCalled)]
    if frame.step is None and any(step.is_async and not step.is_consumed for step in started):
        frame.trace.append(UnawaitedHelper(frame.site(node), closure.own.function, closure.definition))


def _happens(row: Row, arguments: Arguments) -> bool:
    if row.unless_argument is not None and _given(row.unless_argument, arguments):
        return False
    return row.when_argument is None or _given(row.when_argument, arguments)


def _is_class(name: str) -> bool:
    """Return whether a name is spelled like a class, so that calling it makes an object of it."""
    return name.rpartition(".")[2][:1].isupper()


def _query_access(node: ir.Expr, arguments: Arguments) -> Access | None:
    """Return whether a call whose first argument is a query reads or writes; `None` where that is not known.

    What is only made if it is not there yet changes nothing when it is asked for again.
    """
    first = arguments.get(0, None)
    text = _text_of(first) if first is not None else _text_awaited(node)
    if text is None:
        return None
    words = re.findall(r"\w+", text.lower())
    verb = words[0] if words else ""
    if verb in _READING or (verb in _LEADING and _WRITING.isdisjoint(words)):
        return Access.READ
    is_idempotent = verb in ("create", "drop") and "exists" in words
    return Access.READ if is_idempotent else Access.WRITE


def _text_of(actual: Actual) -> str | None:
    """Return the text of an argument; `None` where its beginning is not known."""
    known = actual.value.constant
    if known is not None:
        return known.value if isinstance(known.value, str) else None
    return _text_written(actual.node)


def _text_awaited(node: ir.Expr) -> str | None:
    """Return the text of a query that is made where it is awaited: of `` sql`...` ``."""
    text = _text_written(node.args[0].value) if isinstance(node, ir.Call) and node.args else None
    words = re.findall(r"\w+", (text or "").lower())
    return text if words and words[0] in _READING | _WRITING else None


def _text_written(node: ir.Node | None) -> str | None:
    """Return the text that stands in the code, that between its holes where it has some."""
    match node:
        case ir.Literal(value=str(text)):
            return text
        case ir.Template(parts=(ir.Literal(), *_) as parts):
            return " ".join(str(part.value) for part in parts if isinstance(part, ir.Literal))
        case _:
            return None


def _given(argument: ArgumentCondition, arguments: Arguments) -> bool:
    actual = arguments.get(argument.position, argument.name) or _option(arguments, argument.name)
    if actual is None:
        # What an unknown `*args` holds may well be the argument.
        return arguments.rest is not None and not (argument.contains or argument.matches)
    known = actual.value.constant
    text = known.value if known else None
    if argument.contains:
        return isinstance(text, str) and any(letter in text for letter in argument.contains)
    if argument.matches:
        return isinstance(text, str) and re.fullmatch(argument.matches, text) is not None
    return known is None or known.value is not None


def _option(arguments: Arguments, name: str | None) -> Actual | None:
    """Return what an object among the arguments holds under a name, as JavaScript spells keyword arguments."""
    given = (actual.value.only for actual in arguments.positional)
    options = (ref for ref in given if isinstance(ref, Collection) and name in ref.items)
    return next((Actual(each.items[name]) for each in options if name is not None), None)
