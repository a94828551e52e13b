"""The decoded text of a file and its positions: characters, lines, bytes and UTF-16 code units."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.errors import SourceError
from wflint.files.notebook import BOUNDARY, NotebookError, cell_texts
from wflint.files.reading import read_bytes
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wflint.files.notebook import Notebook

# Only these end a line for Python; str.splitlines would also stop at form feeds, U+2028 and more.
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_NEWLINE_BYTES: Final = re.compile(rb"\r\n|\r|\n")
# The longer marks first: the UTF-32 mark starts with the UTF-16 one.
_WIDE_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_VISIBLE: Final = re.compile(r"[^\s\"']")

EncodingOf = Callable[[bytes, str], str]
"""Finds the encoding that the bytes of a file declare; raises `SourceError` for those that cannot be read."""


ReadText = Callable[[bytes, str], "SourceText"]
"""Decodes the bytes of a file that is shown as a path; raises `SourceError` for those that cannot be read."""


class Position(NamedTuple):
    """A place as people count: line and column from 1, the column in characters."""

    line: int
    column: int


class CellLine(NamedTuple):
    """A line as people count: in a notebook from 1 in each cell.

    Attributes:
        cell: The cell of the notebook, from 1; `None` in any other file.
        line: The line.
    """

    cell: int | None
    line: int

    @property
    def words(self) -> str:
        """Return it as a part of a sentence: `line 2`, or `cell 3, line 2`."""
        return f"line {self.line}" if self.cell is None else f"cell {self.cell}, line {self.line}"

    def __str__(self) -> str:
        return str(self.line) if self.cell is None else f"cell {self.cell}:{self.line}"


@record
class SourceText:
    r"""The text of one source file.

    Lines end at `\n`, `\r\n` and `\r`, as Python's tokenizer sees them; a newline at the end of the text starts a
    last, empty line. Offsets count characters of `text` from 0; `len(text)` is a valid offset.

    Attributes:
        path: The file, as it is shown to the user; also the key of its spans.
        text: The decoded text without a BOM, newlines as they are in the file.
        encoding: The codec's name, `utf-8`.
        bom: Whether the file starts with a UTF-8 BOM.
        secrets: Stretches of the text, by start and end, that must not be shown.
        notebook: The notebook whose code the text is.
    """

    path: str
    text: str = field(repr=False)
    encoding: str = "utf-8"
    bom: bool = False
    secrets: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    notebook: Notebook | None = field(default=None, repr=False)
    # Filled when first asked for: most files are read, found to hold no workflow, and never reported on.
    _starts: list[int] = field(default_factory=list[int], init=False, repr=False, compare=False)

    @property
    def line_starts(self) -> Sequence[int]:
        """Return the offset of the first character of each line."""
        if not self._starts:
            self._starts[:] = [0, *(match.end() for match in _NEWLINE.finditer(self.text))]
        return self._starts

    @property
    def line_count(self) -> int:
        """Return the number of lines, at least 1."""
        return len(self.line_starts)

    @property
    def newline(self) -> str:
        r"""Return the newline that the file uses most, `\n` where it has none."""
        crlf = self.text.count("\r\n")
        counts = {"\n": self.text.count("\n") - crlf, "\r\n": crlf, "\r": self.text.count("\r") - crlf}
        return max(counts, key=lambda newline: counts[newline])

    def line_of(self, offset: int) -> int:
        """Return the line, from 1, that holds the character at `offset`; a newline belongs to the line that it ends.

        Raises:
            ValueError: The offset is not within the text.
        """
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is not within {self.path} (0 to {len(self.text)})")
        return bisect_right(self.line_starts, offset)

    def line_start(self, line: int) -> int:
        """Return the offset of the first character of `line` (from 1).

        Raises:
            ValueError: The file has no such line.
        """
        if not 1 <= line <= self.line_count:
            raise ValueError(f"{self.path} has no line {line} (1 to {self.line_count})")
        return self.line_starts[line - 1]

    def line_text(self, line: int) -> str:
        """Return the text of `line` (from 1) without its newline.

        Raises:
            ValueError: The file has no such line.
        """
        return self.text[self.line_start(line) : self._line_end(line)].rstrip("\r\n")

    def shown_line(self, line: int) -> str:
        """Return the text of `line` (from 1) as it may be shown: of secrets only the length.

        Raises:
            ValueError: The file has no such line.
        """
        return self.shown(self.line_start(line), self._line_end(line)).rstrip("\r\n")

    def shown(self, start: int, end: int) -> str:
        """Return a stretch of the text as it may be shown, in its length: of secrets nothing else."""
        shown = self.text[start:end]
        if self.notebook is not None:
            shown = self.notebook.shown(shown)
        for first, last in self.secrets:
            begin, stop = max(first - start, 0), min(last - start, len(shown))
            if begin < stop:
                shown = shown[:begin] + _VISIBLE.sub("*", shown[begin:stop]) + shown[stop:]
        return shown

    def position(self, offset: int) -> Position:
        """Return line and column of `offset`.

        Raises:
            ValueError: The offset is not within the text.
        """
        line = self.line_of(offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Return the offset at `line` and `column`, both from 1; the inverse of `position`.

        Raises:
            ValueError: The file has no such line, or the line no such column.
        """
        offset = self.line_start(line) + column - 1
        if not self.line_start(line) <= offset <= self._line_end(line):
            raise ValueError(f"line {line} of {self.path} has no column {column}")
        return offset

    def utf16_column(self, offset: int) -> int:
        """Return the column from 0 in UTF-16 code units, as the language server protocol counts."""
        return _utf16_length(self.text[self.line_start(self.line_of(offset)) : offset])

    def offset_of_utf16(self, line: int, character: int) -> int:
        """Return the offset at `line` (from 1) and `character` (UTF-16 code units from 0).

        A character after the line's end means its end, one inside a surrogate pair the pair's start: the protocol
        says the first, and editors send the second when they cut a pair.

        Raises:
            ValueError: The file has no such line.
        """
        start = self.line_start(line)
        content = self.line_text(line)
        if content.isascii():
            return start + min(character, len(content))
        units = 0
        for index, char in enumerate(content):
            units += _utf16_length(char)
            if units > character:
                return start + index
        return start + len(content)

    def cell_line(self, line: int) -> CellLine:
        """Return `line` (from 1) as people count."""
        if self.notebook is None:
            return CellLine(None, line)
        cell, first = self._cell_at(self.line_start(line))
        return CellLine(self._number(cell), line - self.line_of(first) + 1)

    def place_of(self, offset: int) -> str:
        """Return line and column of `offset` as people count: `5:1`, or `cell 3:5:1` in a notebook."""
        line, column = self.position(offset)
        return f"{self.cell_line(line)}:{column}"

    def cells(self, text: str) -> list[tuple[int | None, str]]:
        """Return another text of this file as it is written: of a notebook each cell below its number, of others all of it."""
        if self.notebook is None:
            return [(None, text)]
        return [(self._number(cell), code) for cell, code in enumerate(self.notebook.codes(text))]

    def file_line(self, line: int) -> int:
        """Return the line of the file, from 1, that holds `line` of the text."""
        if self.notebook is None:
            return line
        cell, first = self._cell_at(self.line_start(line))
        return self.notebook.file_line(cell, line - self.line_of(first) + 1)

    def in_cell(self, offset: int) -> tuple[int, int]:
        """Return the cell of a notebook that holds `offset`, from 1, and the offset in its code as it is written."""
        cell, first = self._cell_at(offset)
        end = first + next(len(text) for start, text in cell_texts(self.text) if start == first)
        offset = min(offset, end)
        hidden = self.notebook.hidden(self.text[first:offset]) if self.notebook is not None else ()
        inserted = sum(last - start for start, last in hidden)
        return self._number(cell), offset - first - inserted

    def cell_texts(self) -> Iterator[tuple[int, str]]:
        """Yield where the text of each cell of a notebook begins, and that text; nothing for any other file."""
        return cell_texts(self.text) if self.notebook is not None else iter(())

    def _cell_at(self, offset: int) -> tuple[int, int]:
        """Return which of the cells of a notebook that are read holds an offset, and where its text begins."""
        before = self.text[:offset]
        return before.count(BOUNDARY), before.rfind(BOUNDARY) + len(BOUNDARY) if BOUNDARY in before else 0

    def _number(self, cell: int) -> int:
        cells = self.notebook.cells if self.notebook is not None else ()
        return cells[min(cell, len(cells) - 1)].number if cells else 1

    def encode(self, text: str) -> bytes:
        """Encode `text` for writing it back to this file, with the file's encoding and BOM, or as a notebook.

        Raises:
            SourceError: The file's encoding cannot express a character of the text, or its cells are torn apart.
        """
        try:
            text = self.notebook.with_text(text) if self.notebook is not None else text
        except NotebookError as error:
            raise SourceError(self.path, str(error)) from error
        try:
            body = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise SourceError(self.path, f"{self.encoding} cannot express {text[error.start]!r}") from error
        except UnicodeError as error:
            raise SourceError(self.path, f"{self.encoding} cannot express it: {error}") from error
        return codecs.BOM_UTF8 + body if self.bom else body

    def _line_end(self, line: int) -> int:
        """Return the offset after the line's newline."""
        return self.line_starts[line] if line < self.line_count else len(self.text)


