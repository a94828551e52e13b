"""Where a new step would stand: in which function, with which context, in which loops."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from wflint.ir.rewriting import RefusedError, StepWriter
from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record

Loop = cst.For | cst.While | cst.CompFor


@record
class InsertionPoint:
    """A place where a step can be run.

    Attributes:
        function: The function around it.
        context: How the context is spelled there.
        loops: The loops of that function around it, outermost first.
    """

    function: cst.FunctionDef
    context: str
    loops: tuple[Loop, ...]


def insertion_point(syntax: SyntaxContext, node: cst.CSTNode, step: StepWriter) -> InsertionPoint:
    """Return where an expression stands.

    Raises:
        RefusedError: No step can be run there.
    """
    function = syntax.tree.enclosing_function(node)
    _look_around(syntax, node)
    if not isinstance(function, cst.FunctionDef):
        raise RefusedError("it is in a lambda, which cannot run a step")
    if step.is_async and function.asynchronous is None:
        raise RefusedError(f"`{function.name.value}` is not an async function, so it cannot await a step")
    return InsertionPoint(
        function, context_at(syntax, node, step), tuple(reversed(list(loops_around(syntax, node))))
    )


def context_at(syntax: SyntaxContext, node: cst.CSTNode, step: StepWriter) -> str:
    """Return how the context is spelled at a place.

    Raises:
        RefusedError: It is not in reach.
    """
    for outer in syntax.tree.ancestors(node):
        if outer in step.contexts:
            return step.contexts[outer]
    raise RefusedError("the context is not in reach there")


def loops_around(syntax: SyntaxContext, node: cst.CSTNode) -> Iterator[Loop]:
    """Yield the loops that evaluate a node in each round, innermost first, up to the function around it."""
    inner = node
    for outer in syntax.tree.ancestors(node):
        match outer:
            case cst.FunctionDef() | cst.Lambda() if inner is outer.body:
                return
            case cst.For() if inner is outer.body:
                yield outer
            case cst.While() if inner is not outer.orelse:
                yield outer
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() | cst.DictComp():
                yield from _clauses(outer, inner, syntax, node)
            case _:
                pass
        inner = outer


def _clauses(
    comprehension: cst.BaseComp, inner: cst.CSTNode, syntax: SyntaxContext, node: cst.CSTNode
) -> Iterator[cst.CompFor]:
    """Yield the clauses of a comprehension that are running where a node in it is evaluated, innermost first."""
    clauses: list[cst.CompFor] = []
    clause: cst.CompFor | None = comprehension.for_in
    while clause is not None:
        clauses.append(clause)
        clause = clause.inner_for_in
    if inner is not comprehension.for_in:
        yield from reversed(clauses)
        return
    around = [node, *syntax.tree.ancestors(node)]
    own = next(
        place
        for place, each in enumerate(clauses)
        if any(each is outer for outer in around) and each.inner_for_in not in around
    )
    in_iterable = any(clauses[own].iter is each for each in around)
    yield from reversed(clauses[:own] if in_iterable else clauses[: own + 1])


def _look_around(syntax: SyntaxContext, node: cst.CSTNode) -> None:
    """Refuse what stands where nothing can be awaited, or where a change would change more."""
    inner = node
    for outer in syntax.tree.ancestors(node):
        match outer:
            case cst.FunctionDef() if inner is outer.body:
                return
            case cst.Annotation():
                raise RefusedError("it is in an annotation")
            case cst.Finally():
                raise RefusedError("it is in `finally`, which runs whenever a step ends a delivery")
            case cst.ClassDef():
                raise RefusedError("it is in the body of a class")
            case cst.GeneratorExp() if inner is not outer.for_in:
                raise RefusedError("it is in a generator, which would become an async one")
            case cst.FormattedStringExpression():
                raise RefusedError("it is in an f-string")
            case _:
                pass
        inner = outer
