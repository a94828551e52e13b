"""Rewrites how steps are called, and what catches their signal."""

from __future__ import annotations

import re

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.imports import import_name
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    below,
    function_around,
    is_async,
)

_ALONE = frozenset(
    {
        "expression_statement",
        "variable_declarator",
        "return_statement",
        "arguments",
        "array",
        "pair",
        "assignment_expression",
    }
)
"""What an `await` stands in without parentheses."""


def await_it(syntax: SyntaxContext, node: Node, *, method: str = "") -> Rewritten:
    """Put `await` before a call, and before all that is chained to it."""
    function = function_around(node)
    if function is None or not is_async(function):
        raise RefusedError("nothing can be awaited there")
    if method:
        raise RefusedError("another method would have to be called")
    whole = _chain(node)
    outer = whole.parent
    if outer is not None and outer.type == "unary_expression" and syntax.code(outer).startswith("void"):
        return Rewritten((syntax.replace(outer, f"await {syntax.code(whole)}"),))
    start, _ = syntax.extent(whole)
    if outer is not None and outer.type not in _ALONE:
        return Rewritten((syntax.replace(whole, f"(await {syntax.code(whole)})"),))
    return Rewritten((syntax.insert(start, "await "),))


def _chain(node: Node) -> Node:
    """Return the outermost call that is chained to one: `run().then(f).catch(g)` of `run()`."""
    outer = node.parent
    if outer is None or outer.type != "member_expression" or outer.child_by_field_name("object") != node:
        return node
    call = outer.parent
    is_called = (
        call is not None and call.type == "call_expression" and call.child_by_field_name("function") == outer
    )
    return _chain(call) if is_called and call is not None else node


def pass_callable(syntax: SyntaxContext, node: Node) -> Rewritten:
    """Turn `fn()` into `fn`, and `fn(x)` or `await fn(x)` into `() => fn(x)`."""
    call = node.named_children[-1] if node.type == "await_expression" else node
    if call.type != "call_expression" or any(each.type == "yield_expression" for each in below(call)):
        raise RefusedError("it is no plain call")
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    is_plain = callee is not None and callee.type == "identifier"
    if is_plain and callee is not None and arguments is not None and not arguments.named_children:
        return Rewritten((syntax.replace(node, syntax.code(callee)),))
    is_waiting = any(each.type == "await_expression" for each in below(call))
    return Rewritten((syntax.replace(node, f"{'async ' if is_waiting else ''}() => {syntax.code(call)}"),))


def reraise(syntax: SyntaxContext, node: Node, exception: str) -> Rewritten:
    """Throw an exception again where a `catch` begins."""
    if node.type != "catch_clause":
        raise RefusedError("what catches it is no `catch` clause")
    body, parameter = node.child_by_field_name("body"), node.child_by_field_name("parameter")
    if body is None or (parameter is not None and parameter.type != "identifier"):
        raise RefusedError("what it catches has no name")
    module, _, name = exception.rpartition(".")
    spelled, edits = import_name(syntax, module, name)
    caught = syntax.code(parameter) if parameter is not None else "error"
    start, _ = syntax.extent(body)
    found: list[Edit] = list(edits)
    if parameter is None:
        found.append(syntax.insert(start, f"({caught}) "))
    guard = f"if ({caught} instanceof {spelled}) throw {caught}{syntax.semicolon}"
    found.append(_first_in(syntax, body, guard))
    return Rewritten(tuple(found))


def _first_in(syntax: SyntaxContext, body: Node, statement: str) -> Edit:
    """Return an edit that makes something the first statement of a block; a comment behind the brace stays there."""
    start, end = syntax.extent(body)
    around = syntax.indent(body)
    line = f"{syntax.newline}{around}{syntax.indent_unit}{statement}"
    first, newline, _ = syntax.source.text[start + 1 : end - 1].partition("\n")
    if newline and re.fullmatch(r"\s*(//.*)?", first):
        return syntax.insert(start + 1 + len(first.rstrip("\r")), line)
    if not first.strip():
        return syntax.insert(start + 1, f"{line}{syntax.newline}{around}")
    return syntax.insert(start + 1, f"{line}{syntax.newline}{around}{syntax.indent_unit}")


def extend_name(syntax: SyntaxContext, node: Node, suffix: str) -> Rewritten:
    """Put text behind a name that is written out."""
    if node.type not in ("string", "template_string"):
        raise RefusedError("its name is not written out there")
    if re.search(r"[`\\'\"$]", suffix):
        raise RefusedError("the text cannot stand between its quotes")
    _, end = syntax.extent(node)
    return Rewritten((syntax.insert(end - 1, suffix),))


def replace_text(syntax: SyntaxContext, node: Node, text: str) -> Rewritten:
    """Put other text in the place of a string that is written out."""
    shown = syntax.code(node)
    if node.type != "string" or "\\" in shown or shown[0] in text or "\\" in text:
        raise RefusedError("the text is not written out there")
    return Rewritten((syntax.replace(node, f"{shown[0]}{text}{shown[0]}"),))
