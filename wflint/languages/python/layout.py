"""Find where a file's comments and logical lines are, without a syntax tree."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from typing import Final

from wflint.files.comments import Comment, Layout, LogicalLine
from wflint.files.text import SourceText

_LAYOUT_TOKENS: Final = {tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

_PIECE: Final = re.compile(
    r"""
    (?P<string> (?P<triple>'''|\"\"\") (?:\\.|(?!(?P=triple))[^\\])* (?P=triple)
              | (?P<quote>['"]) (?:\\(?:\r\n|.)|(?!(?P=quote))[^\\\r\n])* (?P=quote) )
    | (?P<comment> \#[^\r\n]* )
    | (?P<continuation> \\(?:\r\n|\r|\n) )
    | (?P<newline> \r\n|\r|\n )
    | (?P<open> [(\[{] )
    | (?P<close> [)\]}] )
    | (?P<blank> [ \t\f\ufeff]+ )
    | (?P<code> [^\s'"\#\\()\[\]{}]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)

# These start a statement and cannot start a line within brackets: there the brackets before were left open.
_STATEMENT: Final = re.compile(
    r"(?:async[ ]+)?(?:def|with)\b|(?:class|import|return|try|while|raise|del|pass)\b"
)


def find_layout(source: SourceText) -> Layout:
    """Find the comments and logical lines of a file, as well as possible if it is not valid Python."""
    try:
        return _tokenized(source)
    except (tokenize.TokenError, SyntaxError):
        return _scanned(source)


def _tokenized(source: SourceText) -> Layout:
    layout = Layout()
    first: int | None = None
    decorator = carried = False
    for token in tokenize.generate_tokens(_lines(source).__next__):
        line = token.start[0]
        if token.type == tokenize.COMMENT:
            # Counted from the end: the columns of characters outside ASCII differ between Python versions.
            end = source.line_start(line) + len(source.line_text(line))
            layout.comments.append(Comment(line, end - len(token.string), token.string))
        elif token.type == tokenize.NEWLINE:
            if first is not None:
                layout.logical_lines.append(LogicalLine(first, line, decorator, carried))
            first, carried = None, False
        elif token.type not in _LAYOUT_TOKENS:
            if first is None:
                first, decorator = line, token.string == "@"
            carried = carried or line != token.end[0] or _is_continued(source, token.end[0])
    return layout


def _is_continued(source: SourceText, line: int) -> bool:
    """Return whether a line with code on it ends in a backslash."""
    return source.line_text(line).endswith("\\")


def _lines(source: SourceText) -> Iterator[str]:
    """Yield the lines with plain newlines, since the tokenizer takes a lone carriage return for white space."""
    for line in range(1, source.line_count):
        yield source.line_text(line) + "\n"
    if last := source.line_text(source.line_count):
        yield last


def _scanned(source: SourceText) -> Layout:
    """Return the layout of a file that the tokenizer gives up on: broken, or newer than the Python that runs."""
    layout = Layout()
    first: int | None = None
    decorator = carried = False
    depth = 0
    line_is_blank = True
    for piece in _PIECE.finditer(source.text):
        kind, text = piece.lastgroup, piece.group()
        line = source.line_of(piece.start())
        if kind == "comment":
            layout.comments.append(Comment(line, piece.start(), text))
        elif kind == "newline":
            line_is_blank = True
            if first is not None and depth == 0:
                layout.logical_lines.append(LogicalLine(first, line, decorator, carried))
                first, carried = None, False
        elif kind == "continuation":
            carried = True
        elif kind != "blank":
            if line_is_blank and depth and first and _STATEMENT.match(source.text, piece.start()):
                layout.logical_lines.append(LogicalLine(first, line - 1, decorator, carried))
                first, depth, carried = None, 0, False
            if first is None:
                first, decorator = line, text.startswith("@")
            line_is_blank = False
            carried = carried or line != source.line_of(piece.end() - 1)
            depth = max(0, depth + (kind == "open") - (kind == "close"))
    if first is not None:
        layout.logical_lines.append(LogicalLine(first, source.line_count, decorator, carried))
    return layout
