"""Ignore comments: which findings a file suppresses, where, and how to remove a suppression.

`# wflint: ignore[rule, ...] reason` comes after the code or on a line of its own directly above it, and holds for the
whole logical line, above decorators and a `def` for its header. `# wflint: ignore-file[rule, ...] reason` has a
line of its own and holds for the file. Other languages have other markers, and comments that end before their line does.
Which rules there are is not known here.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.findings import Edit, Span
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from wflint.files.comments import Comment, CommentSyntax, Layout
    from wflint.files.text import SourceText

_AROUND_REASON: Final = " \t:-\u2013\u2014"
_ENTRY: Final = re.compile(r"[^,\s][^,]*(?<!\s)")
_RULE: Final = re.compile(r"[A-Za-z][\w-]*")


class _Patterns:
    """Finds ignore comments, and what looks like one, after a comment marker.

    Attributes:
        marker: The marker.
        close: What ends the comment before its line ends; empty where nothing does.
        part: The beginning of one of the comments that may share a line; a number after a hash is an issue's.
        ignore: An ignore comment.
        lookalike: What may be meant as one.
        attempt: What people write instead, with the rules in any brackets, in open ones, or after `=` or a colon.
        keyword: An ignore comment up to its rules.
        example: How one is written, for messages.
    """

    def __init__(self, marker: str, close: str) -> None:
        begin = f"{re.escape(marker)}{re.escape(marker[-1])}*"
        word, meant = r"[ \t]*wflint[ \t]*:[ \t]*", r"(?:ign\w*|disable|noqa|nolint|suppress)"
        self.marker, self.close = marker, close
        self.part = re.compile(rf"(?:^|(?<=[ \t])){begin}(?=[ \t]*[^\W\d])")
        self.ignore = re.compile(
            rf"{begin}{word}ignore(?P<file>-file)?[ \t]*\[(?P<rules>[^\[\]]*)\](?P<reason>.*)", re.IGNORECASE
        )
        self.lookalike = re.compile(
            rf"{begin}[ \t]*wflint"
            rf"(?:[ \t]*:[ \t]*(?:{meant}|[\w-]+[ \t]*\[)|[ \t-]+ignore(?:-file)?[ \t]*(?:[\[\r\n]|$))",
            re.IGNORECASE,
        )
        self.attempt = re.compile(
            rf"{begin}[ \t]*wflint[ \t:-]+{meant}(?P<file>-file)?[ \t]*[\[(=:]"
            r"(?P<rules>[\w\-,; \t]*)(?:(?P<closed>[\])])(?P<reason>.*))?",
            re.IGNORECASE,
        )
        self.keyword = re.compile(rf"{begin}{word}ignore(?:-file)?[ \t]*(?=\[|$)", re.IGNORECASE)
        self.example = f"`{self.written(['rule-name'])}`"

    def written(self, names: Iterable[str], reason: str = "", *, file_wide: bool = False) -> str:
        """Format an ignore comment."""
        return " ".join(
            filter(None, (ignore_comment(self.marker, names, reason, file_wide=file_wide), self.close))
        )


@cache
def _patterns(marker: str, close: str = "") -> _Patterns:
    return _Patterns(marker, close)


class RuleEntry(NamedTuple):
    """One rule in the brackets of an ignore comment: its name or code as written, and where."""

    text: str
    span: Span

    def means(self, code: str, name: str) -> bool:
        """Return whether it is this rule's code or name, in whatever case."""
        return self.text.lower() in {code.lower(), name.lower()}


@record
class Ignore:
    """An ignore comment.

    Attributes:
        span: The comment with its reason, without other tools' comments on the line.
        rules: The rules that it names, at least one.
        lines: The physical lines that it holds for.
        file_wide: Whether it holds for the file.
        reason: The text after the brackets.
    """

    span: Span
    rules: tuple[RuleEntry, ...]
    lines: range
    file_wide: bool
    reason: str


@record
class Malformed:
    """A comment that starts like an ignore comment and is none.

    Attributes:
        span: What is wrong with it.
        message: In words.
        names: The rules that it clearly means; empty where that is not clear.
        repair: The edit that makes an ignore comment of these; `None` without them.
    """

    span: Span
    message: str
    names: tuple[str, ...] = ()
    repair: Edit | None = None


@record
class Ignores:
    """The ignore comments of one file, in its order."""

    comments: tuple[Ignore, ...] = ()
    malformed: tuple[Malformed, ...] = ()


def is_reason(text: str, markers: Iterable[str]) -> bool:
    """Return whether a text after the brackets is read as the reason, whichever comment marker comes before."""
    plain = text.isprintable() and not any(_patterns(marker).part.search(text) for marker in markers)
    return plain and bool(text.strip(_AROUND_REASON))


def find_ignores(source: SourceText, syntax: CommentSyntax) -> Ignores:
    """Find a file's ignore comments; strings that look like one are none."""
    forms = [_patterns(syntax.marker), *([_patterns(*syntax.block)] if syntax.block is not None else [])]
    if not any(patterns.lookalike.search(source.text) for patterns in forms):
        return Ignores()
    layout = syntax.find_layout(source)
    parsed = [
        _Reader(source, layout, patterns).read(comment, start, text)
        for comment in layout.comments
        for patterns in forms
        for start, text in _parts(comment, patterns)
        if patterns.lookalike.match(text)
    ]
    return Ignores(
        tuple(item for item in parsed if isinstance(item, Ignore)),
        tuple(item for item in parsed if isinstance(item, Malformed)),
    )


