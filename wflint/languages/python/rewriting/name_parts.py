"""Takes parts out of names that are put together."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.loop_index import loop_indices_at
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_SEPARATORS = "-_:./# "


def drop_parts(
    syntax: SyntaxContext,
    name: cst.CSTNode,
    changing: Container[object],
    loops: Sequence[cst.CSTNode],
    unneeded: Sequence[cst.CSTNode],
) -> Rewritten:
    """Take what changes out of an f-string, and make the index of loops part of it.

    Args:
        syntax: Where it is.
        name: The name: an f-string, or a variable that is one.
        changing: Expressions that change.
        loops: The loops that nothing else in the name tells apart.
        unneeded: Expressions that nothing needs once they are out of the name.
    """
    if isinstance(name, cst.BinaryOperation):
        return _without_operand(syntax, name, changing, bool(loops)) + Rewritten(())
    formatted = name if isinstance(name, cst.FormattedString) else _assigned(syntax, name)
    names, edits = loop_indices_at(syntax, formatted, loops)
    kept, dropped = _without(syntax, formatted, changing)
    text = (kept + "".join(f"-{{{each}}}" for each in names)).strip(_SEPARATORS)
    if not text or not dropped:
        raise RefusedError("nothing of its name would be left")
    prefix = formatted.start if "{" in text else re.sub("[fF]", "", formatted.start)
    found = [syntax.edit.replace(formatted, f"{prefix}{text}{formatted.end}"), *edits]
    return Rewritten((*found, *_unneeded(syntax, dropped, unneeded)))


def _without_operand(
    syntax: SyntaxContext,
    name: cst.BinaryOperation,
    changing: Container[object],
    in_loop: bool,  # noqa: FBT001 - one of the facts
) -> Rewritten:
    """Keep the constant one of two texts that are put together."""
    kept = [each for each in (name.left, name.right) if each not in changing]
    match kept:
        case [cst.SimpleString(prefix="") as text] if isinstance(name.operator, cst.Add) and not in_loop:
            stem = text.raw_value.strip(_SEPARATORS)
            if stem:
                return Rewritten((syntax.edit.replace_outer(name, f"{text.quote}{stem}{text.quote}"),))
        case _:
            pass
    raise RefusedError("its name is put together in a way that cannot be taken apart")


def _assigned(syntax: SyntaxContext, name: cst.CSTNode) -> cst.FormattedString:
    """Return the f-string that a variable holds, where it never holds anything else."""
    function = syntax.tree.enclosing_function(name)
    values = [
        each.value
        for each in syntax.tree.find(function or syntax.tree.root, cst.Assign)
        if isinstance(name, cst.Name)
        and any(isinstance(at.target, cst.Name) and at.target.value == name.value for at in each.targets)
    ]
    if len(values) == 1 and isinstance(values[0], cst.FormattedString):
        return values[0]
    raise RefusedError("its name is put together in a way that cannot be taken apart")


def _without(
    syntax: SyntaxContext, name: cst.FormattedString, changing: Container[object]
) -> tuple[str, list[cst.BaseExpression]]:
    """Return the content of an f-string without what changes and the separators that lead to it, and what was dropped."""
    text, dropped = "", list[cst.BaseExpression]()
    for part in name.parts:
        if isinstance(part, cst.FormattedStringExpression) and part.expression in changing:
            text = text.rstrip(_SEPARATORS)
            dropped.append(part.expression)
        else:
            text += syntax.view.code(part)
    return text, dropped


def _unneeded(
    syntax: SyntaxContext, parts: Sequence[cst.CSTNode], unneeded: Sequence[cst.CSTNode]
) -> list[Edit]:
    """Take out the assignments of variables that were part of the name, and hold what nothing else needs."""
    variables = {part.value for part in parts if isinstance(part, cst.Name)}
    edits: list[Edit] = []
    for expression in unneeded:
        statement = syntax.tree.enclosing_statement(expression)
        match statement:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=variable))])]
            ) if variable in variables:
                edits.append(syntax.edit.remove(statement))
            case _:
                pass
    return edits
