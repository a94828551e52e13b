"""Notebooks as one text, and back."""

from __future__ import annotations

import json

import pytest
from notebooks import code, notebook, prose

from wflint.errors import SourceError
from wflint.files.edits import apply_edits
from wflint.files.notebook import BOUNDARY, NotebookError, read_notebook
from wflint.files.text import SourceText
from wflint.findings import Edit, Span

HIDDEN = "#\ue001"


def hide(cell: str) -> str | None:
    """Hides lines that begin with a percent sign; a cell that begins with two is none."""
    if cell.startswith("%%"):
        return None
    return "".join(HIDDEN + line if line[0] == "%" else line for line in cell.splitlines(keepends=True))


def read(content: str) -> SourceText:
    found, text = read_notebook(content, hide, (HIDDEN,))
    return SourceText("n.ipynb", text, notebook=found)


def replaced(content: str, old: str, new: str) -> str:
    """A notebook with something else in its code."""
    source = read(content)
    at = source.text.index(old)
    text = apply_edits(source.text, [Edit(Span("n.ipynb", at, at + len(old)), new)])
    return source.encode(text).decode()


def test_code_cells_are_one_text() -> None:
    source = read(notebook(prose("# Title"), code("a = 1\nb = 2"), code(""), code("c = 3\n")))
    assert source.text == f"a = 1\nb = 2\n{BOUNDARY}\n{BOUNDARY}c = 3\n"


def test_places_are_those_in_cells() -> None:
    source = read(notebook(prose("# Title"), code("a = 1\nb = 2"), code("c = 3")))
    assert [source.place_of(source.text.index(each)) for each in "abc"] == [
        "cell 2:1:1",
        "cell 2:2:1",
        "cell 3:1:1",
    ]
    assert source.cell_line(2).words == "cell 2, line 2"
    assert SourceText("a.py", "x\ny\n").place_of(2) == "2:1"
    assert SourceText("a.py", "x\ny\n").cell_line(2).words == "line 2"


def test_lines_are_found_again_in_the_file() -> None:
    content = notebook(prose("# Title"), code("a = 1\nb = 2"), code("%hidden\nc = 3"))
    source, lines = read(content), content.splitlines()
    for name in ("a = 1", "b = 2", "%hidden", "c = 3"):
        line = source.line_of(source.text.index(name))
        assert lines[source.file_line(line) - 1].strip().startswith(f'"{name}')
    assert SourceText("a.py", "x\ny\n").file_line(2) == 2


def test_a_source_in_one_string_is_on_one_line() -> None:
    content = notebook(code("", source="a = 1\nb = 2\n"))
    source = read(content)
    assert source.file_line(1) == source.file_line(2) == content[: content.index("a = 1")].count("\n") + 1
    assert replaced(content, "b = 2", "b = 3") == content.replace("b = 2", "b = 3")


def test_offsets_are_those_of_the_code_as_it_is_written() -> None:
    source = read(notebook(code("a = 1"), prose("x"), code("%hidden\nb = 2")))
    assert source.in_cell(source.text.index("a = 1")) == (1, 0)
    assert source.in_cell(source.text.index("a = 1") + 5) == (1, 5)
    assert source.in_cell(source.text.index("# %%") + 1) == (1, 5)
    assert source.in_cell(source.text.index("b = 2") + 4) == (3, len("%hidden\nb = "))


def test_what_is_hidden_is_shown_as_it_is_written_in_the_same_length() -> None:
    source = read(notebook(code("%hidden\na = 1"), code("b")))
    assert source.shown_line(1) == "%hidden  "
    assert source.shown_line(2) == "a = 1"
    assert source.shown_line(3) == "# %% "
    assert len(source.shown(0, len(source.text))) == len(source.text)


