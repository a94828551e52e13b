from __future__ import annotations

import io
import pickle
import tokenize
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wflint.errors import SourceError
from wflint.files.text import Position, SourceText, decode, read_source

if TYPE_CHECKING:
    from pathlib import Path

# Much of what breaks positions: all newlines, what str.splitlines takes for one, a wide and an astral character.
PIECES = ["a", " ", "\n", "\r", "\r\n", "\t", "\x0b", "\x0c", "\x85", "\u2028", "é", "\U0001f389"]
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)


@st.composite
def places(draw: st.DrawFn) -> tuple[SourceText, int]:
    text = draw(TEXTS | st.text())
    return SourceText("f.py", text, bom=draw(st.booleans())), draw(st.integers(0, len(text)))


@given(places())
def test_line_and_column_lead_back_to_the_offset(place: tuple[SourceText, int]) -> None:
    source, offset = place
    line, column = source.position(offset)
    assert source.offset(line, column) == offset
    assert line == source.line_of(offset)
    assert source.line_start(line) + column - 1 == offset


@given(places())
def test_utf16_columns_lead_back_to_the_offset_within_a_line(place: tuple[SourceText, int]) -> None:
    source, offset = place
    line = source.line_of(offset)
    back = source.offset_of_utf16(line, source.utf16_column(offset))
    assert back == min(offset, source.line_start(line) + len(source.line_text(line)))


@given(places())
def test_utf16_columns_count_code_units(place: tuple[SourceText, int]) -> None:
    source, offset = place
    before = source.text[source.line_start(source.line_of(offset)) : offset]
    assert source.utf16_column(offset) == len(before.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS)
def test_lines_and_newlines_make_up_the_text(text: str) -> None:
    source = SourceText("f.py", text)
    starts = [source.line_start(line) for line in range(1, source.line_count + 1)]
    lines = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert "".join(lines) == text
    assert [line.rstrip("\r\n") for line in lines] == [
        source.line_text(line) for line in range(1, source.line_count + 1)
    ]
    assert source.line_count == 1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@given(TEXTS)
def test_a_file_is_written_back_as_it_was(text: str) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        source = decode(data, "f.py")
        assert (source.text, source.encode(source.text)) == (text, data)


def test_lines_are_those_of_pythons_tokenizer() -> None:
    code = 'x = """a\x0b\x0c\u2028b\x85"""\ny = 1\n'
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    (y,) = [token for token in tokens if token.string == "y"]
    assert SourceText("f.py", code).position(code.index("y")) == (y.start[0], y.start[1] + 1)


def test_a_newline_belongs_to_the_line_that_it_ends() -> None:
    source = SourceText("f.py", "ab\r\nc\n")
    assert [source.position(offset) for offset in range(7)] == [
        Position(1, 1), Position(1, 2), Position(1, 3), Position(1, 4), Position(2, 1), Position(2, 2), Position(3, 1),
    ]  # fmt: skip


def test_the_empty_file_has_one_empty_line() -> None:
    source = SourceText("f.py", "")
    assert (source.line_count, source.line_text(1), source.position(0)) == (1, "", (1, 1))


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_that_is_not_within_the_text_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match=r"not within f\.py"):
        SourceText("f.py", "abc").position(offset)


@pytest.mark.parametrize(
    ("line", "column", "what"), [(0, 1, "line"), (3, 1, "line"), (1, 0, "column"), (1, 4, "column")]
)
def test_a_place_that_the_text_does_not_have_is_refused(line: int, column: int, what: str) -> None:
    with pytest.raises(ValueError, match=f"no {what}"):
        SourceText("f.py", "a\nb").offset(line, column)


def test_a_utf16_column_behind_the_line_means_its_end() -> None:
    source = SourceText("f.py", "é🎉\r\nabc")
    assert source.offset_of_utf16(1, 99) == 2
    assert source.offset_of_utf16(2, 99) == 7


def test_a_utf16_column_inside_a_surrogate_pair_means_its_start() -> None:
    assert SourceText("f.py", "é🎉x").offset_of_utf16(1, 2) == 1


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("a\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\rb\rc\n", "\r"),
        ("a\r\nb\nc\n", "\n"),
        ("a", "\n"),
    ],
)
def test_the_newline_is_the_one_used_most(text: str, newline: str) -> None:
    assert SourceText("f.py", text).newline == newline


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xe9\n", "line 1 is not utf-8: byte 0xe9; save the file as UTF-8 or declare its encoding"),
        (b"x = 1\ry = 2\r\n\xe9", "line 3 is not utf-8: byte 0xe9"),
        (b"\xef\xbb\xbfx\n\xff", "line 2 is not utf-8: byte 0xff"),
    ],
)
def test_a_file_that_is_not_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, "src/f")
    assert str(caught.value).startswith(f"src/f: {reason}")


def test_what_a_file_declares_counts() -> None:
    source = decode(b"\xe9", "f", lambda _data, _display: "latin-1")
    assert (source.text, source.encoding) == ("\xe9", "latin-1")


def test_text_that_the_encoding_cannot_express_is_not_written() -> None:
    with pytest.raises(SourceError, match="ascii cannot express 'é'"):
        SourceText("f.py", "x", "ascii").encode("é")


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    (tmp_path / "f.py").write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read_source(tmp_path / "f.py", "f.py") == SourceText("f.py", "a\r\n", bom=True)


@pytest.mark.parametrize(("name", "reason"), [("nothing.py", "No such file"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(SourceError, match=f"^shown: cannot be read: {reason}"):
        read_source(tmp_path / name, "shown")


def test_a_text_travels_to_another_process() -> None:
    source = SourceText("f.py", "a\nb")
    assert source.line_count == 2
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301 - its own bytes
