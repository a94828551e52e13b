"""The fix under a finding: the lines that it changes, from its edits alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report_building import expected, finding, fix_with, frame, primary, source, span

from wflint.findings import Edit, InFlight, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.files.text import SourceText

PATH = "app/orders.py"


def fixed(sources: Mapping[str, SourceText], *edits: Edit, width: int = 80) -> str:
    """What stands below the fix's description."""
    fix = fix_with(*edits, in_flight=InFlight.KEEPS)
    made = finding(primary(Span(PATH, 0, 1)), fix=fix)
    return frame(made, sources, width=width).partition("(safe)\n")[2]


def insertion(sources: Mapping[str, SourceText], before: str, text: str) -> Edit:
    start = span(sources, before).start
    return Edit(Span(PATH, start, start), text)


def test_only_lines_that_differ_are_shown() -> None:
    sources = source("a = 1\nb = 2\nc = 3\n")
    everything = Span(PATH, 0, len(sources[PATH].text))
    assert fixed(sources, Edit(everything, "a = 1\nb = two()\nc = 3\n")) == expected("""
        2 - b = 2
        2 + b = two()
    """)


def test_lines_are_numbered_as_they_were_and_as_they_will_be() -> None:
    sources = source("a = 1\nb = 2\nc = 3\nd = 4\n")
    edits = [insertion(sources, "a", "import x\nimport y\n"), Edit(span(sources, "3"), "x.c()")]
    assert fixed(sources, *edits) == expected("""
        1 + import x
        2 + import y
        ...
        3 - c = 3
        5 + c = x.c()
    """)


def test_edits_of_neighbouring_lines_are_shown_together() -> None:
    sources = source("a = 1\nb = 2\n")
    assert fixed(sources, Edit(span(sources, "1"), "one"), Edit(span(sources, "2"), "two")) == expected("""
        1 - a = 1
        2 - b = 2
        1 + a = one
        2 + b = two
    """)


def test_a_line_between_that_stays_is_not_shown() -> None:
    sources = source("a = 1\nb = 2\nc = 3\nd = 4\n")
    everything = Span(PATH, 0, len(sources[PATH].text))
    assert fixed(sources, Edit(everything, "b = 2\na = 1\nc = 3\nd = 5\n")) == expected("""
        1 + b = 2
        ...
        2 - b = 2
        ...
        4 - d = 4
        4 + d = 5
    """)


def test_a_blank_line_between_does_not_part_what_changes() -> None:
    sources = source("a = 1\n\nb = 2\n")
    everything = Span(PATH, 0, len(sources[PATH].text))
    assert fixed(sources, Edit(everything, "a = one\n\nb = two\n")) == expected("""
        1 - a = 1
        2 -
        3 - b = 2
        1 + a = one
        2 +
        3 + b = two
    """)


def test_a_line_that_goes_leaves_nothing_behind() -> None:
    sources = source("a = 1\nb = 2\nc = 3\n")
    assert fixed(sources, Edit(span(sources, "b = 2\n"), "")) == "2 - b = 2"


def test_an_edit_that_changes_nothing_shows_nothing() -> None:
    sources = source("a = 1\n")
    assert fixed(sources, Edit(span(sources, "1"), "1")) == ""


def test_windows_newlines_are_no_difference() -> None:
    sources = source("a = 1\r\nb = 2\r\n")
    assert fixed(sources, Edit(span(sources, "a = 1\r\n"), "a = one\n")) == "1 - a = 1\n1 + a = one"


def test_numbers_that_grow_wider_move_the_code_above() -> None:
    sources = source("a\n" + "b\n" * 8 + "c\n")
    made = finding(
        primary(span(sources, "a")), fix=fix_with(Edit(span(sources, "c"), "d"), in_flight=InFlight.KEEPS)
    )
    assert frame(made, sources) == expected("""
          --> app/orders.py:1:1
           |
         1 | a
           | ^
           |
           = fix:  wrap the call in a step (safe)
        10 - c
        10 + d
    """)


def test_another_file_is_named() -> None:
    sources = {**source("a = 1\n"), **source("x = 1\n\n\n\ny = 2\n", "app/other.py")}
    edits = [
        Edit(Span(PATH, 4, 5), "2"),
        Edit(span(sources, "1", "app/other.py"), "3"),
        Edit(span(sources, "2", "app/other.py"), "4"),
    ]
    assert fixed(sources, *edits) == expected("""
        1 - a = 1
        1 + a = 2
         ::: app/other.py:1
        1 - x = 1
        1 + x = 3
        ...
        5 - y = 2
        5 + y = 4
    """)


def test_a_long_line_goes_on_indented() -> None:
    sources = source("if a:\n    b = 1\n")
    text = "call(first, second, third, fourth, fifth)"
    assert fixed(sources, Edit(span(sources, "1"), text), width=40) == expected("""
        2 -     b = 1
        2 +     b = call(first, second, third,
        : +         fourth, fifth)
    """)


def test_a_line_without_spaces_is_broken_where_the_room_ends() -> None:
    sources = source("a\n")
    rows = fixed(sources, Edit(Span(PATH, 0, 1), "x" * 100), width=40).split("\n")
    assert rows == ["1 - a", "1 + " + "x" * 36, ": +     " + "x" * 32, ": +     " + "x" * 32]


def test_a_large_fix_is_cut_and_says_so() -> None:
    sources = source("a\n")
    rows = fixed(sources, Edit(Span(PATH, 0, 1), "b\n" * 30 + "c")).split("\n")
    assert rows[:2] == [" 1 - a", " 1 + b"]
    assert rows[24:] == ["...  8 more rows, which `wflint fix --diff` shows"]


def test_of_a_secret_on_a_changed_line_only_the_length_is_shown() -> None:
    text = 'key, n = "sig_secret", 1\n'
    start = text.index("sig")
    plain = source(text)[PATH]
    sources = {PATH: type(plain)(PATH, text, secrets=((start, start + 10),))}
    shown = fixed(sources, Edit(span(sources, "1"), "2"))
    assert shown == '1 - key, n = "**********", 1\n1 + key, n = "**********", 2'
