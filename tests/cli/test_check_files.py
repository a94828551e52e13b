from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from command_line import HANDLER, MISTAKE_LINE, run

import wflint.files.reading
import wflint.workspace.files

if TYPE_CHECKING:
    from pathlib import Path

MISTAKE = f":{MISTAKE_LINE}:11: error[clock-outside-step]"
ENCODED = HANDLER + "# caf\xe9\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(path: Path, data: bytes) -> tuple[int, str]:
    path.write_bytes(data)
    result = run("check", "--output-format", "concise", path.name)
    assert result.stderr == ""
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + HANDLER.encode(), id="byte-order mark"),
        pytest.param(HANDLER.replace("\n", "\r\n").encode(), id="windows newlines"),
        pytest.param(HANDLER.replace("\n", "\r").encode(), id="old mac newlines"),
        pytest.param(HANDLER.rstrip("\n").encode(), id="no newline at the end"),
        pytest.param(HANDLER.replace("@serve", "\f@serve").encode(), id="form feed"),
        pytest.param(ENCODED.encode(), id="utf-8"),
        pytest.param(HANDLER.encode() + b"x = [" + b"[" * 20 + b"]" * 20 + b"]\n", id="some brackets"),
        pytest.param(HANDLER.encode() + b'x = "' + b"(" * 1000 + b'"\n', id="brackets in a string"),
    ],
)
def test_files_that_python_reads_are_checked(folder: Path, data: bytes) -> None:
    code, output = check(folder / "bill.py", data)
    assert code == 1
    assert "bill.py" + MISTAKE in output


def test_a_declared_encoding_is_obeyed(folder: Path) -> None:
    _, output = check(folder / "bill.py", ("# -*- coding: latin-1 -*-\n" + ENCODED).encode("latin-1"))
    assert f"bill.py:{MISTAKE_LINE + 1}:11: error[clock-outside-step]" in output


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            ENCODED.encode("latin-1"), "is not utf-8: byte 0xe9", id="latin-1 without a declaration"
        ),
        pytest.param(HANDLER.encode("utf-16"), "is UTF-16", id="utf-16"),
        pytest.param(b"\xfe\xff" + HANDLER.encode("utf-16-be"), "is UTF-16", id="utf-16, big end first"),
        pytest.param(HANDLER.encode() + b"\0", "NUL byte", id="nul byte"),
        pytest.param(b"# coding: klingon\n" + HANDLER.encode(), "klingon", id="unknown encoding"),
        pytest.param(HANDLER.encode() + b"def (:\n", "invalid syntax", id="syntax error"),
        pytest.param(HANDLER.encode() + b"\tx = 1\n", "tabs", id="tabs and spaces"),
        pytest.param(
            HANDLER.encode() + b"x = " + b"[" * 5000 + b"]" * 5000, "nested too deeply", id="5,000 brackets"
        ),
        pytest.param(HANDLER.encode() + b"x = " + b"(" * 5000, "nested too deeply", id="5,000 open brackets"),
    ],
)
def test_a_handler_file_that_does_not_parse_is_a_finding(folder: Path, data: bytes, reason: str) -> None:
    code, output = check(folder / "bill.py", data)
    assert code == 1
    assert "error[syntax-error] This file cannot be checked" in output
    assert reason in output


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"# a comment", b"\x00\xff\x00", b"def ("])
def test_files_without_handlers_are_silent_whatever_they_hold(folder: Path, data: bytes) -> None:
    code, output = check(folder / "other.py", data)
    assert code == 0
    assert output.startswith("No findings in 1 file")


def test_a_broken_file_does_not_keep_the_others_from_being_checked(folder: Path) -> None:
    (folder / "bill.py").write_text(HANDLER, encoding="utf-8")
    (folder / "broken.py").write_text(HANDLER + "def (:\n", encoding="utf-8")
    result = run("check", "--output-format", "concise")
    assert "bill.py" + MISTAKE in result.stdout
    assert f"broken.py:{HANDLER.count(chr(10)) + 1}:" in result.stdout


