"""Methods of builtin containers."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import Collection
from wflint.domain.lattice import join, join_or_top
from wflint.domain.taint import UNTAINTED
from wflint.domain.types import facts_of_method
from wflint.domain.values import Arguments, Value, constant
from wflint.interpreter.arguments import call_unknown
from wflint.interpreter.collections import add_item, elements_of, extend, item_at
from wflint.interpreter.effects import is_unordered, sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import WHOLE
from wflint.interpreter.frame import Frame
from wflint.interpreter.mutations import by_key, mutated, receiver_of
from wflint.interpreter.semantics.python.sort_keys import leaves_ties
from wflint.ir import nodes as ir


def container_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str, arguments: Arguments
) -> Value | None:
    """Call a method of a builtin container; `None` where nothing is known of it."""
    facts = facts_of_method(name)
    if facts.changes_owner and (receiver := receiver_of(node)) is not None:
        added_by = arguments.get(0, None) if facts.adds_item else None
        by = by_key(Value((owner,)), added_by.value) if added_by is not None else UNTAINTED
        for member in _changed_members(owner, name, arguments):
            mutated(ev, frame, node, receiver, Value((owner,)), member, decided_by=by)
    first = arguments.get(0, None)
    if name == "sort":
        return _sorted_in_place(ev, frame, node, owner, arguments)
    adds_item = facts.adds_item or (name == "put" and owner.type in _QUEUES)
    if adds_item and arguments.positional:
        # A step's change of what the code around it holds is lost.
        if frame.step is None or owner.step is frame.step:
            added = arguments.positional[-1].value
            add_item(owner, sorted_out(added) if owner.kind is ir.ContainerKind.SET else added)
        return constant(None)
    if facts.adds_items and first is not None:
        if frame.step is None or owner.step is frame.step:
            extend(ev, frame, node, owner, first.value)
        return constant(None)
    if name == "get" and owner.type in _QUEUES:
        return join_or_top(owner.elements()).with_taint(frozenset(frame.loops))
    if name == "get" and first is not None:
        default, key = arguments.get(1, None), first.value.constant
        is_held = key is not None and key.value in owner.items
        found = item_at(owner, first.value).with_taint(first.value.taint)
        return found if is_held or default is None else join(found, default.value)
    if facts.gives_view and owner.kind is ir.ContainerKind.DICT:
        return _view(ev, frame, node, owner, name)
    if name in _TAKING and not is_unordered(ev, owner):
        item = join_or_top(owner.elements()).with_taint(frozenset(frame.loops))
        return _pair(ev, frame, node, owner, item) if name == "popitem" else item
    if name == "copy":
        return Value((replace(owner, items=dict(owner.items), step=frame.step, kept=None),))
    return None


def _changed_members(owner: Collection, name: str, arguments: Arguments) -> list[object]:
    """Return the keys at which a method changes a dictionary; `WHOLE` where it may be any."""
    first = arguments.get(0, None)
    if owner.kind is not ir.ContainerKind.DICT or arguments.rest is not None:
        return [WHOLE]
    if name in ("pop", "setdefault") and first is not None and first.value.constant is not None:
        return [first.value.constant.value]
    given = first.value.only if first is not None else None
    if name != "update" or (first is not None and not isinstance(given, Collection)):
        return [WHOLE]
    if isinstance(given, Collection) and (given.rest is not None or given.kind is not ir.ContainerKind.DICT):
        return [WHOLE]
    return [*(given.items if isinstance(given, Collection) else ()), *arguments.keywords] or [WHOLE]


def _sorted_in_place(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, arguments: Arguments
) -> Value:
    """Sort a list: its old order shows only where the key leaves ties."""
    key, receiver = arguments.get(None, "key"), receiver_of(node)
    if key is not None:
        call_unknown(ev, frame, node, key.value)
    is_total = key is None or not leaves_ties(ev, key, Value((owner,)))
    if is_total and (frame.step is None or owner.step is frame.step):
        owner.items = {place: sorted_out(item) for place, item in owner.items.items()}
        owner.rest = sorted_out(owner.rest) if owner.rest is not None else None
        if isinstance(receiver, ir.Name) and receiver.id in frame.env.names:
            frame.env.names[receiver.id] = sorted_out(frame.env.names[receiver.id])
    return constant(None)


_TAKING = frozenset({"pop", "popleft", "popitem", "get_nowait"})
_QUEUES = frozenset({"asyncio.Queue", "queue.Queue"})


def _pair(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, item: Value) -> Value:
    keys = elements_of(ev, frame, node, Value((owner,)))
    return Value((Collection(ir.ContainerKind.TUPLE, {0: keys, 1: item}, step=frame.step),))


def _view(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str) -> Value:
    keys, values = elements_of(ev, frame, node, Value((owner,))), join_or_top(owner.elements())
    pair = Collection(ir.ContainerKind.TUPLE, {0: keys, 1: values})
    rest = {"keys": keys, "values": values, "items": Value((pair,))}[name]
    view = Collection(
        ir.ContainerKind.LIST,
        rest=rest,
        step=frame.step,
        type=f"builtins.dict_{name}",
        is_unordered=owner.is_unordered,
    )
    return Value((view,))
