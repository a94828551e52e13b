"""Rewrites arguments and members: order, spelling, what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.imports import filled
from wflint.languages.typescript.rewriting.narrowed import keep
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, awaited, below


def rename_attribute(syntax: SyntaxContext, node: Node, name: str, *, called: bool) -> Rewritten:
    """Turn `response.headers` or `await response.json()` into `response.header` and the like."""
    owner, member = node.child_by_field_name("object"), node.child_by_field_name("property")
    if node.type != "member_expression" or owner is None or member is None:
        raise RefusedError("it is read elsewhere")
    if not called:
        return Rewritten((syntax.replace(member, name),))
    call = node.parent
    arguments = call.child_by_field_name("arguments") if call is not None else None
    if call is None or arguments is None or arguments.named_children:
        raise RefusedError("it is called with arguments")
    whole = awaited(call)
    if whole != call and whole.parent is not None and whole.parent.type == "parenthesized_expression":
        whole = whole.parent
    return Rewritten((syntax.replace(whole, f"{syntax.code(owner)}.{name}"),))


def ask_by_method(syntax: SyntaxContext, node: Node, method: str, key: str) -> Rewritten:
    """Turn `headers["host"]` or `headers.host` into `headers.get("host")`."""
    owner = node.child_by_field_name("object")
    outer = node.parent
    if node.type not in ("member_expression", "subscript_expression") or owner is None or outer is None:
        raise RefusedError("it is read elsewhere")
    is_assigned = outer.type.endswith("assignment_expression") and outer.child_by_field_name("left") == node
    if (
        is_assigned
        or outer.type == "update_expression"
        or (outer.type == "unary_expression" and outer.children[0].type == "delete")
    ):
        raise RefusedError("it is changed, not read")
    if any(syntax.code(each) == "undefined" for each in outer.named_children):
        raise RefusedError("it is compared with `undefined`, which no method returns")
    chained = "?." if any(child.type == "optional_chain" for child in node.children) else "."
    return Rewritten(
        (syntax.replace(node, f"{syntax.code(owner)}{chained}{method}({syntax.style.quoted(key)})"),)
    )


def add_argument(syntax: SyntaxContext, node: Node, position: int, text: str) -> Rewritten:
    """Put another argument before the one at a position, or after the last one; a text in the file's own quotes."""
    if re.fullmatch(r'"[^"\\]*"', text):
        text = syntax.style.quoted(text[1:-1])
    arguments = node.child_by_field_name("arguments")
    given = (
        [each for each in arguments.named_children if each.type != "comment"] if arguments is not None else []
    )
    if arguments is None or len(given) < position:
        raise RefusedError("its arguments are not written out")
    if position < len(given):
        start, _ = syntax.extent(given[position])
        return Rewritten((syntax.insert(start, f"{text}, "),))
    _, end = syntax.extent(given[-1] if given else arguments)
    return Rewritten((syntax.insert(end, f", {text}") if given else syntax.insert(end - 1, text),))


def swap(syntax: SyntaxContext, first: Node, second: Node) -> Rewritten:
    """Let two expressions change places."""
    return Rewritten((syntax.replace(first, syntax.code(second)), syntax.replace(second, syntax.code(first))))


def unwrap_call(syntax: SyntaxContext, node: Node) -> Rewritten:
    """Turn `f(x)` into `x`."""
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    if len(given) != 1 or given[0].type == "spread_element":
        raise RefusedError("it is called with other arguments as well")
    return Rewritten((syntax.replace(node, syntax.code(given[0])),))


def apply(syntax: SyntaxContext, node: Node, template: str) -> Rewritten:
    """Put an expression, or what is awaited of it, into a template."""
    node = awaited(node)
    written, edits = filled(syntax, template)
    is_whole = written.endswith("({})") or (node.type == "number" and "{}." not in written)
    text = written.replace("{}", syntax.code(node) if is_whole else syntax.operand(node))
    if node.type == "shorthand_property_identifier":
        text = f"{syntax.code(node)}: {text}"
    return Rewritten((syntax.replace(node, text), *edits))


def take_member(syntax: SyntaxContext, node: Node, member: str) -> Rewritten:
    """Turn `const POST = serve()` into `const { POST } = serve()`."""
    declared = node.parent
    name = declared.child_by_field_name("name") if declared is not None else None
    if declared is None or declared.type != "variable_declarator" or name is None:
        raise RefusedError("no variable takes it")
    if name.type != "identifier" or syntax.code(name) != member or declared.child_by_field_name("type"):
        raise RefusedError("the variable that takes it is meant for all of it")
    return Rewritten((syntax.replace(name, f"{{ {member} }}"),))


def name_argument(syntax: SyntaxContext, node: Node, name: str, template: str) -> Rewritten:
    """Give a value in an object of options another key, and put it into a template."""
    if node.type == "shorthand_property_identifier":
        written, more = filled(syntax, template)
        return Rewritten((syntax.replace(node, f"{name}: {written.replace('{}', syntax.code(node))}"), *more))
    pair = node.parent
    key = pair.child_by_field_name("key") if pair is not None and pair.type == "pair" else None
    if key is None or key.type not in ("property_identifier", "string"):
        raise RefusedError("it is not written out as an option")
    named = Rewritten((syntax.replace(key, name),))
    return named if template == "{}" else named + apply(syntax, node, template)


def bind_arguments(syntax: SyntaxContext, call: Node, function: Node, surplus: Sequence[Node]) -> Rewritten:
    """Turn `run("a", fn, 3)` into `run("a", () => fn(3))`."""
    arguments = call.child_by_field_name("arguments")
    given = (
        [each for each in arguments.named_children if each.type != "comment"] if arguments is not None else []
    )
    if not surplus or function not in given or function.type not in ("identifier", "member_expression"):
        raise RefusedError("nothing says with which arguments to call it")
    at = given.index(function)
    if given[at + 1 :] != list(surplus) or any(each.type == "spread_element" for each in surplus):
        raise RefusedError("its arguments are not written out")
    if any(part.type in ("await_expression", "yield_expression") for each in surplus for part in below(each)):
        raise RefusedError("an argument is awaited")
    start, _ = syntax.extent(function)
    _, end = syntax.extent(surplus[-1])
    kept = keep(syntax, surplus)
    bound = ", ".join(map(kept.syntax.code, surplus))
    called = syntax.replace_range(start, end, f"() => {syntax.code(function)}({bound})")
    return Rewritten((called, *kept.edits))
