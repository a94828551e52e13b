"""Effects that are not calls, and the taint that effects leave on their results."""

from __future__ import annotations

from collections.abc import Iterable

from wflint.domain.alternatives import Collection, External, Instance, Method
from wflint.domain.taint import FromParameter, Taint, TaintSource, is_order
from wflint.domain.values import NO_ARGUMENTS, TOP, Const, Ref, Value
from wflint.effects import EffectKind
from wflint.effects.row import Access, Row
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import record_flow
from wflint.interpreter.rows import protocol_method
from wflint.ir import nodes as ir
from wflint.trace.events import EffectCall
from wflint.trace.flows import Sink

VARYING = frozenset(
    {
        EffectKind.CLOCK,
        EffectKind.RANDOM,
        EffectKind.IDENTITY,
        EffectKind.ORDER,
        EffectKind.ENVIRONMENT,
        EffectKind.GLOBAL,
        EffectKind.DELIVERY,
        EffectKind.NETWORK,
        EffectKind.DATABASE,
        EffectKind.FILESYSTEM,
        EffectKind.PROCESS,
    }
)
"""Effects whose results differ from pass to pass."""
_OUTSIDE = frozenset({EffectKind.NETWORK, EffectKind.DATABASE, EffectKind.FILESYSTEM, EffectKind.PROCESS})
"""Effects whose results are answers of something outside the program."""
_VALUES_OF_PASS = frozenset({EffectKind.CLOCK, EffectKind.RANDOM, EffectKind.IDENTITY})
TIES = Row("items with equal keys", "", EffectKind.ORDER, Access.READ)
ONE_ITEM = Row("one item of a set", "", EffectKind.ORDER, Access.READ)
FIRST_OF_TIES = Row("the first of the items with equal keys", "", EffectKind.ORDER, Access.READ)
_SET_ORDER = Row("iteration over a set", "", EffectKind.ORDER, Access.READ)
ADDRESS = Row("the address of an object", "", EffectKind.IDENTITY, Access.READ)
_ENVIRONMENT = Row("the context's environment", "", EffectKind.ENVIRONMENT, Access.READ)


def reads_when_named(ev: Evaluator, qualname: str) -> bool:
    """Return whether naming something reads what varies: `environ`, imported from `os`."""
    row = ev.state.catalogue.lookup(qualname)
    return row is not None and row.attribute and row.effect is not EffectKind.NONE


def sourced(ev: Evaluator, frame: Frame, node: ir.Node, value: Value, qualname: str) -> Value:
    """Return the result of a call with its effect as a taint source; inside a step it is recorded and never varies."""
    row = ev.state.catalogue.lookup(qualname)
    if row is None or frame.step is not None or row.effect not in VARYING or _is_steady(ev, row):
        return value
    source = TaintSource((*frame.path, frame.site(node)), row, qualname, frame.function is None)
    with_taint = value.with_taint(frozenset({source}))
    if frame.phase.argument_of is not None:
        record_flow(ev, frame, node, with_taint, Sink.ARGUMENT, frame.phase.argument_of)
    return with_taint


def _is_steady(ev: Evaluator, row: Row) -> bool:
    """Return whether an effect has the same result in each pass of the handler that is followed."""
    context = ev.state.ambient
    return context is not None and not context.profile.varies(row.effect.value)


def in_order(ev: Evaluator, frame: Frame, node: ir.Node, value: Value) -> Value:
    """Return a value about to be iterated over, tainted by asking for its items, or by an order that varies."""
    for ref in value.alternatives:
        if isinstance(node, ir.Expr):
            begins = protocol_method(ev, ref, "__iter__", "__aiter__")
            if begins is not None:
                asked = ev.call(frame, node, Value((begins,)), NO_ARGUMENTS)
                value = value.with_taint(asked.taint)
    if frame.step is not None or not any(is_unordered(ev, ref) for ref in value.alternatives):
        return value
    return own_effect(frame, node, value, _SET_ORDER)


def has_no_order(ev: Evaluator, value: Value) -> bool:
    """Return whether the order of what a value holds varies from process to process."""
    return any(is_unordered(ev, ref) for ref in value.alternatives) or any(map(is_order, value.taint))


def tied(ev: Evaluator, frame: Frame, node: ir.Node, value: Value) -> Value:
    """Return a value whose items were put in an order that leaves some of them in the one they came in."""
    if frame.step is not None or not any(is_unordered(ev, ref) for ref in value.alternatives):
        return value
    return own_effect(frame, node, value, TIES)


def picked(
    ev: Evaluator, frame: Frame, node: ir.Node, items: Value, item: Value, row: Row = ONE_ITEM
) -> Value:
    """Return an item that was taken by its place in an order."""
    if frame.step is None and any(is_unordered(ev, ref) for ref in items.alternatives):
        return own_effect(frame, node, item, row)
    return item.with_taint(frozenset(filter(is_order, items.taint)))


def is_value_of_pass(taint: Taint) -> bool:
    """Return whether a taint is a time, a random value or one of the process, which means nothing beyond its pass."""
    return isinstance(taint, TaintSource) and taint.row.effect in _VALUES_OF_PASS


def own_randomness(node: ir.Node, value: Value) -> Value:
    """Return the result of a call; where it is random by itself, it does not matter which generator it was asked of."""
    own = [each for each in value.taint if isinstance(each, TaintSource) and each.site.node is node]
    if not any(each.row.effect is EffectKind.RANDOM for each in own):
        return value
    kept = frozenset(each for each in value.taint if each in own or not is_value_of_pass(each))
    return Value(value.alternatives, kept, value.is_open)


