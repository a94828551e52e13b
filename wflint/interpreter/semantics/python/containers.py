"""Methods of builtin containers."""

from __future__ import annotations

from wflint.domain.alternatives import Collection
from wflint.domain.lattice import join_or_top
from wflint.domain.types import facts_of_method
from wflint.domain.values import Arguments, Value, constant
from wflint.interpreter.collections import add_item, elements_of, extend, item_at
from wflint.interpreter.effects import is_unordered
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.mutations import mutated, receiver_of
from wflint.ir import nodes as ir


def container_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str, arguments: Arguments
) -> Value | None:
    """Call a method of a builtin container; `None` where nothing is known of it."""
    facts = facts_of_method(name)
    if facts.changes_owner and (receiver := receiver_of(node)) is not None:
        mutated(ev, frame, node, receiver, Value((owner,)))
    first = arguments.get(0, None)
    if facts.adds_item and arguments.positional:
        # A step's change of what the code around it holds is lost.
        if frame.step is None or owner.step is frame.step:
            add_item(owner, arguments.positional[-1].value)
        return constant(None)
    if facts.adds_items and first is not None:
        if frame.step is None or owner.step is frame.step:
            extend(ev, frame, node, owner, first.value)
        return constant(None)
    if name == "get" and first is not None:
        return item_at(owner, first.value)
    if facts.gives_view and owner.kind is ir.ContainerKind.DICT:
        return _view(ev, frame, node, owner, name)
    if name in ("pop", "popleft", "popitem") and not is_unordered(ev, owner):
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
