"""How much of an expression goes into a step beside what has to: as much as reads well there, and leaves less to store."""

from __future__ import annotations

from typing import TypeVar

import libcst as cst

from wflint.ir.rewriting import StepWriter
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_Node = TypeVar("_Node", bound=cst.CSTNode)
_CONSTANTS = (cst.SimpleString, cst.Integer, cst.Float, cst.Name)


def readable(syntax: SyntaxContext, whole: cst.CSTNode, step: StepWriter) -> cst.CSTNode:
    """Return the expression around one that JSON can carry that reads better in a step.

    That is what is taken of its value, so that no `(await ...)["key"]` is left, and the condition that it is compared in. Nothing
    goes along that could do more than compute.
    """
    while True:
        outer = item_of(syntax, whole) or _carried(
            step, _method_of(syntax, whole) or _condition(syntax, whole)
        )
        if outer is None:
            return whole
        whole = outer


def item_of(syntax: SyntaxContext, node: cst.CSTNode) -> cst.CSTNode | None:
    """Return the item that code reads of what an expression gives; of what comes back as it was, that does, too."""
    outer = syntax.tree.parent(node)
    match outer:
        case cst.Subscript(slice=[cst.SubscriptElement(slice=cst.Index(value=key))]) if outer.value is node:
            is_constant = isinstance(key, _CONSTANTS) and not isinstance(key, cst.Name)
            return outer if is_constant and not _is_changed(syntax, outer) else None
        case _:
            return None


def _method_of(syntax: SyntaxContext, node: cst.CSTNode) -> cst.CSTNode | None:
    """Return the attribute, or the call of a method with constants, that code takes of what an expression gives."""
    outer = syntax.tree.parent(node)
    if not isinstance(outer, cst.Attribute) or outer.value is not node:
        return None
    call = syntax.tree.parent(outer)
    if not isinstance(call, cst.Call) or call.func is not outer:
        return None if _is_changed(syntax, outer) else outer
    return call if all(isinstance(each.value, _CONSTANTS) for each in call.args) else None


def _condition(syntax: SyntaxContext, node: cst.CSTNode) -> cst.CSTNode | None:
    """Return the comparison that an expression is one side of, where the other side only reads."""
    outer = syntax.tree.parent(node)
    if isinstance(outer, cst.ComparisonTarget):
        outer = syntax.tree.parent(outer)
    if not isinstance(outer, cst.Comparison) or len(outer.comparisons) > 1:
        return None
    sides = (outer.left, outer.comparisons[0].comparator)
    other = next((each for each in sides if each is not node), None)
    return outer if other is not None and _only_reads(other) else None


def _only_reads(node: cst.CSTNode) -> bool:
    """Return whether an expression is a constant, a variable, or a part of one by name or key."""
    match node:
        case cst.Attribute(value=inner):
            return _only_reads(inner)
        case cst.Subscript(value=inner, slice=[cst.SubscriptElement(slice=cst.Index(value=key))]):
            return _only_reads(inner) and isinstance(key, _CONSTANTS)
        case _:
            return isinstance(node, _CONSTANTS)


def _carried(step: StepWriter, node: _Node | None) -> _Node | None:
    codec = step.codec(node) if node is not None else None
    return node if codec is not None and codec.is_plain else None


def _is_changed(syntax: SyntaxContext, node: cst.CSTNode) -> bool:
    """Return whether a part of something is assigned or deleted rather than read."""
    outer = syntax.tree.parent(node)
    if isinstance(outer, (cst.AnnAssign, cst.AugAssign)):
        return outer.target is node
    return isinstance(outer, (cst.AssignTarget, cst.Del))
