from __future__ import annotations

import pytest
from report_building import source

from wflint.findings import Span
from wflint.report.place import Columns, Place, characters, place, utf8_bytes, utf16_units

TEXT = '\tx = "é中👍e\u0301" + y\r\n\r\nlast'
PATH = "app/orders.py"


def at(start: int, end: int, columns: Columns = characters) -> Place:
    return place(Span(PATH, start, end), source(TEXT), columns)


@pytest.mark.parametrize(("columns", "column"), [(characters, 16), (utf16_units, 17), (utf8_bytes, 23)])
def test_columns_are_counted_from_1_in_each_unit(columns: Columns, column: int) -> None:
    y = TEXT.index("y")
    assert at(y, y + 1, columns) == Place(PATH, 1, column, 1, column + 1)


@pytest.mark.parametrize("columns", [characters, utf16_units, utf8_bytes])
def test_lines_end_behind_their_newline_characters(columns: Columns) -> None:
    last = TEXT.index("last")
    assert at(last, last, columns) == Place(PATH, 3, 1, 3, 1)


def test_a_span_that_ends_with_its_newline_ends_in_its_line() -> None:
    whole = at(0, TEXT.index("\n") + 1)
    assert (whole.end_line, whole.end_column, whole.last_line) == (2, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "last"), [(0, 3, 1), (0, len(TEXT), 3), (len(TEXT) - 4, len(TEXT) - 4, 3)]
)
def test_the_last_line_of_other_spans_is_that_of_their_end(start: int, end: int, last: int) -> None:
    assert at(start, end).last_line == last


def test_lone_surrogates_take_three_bytes() -> None:
    assert place(Span(PATH, 1, 1), source("\ud800x"), utf8_bytes).column == 4
