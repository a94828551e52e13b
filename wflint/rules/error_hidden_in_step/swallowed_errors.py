"""Where a function catches an exception and then returns nothing, as if it had not been raised."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wflint.rules.api import blocks, ir

_Raises = Callable[[ir.Expr], bool]
"""Returns whether an expression is the call of a function that always raises."""


def hiding_clauses(function: ir.Function, raises: _Raises) -> Iterator[ir.Except]:
    """Yield the `except` clauses of a function that lead to its end, or to a return, without a value.

    Args:
        function: The function.
        raises: Returns whether an expression is the call of a function that always raises.
    """
    yield from _last(function.body.block, raises)
    yield from _returning(function.body.block, raises)


def _returning(block: ir.Block, raises: _Raises) -> Iterator[ir.Except]:
    """Yield the `except` clauses that return without a value."""
    for statement in block.statements:
        match statement:
            case ir.Try():
                for clause in statement.clauses:
                    statements = clause.body.statements
                    ends = bool(statements) and isinstance(statements[-1], ir.Return)
                    if ends and not _leaves(clause.body, raises):
                        yield clause
                yield from _returning(statement.body, raises)
            case ir.If() | ir.For() | ir.While() | ir.With():
                for inner in blocks(statement):
                    yield from _returning(inner, raises)
            case _:
                pass


def _last(block: ir.Block | None, raises: _Raises) -> Iterator[ir.Except]:
    """Yield the `except` clauses that a block ends with and that just go on to its end."""
    last = block.statements[-1] if block is not None and block.statements else None
    match last:
        case ir.Try():
            for clause in last.clauses:
                if not _leaves(clause.body, raises):
                    yield clause
            if last.orelse is None:
                yield from _last(last.body, raises)
        case ir.If() | ir.With():
            for inner in blocks(last):
                yield from _last(inner, raises)
        case _:
            pass


def _leaves(block: ir.Block, raises: _Raises) -> bool:
    """Return whether a block may raise or return, or hands the failure on to somebody."""
    for statement in block.statements:
        match statement:
            case ir.Raise() | ir.Jump():
                return True
            case ir.Return():
                return statement.value is not None
            case ir.Assign():
                # It may be kept for the code around.
                return True
            case ir.Evaluate() if raises(statement.value):
                return True
            case ir.If() | ir.With() if any(_leaves(inner, raises) for inner in blocks(statement)):
                return True
            case _:
                pass
    return False
