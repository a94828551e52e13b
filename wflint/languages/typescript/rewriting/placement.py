"""Where a new step would stand: in which function, with which context, in which round of which loop."""

from __future__ import annotations

from typing import Final, NamedTuple

from wflint.ir.rewriting import RefusedError, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    function_around,
    is_async,
)

_LOOPS: Final = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_NO_PLACE: Final = {
    "finally_clause": "it stands in `finally`, which runs whenever a step ends a delivery",
    "class_body": "it stands in the body of a class",
    "throw_statement": "it is part of an error, which the next attempt would raise with the old value",
    "decorator": "it stands in a decorator",
    "jsx_expression": "it stands in an element",
}


class Placement(NamedTuple):
    """A place where a step can be run.

    Attributes:
        context: How the context is spelled there.
        counters: The variables that count the rounds of the loops around it, outermost first.
    """

    context: str
    counters: tuple[str, ...]


def placement(syntax: SyntaxContext, node: Node, step: StepWriter) -> Placement:
    """Return where an expression stands.

    Raises:
        RefusedError: No step can be run there.
    """
    function = function_around(node)
    if function is None:
        raise RefusedError("it stands outside any function")
    if not is_async(function):
        raise RefusedError("the function around it is not async, so it cannot await a step")
    context = next((step.contexts[each] for each in syntax.handles(function) if each in step.contexts), "")
    if not context:
        raise RefusedError("the context is not in reach there")
    counters: list[str] = []
    inner = node
    for outer in ancestors(node):
        if outer == function:
            _refuse_parameters(function, inner)
            break
        if outer.type in _NO_PLACE:
            raise RefusedError(_NO_PLACE[outer.type])
        if outer.type in _LOOPS and _is_each_round(outer, inner):
            counters.insert(0, _counter(syntax, outer))
        inner = outer
    return Placement(context, tuple(counters))


def _refuse_parameters(function: Node, inner: Node) -> None:
    if inner == function.child_by_field_name("parameters"):
        raise RefusedError("it stands in the default of a parameter")


def _is_each_round(loop: Node, inner: Node) -> bool:
    """Return whether a part of a loop runs in each of its rounds."""
    once = (loop.child_by_field_name("initializer"), loop.child_by_field_name("right"))
    return inner not in once


def _counter(syntax: SyntaxContext, loop: Node) -> str:
    """Return the variable that counts the rounds of a loop: `i` of `for (let i = 0; ...; i++)`."""
    start = loop.child_by_field_name("initializer") if loop.type == "for_statement" else None
    declared = [each for each in start.named_children if each.type == "variable_declarator"] if start else []
    name = declared[0].child_by_field_name("name") if len(declared) == 1 else None
    if name is None or name.type != "identifier":
        raise RefusedError("it stands in a loop that does not count its rounds, which need a step name each")
    return syntax.code(name)
