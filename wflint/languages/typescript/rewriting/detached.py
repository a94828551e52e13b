"""Binds methods to the object that they are taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext

_OWNER: Final = re.compile(r"[\w$]+(\??\.[\w$]+)*")
"""What can be written twice and is the same object both times."""
_PARAMETER_NAMES: Final = ("context", "ctx", "workflowContext")
_PARAMETERS: Final = frozenset({"required_parameter", "optional_parameter"})
_SHORTHAND: Final = "shorthand_property_identifier_pattern"


class _Taken(NamedTuple):
    """A method that a pattern takes off an object.

    Attributes:
        entry: Its part of the pattern.
        method: Its name.
        variable: What the code calls it.
    """

    entry: Node
    method: str
    variable: str


def bind_methods(syntax: SyntaxContext, nodes: Sequence[Node]) -> Rewritten:
    """Turn `const run = context.run` or `const { run } = context` into `const run = context.run.bind(context)`.

    Args:
        syntax: Where they are.
        nodes: Where the methods are read; those of one pattern together.

    Raises:
        RefusedError: The object cannot be named twice, or the pattern is more than a list of members.
    """
    if [each.type for each in nodes] == ["member_expression"]:
        (node,) = nodes
        owner = node.child_by_field_name("object")
        return Rewritten((syntax.replace(node, f"{syntax.code(node)}.bind({_owner(syntax, owner)})"),))
    taken = [_taken(syntax, each) for each in nodes]
    pattern = taken[0].entry.parent
    outer = pattern.parent if pattern is not None else None
    if (
        pattern is None
        or outer is None
        or any(each.type == "rest_pattern" for each in pattern.named_children)
    ):
        raise RefusedError("the pattern takes all other members as well")
    if outer.type == "variable_declarator":
        return Rewritten((_in_declaration(syntax, outer, pattern, taken),))
    if outer.type in _PARAMETERS or outer.type == "formal_parameters":
        return Rewritten(_in_parameter(syntax, outer, pattern, taken))
    raise RefusedError("the pattern is neither all of a declaration nor a parameter")


def _owner(syntax: SyntaxContext, node: Node | None) -> str:
    text = syntax.code(node) if node is not None else ""
    if not _OWNER.fullmatch(text):
        raise RefusedError("the object has no name there")
    return text


def _taken(syntax: SyntaxContext, node: Node) -> _Taken:
    """Return the part of a pattern in which a member is named."""
    if node.type == _SHORTHAND and node.parent is not None and node.parent.type == "object_pattern":
        return _Taken(node, syntax.code(node), syntax.code(node))
    pair = node.parent
    target = pair.child_by_field_name("value") if pair is not None and pair.type == "pair_pattern" else None
    if pair is None or target is None or target.type != "identifier" or node.type != "property_identifier":
        raise RefusedError("the method is taken by a pattern that has a default, or a computed name")
    return _Taken(pair, syntax.code(node), syntax.code(target))


def _bound(owner: str, taken: Sequence[_Taken]) -> list[str]:
    return [f"{each.variable} = {owner}.{each.method}.bind({owner})" for each in taken]


def _without(syntax: SyntaxContext, pattern: Node, taken: Sequence[_Taken]) -> str:
    """Return a pattern without what is taken of it; empty where nothing is left."""
    if any(each.type == "comment" for each in pattern.named_children):
        raise RefusedError("the pattern holds a comment")
    gone = {each.entry.id for each in taken}
    kept = [syntax.code(each) for each in pattern.named_children if each.id not in gone]
    return f"{{ {', '.join(kept)} }}" if kept else ""


def _in_declaration(syntax: SyntaxContext, declarator: Node, pattern: Node, taken: Sequence[_Taken]) -> Edit:
    statement, value = declarator.parent, declarator.child_by_field_name("value")
    owner, kept = _owner(syntax, value), _without(syntax, pattern, taken)
    declared = _bound(owner, taken)
    if kept:
        _, end = syntax.extent(pattern)
        _, stop = syntax.extent(declarator)
        declared.insert(0, f"{kept}{syntax.source.text[end:stop]}")
    others = [each for each in (statement or declarator).named_children if each.type == "variable_declarator"]
    if statement is None or statement.type not in ("lexical_declaration", "variable_declaration"):
        raise RefusedError("the pattern is not a declaration")
    between = ", "
    if len(others) == 1:
        keyword = syntax.code(statement.children[0])
        between = f"{syntax.style.semicolon}{syntax.style.newline}{syntax.indent(statement)}{keyword} "
    return syntax.replace(declarator, between.join(declared))


def _in_parameter(
    syntax: SyntaxContext, parameter: Node, pattern: Node, taken: Sequence[_Taken]
) -> tuple[Edit, ...]:
    parameters = parameter if parameter.type == "formal_parameters" else parameter.parent
    function = parameters.parent if parameters is not None else None
    body = function.child_by_field_name("body") if function is not None else None
    if function is None or function.type not in FUNCTIONS or body is None:
        raise RefusedError("the pattern is not a parameter of a function")
    if parameter.child_by_field_name("value") is not None:
        raise RefusedError("the parameter has a default")
    words = set(re.findall(r"[\w$]+", syntax.code(function)))
    owner = next((name for name in _PARAMETER_NAMES if name not in words), None)
    if owner is None:
        raise RefusedError("the code has another use for the name that the parameter would have")
    kept = _without(syntax, pattern, taken)
    declared = [*([f"{kept} = {owner}"] if kept else []), *_bound(owner, taken)]
    statements = [f"const {each}{syntax.style.semicolon}" for each in declared]
    return syntax.replace(pattern, owner), _begun(syntax, function, body, statements)


def _begun(syntax: SyntaxContext, function: Node, body: Node, statements: Sequence[str]) -> Edit:
    """Let a function begin with statements, which an expression for a body makes a block of."""
    if body.type == "statement_block":
        return syntax.first_in(
            body, f"{syntax.style.newline}{syntax.indent(body)}{syntax.style.indent_unit}".join(statements)
        )
    around, inner = syntax.indent(function), f"{syntax.indent(function)}{syntax.style.indent_unit}"
    value = body.named_children[0] if body.type == "parenthesized_expression" else body
    lines = [*statements, f"return {syntax.reindented(value, inner)}{syntax.style.semicolon}"]
    text = "".join(f"{syntax.style.newline}{inner}{line}" for line in lines)
    return syntax.replace(body, f"{{{text}{syntax.style.newline}{around}}}")
