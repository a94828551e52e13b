"""Rewrites how steps are called, and what catches their signal."""

from __future__ import annotations

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.imports import import_name
from wflint.languages.typescript.rewriting.narrowed import keep
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    below,
    chain,
    function_around,
    is_async,
    statements_of,
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
    whole = chain(node)
    outer = whole.parent
    if outer is not None and outer.type == "unary_expression" and syntax.code(outer).startswith("void"):
        return Rewritten((syntax.replace(outer, f"await {syntax.code(whole)}"),))
    start, _ = syntax.extent(whole)
    if outer is not None and outer.type not in _ALONE:
        return Rewritten((syntax.replace(whole, f"(await {syntax.code(whole)})"),))
    return Rewritten((syntax.insert(start, "await "),))


def await_each(syntax: SyntaxContext, node: Node, together: str, *, is_array: bool) -> Rewritten:
    """Turn `items.forEach(async (x) => ...)` into `await Promise.all(items.map(async (x) => ...))`."""
    outer, around = node.parent, function_around(node)
    if outer is None or outer.type != "expression_statement":
        raise RefusedError("its result is used")
    if around is None or not is_async(around):
        raise RefusedError("nothing can be awaited there")
    callee = node.child_by_field_name("function")
    member = callee.child_by_field_name("property") if callee is not None else None
    if member is None or syntax.code(member) not in ("forEach", "map", "flatMap"):
        raise RefusedError("it returns no promises")
    start, end = syntax.extent(node)
    edits = [syntax.insert(start, f"await {together}("), syntax.insert(end, ")")]
    if syntax.code(member) != "forEach":
        return Rewritten(tuple(edits))
    edits.append(syntax.replace(member, "map"))
    return Rewritten(tuple(edits), "" if is_array else "maps and sets have no `map`")


def pass_callable(syntax: SyntaxContext, node: Node) -> Rewritten:
    """Turn `fn()` into `fn`, and `fn(x)` or `await fn(x)` into `() => fn(x)`."""
    call = node.named_children[-1] if node.type == "await_expression" else node
    if call.type != "call_expression" or any(each.type == "yield_expression" for each in below(call)):
        raise RefusedError("it is not a plain call")
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    is_plain = callee is not None and callee.type == "identifier"
    if is_plain and callee is not None and arguments is not None and not arguments.named_children:
        return Rewritten((syntax.replace(node, syntax.code(callee)),))
    is_waiting = any(each.type == "await_expression" for each in below(call))
    kept = keep(syntax, [node])
    function = f"{'async ' if is_waiting else ''}() => {kept.syntax.code(call)}"
    return Rewritten((syntax.replace(node, function), *kept.edits))


def reraise(syntax: SyntaxContext, node: Node, exception: str) -> Rewritten:
    """Throw an exception again where a `catch` begins."""
    if node.type != "catch_clause":
        raise RefusedError("what catches it is not a `catch` clause")
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
    guard = (
        f"if ({caught} instanceof {spelled}) throw {caught}{syntax.style.semicolon or _barrier(syntax, body)}"
    )
    found.append(syntax.first_in(body, guard))
    return Rewritten(tuple(found))


def _barrier(syntax: SyntaxContext, body: Node) -> str:
    """Return what has to stand after a statement that becomes the first of a block."""
    first = next(iter(statements_of(body)), None)
    return syntax.separator(syntax.extent(first)[0]) if first is not None else ""
