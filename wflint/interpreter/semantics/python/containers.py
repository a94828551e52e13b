"""Methods of builtin containers."""

from __future__ import annotations

from wflint.domain.alternatives import Collection
from wflint.domain.lattice import join_or_top
from wflint.domain.values import Arguments, Value, constant
from wflint.interpreter.collections import add_item, elements_of, extend, item_at
from wflint.interpreter.effects import is_unordered
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.mutations import mutated, receiver_of
from wflint.ir import nodes as ir

_ADDERS = frozenset({"append", "add", "appendleft", "insert", "put_nowait", "setdefault"})
_EXTENDERS = frozenset({"extend", "update", "extendleft"})
_MUTATORS = (
    _ADDERS
    | _EXTENDERS
    | {
        "remove",
        "pop",
        "popleft",
        "popitem",
        "clear",
        "sort",
        "reverse",
        "discard",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
        "__setitem__",
        "subtract",
        "move_to_end",
    }
)
_ITEM_METHODS = frozenset({"get", "pop", "setdefault"})
_VIEWS = frozenset({"keys", "values", "items"})


def container_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str, arguments: Arguments
) -> Value | None:
    """Call a method of a builtin container; `None` where nothing is known of it."""
    if name in _MUTATORS and (receiver := receiver_of(node)) is not None:
        mutated(ev, frame, node, receiver, Value((owner,)))
    first = arguments.get(0, None)
    if name in _ADDERS and arguments.positional:
        # A step's change of what the code around it holds is lost.
        if frame.step is None or owner.step is frame.step:
            add_item(owner, arguments.positional[-1].value)
        return constant(None)
    if name in _EXTENDERS and first is not None:
        if frame.step is None or owner.step is frame.step:
            extend(ev, frame, node, owner, first.value)
        return constant(None)
    if name == "get" and first is not None:
        return item_at(owner, first.value)
    if name in _VIEWS and owner.kind is ir.ContainerKind.DICT:
        return _view(ev, frame, node, owner, name)
    if name in ("pop", "popleft", "popitem") and not is_unordered(owner):
        return join_or_top(owner.elements()).with_taint(frozenset(frame.loops))
    if name == "copy":
        return Value((Collection(owner.kind, dict(owner.items), owner.rest, frame.step, owner.type),))
    return None


def _view(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str) -> Value:
    keys, values = elements_of(ev, frame, node, Value((owner,))), join_or_top(owner.elements())
    pair = Collection(ir.ContainerKind.TUPLE, {0: keys, 1: values})
    rest = {"keys": keys, "values": values, "items": Value((pair,))}[name]
    view = Collection(ir.ContainerKind.LIST, rest=rest, step=frame.step, type=f"builtins.dict_{name}")
    return Value((view,))


def changes_owner(method: str) -> bool:
    """Return whether a method of a container changes it."""
    return method in _MUTATORS


def returns_item(method: str) -> bool:
    """Return whether a method of a container returns what stands at the key that it is given."""
    return method in _ITEM_METHODS
