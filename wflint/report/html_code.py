"""The code of a finding in HTML: marks in the lines themselves, so that no font can shift them, and labels below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from wflint.report.html_text import prose
from wflint.report.visible import UNICODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.report.story import Section, Spot

_QUOTED: Final = 40


def code_table(section: Section) -> Iterator[str]:
    """The lines of a section as a table, with the labels of each line in rows below it."""
    yield "<table>"
    previous = 0
    for line in section.lines:
        if previous and line > previous + 1:
            yield _row("&vellip;", "")
        text = section.source.shown_line(line)
        spots = sorted((spot for spot in section.spots if spot.first == line), key=lambda spot: spot.start)
        inside = any(spot.first < line <= spot.last for spot in section.spots)
        yield _row(str(line), _marked(text, spots), "inside" if inside else "")
        labels = [spot for spot in spots if spot.message]
        for spot in labels:
            quoted = f"<code>{_shown(_quote(text, spot))}</code>: " if len(labels) > 1 else ""
            yield _row("", f'<span class="{_class(spot)}">{quoted}{prose(spot.message)}</span>')
        previous = line
    yield "</table>"


def _row(number: str, code: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f'<tr{attribute}><td class="number">{number}</td><td class="code">{code}</td></tr>'


def _class(spot: Spot) -> str:
    return spot.level.value if spot.primary else "related"


def _marked(text: str, spots: Sequence[Spot]) -> str:
    """A line with its spots marked; where they overlap, the primary one shows."""
    # An empty span marks the character that it stands before, or a space behind the line.
    text += " " * (max((spot.start + 1 for spot in spots), default=0) - len(text))
    kinds = [""] * len(text)
    for spot in sorted(spots, key=lambda spot: spot.primary):
        for index in range(spot.start, max(spot.end, spot.start + 1)):
            kinds[index] = _class(spot)
    pieces: list[str] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or kinds[end] != kinds[start]:
            shown = _shown(text[start:end])
            pieces.append(f'<mark class="{kinds[start]}">{shown}</mark>' if kinds[start] else shown)
            start = end
    return "".join(pieces)


def _quote(text: str, spot: Spot) -> str:
    marked = text[spot.start : spot.end]
    return marked if len(marked) <= _QUOTED else marked[:_QUOTED] + "…"


def _shown(text: str) -> str:
    return escape("".join(char if char == "\t" else UNICODE.picture(char) for char in text))
