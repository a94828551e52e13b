"""A file's comments and logical lines; the language's front end finds them."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wflint.files.text import SourceText
    from wflint.findings import Edit


@record
class LogicalLine:
    """The physical lines of one statement, or of a compound statement's header.

    Attributes:
        first: Its first line, from 1.
        last: Its last line.
        decorator: Whether it is a decorator.
        carried: Whether a string or a backslash carries it over the end of a line.
    """

    first: int
    last: int
    decorator: bool
    carried: bool = False


@record
class Comment:
    """A comment, from its marker to the end of its line, or to the marker of its end.

    Attributes:
        line: Its line, from 1.
        start: Offset of the marker.
        text: The comment with the marker.
    """

    line: int
    start: int
    text: str


@record
class Layout:
    """Comments and logical lines in the order of the file."""

    comments: list[Comment] = field(default_factory=list[Comment])
    logical_lines: list[LogicalLine] = field(default_factory=list[LogicalLine])


@record
class CommentSyntax:
    """How a language writes comments.

    Attributes:
        marker: What a comment begins with that goes to the end of its line: `#`.
        block: What one begins and ends with that may stand before code; `None` where there is none.
        find_layout: Finds the comments and logical lines of a file, as well as possible if it is not valid.
    """

    marker: str
    find_layout: Callable[[SourceText], Layout]
    block: tuple[str, str] | None = None


def lost_comment(
    before: SourceText, after: SourceText, edits: Iterable[Edit], find_layout: Callable[[SourceText], Layout]
) -> str | None:
    """Return the text of a comment that is gone from a rewritten file; one that an edit is about may go."""
    edits = tuple(edits)
    comments = find_layout(before).comments
    kept = [each for each in comments if not any(_rewrites(edit, each, before) for edit in edits)]
    lost = Counter(each.text.strip() for each in kept)
    lost -= Counter(each.text.strip() for each in find_layout(after).comments)
    return next(iter(lost), None)


def _rewrites(edit: Edit, comment: Comment, source: SourceText) -> bool:
    """Return whether an edit is about a comment, with the white space around it, and nothing beside."""
    start, end = edit.span.start, edit.span.end
    behind = comment.start + len(comment.text)
    if end <= comment.start or behind <= start:
        return False
    around = source.text[start : comment.start] + source.text[behind:end]
    return not around.strip()
