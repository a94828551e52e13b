"""Values of which only one part is ever used, such as responses of which only `response.json()` is."""

from __future__ import annotations

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import StepWriter
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
    suffixes = {syntax.view.code(part).removeprefix(bound.value) for part in taken}
    codecs = [step.codec(part) for part in taken]
    if len(suffixes) != 1 or not all(codec is not None and codec.is_plain for codec in codecs):
        return None
    return suffixes.pop(), tuple(syntax.edit.replace(part, bound.value) for part in taken)


def _part(syntax: SyntaxContext, use: cst.CSTNode) -> cst.CSTNode | None:
    """Return the attribute or method call without arguments that a use of a variable takes."""
    read = syntax.tree.parent(use)
    if not (isinstance(read, cst.Attribute) and read.value is use):
        return None
    call = syntax.tree.parent(read)
    if isinstance(call, cst.Call) and call.func is read:
        return call if not call.args else None
    return read