def matching(ignores: Ignores, code: str, name: str, line: int) -> tuple[Ignore, RuleEntry] | None:
    """Return the comment that suppresses a rule's findings whose primary span starts on `line`, and the entry in it.

    If several do, it is the narrowest.
    """
    for ignore in sorted(ignores.comments, key=lambda ignore: ignore.file_wide):
        if line in ignore.lines:
            for entry in ignore.rules:
                if entry.means(code, name):
                    return ignore, entry
    return None


def removal(source: SourceText, ignore: Ignore, unused: Collection[RuleEntry]) -> Edit:
    """Return the edit that takes unused entries out of an ignore comment, or all of it where none is left.

    With the comment goes the white space around it, and the line if nothing else is in it.
    """
    kept = [entry.text for entry in ignore.rules if entry not in unused]
    if kept:
        first, last = ignore.rules[0].span, ignore.rules[-1].span
        return Edit(Span(source.path, first.start, last.end), ", ".join(kept))
    start, end = ignore.span.start, ignore.span.end
    line = source.line_of(start)
    line_start = source.line_start(line)
    line_end = line_start + len(source.line_text(line))
    before, behind = source.text[line_start:start], source.text[end:line_end]
    if behind.strip():
        return Edit(Span(source.path, start, line_end - len(behind.lstrip())), "")
    if before.strip():
        return Edit(Span(source.path, line_start + len(before.rstrip()), line_end), "")
    is_last = line == source.line_count
    return Edit(Span(source.path, line_start, line_end if is_last else source.line_start(line + 1)), "")


def _parts(comment: Comment, patterns: _Patterns) -> Iterator[tuple[int, str]]:
    """Yield the comments that share a line, each with its offset and without white space and the marker at its end."""
    if patterns.close:
        inner = comment.text.removesuffix(patterns.close)
        if comment.text.startswith(patterns.marker) and inner != comment.text and "\n" not in inner:
            yield comment.start, inner.rstrip()
        return
    starts = [match.start() for match in patterns.part.finditer(comment.text)]
    for start, end in pairwise([*starts, len(comment.text)]):
        yield comment.start + start, comment.text[start:end].rstrip()


@record
class _Reader:
    """Reads the ignore comments of one file."""

    source: SourceText
    layout: Layout
    patterns: _Patterns

    def read(self, comment: Comment, start: int, text: str) -> Ignore | Malformed:
        """Read one of the comments that share a line."""
        source = self.source
        end = comment.start + len(comment.text) if self.patterns.close else start + len(text)
        span = Span(source.path, start, end)
        match = self.patterns.ignore.match(text)
        if match is None:
            return Malformed(span, self._complaint(text), *self._meant(span, text))
        rules = tuple(_entries(source.path, start + match.start("rules"), match["rules"]))
        if not rules:
            return Malformed(span, self._no_rule)
        for rule in rules:
            if not _RULE.fullmatch(rule.text):
                message = f"`{rule.text}` is not a rule's name; commas stand between names"
                return Malformed(rule.span, message, *self._meant(span, text))
        own_line = not source.text[source.line_start(comment.line) : comment.start].strip()
        file_wide = match["file"] is not None
        if file_wide and not own_line:
            return Malformed(
                span, "`ignore-file` holds for the whole file and must stand on a line of its own"
            )
        lines = range(1, source.line_count + 1) if file_wide else _covered(self.layout, comment.line)
        return Ignore(span, rules, lines, file_wide, match["reason"].strip(_AROUND_REASON))

    def _meant(self, span: Span, text: str) -> tuple[tuple[str, ...], Edit | None]:
        """Return the rules that a malformed comment names, and the edit that writes it as it should be."""
        match = self.patterns.attempt.fullmatch(text)
        if match is None:
            return (), None
        # Without a closing bracket, words after a blank may be the reason.
        between = r"[,; \t]+" if match["closed"] else r"[ \t]*[,;][ \t]*"
        names = tuple(re.split(between, match["rules"].strip(",; \t")))
        if not all(map(_RULE.fullmatch, names)):
            return (), None
        repaired = self.patterns.written(names, match["reason"] or "", file_wide=match["file"] is not None)
        return names, Edit(span, repaired)

    def _complaint(self, text: str) -> str:
        """Say what is wrong with a comment that looks like an ignore comment."""
        keyword = self.patterns.keyword.match(text)
        if keyword is None:
            return f"an ignore comment is written {self.patterns.example}"
        return f"the bracket is not closed: {self.patterns.example}" if "[" in text else self._no_rule

    @property
    def _no_rule(self) -> str:
        return f"an ignore comment must name the rules: {self.patterns.example}"


def ignore_comment(marker: str, names: Iterable[str], reason: str, *, file_wide: bool = False) -> str:
    """Format an ignore comment."""
    keyword = "ignore-file" if file_wide else "ignore"
    return f"{marker} wflint: {keyword}[{', '.join(names)}] {reason.strip()}".rstrip()


def _entries(path: str, start: int, text: str) -> Iterator[RuleEntry]:
    for match in _ENTRY.finditer(text):
        yield RuleEntry(match.group(), Span(path, start + match.start(), start + match.end()))


def _covered(layout: Layout, line: int) -> range:
    """Return the lines that an ignore comment on `line` holds for.

    That is the logical line around the comment, else the one directly below it, other comments between them allowed;
    for a decorator the definition's header as well. A comment with neither holds for its own line.
    """
    comments = {comment.line for comment in layout.comments}
    first: int | None = None
    for logical in layout.logical_lines:
        if logical.last < line:
            continue
        if first is None:
            if logical.first <= line:
                return range(logical.first, logical.last + 1)
            if not comments.issuperset(range(line, logical.first)):
                break
            first = logical.first
        if not logical.decorator:
            # The lines between hold comments only, which have findings of their own.
            return range(line, logical.last + 1)
    return range(line, line + 1)
