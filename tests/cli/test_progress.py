"""The progress bar: on a terminal, after a while, and gone in the end."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import pytest
from command_line import HANDLER, run

import wflint.cli.progress
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.cli.progress import progress_on
from wflint.files.discovery import discover
from wflint.languages import SUFFIXES
from wflint.rules import all_rules
from wflint.workspace.progress import no_progress

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from wflint.workspace.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def terminal_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


def drawn(stream: TextIO, *, wanted: bool = True, patience: float = 0) -> str:
    with progress_on(stream, wanted=wanted, patience=patience) as progress:
        progress("reading files", 1, 4)
        progress("reading files", 2, 4)
        progress("following handlers", 7, None)
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_a_terminal_gets_a_bar_that_goes_away() -> None:
    text = drawn(Terminal())
    assert "reading files" in text
    assert "following handlers" in text
    assert "7/?" in text
    assert "7/4" not in text
    # The line is erased and the cursor is back.
    assert text.endswith("\x1b[2K")
    assert "\x1b[?25h" in text


def test_nothing_is_drawn_before_the_patience_ends() -> None:
    assert drawn(Terminal(), patience=60) == ""


def test_pipes_and_quiet_runs_get_nothing() -> None:
    assert drawn(io.StringIO()) == ""
    assert drawn(Terminal(), wanted=False) == ""


def test_a_terminal_without_a_cursor_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert drawn(Terminal()) == ""


def test_the_bar_goes_away_when_a_check_fails() -> None:
    stream = Terminal()

    def fail() -> None:
        with progress_on(stream, wanted=True, patience=0) as progress:
            progress("reading files", 1, 4)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert "\x1b[?25h" in stream.getvalue()


@pytest.mark.parametrize(("options", "wanted"), [((), True), (("-q",), False)])
def test_the_command_draws_on_standard_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    wanted: bool,  # noqa: FBT001 - a case
) -> None:
    monkeypatch.chdir(tmp_path)
    asked: list[tuple[str, bool]] = []

    @contextmanager
    def recorder(stream: TextIO, *, wanted: bool) -> Generator[Progress]:
        stream.write("here")
        asked.append((type(stream).__name__, wanted))
        yield no_progress

    monkeypatch.setattr(wflint.cli.progress, "progress_on", recorder)
    assert run("check", *options).stderr.startswith("here")
    assert [each for _, each in asked] == [wanted]


def test_a_check_tells_what_it_reads_and_follows(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(HANDLER, encoding="utf-8")
    (tmp_path / "plain.py").write_text("x = 1\n", encoding="utf-8")
    told: list[tuple[str, int, int | None]] = []
    files = discover([tmp_path], suffixes=SUFFIXES, cwd=tmp_path)
    options = CheckOptions(frozenset(rule.name for rule in all_rules()))
    check_files(files, options, progress=lambda doing, done, total: told.append((doing, done, total)))
    assert told == [
        ("reading files", 0, 2),
        ("reading files", 1, 2),
        ("following handlers", 0, None),
        ("following handlers", 1, None),
        ("following handlers", 2, None),
        ("checking handlers", 0, 2),
        ("checking handlers", 1, 2),
    ]
