"""Notebooks: the code cells of one are read as one text, and put back without touching anything else of the file.

Between two cells stands a line that no cell holds, so that the text alone tells which cell a line belongs to, whatever has
been done to it. What is no code of the language is hidden from it by insertions, which are taken out again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, Final, NamedTuple, cast

from wflint.record import record

SUFFIX: Final = ".ipynb"
LANGUAGE: Final = "python"
"""The language of the code that is read, as notebooks and editors name it."""
BOUNDARY: Final = "# %%\ue000\n"
"""The line between two cells; a newline that no cell holds ends the last line of the cell above."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_DECODER: Final = json.JSONDecoder()

Hide = Callable[[str], "str | None"]
"""Returns the code of a cell with insertions that hide what is none; `None` for a cell in another language."""


def is_notebook(path: str) -> bool:
    """Return whether a file is one, by its name."""
    return path.endswith(SUFFIX)


class NotebookError(Exception):
    """A file is no notebook that can be read; the message says why, as a clause."""


class SourceString(NamedTuple):
    """A string of a cell's source: its text, and where it is in the file."""

    text: str
    start: int
    end: int


@record
class CodeCell:
    """A code cell.

    Attributes:
        number: Which of all cells it is, from 1.
        start: Where its source begins in the file.
        end: Where that ends.
        strings: The strings that it consists of.
    """

    number: int
    start: int
    end: int
    strings: tuple[SourceString, ...]

    @property
    def text(self) -> str:
        """Return its code as it is written."""
        return "".join(string.text for string in self.strings)