def utf8(_data: bytes, _display: str) -> str:
    """Return the encoding of files that declare none."""
    return "utf-8"


def read_source(path: Path, display: str, encoding_of: EncodingOf = utf8) -> SourceText:
    """Read and decode a file.

    Args:
        path: The file.
        display: The path as it is shown to the user.
        encoding_of: Finds the encoding that the file declares.

    Raises:
        SourceError: The file cannot be read or decoded.
    """
    try:
        data = read_bytes(path)
    except OSError as error:
        raise SourceError(display, f"cannot be read: {error.strerror or error}") from error
    return decode(data, display, encoding_of)


def decode(data: bytes, display: str, encoding_of: EncodingOf = utf8) -> SourceText:
    """Decode a file's bytes.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.
        encoding_of: Finds the encoding that the file declares.

    Raises:
        SourceError: They are not text of that encoding.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[len(codecs.BOM_UTF8) :] if bom else data
    encoding = encoding_of(data, display)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise undecodable(display, body, error, encoding) from error
    return SourceText(display, text, encoding, bom)


def refuse_wide(data: bytes, display: str, kind: str, demand: str) -> None:
    """Refuse bytes that a source file of one byte a character cannot hold.

    Args:
        data: The bytes of the file.
        display: The path as it is shown to the user.
        kind: What must not hold a NUL byte, as "Python source".
        demand: The sentence that says which encoding is wanted.

    Raises:
        SourceError: It begins with the mark of a wide encoding, or holds a NUL byte.
    """
    for mark, name in _WIDE_BOMS:
        if data.startswith(mark):
            raise SourceError(display, f"is {name}; {demand}")
    if b"\0" in data:
        line = line_of_byte(data, data.index(b"\0"))
        raise SourceError(display, f"line {line} holds a NUL byte, which {kind} must not")


def undecodable(display: str, data: bytes, error: UnicodeDecodeError, encoding: str) -> SourceError:
    """Return the error that says where bytes are not text of an encoding."""
    line = line_of_byte(data, error.start)
    byte = data[error.start]
    return SourceError(
        display,
        f"line {line} is not {encoding}: byte 0x{byte:02x}; save the file as UTF-8 or declare its encoding",
    )


def line_of_byte(data: bytes, index: int) -> int:
    """Return the line, from 1, that holds a byte."""
    return 1 + sum(1 for _ in _NEWLINE_BYTES.finditer(data, 0, index))


def _utf16_length(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)
