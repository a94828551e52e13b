"""Positions in all encodings, and documents that change."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import UTF8, UTF16, UTF32, capabilities, editing
from handlers import BILL, NOW
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from wflint.files.text import SourceText
from wflint.lsp.documents import Documents
from wflint.lsp.positions import offset_at, position_at

_WIDTHS = {UTF8: 4, UTF16: 2, UTF32: 1}
_TEXTS = st.text(alphabet="ab é😀\n\r\f\u2028\ufeff\ud83d", max_size=30)


@pytest.mark.parametrize(("encoding", "width"), _WIDTHS.items())
async def test_columns_behind_an_emoji(
    encoding: types.PositionEncodingKind, width: int, tmp_path: Path
) -> None:
    text = BILL.replace("now = time.time()", '_ = "😀"; now = time.time()')
    async with editing(tmp_path, can=capabilities(encoding=encoding)) as editor:
        assert editor.result.capabilities.position_encoding == encoding
        for name, newline in (("unix.py", "\n"), ("windows.py", "\r\n")):
            (found,) = await editor.opened(name, text.replace("\n", newline))
            start = len('    _ = "') + width + len('"; now = ')
            assert found.range == types.Range(
                types.Position(NOW, start), types.Position(NOW, start + len("time.time()"))
            )
            version = editor.edit(name, (NOW, start), (NOW, start + len("time.time()")), "1")
            assert (await editor.until_published(name, version)).diagnostics == ()
            version = editor.edit(name, (NOW, 4), (NOW, start), "now = time.time() + ")
            (found,) = (await editor.until_published(name, version)).diagnostics
            assert found.range.start == types.Position(NOW, len("    now = "))


async def test_a_byte_order_mark_counts_where_the_client_sends_it(tmp_path: Path) -> None:
    text = f"\ufeff{BILL}"
    async with editing(tmp_path) as editor:
        (found,) = await editor.opened("app.py", text)
        assert found.range.start == types.Position(NOW, 10)
        version = editor.replace("app.py", text.replace("import time", "import time # wflint: ignore[WF101]"))
        found, *_ = (await editor.until_published("app.py", version)).diagnostics
        assert found.code == "WF902"
        assert found.range.start == types.Position(0, len("\ufeffimport time "))


async def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    text = "# coding: latin-1\n" + BILL.replace("now = time.time()", 'é = "é"; now = time.time()')
    async with editing(tmp_path) as editor:
        (found,) = await editor.opened("app.py", text)
        assert found.range.start == types.Position(NOW + 1, len('    é = "é"; now = '))


@given(_TEXTS, st.data())
def test_positions_are_offsets_told_otherwise(text: str, data: st.DataObject) -> None:
    source = SourceText("a.py", text)
    offset = data.draw(st.integers(0, len(text)))
    inside_newline = text[offset - 1 : offset + 1] == "\r\n"
    for encoding in _WIDTHS:
        position = position_at(source, offset, encoding)
        # Nobody can point between the two characters of a newline.
        assert offset_at(source, position, encoding) == offset - inside_newline


@given(st.lists(st.tuples(_TEXTS, st.integers(0, 40), st.integers(0, 40)), max_size=6), _TEXTS)
def test_edits_one_after_another_make_the_text_that_they_describe(
    edits: list[tuple[str, int, int]], text: str
) -> None:
    for encoding in _WIDTHS:
        documents = Documents(encoding)
        documents.open(types.TextDocumentItem("file:///a.py", "python", 1, text), Path())
        expected = text
        for new, one, other in edits:
            start, end = sorted((min(one, len(expected)), min(other, len(expected))))
            source = SourceText("a.py", expected)
            place = types.Range(position_at(source, start, encoding), position_at(source, end, encoding))
            start, end = (offset_at(source, each, encoding) for each in (place.start, place.end))
            change = types.TextDocumentContentChangePartial(place, new)
            documents.change("file:///a.py", 2, [change])
            expected = expected[:start] + new + expected[end:]
        document = documents.get("file:///a.py")
        assert document is not None
        assert document.source.text == expected


@given(_TEXTS, st.integers(0, 30), st.integers(0, 30), _TEXTS)
def test_offsets_move_with_the_text_around_them(text: str, one: int, other: int, new: str) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    documents = Documents(UTF32)
    documents.open(types.TextDocumentItem("file:///a.py", "python", 1, text), Path())
    before = documents.get("file:///a.py")
    assert before is not None
    source = SourceText("a.py", text)
    place = types.Range(position_at(source, start, UTF32), position_at(source, end, UTF32))
    start, end = (offset_at(source, each, UTF32) for each in (place.start, place.end))
    documents.change("file:///a.py", 2, [types.TextDocumentContentChangePartial(place, new)])
    after = documents.get("file:///a.py")
    assert after is not None
    for offset in range(len(text)):
        moved = after.moved(offset, before.serial)
        if start < offset < end:
            assert moved is None
        elif offset < start or offset >= end:
            assert moved is not None
            assert after.source.text[moved : moved + 1] == text[offset : offset + 1]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (types.Position(0, 1), 0),
        (types.Position(0, 2), 1),
        (types.Position(0, 99), 2),
        (types.Position(99, 0), 3),
    ],
    ids=["inside of a pair", "behind it", "behind the line", "behind the text"],
)
def test_positions_that_are_not_quite_there(position: types.Position, expected: int) -> None:
    assert offset_at(SourceText("a.py", "😀b\n"), position, UTF16) == expected


def test_what_is_no_open_file_is_left_alone() -> None:
    documents = Documents(UTF16)
    documents.open(types.TextDocumentItem("git:/a.py", "python", 1, "x"), Path())
    documents.open(types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, "x"), Path())
    documents.change("file:///a.py", 2, [types.TextDocumentContentChangeWholeDocument("y")])
    documents.close("file:///a.py")
    documents.prune_changes([])
    assert list(documents) == []
    assert documents.get("git:/a.py") is None


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("# coding: latin-1\né", "# coding: latin-1\né".encode("latin-1")),
        ("# coding: utf-8\né", "# coding: utf-8\né".encode()),
        ("# coding: ascii\né", "# coding: ascii\né".encode()),
        ("# coding: nonsense\né", "# coding: nonsense\né".encode()),
        ("\ud83d", b"?"),
    ],
    ids=["declared", "utf-8", "cannot express it", "unknown", "half of a pair"],
)
def test_the_bytes_that_a_client_would_save(text: str, data: bytes) -> None:
    documents = Documents(UTF16)
    documents.open(types.TextDocumentItem("file:///a.py", "python", 1, text), Path())
    (document,) = documents
    assert document.data == data