def is_setting(taint: Taint) -> bool:
    """Return whether a taint is the environment."""
    return isinstance(taint, TaintSource) and taint.row.effect is EffectKind.ENVIRONMENT


def asks_outside(row: Row | None) -> bool:
    """Return whether a call has its result from outside the program.

    Settings say where that is found and how one is let in, but the answer is not made of them.
    """
    return row is not None and row.effect in _OUTSIDE


def method_that_asks(ev: Evaluator, callee: Value) -> Value:
    """Return what is called without what its owner is made of, where it is a client's method that asks something outside.

    What else it may be is most likely the same client, kept from elsewhere: `global.client ?? new Client(...)`.
    """
    if not callee.taint or not callee.alternatives:
        return callee
    if not callee.is_open and all(_is_of_sdk(ev, ref) for ref in callee.alternatives):
        # What the engine has recorded is not made of where its object is found.
        return Value(callee.alternatives)
    known = [ref for ref in callee.alternatives if not _is_unknown(ev, ref)]
    if not known or not all(_asks(ev, ref) for ref in known):
        return callee
    kept = frozenset(
        each for each in callee.taint if not (is_setting(each) or isinstance(each, FromParameter))
    )
    return Value(callee.alternatives, kept, callee.is_open)


def _is_unknown(ev: Evaluator, ref: Ref) -> bool:
    """Return whether something is only known to be found elsewhere, as what other code has kept in `globalThis`."""
    return isinstance(ref, External) and ev.state.catalogue.lookup(ref.name) is None


def _asks(ev: Evaluator, ref: Ref) -> bool:
    """Return whether a client's method asks something outside, at once or when its result is awaited, as a query does."""
    if not isinstance(ref, Method) or not isinstance(ref.owner, Instance):
        return False
    row = ev.state.catalogue.lookup(f"{ref.owner.type}.{ref.name}")
    if row is None or asks_outside(row) or not row.returns:
        return asks_outside(row)
    return asks_outside(ev.state.catalogue.lookup(f"{row.returns}.__await__"))


def _is_of_sdk(ev: Evaluator, ref: Ref) -> bool:
    owner = ref.owner if isinstance(ref, Method) else None
    return isinstance(owner, Instance) and ev.state.profile_index.is_of_sdk(owner.type)


def sorted_out(value: Value) -> Value:
    """Return a value without the taint of an order, on which it does not depend any more."""
    kept = frozenset(each for each in value.taint if not is_order(each))
    return value if kept == value.taint else Value(value.alternatives, kept, value.is_open)


def own_effect(frame: Frame, node: ir.Node, value: Value, row: Row, name: str = "") -> Value:
    """Record an effect that is not a call; `name` says of what, if it is anything with a name."""
    name = name or row.name
    site = frame.site(node)
    path = (*frame.path, site)
    if frame.step is not None:
        return value
    frame.trace.append(EffectCall(site, path, name, row, row.access, frame.phase, loops=frame.loops))
    return value.with_taint(frozenset({TaintSource(path, row, name, frame.function is None)}))


def note_unavailable(ev: Evaluator, frame: Frame, node: ir.Node, name: str) -> None:
    """Record a call that the engine does not let handlers make, whatever else it does; functions of steps may make it."""
    context = ev.state.ambient
    runtime = context.profile.runtime if context is not None else None
    if runtime is None or runtime.lacking(name) is None:
        return
    site = frame.site(node)
    row = Row(name, "", EffectKind.NONE)  # what else it does is recorded as of any call
    frame.trace.append(EffectCall(site, (*frame.path, site), name, row, None, frame.phase, loops=frame.loops))


def environment_read(frame: Frame, node: ir.Expr) -> Value:
    """Record a read of the environment that the context carries; return its value."""
    return own_effect(frame, node, TOP, _ENVIRONMENT)


def settings_read(ev: Evaluator, frame: Frame, node: ir.Expr, bases: Iterable[str], value: Value) -> Value:
    """Return a field of an object, and record that it is one of the environment where a base of its class reads that."""
    rows = (ev.state.catalogue.lookup(base) for base in bases)
    row = next((row for row in rows if row is not None and row.effect is EffectKind.ENVIRONMENT), None)
    if row is None or frame.function is None:
        return value
    read = own_effect(frame, node, value, row)
    if frame.phase.argument_of is not None and frame.step is None:
        record_flow(ev, frame, node, read, Sink.ARGUMENT, frame.phase.argument_of)
    return read


def delivery_value(frame: Frame, node: ir.Expr, value: Value, name: str) -> Value:
    """Record a read of something that belongs to one pass; return its value."""
    return own_effect(frame, node, value, Row(name, "", EffectKind.DELIVERY, Access.READ))


def header_value(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value, key: Value) -> Value:
    """Return the value of a header, which is another one in each pass where the engine itself sets it."""
    name = key.constant.value if key.constant is not None else None
    if isinstance(name, str) and name.lower() in ev.state.profile_index.delivery_headers:
        return delivery_value(frame, node, value, name)
    return value


def is_unordered(ev: Evaluator, ref: Ref) -> bool:
    """Return whether iterating over something yields its items in an order that varies from process to process."""
    match ref:
        case Collection(is_unordered=True):
            return True
        case Collection():
            if ref.kind is not ir.ContainerKind.SET:
                return False
            # Small integers hash to themselves, so their order is always the same.
            return not all(_is_number(value) for value in ref.elements())
        case Instance():
            return ev.semantics.type_facts(ref.type).is_unordered
        case _:
            return False


def _is_number(value: Value) -> bool:
    return value.always(
        lambda ref: (
            (isinstance(ref, Const) and ref.type in ("int", "bool"))
            or (isinstance(ref, Instance) and ref.type == "builtins.int")
        )
    )
