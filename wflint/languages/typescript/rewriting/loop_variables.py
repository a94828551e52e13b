"""Finds what the code of a loop has to tell its rounds apart: a counter of its own, or what other steps in it are named by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.ir.rewriting import StepWriter, ValueKind
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import bound, declaration_of
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    below,
    function_around,
    statements_of,
)

LOOPS: Final = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_CHANGES: Final = frozenset({"update_expression", "augmented_assignment_expression", "assignment_expression"})
_NUMBER: Final = "number"


def counter_of(syntax: SyntaxContext, loop: Node, place: Node) -> str | None:
    """Return a variable that certainly holds another number in each round, whatever the round does.

    Args:
        syntax: Where the loop stands.
        loop: The loop.
        place: What the variable has to be known at.
    """
    increment = loop.child_by_field_name("increment")
    stepped = [increment] if increment is not None else []
    if increment is not None and increment.type == "sequence_expression":
        stepped = list(increment.named_children)
    body = loop.child_by_field_name("body")
    for statement in statements_of(body) if body is not None and body.type == "statement_block" else ():
        if any(_goes_on(each) for each in below(statement)):
            break  # what stands after it is not reached in every round
        if statement.type == "expression_statement":
            stepped.extend(statement.named_children[:1])
    for change in stepped:
        name = _counted_by(syntax, change)
        is_known = name is not None and declaration_of(name, place) == declaration_of(name)
        if name is not None and is_known and _is_changed_by(syntax, loop, change, name):
            return syntax.code(name)
    return None


def _goes_on(node: Node) -> bool:
    return node.type == "continue_statement"


def _counted_by(syntax: SyntaxContext, change: Node) -> Node | None:
    """Return `i` of `i++`, `i += 1` and `i = i + 1`, and of `i += step` where the head of a loop says it."""
    name = change.child_by_field_name("argument") or change.child_by_field_name("left")
    if change.type not in _CHANGES or name is None or name.type != "identifier":
        return None
    if change.type == "update_expression":
        return name
    whole = change
    if change.type == "assignment_expression":
        whole = change.child_by_field_name("right") or change
        if whole.type != "binary_expression":
            return None
    amount, operator = whole.child_by_field_name("right"), whole.child_by_field_name("operator")
    base = whole.child_by_field_name("left")
    is_step = operator is not None and syntax.code(operator).removesuffix("=") in ("+", "-")
    is_fixed = amount is not None and amount.type == _NUMBER and syntax.code(amount).strip("0._") != ""
    in_head = change.parent is None or change.parent.type != "expression_statement"
    is_own = base is not None and syntax.code(base) == syntax.code(name)
    return name if is_step and is_own and (is_fixed or in_head) else None


def _is_changed_by(syntax: SyntaxContext, loop: Node, change: Node, name: Node) -> bool:
    """Return whether nothing but one change gives a number of the loop's function another value while the loop runs."""
    function = function_around(loop)
    declared = declaration_of(name)
    if function is None or declared is None or function_around(declared) != function:
        return False
    body = loop.child_by_field_name("body")
    if body is not None and body in ancestors(declared):
        return False  # each round has its own
    declarator = declared.parent
    start = declarator.child_by_field_name("value") if declarator is not None else None
    if declarator is None or declarator.type != "variable_declarator" or start is None:
        return False
    if start.type != _NUMBER and declarator.parent != loop.child_by_field_name("initializer"):
        return False
    return all(each == change for each in _changes_of(syntax, function, loop, syntax.code(name)))


def _changes_of(syntax: SyntaxContext, function: Node, loop: Node, name: str) -> Iterator[Node]:
    """Yield the changes of a variable in a loop, and in functions that it may call."""
    for each in below(function, into_functions=True):
        changed = each.child_by_field_name("argument") or each.child_by_field_name("left")
        if each.type not in _CHANGES or changed is None or syntax.code(changed) != name:
            continue
        if loop in ancestors(each) or function_around(each) != function:
            yield each


def named_by_siblings(syntax: SyntaxContext, loop: Node, name: Node, step: StepWriter) -> list[str]:
    """Return the parts of the loop's item by which another step of the loop tells its rounds apart.

    Data from outside may hold the same twice; what the code makes itself is taken to differ, as the other step takes it.
    """
    right, body = loop.child_by_field_name("right"), loop.child_by_field_name("body")
    if right is None or body is None or ValueKind.DATA in step.kinds(right):
        return []
    declared = bound(loop.child_by_field_name("left"))
    items = {syntax.code(each) for each in declared if declaration_of(each, name) == each}
    own = syntax.code(name)
    for call in below(body):
        if call.type != "call_expression" or call not in step.running:
            continue
        arguments = call.child_by_field_name("arguments")
        first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
        if first is None or first.type != "template_string" or first == name:
            continue
        parts = [each for each in map(_hole, first.named_children) if each is not None]
        found = [syntax.code(each) for each in parts if syntax.code(_root(each)) in items]
        if found and not any(f"${{{each}}}" in own for each in found):
            return found
    return []


def _hole(part: Node) -> Node | None:
    """Return the variable or member that a template holds at a place."""
    inner = part.named_children[0] if part.type == "template_substitution" and part.named_children else None
    at = inner
    while at is not None and at.type == "member_expression":
        at = at.child_by_field_name("object")
    return inner if at is not None and at.type == "identifier" else None


def _root(node: Node) -> Node:
    inner = node.child_by_field_name("object")
    return _root(inner) if inner is not None else node
