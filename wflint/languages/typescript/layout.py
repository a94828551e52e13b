"""Find where a file's comments and logical lines are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.files.comments import Comment, Layout, LogicalLine
from wflint.files.text import SourceText
from wflint.languages.typescript.grammar import Node, Offsets, has_jsx
from wflint.languages.typescript.repair import parse_repaired

_COMMENTS: Final = frozenset({"comment", "html_comment"})
_BODIES: Final = frozenset(
    {"statement_block", "class_body", "switch_body", "interface_body", "enum_body", "object_type"}
)
_CARRIED: Final = frozenset({"template_string", "comment"})
_LINES: Final = frozenset(
    {"switch_case", "switch_default", "method_definition", "public_field_definition", "decorator"}
)


def find_layout(source: SourceText) -> Layout:
    """Find the comments and logical lines of a file, as well as possible if it is not valid."""
    repaired = parse_repaired(source.text.encode("utf-8", "replace"), jsx=has_jsx(source.path))
    offsets = Offsets.of(source.text)
    layout = Layout()
    lines: dict[int, LogicalLine] = {}
    for node in _walk(repaired.tree.root_node):
        if node.type in _COMMENTS:
            start, end = offsets.character(node.start_byte), offsets.character(node.end_byte)
            layout.comments.append(Comment(node.start_point.row + 1, start, source.text[start:end]))
        elif node.type.endswith(("_statement", "_declaration")) or node.type in _LINES:
            for line in _logical_lines(node):
                known = lines.get(line.first)
                if known is None or known.last > line.last:
                    lines[line.first] = line
    layout.logical_lines.extend(sorted(lines.values(), key=lambda line: line.first))
    return layout


def _logical_lines(node: Node) -> Iterator[LogicalLine]:
    """Yield the lines of a statement up to each block in it, and those from its end on."""
    first, is_decorator = node.start_point.row + 1, node.type == "decorator"
    for body in _blocks_in(node):
        yield LogicalLine(first, body.start_point.row + 1, is_decorator)
        first = body.end_point.row + 1
    yield LogicalLine(first, node.end_point.row + 1, is_decorator, carried=_is_carried(node))


def _blocks_in(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type in _BODIES:
            yield child
        elif child.end_point.row != child.start_point.row:
            yield from _blocks_in(child)


def _is_carried(node: Node) -> bool:
    """Return whether a string carries a statement over the end of a line."""
    return any(
        (child.type in _CARRIED and child.start_point.row != child.end_point.row) or _is_carried(child)
        for child in node.named_children
        if child.type not in _BODIES and child.start_point.row != child.end_point.row
    )


def _walk(root: Node) -> Iterator[Node]:
    """Yield all nodes in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.named_children))
