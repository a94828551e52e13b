"""Finds the variable by which a loop counts its rounds itself."""

from __future__ import annotations

import libcst as cst

from wflint.languages.python.rewriting.syntax_context import SyntaxContext


def own_counter(syntax: SyntaxContext, loop: cst.While) -> str | None:
    """Return a variable that certainly holds another number in each round, whatever the round does."""
    for statement in loop.body.body:
        if isinstance(statement, cst.SimpleStatementLine):
            for each in statement.body:
                name = _counted_by(each)
                if name is not None and _is_changed_by(syntax, loop, name):
                    return name.value
        if syntax.tree.find(statement, cst.Continue):
            break  # what stands after it is not reached in every round
    return None


def _counted_by(statement: cst.BaseSmallStatement) -> cst.Name | None:
    """Return `n` of `n += 1`."""
    match statement:
        case cst.AugAssign(
            target=cst.Name() as name,
            operator=cst.AddAssign() | cst.SubtractAssign(),
            value=cst.Integer(evaluated_value=amount),
        ) if amount:
            return name
        case _:
            return None


def _is_changed_by(syntax: SyntaxContext, loop: cst.While, name: cst.Name) -> bool:
    """Return whether a number gets another value while a loop runs where a name stands, and nowhere else."""
    function = syntax.tree.enclosing_function(loop)
    if function is None:
        return False
    declarations: list[cst.Global | cst.Nonlocal] = [
        *syntax.tree.find(function, cst.Global),
        *syntax.tree.find(function, cst.Nonlocal),
    ]
    shared = {each.name.value for statement in declarations for each in statement.names}
    starts = [
        each
        for each in syntax.tree.find(function, cst.Assign)
        if isinstance(each.value, cst.Integer) and _assigns(each, name.value)
    ]
    changes = [
        each
        for each in syntax.tree.find(loop, cst.Name)
        if each.value == name.value and syntax.tree.is_bound(each)
    ]
    return name.value not in shared and bool(starts) and changes == [name]


def _assigns(statement: cst.Assign, name: str) -> bool:
    targets = (each.target for each in statement.targets)
    return any(isinstance(target, cst.Name) and target.value == name for target in targets)
