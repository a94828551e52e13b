"""Tables: columns by the width of the terminal, and every row on one line elsewhere."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from wflint.report.console import open_screen
from wflint.report.table import Column, table

COLUMNS = (
    Column("name"),
    Column("what it is", is_prose=True),
    Column("count", is_number=True),
    Column("aside", is_extra=True),
)
ROWS = [
    (Text("first"), Text("a thing that takes some words to describe"), Text("1"), Text("seldom read")),
    (Text("second-one"), Text("another"), Text("1000"), Text("")),
]


def lines(width: int | None) -> list[str]:
    screen = open_screen(io.StringIO(), color=False, width=width)
    return [row.plain for row in table(COLUMNS, ROWS, screen)]


def test_a_file_gets_each_row_on_one_line() -> None:
    assert lines(None) == [
        "name        what it is                                 count  aside",
        "first       a thing that takes some words to describe      1  seldom read",
        "second-one  another                                     1000",
    ]


def test_a_narrow_terminal_breaks_prose_between_words() -> None:
    assert lines(50) == [
        "name        what it is          count  aside",
        "first       a thing that takes      1  seldom read",
        "            some words to",
        "            describe",
        "second-one  another              1000",
    ]


def test_what_is_extra_is_left_out_before_prose_gets_too_narrow() -> None:
    assert lines(41) == [
        "name        what it is              count",
        "first       a thing that takes          1",
        "            some words to describe",
        "second-one  another                  1000",
    ]


@pytest.mark.parametrize("width", range(40, 120, 7))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, lines(width))) <= width


def test_an_empty_table_has_no_heading() -> None:
    assert table(COLUMNS, [], open_screen(io.StringIO(), color=False, width=80)) == []