def test_a_module_that_is_imported_and_broken_is_passed_over(folder: Path) -> None:
    (folder / "helpers.py").write_text("def (:\n", encoding="utf-8")
    code, output = check(folder / "bill.py", b"import helpers\n" + HANDLER.encode())
    assert code == 1
    assert "clock-outside-step" in output
    assert "syntax-error" not in output


def test_a_file_of_20000_lines_is_checked(folder: Path) -> None:
    functions = "".join(f"\n\ndef add_{n}(x: int) -> int:\n    return x + {n}\n\n" for n in range(4000))
    code, output = check(folder / "bill.py", (HANDLER + functions).encode())
    assert code == 1
    assert "bill.py" + MISTAKE in output


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_exits_with_2_and_the_rest_is_checked(folder: Path) -> None:
    (folder / "bill.py").write_text(HANDLER, encoding="utf-8")
    (folder / "secret.py").write_text(HANDLER, encoding="utf-8")
    (folder / "secret.py").chmod(0)
    result = run("check", "--output-format", "concise")
    assert result.exit_code == 2
    assert "secret.py: Permission denied" in result.stderr
    assert "bill.py" + MISTAKE in result.stdout


def test_a_file_that_vanishes_exits_with_2(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bill.py").write_text(HANDLER, encoding="utf-8")
    (folder / "gone.py").write_text(HANDLER, encoding="utf-8")
    read = wflint.files.reading.read_file

    def read_file(path: Path) -> tuple[bytes, os.stat_result]:
        if path.name == "gone.py":
            raise FileNotFoundError(2, "No such file or directory")
        return read(path)

    monkeypatch.setattr(wflint.workspace.files, "read_file", read_file)
    result = run("check", "--output-format", "concise", ".")
    assert result.exit_code == 2
    assert "gone.py: No such file or directory" in result.stderr
    assert "bill.py" + MISTAKE in result.stdout


@pytest.mark.parametrize("format_", ["full", "concise"])
def test_escapes_in_the_source_never_reach_the_terminal(folder: Path, format_: str) -> None:
    hostile = HANDLER.replace('"create"', '"\x1b[31mred\x9b31m\x07"').replace("bill(", "b\u0131ll(")
    (folder / "bill.py").write_text(hostile, encoding="utf-8")
    output = run("check", "--color", "never", "--output-format", format_).stdout
    assert "clock-outside-step" in output
    assert not {"\x1b", "\x9b", "\x07"} & set(output)


def test_escapes_in_a_file_name_never_reach_the_terminal(folder: Path) -> None:
    (folder / "b\x1b[31m.py").write_text(HANDLER, encoding="utf-8")
    output = run("check", "--color", "never").stdout
    assert "clock-outside-step" in output
    assert "\x1b" not in output


def test_names_outside_ascii_are_shown(folder: Path) -> None:
    (folder / "bücher.py").write_text(HANDLER, encoding="utf-8")
    assert "bücher.py" + MISTAKE in run("check", "--output-format", "concise").stdout


def test_modules_that_import_a_name_from_each_other_are_checked(folder: Path) -> None:
    text = "from second import limit\n" + HANDLER.replace("print(now)", "print(now, limit)")
    (folder / "first.py").write_text(text, encoding="utf-8")
    (folder / "second.py").write_text("from first import limit\n", encoding="utf-8")
    result = run("check", "--output-format", "concise")
    assert f"first.py:{MISTAKE_LINE + 1}:11: error[clock-outside-step]" in result.stdout


def test_a_file_named_like_a_module_that_it_imports_is_checked(folder: Path) -> None:
    text = HANDLER.replace("import time\n", "from datetime import datetime\n")
    (folder / "datetime.py").write_text(text.replace("time.time()", "datetime.now()"), encoding="utf-8")
    assert run("check", "datetime.py").exit_code in {0, 1}
