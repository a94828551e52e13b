"""The code of a finding in HTML: marked up in its lines, so that no font can shift it, with labels below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from wflint.report.html_text import prose
from wflint.report.visible import UNICODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.report.annotations import AnnotatedFile, Annotation

_QUOTED: Final = 40


def code_table(file: AnnotatedFile) -> Iterator[str]:
    """Yield the lines of a file as a table, with the labels of each line in rows below it."""
    yield "<table>"
    previous, above = 0, file.cell
    for line in file.lines:
        cell, number = file.source.cell_line(line)
        if cell != above:
            yield _row(":::", f"cell {cell}")
        elif previous and line > previous + 1:
            yield _row("&vellip;", "")
        text = file.source.shown_line(line)
        annotations = sorted(
            (annotation for annotation in file.annotations if annotation.first == line),
            key=lambda annotation: annotation.start,
        )
        inside = any(annotation.first < line <= annotation.last for annotation in file.annotations)
        yield _row(str(number), _highlighted(text, annotations), "inside" if inside else "")
        labels = [annotation for annotation in annotations if annotation.message]
        for annotation in labels:
            quote = _quote(text, annotation)
            is_told = len(labels) == 1 or annotation.message.startswith(f"`{quote}`")
            quoted = "" if is_told else f"<code>{_shown(quote)}</code>: "
            label = f'<span class="{_class(annotation)}">{quoted}{prose(annotation.message)}</span>'
            yield _row("", _blank(text[: annotation.start]) + label)
        previous, above = line, cell
    yield "</table>"


def _row(number: str, code: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<tr{attribute}><td class="number">{number}</td><td class="code">{code}</td></tr>'


def _class(annotation: Annotation) -> str:
    return annotation.level.value if annotation.primary else "related"


def _highlighted(text: str, annotations: Sequence[Annotation]) -> str:
    """Return a line with its annotated parts highlighted; where they overlap, the primary one shows."""
    # An empty span highlights the character after it, or a space after the line.
    text += " " * (max((annotation.start + 1 for annotation in annotations), default=0) - len(text))
    kinds = [""] * len(text)
    for annotation in sorted(annotations, key=lambda annotation: annotation.primary):
        for index in range(annotation.start, max(annotation.end, annotation.start + 1)):
            kinds[index] = _class(annotation)
    pieces: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or kinds[end] != kinds[start]:
            shown = _shown(text[start:end])
            pieces.append(f'<mark class="{kinds[start]}">{shown}</mark>' if kinds[start] else shown)
            start = end
    return "".join(pieces)


def _blank(text: str) -> str:
    """Return blanks as wide as the text, so that what comes after them stands below what comes after it."""
    return "".join(char if char == "\t" else " " * cell_len(UNICODE.picture(char)) for char in text)


def _quote(text: str, annotation: Annotation) -> str:
    quoted_text = text[annotation.start : annotation.end]
    return quoted_text if len(quoted_text) <= _QUOTED else quoted_text[:_QUOTED] + "…"


def _shown(text: str) -> str:
    return escape("".join(char if char == "\t" else UNICODE.picture(char) for char in text))
