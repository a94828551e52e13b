"""Adds ignore comments to a file: next to others where there are some, else after the code or above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.files.edits import apply_edits
from wflint.files.ignores import find_ignores, ignore_comment
from wflint.findings import Edit, Span
from wflint.record import record

if TYPE_CHECKING:
    from wflint.files.comments import CommentSyntax, LogicalLine
    from wflint.files.ignores import Ignore
    from wflint.files.text import SourceText

_WIDTH: Final = 88
"""Characters of a line that the usual formatters leave as it is."""


class IgnoreRequest(NamedTuple):
    """The request for an ignore comment: the offset of a finding, and the rule's name.

    Without a name, the reason is added to the comment that is there.
    """

    offset: int
    name: str


@record
class Added:
    """A text with more ignore comments.

    Attributes:
        text: The new text.
        left: The requests that are not met: there is no code at that place.
    """

    text: str
    left: tuple[IgnoreRequest, ...]


def add_ignores(
    source: SourceText, requests: Iterable[IgnoreRequest], syntax: CommentSyntax, reason: str = ""
) -> Added:
    """Add ignore comments.

    They are put at the end of the statement's line; above it where the line would get too long, or where a string or a
    backslash carries the statement over several lines. A comment that holds for the place already gets more rules.

    Args:
        source: The file.
        requests: What to ignore, and where.
        syntax: How comments are written in the file.
        reason: The text after the brackets of new comments, and of those that have no reason yet.
    """
    layout = syntax.find_layout(source)
    comments = [each for each in find_ignores(source, syntax).comments if not each.file_wide]
    beside: dict[Ignore, list[str]] = {}
    behind: dict[LogicalLine, list[str]] = {}
    alone: dict[int, list[str]] = {}
    left: list[IgnoreRequest] = []
    for each in sorted(set(requests)):
        line = source.line_of(each.offset)
        holding = [comment for comment in comments if line in comment.lines]
        statement = next((one for one in layout.logical_lines if one.first <= line <= one.last), None)
        if holding:
            beside.setdefault(min(holding, key=lambda comment: len(comment.lines)), []).append(each.name)
        elif statement is not None:
            behind.setdefault(statement, []).append(each.name)
        elif any(comment.line == line for comment in layout.comments):
            alone.setdefault(line, []).append(each.name)
        else:
            left.append(each)
    edits = [edit for comment, names in beside.items() for edit in _joined(comment, names, reason)]

    def written(names: Iterable[str]) -> str:
        return ignore_comment(syntax.marker, dict.fromkeys(names), reason)

    edits += [_placed(source, statement, written(names)) for statement, names in behind.items()]
    edits += [_at_end(source, line, written(names)) for line, names in alone.items()]
    return Added(apply_edits(source.text, edits), tuple(left))


def _joined(comment: Ignore, names: list[str], reason: str) -> Iterable[Edit]:
    """Yield edits that put more rules in the brackets of a comment, and a reason where it has none."""
    last = comment.rules[-1].span
    more = "".join(f", {name}" for name in dict.fromkeys(names) if name)
    yield Edit(Span(last.path, last.end, last.end), more)
    if reason and not comment.reason:
        end = comment.span.end
        yield Edit(Span(last.path, end, end), f" {reason}")


def _placed(source: SourceText, statement: LogicalLine, comment: str) -> Edit:
    """Return the edit that puts a comment after a statement, or above it."""
    end = source.line_text(statement.last).rstrip()
    if not statement.carried and len(end) + 2 + len(comment) <= _WIDTH:
        return _at_end(source, statement.last, comment)
    start = source.line_start(statement.first)
    text = source.line_text(statement.first)
    indent = text[: len(text) - len(text.lstrip())]
    return Edit(Span(source.path, start, start), f"{indent}{comment}{source.newline}")


def _at_end(source: SourceText, line: int, comment: str) -> Edit:
    start, text = source.line_start(line), source.line_text(line)
    return Edit(Span(source.path, start + len(text.rstrip()), start + len(text)), f"  {comment}")
