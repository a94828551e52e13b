"""Values of which only one part is ever used, such as responses of which only `response.json()` is."""

from __future__ import annotations

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import StepWriter
from wflint.languages.python.rewriting.readable import item_of
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


def single_member(
    syntax: SyntaxContext, whole: cst.CSTNode, step: StepWriter
) -> tuple[str, tuple[Edit, ...]] | None:
    """Return the part of a variable's value that all of its uses take, if JSON carries that.

    Returns:
        What follows the value to take the part, `.json()`, and edits that make the uses take the variable itself; `None`
        where the uses differ, or there are none.
    """
    target = syntax.tree.parent(whole)
    match target:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name() as bound)]):
            pass
        case _:
            return None
    function = syntax.tree.enclosing_function(whole) or syntax.tree.root
    names = [each for each in syntax.tree.find(function, cst.Name) if each.value == bound.value]
    uses = [each for each in names if each is not bound]
    parts = [_part(syntax, each) for each in uses]
    if not parts or any(part is None for part in parts):
        return None
    taken = [part for part in parts if part is not None]
    codecs = [step.codec(part) for part in taken]
    if not all(codec is not None and codec.is_plain for codec in codecs):
        return None
    smaller = [_smallest_item(syntax, part) for part in taken]
    for parts_taken in (smaller, taken):
        suffixes = {syntax.view.code(part).removeprefix(bound.value) for part in parts_taken}
        if len(suffixes) == 1:
            return suffixes.pop(), tuple(syntax.edit.replace(part, bound.value) for part in parts_taken)
    return None


def _smallest_item(syntax: SyntaxContext, part: cst.CSTNode) -> cst.CSTNode:
    while (item := item_of(syntax, part)) is not None:
        part = item
    return part


def _part(syntax: SyntaxContext, use: cst.CSTNode) -> cst.CSTNode | None:
    """Return the attribute or method call without arguments that a use of a variable takes."""
    read = syntax.tree.parent(use)
    if not (isinstance(read, cst.Attribute) and read.value is use):
        return None
    call = syntax.tree.parent(read)
    if isinstance(call, cst.Call) and call.func is read:
        return call if not call.args else None
    return read
