"""Repair what the grammar reads wrongly: blank it at equal length, and parse again.

The grammar of tree-sitter takes some code that handlers are full of for something else: `await call<T>(x)` for a call
of `await call`, a tagged template with type arguments for two comparisons. What is blanked has no meaning when the code
runs (types, `!`, `type`), so the tree of the blanked text is the one that is wanted, and its nodes stand where they
stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from wflint.languages.typescript.grammar import Node, Tree, edited, matches, parse_tree

_MAX_ROUNDS: Final = 4

_OPERATIONS: Final = frozenset({"await_expression", "unary_expression", "binary_expression"})
"""What the grammar takes for a function that is called with type arguments; it is the operand that is called."""
_LOOSER: Final = frozenset(
    {
        *_OPERATIONS, "ternary_expression", "arrow_function", "assignment_expression", "augmented_assignment_expression",
        "yield_expression", "as_expression", "satisfies_expression",
    }
)  # fmt: skip
"""What the grammar takes for the operand of `!`, which belongs to the end of it."""

# The end of type arguments in front of those of a call, comments between them.
_TYPED: Final = re.compile(rb">\s*[(/]")
_BANG: Final = re.compile(rb"!(?!=)")
# Type arguments in front of a template, whose start the grammar takes for a comparison.
_TAGGED: Final = re.compile(rb"[\w$)\]]\s*<")
_IMPORT: Final = re.compile(rb"import\s*\(")
_TYPE_IMPORT: Final = re.compile(rb"<\s*typeof\s+import\s*\([^()]*\)[^<>()]*>(?=\s*\()")
_TYPE_EXPORT: Final = re.compile(rb"^[ \t]*export\s+(type)\s+\*", re.MULTILINE)
_DEFER_IMPORT: Final = re.compile(rb"^[ \t]*import\s+(defer|source)\s+[\w$*{]", re.MULTILINE)
_IMPORTED_TYPE: Final = re.compile(rb"\b(?:as|satisfies)\s+(import\s*\([^()]*\)\s*\.)\s*[A-Za-z_$]")
_ABSTRACT_OVERRIDE: Final = re.compile(rb"\babstract\s+(override)\b")
# What says of a type parameter how it varies.
_VARIANCE: Final = re.compile(
    rb"[<,](?:\s|/\*(?:(?!\*/).)*\*/|//[^\n]*\n)*((?:in\s+)?out|in)\s+(?=[A-Za-z_$][\w$]*\s*(?:[,>=]|extends\b))",
    re.DOTALL,
)
_AMPERSAND: Final = re.compile(rb"&(?!#?\w+;)")
_TEXTS: Final = frozenset(
    {"string", "string_fragment", "template_string", "comment", "regex_pattern", "jsx_text"}
)
_MAX_ARGUMENTS: Final = 2_000
"""How far the type arguments of a tagged template reach back, in bytes."""


class Repaired(NamedTuple):
    """A tree, and the text that it is the tree of.

    Attributes:
        tree: The tree.
        data: The text in UTF-8, at every place as long as the file's.
    """

    tree: Tree
    data: bytes


def parse_repaired(data: bytes, *, jsx: bool, before: Repaired | None = None) -> Repaired:
    """Parse a text in UTF-8; parse it again while the grammar has misread something that can be blanked.

    Args:
        data: The text.
        jsx: Whether elements may stand in it.
        before: The text before somebody edited it.
    """
    tree = _parse_edited(data, before, jsx=jsx) if before is not None else parse_tree(data, jsx=jsx)
    for _ in range(_MAX_ROUNDS):
        blanks = sorted(set(_misread(tree, data, jsx=jsx)))
        if not blanks:
            break
        repaired = bytearray(data)
        for start, end, by in blanks:
            repaired[start:end] = bytes(each if each in b"\r\n" else by for each in repaired[start:end])
        if bytes(repaired) == data:
            break
        data = bytes(repaired)
        tree = parse_tree(data, jsx=jsx)
    return Repaired(tree, data)


def _parse_edited(data: bytes, before: Repaired, *, jsx: bool) -> Tree:
    """Return the tree of a text, with all of an earlier one that an edit has left as it was."""
    tree = parse_tree(data, jsx=jsx, before=edited(before.tree, before.data, data))
    # What the grammar makes of mistakes depends on what it knew before.
    return parse_tree(data, jsx=jsx) if tree.root_node.has_error else tree


_Blank = tuple[int, int, int]
"""Where something is blanked, and the byte that stands for each one of it."""


def _misread(tree: Tree, data: bytes, *, jsx: bool) -> Iterator[_Blank]:
    # To look at the few places whose bytes may be meant takes a tenth of the time that a query takes for the whole tree.
    yield from _called_operations(tree, data)
    yield from _bangs(tree, data)
    yield from _tagged(tree, data)
    if _IMPORT.search(data):
        yield from _types_of_imports(tree, data)
    if tree.root_node.has_error:
        yield from _in_errors(tree, data, jsx=jsx)


def _called_operations(tree: Tree, data: bytes) -> Iterator[_Blank]:
    """Yield the type arguments in `await call<T>(x)`, which stand in front of those of the wrong call."""
    for match in _TYPED.finditer(data):
        types = _around(tree, match.start(), "type_arguments")
        call = types.parent if types is not None else None
        function = call.child_by_field_name("function") if call is not None else None
        if types is not None and function is not None and function.type in _OPERATIONS:
            yield types.start_byte, types.end_byte, ord(" ")


def _bangs(tree: Tree, data: bytes) -> Iterator[_Blank]:
    for match in _BANG.finditer(data):
        node = _around(tree, match.start(), "non_null_expression")
        if node is not None and node.named_children[0].type in _LOOSER:
            yield match.start(), match.end(), ord(" ")


def _around(tree: Tree, place: int, kind: str) -> Node | None:
    """Return the node of a kind that a token at a place belongs to; `None` where it belongs to another one."""
    token = tree.root_node.descendant_for_byte_range(place, place + 1)
    owner = token.parent if token is not None else None
    return owner if owner is not None and owner.type == kind else None


def _types_of_imports(tree: Tree, data: bytes) -> Iterator[_Blank]:
    for match in _TYPE_IMPORT.finditer(data):
        if _is_code(tree, match.start()):
            yield match.start(), match.end(), ord(" ")
    for match in _IMPORTED_TYPE.finditer(data):
        if _is_code(tree, match.start()):
            yield match.start(1), match.end(1), ord(" ")


def _is_code(tree: Tree, place: int) -> bool:
    """Return whether a place is in no text and no comment."""
    node = tree.root_node.descendant_for_byte_range(place, place + 1)
    return node is not None and node.type not in _TEXTS


def _in_errors(tree: Tree, data: bytes, *, jsx: bool) -> Iterator[_Blank]:
    for pattern in (_TYPE_EXPORT, _DEFER_IMPORT, _VARIANCE, _ABSTRACT_OVERRIDE):
        for match in pattern.finditer(data):
            yield match.start(1), match.end(1), ord(" ")
    if jsx:
        for error in matches("(ERROR) @error", tree, jsx=jsx).get("error", ()):
            for match in _AMPERSAND.finditer(data, error.start_byte, error.end_byte):
                yield match.start(), match.end(), ord("n")


def _tagged(tree: Tree, data: bytes) -> Iterator[_Blank]:
    """Yield the type arguments of tagged templates that are read as anything else."""
    for match in re.finditer(rb">\s*`", data):
        start = _opening(data, match.start())
        if start is None or not _TAGGED.match(data, start - 1):
            continue
        template = tree.root_node.descendant_for_byte_range(match.end() - 1, match.end())
        if template is None or template.type not in ("template_string", "`", "ERROR"):
            continue  # it is in a string, a comment or the text of another template
        owner = template if template.type == "template_string" else template.parent
        around = owner.parent if owner is not None else None
        types = around.child_by_field_name("type_arguments") if around is not None else None
        if types is not None and types.start_byte == start:
            continue  # it was read right
        yield start, match.start() + 1, ord(" ")


def _opening(data: bytes, closing: int) -> int | None:
    """Return where the `<` stands that a `>` closes; `None` where what is between is no list of types."""
    if data[closing - 1 : closing] == b"=":
        return None  # it belongs to an arrow
    depth = 0
    for place in range(closing, max(closing - _MAX_ARGUMENTS, 0), -1):
        char = data[place : place + 1]
        if char == b">" and data[place - 1 : place] != b"=":
            depth += 1
        elif char == b"<":
            depth -= 1
            if depth == 0:
                return place
        elif char in b"`=" and not (char == b"=" and data[place + 1 : place + 2] == b">"):
            return None
    return None


def first_error(tree: Tree) -> Node | None:
    """Return the innermost first node that the grammar could not read, or had to add; `None` where there is none."""
    if not tree.root_node.has_error:
        return None
    node = tree.root_node
    while True:
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            return node
        node = inner
