"""Takes parts out of names that are put together."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.loop_index import loop_indices_at
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_SEPARATORS = "-_:./# "


class _Dropped(NamedTuple):
    """A text without what changes.

    Attributes:
        text: The text as it stands.
        rewritten: What makes it the other one.
        variables: The variables that are gone from it.
    """

    text: cst.FormattedString
    rewritten: Rewritten
    variables: frozenset[str]


def drop_parts(
    syntax: SyntaxContext,
    names: Sequence[tuple[cst.CSTNode, Sequence[cst.CSTNode]]],
    changing: Container[object],
    unneeded: Sequence[cst.CSTNode],
) -> Rewritten:
    """Take what changes out of an f-string, and make the index of loops part of it.

    Args:
        syntax: Where it is.
        names: The name and others that share what changes, each an f-string, or a variable that is one, with the loops
            that nothing else in it tells apart.
        changing: Expressions that change.
        unneeded: Expressions that nothing needs once they are out of the names.

    Raises:
        RefusedError: That cannot be done to the name.
    """
    (name, loops), *others = names
    if isinstance(name, cst.BinaryOperation):
        return _without_operand(syntax, name, changing, bool(loops))
    own = _dropped(syntax, name, changing, loops)
    alone = _unneeded(syntax, _unread(syntax, own.variables, [own.text]), unneeded)
    if alone or not others:
        return own.rewritten + Rewritten(tuple(alone))
    try:
        every = [own, *(_dropped(syntax, other, changing, around) for other, around in others)]
    except RefusedError:
        return own.rewritten
    together = _unneeded(syntax, _unread(syntax, own.variables, [each.text for each in every]), unneeded)
    if not together:
        return own.rewritten  # something else reads the variable as well
    return sum((each.rewritten for each in every), Rewritten(tuple(together)))


def _dropped(
    syntax: SyntaxContext, name: cst.CSTNode, changing: Container[object], loops: Sequence[cst.CSTNode]
) -> _Dropped:
    formatted = _formatted(syntax, name)
    if formatted is None:
        raise RefusedError("its name is put together in a way that cannot be taken apart")
    indices, edits = loop_indices_at(syntax, formatted, loops)
    kept, dropped = _without(syntax, formatted, changing)
    text = (kept + "".join(f"-{{{each}}}" for each in indices)).strip(_SEPARATORS)
    if not text or not dropped:
        raise RefusedError("nothing of its name would be left")
    prefix = formatted.start if "{" in text else re.sub("[fF]", "", formatted.start)
    edits = (syntax.edit.replace(formatted, f"{prefix}{text}{formatted.end}"), *edits)
    variables = frozenset(part.value for part in dropped if isinstance(part, cst.Name))
    return _Dropped(formatted, Rewritten(edits), variables)


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


def _formatted(syntax: SyntaxContext, name: cst.CSTNode) -> cst.FormattedString | None:
    """Return the f-string that a name is, or that a variable holds if it never holds anything else."""
    if isinstance(name, cst.FormattedString):
        return name
    function = syntax.tree.enclosing_function(name)
    values = [
        each.value
        for each in syntax.tree.find(function or syntax.tree.root, cst.Assign)
        if isinstance(name, cst.Name)
        and any(isinstance(at.target, cst.Name) and at.target.value == name.value for at in each.targets)
    ]
    only = values[0] if len(values) == 1 else None
    return only if isinstance(only, cst.FormattedString) else None


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


def _unread(
    syntax: SyntaxContext, variables: Iterable[str], texts: Sequence[cst.FormattedString]
) -> set[str]:
    """Return those of some variables that the function around some texts reads in these alone.

    Something else may read one as well, such as the condition that guards against an empty one.
    """
    function = syntax.tree.enclosing_function(texts[0]) or syntax.tree.root
    inside = {id(each) for text in texts for each in syntax.tree.find(text, cst.Name)}
    read = {
        each.value
        for each in syntax.tree.find(function, cst.Name)
        if id(each) not in inside and syntax.tree.is_variable(each) and not syntax.tree.is_bound(each)
    }
    return set(variables) - read


def _unneeded(
    syntax: SyntaxContext, variables: Container[str], unneeded: Sequence[cst.CSTNode]
) -> list[Edit]:
    """Take out the assignments of variables that hold what nothing needs."""
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
