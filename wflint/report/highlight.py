"""Colours for code, as the terminal's own palette has them, so that they can be read on light and on dark grounds."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from pygments.lexers import (
    get_lexer_by_name,  # pyright: ignore[reportUnknownVariableType] - its options may be anything
)
from pygments.token import Token, is_token_subtype
from rich.text import Text

from wflint.languages import language_of
from wflint.report.lines import StyledSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.files.text import SourceText

# Red, yellow and blue are the colours of labels.
_STYLES: Final = {
    Token.Keyword.Constant: "cyan",
    Token.Keyword: "magenta",
    Token.Operator.Word: "magenta",
    Token.Literal.Number: "cyan",
    Token.Literal.String: "green",
    Token.Name.Decorator: "cyan",
    Token.Comment: "bright_black",
}
"""By kinds of tokens, the special ones first."""
_DEFINITION: Final = re.compile(
    r"^(?:@|(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:def|class|function|const|let)\s)", re.MULTILINE
)
"""What begins a definition at the left margin, so that nothing above it has a part in how it is read."""


@dataclass(slots=True)
class Highlighter:
    """Tells the styles of lines.

    Pygments is slower than the check itself, so it reads no more of a file than the definitions with lines that are shown.
    """

    _files: dict[str, _FileStyles] = field(default_factory=dict["str", "_FileStyles"])

    def styles(self, source: SourceText, line: int) -> list[StyledSpan]:
        """Return how the characters of a line (from 1) are shown."""
        if source.path not in self._files:
            self._files[source.path] = _FileStyles(source)
        return self._files[source.path].of_line(line)


class _FileStyles:
    """The styles of one file, as far as it has been read."""

    def __init__(self, source: SourceText) -> None:
        """Begin with nothing read."""
        self._source = source
        self._definitions = [0, *(each.start() for each in _DEFINITION.finditer(source.text))]
        self._readers: dict[int, _Reader] = {}

    def of_line(self, line: int) -> list[StyledSpan]:
        start = self._source.line_start(line)
        definition = self._definitions[bisect_right(self._definitions, start) - 1]
        if definition not in self._readers:
            self._readers[definition] = _Reader(self._source, definition)
        return self._readers[definition].of_line(line)


class _Reader:
    """Reads the tokens of a file from one place on, no further than to the lowest line that somebody has asked for."""

    def __init__(self, source: SourceText, start: int) -> None:
        """Begin at an offset where no token begins earlier."""
        self._source = source
        self._tokens = _styled_tokens(source.text[start:], language_of(source.path).name.lower())
        self._start = self._read = start
        self._lines: dict[int, list[StyledSpan]] = {}

    def of_line(self, line: int) -> list[StyledSpan]:
        starts = self._source.line_starts
        end = starts[line] if line < len(starts) else len(self._source.text)
        while self._read < end:
            token = next(self._tokens, None)
            if token is None:
                break
            self._take(self._start + token.start, self._start + token.end, token.style)
        return self._lines.get(line, [])

    def _take(self, first: int, last: int, style: str) -> None:
        """Hand a token to each of its lines."""
        self._read = last
        if not style:
            return
        starts = self._source.line_starts
        for line in range(bisect_right(starts, first), bisect_right(starts, last - 1) + 1):
            start = starts[line - 1]
            self._lines.setdefault(line, []).append(StyledSpan(max(first - start, 0), last - start, style))


def highlighted(code: str, language: str) -> Text:
    """Return code in its colours.

    Args:
        code: The code.
        language: A name of its language that Pygments knows.
    """
    text = Text(code)
    for start, end, style in _styled_tokens(code, language):
        text.stylize(style, start, end)
    return text


def _styled_tokens(code: str, language: str) -> Iterator[StyledSpan]:
    """Yield the tokens of some code; neighbours of one style count as one."""
    found = (
        (
            next((style for each, style in _STYLES.items() if is_token_subtype(kind, each)), ""),
            start,
            start + len(text),
        )
        for start, kind, text in get_lexer_by_name(language).get_tokens_unprocessed(code)
        if text
    )
    for style, tokens in groupby(found, key=itemgetter(0)):
        each = list(tokens)
        yield StyledSpan(each[0][1], each[-1][2], style)