@pytest.mark.parametrize("indent", [None, 1, 2, 4])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_nothing_but_the_changed_line_is_touched(indent: int | None, newline: str) -> None:
    outputs = [{"output_type": "stream", "name": "stdout", "text": ["é \\u00e9 😀\n"]}]
    content = notebook(
        prose("# Title"),
        code('a = "é"\nb = 2\nc = 3', outputs=outputs, metadata={"tags": ["x"]}),
        code("%%bash\nb = 2"),
        indent=indent,
    ).replace("\n", newline)
    assert replaced(content, "b = 2", "b = 20") == content.replace('"b = 2\\n"', '"b = 20\\n"', 1)
    assert replaced(content, "b = 2", "b = 2") == content


def test_lines_come_and_go_in_the_style_of_the_cell() -> None:
    content = notebook(code("a = 1\nb = 2"))
    assert json.loads(replaced(content, "b = 2", "b = 2\nc = 3")) == json.loads(
        notebook(code("a = 1\nb = 2\nc = 3"))
    )
    assert replaced(content, "b = 2", "b = 2\nc = 3") == notebook(code("a = 1\nb = 2\nc = 3"))
    assert replaced(content, "a = 1\n", "") == notebook(code("b = 2"))
    assert replaced(notebook(code("a = 1")), "a = 1", "a = 1\nb = 2") == notebook(code("a = 1\nb = 2"))


def test_a_cell_that_loses_its_last_line_stays_apart() -> None:
    content = notebook(code("a"), code("b"), code("c\nd"), code("e"))
    assert replaced(content, "b\n", "") == content.replace('"b"', "")
    assert replaced(content, "d\n", "") == content.replace(',\n    "d"', "").replace('"c\\n"', '"c"')


def test_a_cell_without_lines_gets_some() -> None:
    source = read(notebook(code("")))
    assert json.loads(source.encode("a\nb"))["cells"][0]["source"] == ["a\n", "b"]


def test_escapes_stay_as_they_are() -> None:
    content = notebook(code('a = "é"\nb = 2')).replace("é", "\\u00e9").replace("b = 2", "b\\u0020= 2")
    assert replaced(content, '"é"\n', '"é"  # é\n') == content.replace('\\"\\n', '\\"  # \\u00e9\\n')


def test_a_byte_order_mark_stays() -> None:
    found, text = read_notebook(notebook(code("a")), hide, (HIDDEN,))
    source = SourceText("n.ipynb", text, bom=True, notebook=found)
    assert source.encode("b") == "\ufeff".encode() + notebook(code("b")).encode()


@pytest.mark.parametrize("text", ["a", f"a\n{BOUNDARY}b\n{BOUNDARY}c"])
def test_cells_that_are_torn_apart_are_not_written(text: str) -> None:
    source = read(notebook(code("a"), code("b")))
    with pytest.raises(SourceError, match="torn apart"):
        source.encode(text)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "no list of cells"),
        ('{"cells": [1]}', "no list of cells"),
        ('{"cells": [{"cell_type": "code", "source": [1]}]}', "not text"),
        ('{"cells": [{"cell_type": "code", "source": 1}]}', "not text"),
    ],
)
def test_what_is_no_notebook(content: str, expected: str) -> None:
    with pytest.raises(NotebookError, match=expected):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        notebook(code("a = 1"), language="julia"),
        notebook(code("a = 1"))
        .replace('"language_info": {\n   "name"', '"kernelspec": {\n   "language"')
        .replace("python", "R"),
        notebook(code("a = 1", metadata={"vscode": {"languageId": "sql"}})),
        notebook({"cell_type": "code"}),
        '{"cells": []}',
    ],
)
def test_what_holds_no_python(content: str) -> None:
    source = read(content)
    assert source.text == ""
    assert (source.file_line(1), source.cell_line(1)) == (1, (1, 1))
    assert source.encode("") == content.encode()
    with pytest.raises(SourceError, match="torn apart"):
        source.encode("a")


def test_a_notebook_that_names_no_language_is_python() -> None:
    assert read(notebook(code("a = 1"), language=None)).text == "a = 1"


def test_of_keys_that_come_twice_the_last_counts() -> None:
    content = '{"cells": 1, "cells": [{"cell_type": "code", "source": "a", "source": ["b"] }] , "x": {}}'
    assert read(content).text == "b"
    assert replaced(content, "b", "c") == content.replace('"b"', '"c"')
