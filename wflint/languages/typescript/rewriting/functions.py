"""Rewrites functions: the variables that they close over, and whether they are async."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten, StepWriter, ValueKind
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS, bound, uses_of
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    below,
    chain,
    function_around,
    is_async,
)

_BLOCKS: Final = frozenset({"for_statement", "for_in_statement", "statement_block", "program"})

_PLAIN: Final = frozenset(
    {"array", "binary_expression", "false", "null", "number", "object", "string", "template_string", "true"}
)
"""Expressions that give no promise."""


def bind_variables(syntax: SyntaxContext, node: Node, names: Sequence[str]) -> Rewritten:
    """Turn the `var` of variables that a function closes over into `let`, so that each round has its own."""
    found = [_keyword(syntax, node, name) for name in names]
    edits = [syntax.replace(each, "let") for each in dict.fromkeys(found)]
    return Rewritten(tuple(edits))


def _keyword(syntax: SyntaxContext, function: Node, name: str) -> Node:
    """Return the `var` that declares a variable, which nothing outside of its block has a use for."""
    around = function_around(function) or syntax.root
    declared = [
        each
        for each in below(around)
        if each.type in ("variable_declaration", "for_in_statement")
        and any(syntax.code(variable) == name for variable in _declares(each))
    ]
    if len(declared) != 1:
        raise RefusedError("the variable is not declared by one `var`")
    keyword = next((child for child in declared[0].children if child.type == "var"), None)
    block = next((each for each in (declared[0], *ancestors(declared[0])) if each.type in _BLOCKS), None)
    if keyword is None or block is None or block not in ancestors(function):
        raise RefusedError("the variable is not declared by one `var` in the loop")
    variable = next(each for each in _declares(declared[0]) if syntax.code(each) == name)
    inside = range(block.start_byte, block.end_byte)
    if any(each.start_byte not in inside for each in uses_of(variable, around)):
        raise RefusedError("the variable is used outside of the loop as well")
    return keyword


def _declares(node: Node) -> Iterator[Node]:
    """Yield the names of the variables that a declaration declares."""
    if node.type == "for_in_statement":
        if node.child_by_field_name("kind") is not None:
            yield from bound(node.child_by_field_name("left"))
        return
    for each in node.named_children:
        yield from bound(each.child_by_field_name("name"))


def give_at_once(
    syntax: SyntaxContext, function: Node, value: Node, step: StepWriter, *, before: str
) -> list[Edit]:
    """Return edits by which an arrow function does no more than to give a value: sync, where that is a promise or plain.

    Args:
        syntax: Where it is.
        function: The function, which a call is given.
        value: The expression in it whose value it gives from now on, with its `await`.
        step: What is known of values.
        before: What is put before the call.
    """
    body, first = function.child_by_field_name("body"), function.children[0]
    if body is None:
        return []
    inner = value.named_children[-1] if value.type == "await_expression" else value
    is_settled = (inner is not value and ValueKind.PROMISE in step.kinds(inner)) or inner.type in _PLAIN
    waits = any(each.type == "await_expression" for each in below(inner))
    edits: list[Edit] = []
    more = len(before)
    if first.type == "async" and is_settled and not waits:
        start, _ = syntax.extent(first)
        behind, _ = syntax.extent(function.children[1])
        edits.append(syntax.replace_range(start, behind, ""))
        more -= behind - start
    text = syntax.reindented(inner, syntax.indent(function))
    text = f"({text})" if text.startswith("{") else text
    return [*edits, _body(syntax, body, text, more)]


def _body(syntax: SyntaxContext, body: Node, text: str, more: int) -> Edit:
    """Return an edit that makes an expression the body of a function, on a line of its own where one is too short.

    `more` is by how much the line becomes longer before it.
    """
    start, end = syntax.extent(body)
    source = syntax.source.text
    line = source[source.rfind("\n", 0, start) + 1 : start]
    behind = source[end:].partition("\n")[0].partition("//")[0].rstrip()
    is_long = len(line) + more + len(text) + len(behind) > syntax.style.line_length
    if not is_long or "\n" in text or not behind.startswith(")"):
        return syntax.replace(body, text)
    indent = syntax.indent(body)
    broken = f"{syntax.style.newline}{indent}{syntax.style.indent_unit}{text}{syntax.style.trailing_comma}{syntax.style.newline}{indent}"
    return syntax.replace_range(start - (len(line) - len(line.rstrip())), end, broken)


def make_async(syntax: SyntaxContext, node: Node, steps: Sequence[Node]) -> Rewritten:
    """Turn `(c) => { c.run() }` into `async (c) => { await c.run() }`."""
    if node.type not in FUNCTIONS or "*" in {child.type for child in node.children}:
        raise RefusedError("its function is not written out here")
    own = [each for each in steps if function_around(each) == node]
    edits = [] if is_async(node) else [_keyword_added(syntax, node)]
    for call in own:
        whole = chain(call)
        outer = whole.parent
        if outer is not None and outer.type == "expression_statement":
            start, _ = syntax.extent(whole)
            edits.append(syntax.insert(start, "await "))
    if steps and not own:
        raise RefusedError("its steps run in other functions")
    annotated = node.child_by_field_name("return_type")
    written = syntax.code(annotated).removeprefix(":").strip() if annotated is not None else ""
    if annotated is not None and not re.match(r"Promise(Like)?\b", written):
        edits.append(syntax.replace(annotated, f": Promise<{written}>"))
    return Rewritten(tuple(edits))


def _keyword_added(syntax: SyntaxContext, node: Node) -> Edit:
    start, _ = syntax.extent(node)
    if node.type == "method_definition":
        name = node.child_by_field_name("name")
        start, _ = syntax.extent(name or node)
    return syntax.insert(start, "async ")