@record
class Notebook:
    """A notebook, as far as its code is concerned.

    Attributes:
        content: The file's text.
        cells: The code cells that are read.
        insertions: What may hide something in their texts, the longest first.
    """

    content: str = field(repr=False)
    cells: tuple[CodeCell, ...]
    insertions: tuple[str, ...]

    def plain(self, text: str) -> str:
        """Return a text without insertions."""
        for insertion in self.insertions:
            text = text.replace(insertion, "")
        return text

    def codes(self, text: str) -> list[str]:
        """Return the code of each cell as it is written."""
        return [self.plain(cell) for _, cell in cell_texts(text)]

    def shown(self, text: str) -> str:
        """Return a text without insertions, of which every line is as long as before."""
        lines = (
            self.plain(line).ljust(len(line)) if any(each in line for each in self.insertions) else line
            for line in re.split(r"(\r\n|\r|\n)", text)
        )
        return "".join(lines).replace(BOUNDARY[-2], " ")

    def hidden(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where insertions are in a text."""
        pattern = "|".join(map(re.escape, self.insertions))
        return (match.span() for match in re.finditer(pattern, text)) if pattern else iter(())

    def with_text(self, text: str) -> str:
        """Return the file's text with other code in its cells.

        Raises:
            NotebookError: The text does not consist of as many cells.
        """
        codes = self.codes(text)
        if len(codes) != max(len(self.cells), 1) or (not self.cells and text):
            raise NotebookError("the cells of the notebook would be torn apart")
        content = self.content
        for cell, code in reversed(list(zip(self.cells, codes, strict=False))):
            if code != cell.text:
                content = content[: cell.start] + self._source(cell, code) + content[cell.end :]
        return content

    def _source(self, cell: CodeCell, code: str) -> str:
        """Return a cell's source in JSON, in the style that it is written in."""
        if self.content[cell.start] != "[":
            return self._string(code)
        lines = _LINE.findall(code)
        if not cell.strings:
            return f"[{', '.join(map(self._string, lines))}]"
        first, last = cell.strings[0], cell.strings[-1]
        before, after = self.content[cell.start + 1 : first.start], self.content[last.end : cell.end - 1]
        between = (
            self.content[first.end : cell.strings[1].start] if first is not last else f",{before or ' '}"
        )
        # A string may be escaped otherwise than here, and one that stays is not touched.
        known = {string.text: self.content[string.start : string.end] for string in cell.strings}
        written = (known.get(line) or self._string(line) for line in lines)
        return f"[{before}{between.join(written)}{after}]"

    def _string(self, text: str) -> str:
        escapes = self.content.isascii() and "\\u" in self.content
        return json.dumps(text, ensure_ascii=escapes)

    def file_line(self, cell: int, line: int) -> int:
        """Return the line of the file, from 1, that holds a line of a cell.

        Args:
            cell: The place of the cell among those that are read, from 0.
            line: The line in it, from 1; one that it does not have is taken for its last.
        """
        if not self.cells:
            return 1
        found = self.cells[min(cell, len(self.cells) - 1)]
        start, passed = found.start, 0
        for string in found.strings:
            if passed >= line:
                break
            start = string.start
            passed += max(string.text.count("\n"), 1)
        return self.content.count("\n", 0, start) + 1


def read_notebook(content: str, hide: Hide, insertions: Sequence[str]) -> tuple[Notebook, str]:
    """Return a notebook and the text of its code.

    Args:
        content: The file's text; a notebook in another language has no code.
        hide: Hides what is no code.
        insertions: What it inserts, the longest first.

    Raises:
        NotebookError: It is no notebook.
    """
    document = _document(content)
    found = list(_code_cells(content, document)) if _is_read(document) else []
    hidden = [(cell, text) for cell in found if (text := hide(cell.text)) is not None]
    cells = tuple(cell for cell, _ in hidden)
    return Notebook(content, cells, tuple(insertions)), f"\n{BOUNDARY}".join(text for _, text in hidden)


def cell_texts(text: str) -> Iterator[tuple[int, str]]:
    """Yield where the text of each cell begins in that of all, and that text."""
    start = 0
    *others, last = text.split(BOUNDARY)
    for cell in others:
        # An edit may have taken the newline with the last line.
        yield start, cell.removesuffix("\n")
        start += len(cell) + len(BOUNDARY)
    yield start, last


def _document(content: str) -> Mapping[str, Any]:
    try:
        document: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotebookError(f"is no notebook: it is not JSON ({error})") from error
    if not isinstance(document, dict):
        raise NotebookError("is no notebook: it is not a JSON object")
    given = cast("dict[str, Any]", document)
    cells = given.get("cells")
    if not isinstance(cells, list) or not all(isinstance(each, dict) for each in cast("list[object]", cells)):
        raise NotebookError("is no notebook of format 4: it has no list of cells")
    return given


def _is_read(document: Mapping[str, Any]) -> bool:
    """Return whether the code of a notebook is in the language that is read; where it says nothing, it is taken for that."""
    named = _at(document, "metadata", "language_info", "name")
    named = named or _at(document, "metadata", "kernelspec", "language")
    return named is None or str(named).lower() == LANGUAGE


def _at(value: object, *keys: str) -> object:
    for key in keys:
        value = cast("dict[str, Any]", value).get(key) if isinstance(value, dict) else None
    return value


def _code_cells(content: str, document: Mapping[str, Any]) -> Iterator[CodeCell]:
    spans = _source_spans(content)
    for number, (cell, span) in enumerate(zip(document["cells"], spans, strict=True), start=1):
        # Editors note the language of a cell where it is not that of the notebook.
        named = _at(cell, "metadata", "vscode", "languageId") or LANGUAGE
        if span is not None and cell.get("cell_type") == "code" and named == LANGUAGE:
            yield CodeCell(number, *span, tuple(_strings(content, *span)))


def _source_spans(content: str) -> list[tuple[int, int] | None]:
    """Return where the source of each cell is."""
    # Of a key that stands there twice the last value counts, as for whoever reads it as a whole.
    starts = [start for key, start, _ in _members(content, _skip(content, 0)) if key == "cells"]
    return [_source_span(content, cell) for cell, _ in _elements(content, starts[-1])]


def _source_span(content: str, cell: int) -> tuple[int, int] | None:
    found = None
    for key, start, end in _members(content, cell):
        if key == "source":
            found = start, end
    return found


def _strings(content: str, start: int, end: int) -> Iterator[SourceString]:
    spans = _elements(content, start) if content[start] == "[" else [(start, end)]
    for first, last in spans:
        text = _DECODER.raw_decode(content, first)[0]
        if not isinstance(text, str):
            raise NotebookError("is no notebook of format 4: the source of a cell is not text")
        yield SourceString(text, first, last)


def _members(content: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Yield the keys of an object with where their values begin and end; the text is known to be JSON."""
    at = _skip(content, at + 1)
    while content[at] != "}":
        key, at = _DECODER.raw_decode(content, at)
        start = _skip(content, _skip(content, at) + 1)
        end = _DECODER.raw_decode(content, start)[1]
        yield key, start, end
        at = _next(content, end)


def _elements(content: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the elements of an array begin and end."""
    at = _skip(content, at + 1)
    while content[at] != "]":
        end = _DECODER.raw_decode(content, at)[1]
        yield at, end
        at = _next(content, end)


def _next(content: str, end: int) -> int:
    """Return where the next element begins, or the bracket after the last one."""
    at = _skip(content, end)
    return _skip(content, at + 1) if content[at] == "," else at


def _skip(content: str, at: int) -> int:
    match = _SPACE.match(content, at)
    return match.end() if match is not None else at
