"""Sources that would harm a terminal, shift the markers or have nothing to mark."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from report_building import (
    expected,
    finding,
    fix_inserting,
    frame,
    primary,
    report,
    source,
    span,
    written,
)
from rich.cells import cell_len

from wflint.findings import Label, Span


def test_control_characters_become_pictures() -> None:
    sources = source('x = "\x1b[31m\x7f\x07" + uuid4()\n')
    made = finding(primary(span(sources, "uuid4()"), "sends \x1b[2J"), handler=None)
    assert frame(made, sources, encoding="utf-8") == expected("""
         --> app/orders.py:1:17
          │
        1 │ x = "␛[31m␡␇" + uuid4()
          │                 ^^^^^^^ sends \\x1b[2J
    """)


def test_an_ascii_output_has_escapes_for_all_it_cannot_show() -> None:
    sources = source('x = "\x1b中é" + uuid4()\n', "café/中.py")
    made = finding(primary(span(sources, "uuid4()", "café/中.py"), "an id für alle"), handler=None)
    assert frame(made, sources) == expected(r"""
         --> caf\xe9/\u4e2d.py:1:13
          |
        1 | x = "\x1b\u4e2d\xe9" + uuid4()
          |                        ^^^^^^^ an id f\xfcr alle
    """)


def test_latin_1_output_keeps_what_it_can_show_and_draws_in_ascii() -> None:
    sources = source('x = "é中" + uuid4()\n')
    made = finding(primary(span(sources, "uuid4()")), handler=None)
    assert frame(made, sources, encoding="latin-1") == expected(r"""
         --> app/orders.py:1:12
          |
        1 | x = "é\u4e2d" + uuid4()
          |                 ^^^^^^^
    """)


def test_bidirectional_overrides_and_surrogates_are_escaped() -> None:
    sources = source('x = "\u202e\udc80\u2028" + y\n')
    made = finding(primary(span(sources, "y")), handler=None)
    assert frame(made, sources, encoding="utf-8") == expected(r"""
         --> app/orders.py:1:13
          │
        1 │ x = "\u202e\udc80\u2028" + y
          │                            ^
    """)


@pytest.mark.parametrize(
    ("code", "shown", "marker"),
    [
        ("\t\tx = y\n", "        x = y", "            ^"),
        ("x =\ty\n", "x =    y", "       ^"),
        ('x = "中文字" + y\n', 'x = "中文字" + y', " " * 15 + "^"),
        ('x = "👍" + y\n', 'x = "👍" + y', " " * 11 + "^"),
        ('x = "👍🏽❤️" + y\n', 'x = "👍❤" + y', " " * 12 + "^"),
        ('x = "e\u0301" + y\n', 'x = "e\u0301" + y', " " * 10 + "^"),
        ("x\xa0=\u3000y\n", "x\xa0=\u3000y", "     ^"),
    ],
)
def test_markers_stand_under_tabs_wide_and_combining_characters(code: str, shown: str, marker: str) -> None:
    sources = source(code)
    rows = frame(finding(primary(span(sources, "y"))), sources, encoding="utf-8").split("\n")
    assert rows[2:] == [f"1 │ {shown}", f"  │ {marker}"]


def test_wide_characters_are_marked_over_their_width() -> None:
    sources = source('名前 = "中文"\n')
    made = finding(
        primary(span(sources, '"中文"'), "here"), Label(span(sources, "名前"), "there"), handler=None
    )
    assert frame(made, sources, encoding="utf-8") == expected("""
         --> app/orders.py:1:6
          │
        1 │ 名前 = "中文"
          │ ----   ^^^^^^ here
          │ ╰ there
    """)


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_newlines_do_not_show(newline: str) -> None:
    sources = source(f"a = 1{newline}b = uuid4(){newline}c = 2{newline}")
    made = finding(primary(span(sources, "uuid4()")), Label(span(sources, "a"), ""), handler=None)
    assert frame(made, sources) == expected("""
         --> app/orders.py:2:5
          |
        1 | a = 1
          | -
        2 | b = uuid4()
          |     ^^^^^^^
    """)


def test_an_empty_file() -> None:
    made = finding(primary(Span("app/orders.py", 0, 0), "there is nothing here"), handler=None)
    assert frame(made, source("")) == expected("""
         --> app/orders.py:1:1
          |
        1 |
          | ^ there is nothing here
    """)


@pytest.mark.parametrize(("text", "line", "row"), [("x = (", "1:6", "1 | x = ("), ("x = (\n", "2:1", "2 |")])
def test_the_end_of_the_file(text: str, line: str, row: str) -> None:
    made = finding(primary(Span("app/orders.py", len(text), len(text)), "never closed"), handler=None)
    column = int(line.partition(":")[2])
    assert frame(made, source(text)).split("\n") == [
        f" --> app/orders.py:{line}",
        "  |",
        row,
        f"  | {' ' * (column - 1)}^ never closed",
    ]


def test_a_span_that_ends_with_the_newline_is_one_line() -> None:
    sources = source("x = 1\ny = 2\n")
    made = finding(primary(Span("app/orders.py", 0, 6), "all of it"), handler=None)
    assert frame(made, sources) == expected("""
         --> app/orders.py:1:1
          |
        1 | x = 1
          | ^^^^^ all of it
    """)


def test_a_span_in_the_blank_space_behind_the_code() -> None:
    sources = source("x = 1        \r\ny\n")
    made = finding(primary(Span("app/orders.py", 9, 14), "too much"), handler=None)
    assert frame(made, sources).endswith("1 | x = 1\n  |      ^ too much")


def test_a_marker_behind_a_line_that_fills_the_width() -> None:
    sources = source("x" * 36 + "\n")
    made = finding(primary(Span("app/orders.py", 36, 36)), handler=None)
    rows = frame(made, sources, width=40).split("\n")
    assert max(map(len, rows)) <= 40
    assert rows[-2][rows[-1].index("^") - 1] == "x"


def test_a_path_cannot_reach_the_terminal_raw() -> None:
    path = "a\n\x1b[2J.py"
    made = finding(primary(Span(path, 0, 1), "here"))
    for name in ("full", "concise"):
        assert r"a\n\x1b[2J.py:1:1" in written(name, report(made, sources=source("x", path)))


ALPHABET = st.sampled_from(
    [*"ab (\t\r\n\"'", "\x1b", "\x9b", "中", "👍", "\u200d", "\ufe0f", "\u0301", "\u202e", "\ud800"]
)


@settings(deadline=None)
@example(text="x", places=[(0, 1)], message="\x1b " + "\u0301" * 5, width=40, encoding="ascii")
@given(
    text=st.text(ALPHABET, max_size=300),
    places=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), min_size=1, max_size=14),
    message=st.text(ALPHABET, max_size=80),
    width=st.integers(40, 120),
    encoding=st.sampled_from(["ascii", "utf-8", "cp1252"]),
)
def test_frames_never_exceed_the_width_nor_reach_the_terminal_raw(
    text: str, places: list[tuple[int, int]], message: str, width: int, encoding: str
) -> None:
    sources = source(text)
    ends = [(min(start, len(text)), min(start + length, len(text))) for start, length in places]
    first, *others = (Span("app/orders.py", start, end) for start, end in ends)
    fix = fix_inserting(first, message, message=message)
    made = finding(
        primary(first, message),
        *(Label(other, message) for other in others),
        help=message,
        handler=message or None,
        fix=fix,
    )
    output = written("full", report(made, sources=sources), width=width, encoding=encoding)
    frame_rows = output.rpartition("\n\n")[0].split("\n")
    assert max(map(cell_len, frame_rows)) <= width
    assert not [
        char for char in output if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl"} and char != "\n"
    ]
