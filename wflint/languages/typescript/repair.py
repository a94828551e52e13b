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

from wflint.languages.typescript.grammar import Node, Tree, matches, parse_tree

_MAX_ROUNDS: Final = 4

_WRONG: Final = """
(call_expression function: (await_expression) type_arguments: (type_arguments) @blank)
(call_expression function: (unary_expression) type_arguments: (type_arguments) @blank)
(call_expression function: (binary_expression) type_arguments: (type_arguments) @blank)
(non_null_expression [
  (binary_expression) (await_expression) (unary_expression) (ternary_expression) (arrow_function)
  (assignment_expression) (augmented_assignment_expression) (yield_expression) (as_expression) (satisfies_expression)
]) @bang
(ERROR) @error
"""

# Type arguments in front of a template, whose start the grammar takes for a comparison.
_TAGGED: Final = re.compile(rb"[\w$)\]]\s*<")
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


def parse_repaired(data: bytes, *, jsx: bool) -> Repaired:
    """Parse a text in UTF-8; parse it again while the grammar has misread something that can be blanked."""
    tree = parse_tree(data, jsx=jsx)
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


_Blank = tuple[int, int, int]
"""Where something is blanked, and the byte that stands for each one of it."""


def _misread(tree: Tree, data: bytes, *, jsx: bool) -> Iterator[_Blank]:
    found = matches(_WRONG, tree, jsx=jsx)
    for node in found.get("blank", ()):
        yield node.start_byte, node.end_byte, ord(" ")
    for node in found.get("bang", ()):
        yield node.end_byte - 1, node.end_byte, ord(" ")
    yield from _tagged(tree, data)
    for match in _TYPE_IMPORT.finditer(data):
        if _is_code(tree, match.start()):
            yield match.start(), match.end(), ord(" ")
    for match in _IMPORTED_TYPE.finditer(data):
        if _is_code(tree, match.start()):
            yield match.start(1), match.end(1), ord(" ")
    if tree.root_node.has_error:
        yield from _in_errors(data, found.get("error", []), jsx=jsx)


def _is_code(tree: Tree, place: int) -> bool:
    """Return whether a place is in no text and no comment."""
    node = tree.root_node.descendant_for_byte_range(place, place + 1)
    return node is not None and node.type not in _TEXTS


def _in_errors(data: bytes, errors: list[Node], *, jsx: bool) -> Iterator[_Blank]:
    for pattern in (_TYPE_EXPORT, _DEFER_IMPORT, _VARIANCE, _ABSTRACT_OVERRIDE):
        for match in pattern.finditer(data):
            yield match.start(1), match.end(1), ord(" ")
    if jsx:
        for error in errors:
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
