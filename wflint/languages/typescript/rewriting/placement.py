"""Where a new step would stand: in which function, with which context, in which round of which loop."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import declared_in
from wflint.languages.typescript.rewriting.loop_index import loop_indices
from wflint.languages.typescript.rewriting.loop_variables import LOOPS
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    below,
    function_around,
    is_async,
)

_NO_PLACE: Final = {
    "finally_clause": "it is in `finally`, which runs whenever a step ends a delivery",
    "class_body": "it is in the body of a class",
    "throw_statement": "it is part of an error, which the next attempt would raise with the old value",
    "decorator": "it is in a decorator",
    "jsx_expression": "it is in an element",
}


class Placement(NamedTuple):
    """A place where a step can be run.

    Attributes:
        context: How the context is spelled there.
        counters: The variables that count the rounds of the loops around it, outermost first.
        edits: What makes the loops have them.
    """

    context: str
    counters: tuple[str, ...]
    edits: tuple[Edit, ...]


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
    context = step.contexts.get(function, "")
    if not context:
        raise RefusedError("the context is not in reach there")
    loops: list[Node] = []
    inner = node
    for outer in ancestors(node):
        if outer == function:
            _refuse_parameters(function, inner)
            break
        if outer.type in _NO_PLACE:
            raise RefusedError(_NO_PLACE[outer.type])
        if outer.type == "catch_clause" and outer.parent is not None and _runs_step(outer.parent, step):
            raise RefusedError("it is in `catch`, which runs when a step has ended a delivery or failed")
        if outer != function.child_by_field_name("body"):
            _refuse_hidden(syntax, outer, context)
        if outer.type in LOOPS and _is_each_round(outer, inner):
            loops.insert(0, outer)
        inner = outer
    names, edits = loop_indices(syntax, node, loops, step)
    return Placement(context, tuple(names), edits)


def _runs_step(statement: Node, step: StepWriter) -> bool:
    """Return whether a `try` runs a step before its `catch`."""
    tried = statement.child_by_field_name("body")
    return tried is not None and any(each in step.running for each in below(tried))


def _refuse_parameters(function: Node, inner: Node) -> None:
    if inner == function.child_by_field_name("parameters"):
        raise RefusedError("it is in the default of a parameter")


def _is_each_round(loop: Node, inner: Node) -> bool:
    """Return whether a part of a loop runs in each of its rounds."""
    once = (loop.child_by_field_name("initializer"), loop.child_by_field_name("right"))
    return inner not in once


def _refuse_hidden(syntax: SyntaxContext, block: Node, context: str) -> None:
    """Refuse a block in which another variable has the name that the context has around it."""
    names = {syntax.code(each) for each in declared_in(block)}
    if re.split(r"[.?\[]", context)[0] in names:
        raise RefusedError("another variable hides the context there")
