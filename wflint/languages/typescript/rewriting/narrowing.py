"""Tells what conditions have found out about the types of paths, and which of it the compiler forgets in a function.

It remembers what it knows of constants, and of other variables that nothing assigns any more. What it knows of
their properties it forgets: the function might run when they hold something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS
from wflint.languages.typescript.rewriting.assigned_later import is_assigned_later
from wflint.languages.typescript.rewriting.paths import Path, bare, path_of, paths_in, prefixes
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    below,
    statements_of,
)

_UNTYPED: Final = (".js", ".jsx", ".mjs", ".cjs")
BLOCKS: Final = frozenset({"statement_block", "program", "switch_case", "switch_default"})
_CASES: Final = frozenset({"switch_case", "switch_default"})
_LOGICAL: Final = frozenset({"&&", "||", "??"})
_EQUALS: Final = frozenset({"===", "!==", "==", "!="})
_FILLS: Final = frozenset({"??=", "||=", "&&="})
_CONSTANTS: Final = frozenset({"string", "number", "true", "false"})
_ENUM_MEMBER: Final = re.compile(r"[A-Z]\w*\.\w+")
_TYPE_GUARD: Final = re.compile(r"(.*\.)?(is|has)[A-Z]\w*")
_ASSERTION: Final = re.compile(r"(assert|invariant)(\b|[A-Z]).*", re.DOTALL)
_LEAVES: Final = frozenset(
    {"return_statement", "throw_statement", "continue_statement", "break_statement"}
)  # fmt: skip


class Test(NamedTuple):
    """A condition that has to be met, or not to be met, for some code to run.

    Attributes:
        path: What it tells something about.
        place: The statement or expression that decides by it: one around the code, or a statement before.
    """

    path: Path
    place: Node


class Forgotten(NamedTuple):
    """A path about which a function knows less than the code around it.

    Attributes:
        path: The path.
        place: The innermost statement or expression that has found something out about it.
        reached_by: Those that have found out that there is something to read it of.
    """

    path: Path
    place: Node
    reached_by: tuple[Node, ...]


def forgotten(syntax: SyntaxContext, moved: Sequence[Node]) -> list[Forgotten]:
    """Return the paths in code about which the compiler would know less in a function of its own.

    Args:
        syntax: Where the code stands.
        moved: An expression, or statements that follow one another.
    """
    if syntax.source.path.endswith(_UNTYPED):
        return []
    return [each for node in moved for each in _forgotten(syntax, node, moved)]


def forgets_more(syntax: SyntaxContext, part: Node, whole: Node) -> bool:
    """Return whether the compiler forgets more where an expression moves as a whole than where only a part of it does."""
    return whole != part and len(forgotten(syntax, [whole])) > len(forgotten(syntax, [part]))


def _forgotten(syntax: SyntaxContext, node: Node, moved: Sequence[Node]) -> Iterator[Forgotten]:
    tests = [each for each in _tests_around(syntax, node) if each.place not in moved]
    for use in paths_in(syntax, node) if tests else ():
        on_way = [each for each in tests if each.path.leads_to(use)]
        for path in prefixes(use):
            own = [each for each in on_way if len(each.path.parts) == len(path.parts)]
            if own and _is_lost(path, moved[0]):
                before = [each for each in on_way if len(each.path.parts) <= len(path.parts)]
                reached = tuple(each.place for each in before if each not in own)
                yield Forgotten(path, before[0].place, reached)
                break


def _is_lost(path: Path, moved: Node) -> bool:
    return len(path.parts) > 1 or is_assigned_later(path.root, moved)


# --- conditions around some code ---


def _tests_around(syntax: SyntaxContext, node: Node) -> Iterator[Test]:
    """Yield what is tested before some code runs, the innermost condition first."""
    inner = node
    for outer in ancestors(node):
        if outer.type in FUNCTIONS:
            return
        if outer.type in BLOCKS:
            before = [each for each in statements_of(outer) if each.end_byte <= inner.start_byte]
            for statement in reversed(before):
                yield from (Test(path, statement) for path in _tested_before(syntax, statement))
        yield from (Test(path, outer) for path in _tested_by(syntax, outer, inner))
        inner = outer


def _tested_by(syntax: SyntaxContext, outer: Node, inner: Node) -> Iterator[Path]:
    """Yield what code tests before a part of it runs."""
    condition = outer.child_by_field_name("condition")
    match outer.type:
        case "binary_expression":
            left, operator = outer.child_by_field_name("left"), outer.child_by_field_name("operator")
            is_second = outer.child_by_field_name("right") == inner
            if left is not None and operator is not None and is_second and syntax.code(operator) in _LOGICAL:
                yield from tested_in(syntax, left)
        case "if_statement" | "ternary_expression" | "while_statement" | "for_statement":
            is_first = inner in (condition, outer.child_by_field_name("initializer"))
            if condition is not None and not is_first:
                yield from tested_in(syntax, condition)
        case "switch_case" | "switch_default" if inner != outer.child_by_field_name("value"):
            yield from _tested_in_switch(syntax, outer)
        case _:
            return


def _tested_in_switch(syntax: SyntaxContext, case: Node) -> Iterator[Path]:
    """Yield what `switch (x.type)` and `switch (true)` decide by."""
    statement = next(each for each in ancestors(case) if each.type == "switch_statement")
    value = statement.child_by_field_name("value")
    if value is None:
        return
    if bare(value).type != "true":
        yield from _compared(syntax, value, is_constant=True)
        return
    for each in case.parent.named_children if case.parent is not None else ():
        condition = each.child_by_field_name("value")
        if condition is not None and each.start_byte <= case.start_byte:
            yield from tested_in(syntax, condition)


def _tested_before(syntax: SyntaxContext, statement: Node) -> Iterator[Path]:
    """Yield what a statement has tested, for those after it to run."""
    condition = statement.child_by_field_name("condition")
    if statement.type == "if_statement" and condition is not None:
        arms = [statement.child_by_field_name(each) for each in ("consequence", "alternative")]
        leaves = any(arm is not None and _leaves(arm) for arm in arms)
        given = [path for arm in arms if arm is not None for path in _assigned_in(syntax, arm)]
        for path in tested_in(syntax, condition):
            if leaves or any(path.parts == each.parts and path.leads_to(each) for each in given):
                yield path
    elif statement.type in ("while_statement", "do_statement") and condition is not None:
        if not any(each.type == "break_statement" for each in below(statement)):
            yield from tested_in(syntax, condition)
    elif statement.type == "expression_statement":
        yield from _tested_by_expression(syntax, statement.named_children[0])


def _tested_by_expression(syntax: SyntaxContext, node: Node) -> Iterator[Path]:
    """Yield what `assert(x.y)` and `x.y ??= z` make sure of."""
    callee, operator = node.child_by_field_name("function"), node.child_by_field_name("operator")
    if node.type == "call_expression" and callee is not None and _ASSERTION.fullmatch(syntax.code(callee)):
        arguments = node.child_by_field_name("arguments")
        for each in arguments.named_children[:1] if arguments is not None else ():
            yield from tested_in(syntax, each)
    elif node.type == "augmented_assignment_expression" and operator is not None:
        left = node.child_by_field_name("left")
        path = path_of(syntax, left) if left is not None else None
        if path is not None and syntax.code(operator) in _FILLS:
            yield path


def _leaves(node: Node) -> bool:
    """Return whether what stands after a statement never runs after it."""
    if node.type == "statement_block":
        statements = statements_of(node)
        return bool(statements) and _leaves(statements[-1])
    if node.type == "else_clause":
        return _leaves(node.named_children[-1])
    arms = [node.child_by_field_name(each) for each in ("consequence", "alternative")]
    if node.type == "if_statement":
        return all(arm is not None and _leaves(arm) for arm in arms)
    return node.type in _LEAVES


def _assigned_in(syntax: SyntaxContext, node: Node) -> Iterator[Path]:
    for each in below(node):
        left = each.child_by_field_name("left") if each.type == "assignment_expression" else None
        path = path_of(syntax, left) if left is not None else None
        if path is not None:
            yield path


# --- what a condition says ---


def tested_in(syntax: SyntaxContext, condition: Node) -> Iterator[Path]:
    """Yield the paths whose types are narrower where a condition is met, or where it is not."""
    node = bare(condition)
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    found = node.child_by_field_name("operator")
    operator = syntax.code(found) if found is not None else ""
    if node.type == "binary_expression" and left is not None and right is not None:
        if operator in _LOGICAL:
            yield from tested_in(syntax, left)
            yield from tested_in(syntax, right)
        elif operator in _EQUALS:
            yield from _compared(syntax, left, is_constant=_is_unit(syntax, right))
            yield from _compared(syntax, right, is_constant=_is_unit(syntax, left))
        elif operator in ("in", "instanceof"):
            yield from _read(syntax, right if operator == "in" else left)
    elif node.type == "unary_expression" and operator == "!":
        yield from tested_in(syntax, node.named_children[0])
    elif node.type == "call_expression":
        yield from _asked(syntax, node)
    elif node.type == "expression_statement":
        yield from tested_in(syntax, node.named_children[0])
    elif node.type == "assignment_expression" and left is not None:
        yield from _read(syntax, left)
    else:
        yield from _read(syntax, node)


def _compared(syntax: SyntaxContext, side: Node, *, is_constant: bool) -> Iterator[Path]:
    """Yield what a comparison says of one of its sides, and of what is told apart by it: `event` by `event.type`."""
    node = bare(side)
    operator = node.child_by_field_name("operator")
    if node.type == "unary_expression" and operator is not None and syntax.code(operator) == "typeof":
        yield from _read(syntax, node.named_children[0])
        return
    path = path_of(syntax, node)
    yield from _read(syntax, node)
    if path is not None and is_constant:
        yield from list(prefixes(path))[1:2]


def _is_unit(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression is a constant of a type that holds nothing else."""
    inner = bare(node)
    return inner.type in _CONSTANTS or _ENUM_MEMBER.fullmatch(syntax.code(inner)) is not None


def _asked(syntax: SyntaxContext, call: Node) -> Iterator[Path]:
    """Yield what a call says of its argument, as `Array.isArray(x.y)` does, and `x.y?.startsWith("a")` of `x.y`."""
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    if callee is None or arguments is None:
        return
    if _TYPE_GUARD.fullmatch(syntax.code(callee)):
        for each in arguments.named_children[:1]:
            yield from _read(syntax, each)
    path = path_of(syntax, callee)
    if path is not None:
        yield from _reached(path)


def _read(syntax: SyntaxContext, node: Node) -> Iterator[Path]:
    path = path_of(syntax, node)
    if path is not None:
        yield path
        yield from _reached(path)


def _reached(path: Path) -> Iterator[Path]:
    """Yield what a path can only be followed through where it is there: `x.y` of `x.y?.z`."""
    parts = list(prefixes(path))
    for each, owner in pairwise(parts):
        if each.node.child_by_field_name("optional_chain") is not None:
            yield owner
