"""`wflint check --watch`."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
import watchfiles
from command_line import CLEAN, HANDLER, hear_interrupts, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Changes = set[tuple[watchfiles.Change, str]]
FOUND = "Found 1 error in 1 file"
NOTHING = "No findings in 1 file"
WAITING = "wflint: waiting for changes, Ctrl-C ends\n"


@pytest.fixture(autouse=True)
def bill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bill.py"
    path.write_text(HANDLER, encoding="utf-8")
    return path


class Watcher:
    """Stands in for the package that watches: writes each text, as if the user did, and tells of it."""

    def __init__(self, path: Path, texts: list[str]) -> None:
        self.path = path
        self.texts = texts
        self.watched: tuple[Path, ...] = ()
        self.filter: Any = None

    def __call__(self, *paths: Path, watch_filter: object, **_: object) -> Iterator[Changes]:
        self.watched, self.filter = paths, watch_filter
        yield set()
        for text in self.texts:
            yield set()
            self.path.write_text(text, encoding="utf-8")
            yield {(watchfiles.Change.modified, str(self.path))}
        raise KeyboardInterrupt


def watched(monkeypatch: pytest.MonkeyPatch, path: Path, texts: list[str]) -> Watcher:
    watcher = Watcher(path, texts)
    monkeypatch.setattr(watchfiles, "watch", watcher)
    return watcher


def test_every_change_is_checked_until_the_user_interrupts(
    bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(monkeypatch, bill, [CLEAN, HANDLER])
    result = run("check", "--watch")
    assert result.exit_code == 0
    assert [line.partition(" (")[0] for line in result.stdout.splitlines() if " in 1 file" in line] == [
        FOUND,
        NOTHING,
        FOUND,
    ]
    assert result.stderr == WAITING * 3 + "\n"
    assert "\x1b" not in result.stdout


def test_what_is_wrong_meanwhile_is_told_and_waited_out(bill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = bill.parent / "wflint.toml"
    settings.write_text("", encoding="utf-8")
    watched(monkeypatch, settings, ["select = 1", 'select = ["WF4"]'])
    result = run("check", "--watch")
    assert result.exit_code == 0
    assert "wflint: error: wflint.toml:1: `select` must be a list of strings, not 1\n" in result.stderr
    assert NOTHING in result.stdout


def test_what_is_watched_is_what_is_named_and_the_configuration(
    bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bill.parent / "app").mkdir()
    (bill.parent / "app" / "bill.py").write_text(CLEAN, encoding="utf-8")
    (bill.parent / "wflint.toml").write_text("", encoding="utf-8")
    watcher = watched(monkeypatch, bill, [])
    run("check", "--watch", "app", "bill.py")
    assert watcher.watched == tuple(bill.parent / name for name in ("app", "bill.py", "wflint.toml"))


def test_which_changes_count(bill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = watched(monkeypatch, bill, [])
    run("check", "--watch")
    count = ["a.py", "pyproject.toml", "wflint.toml", ".gitignore", ".env"]
    others = ["a.txt", "a.pyc", ".wflint-abc", "node_modules/a.py", ".git/a.py", "__pycache__/a.py"]
    found = {
        name: watcher.filter(watchfiles.Change.modified, str(bill.parent / name)) for name in count + others
    }
    assert found == {**dict.fromkeys(count, True), **dict.fromkeys(others, False)}


def test_a_file_that_is_named_counts_whatever_its_suffix(bill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bill.parent / "script").write_text(HANDLER, encoding="utf-8")
    watcher = watched(monkeypatch, bill, [])
    run("check", "--watch", "script")
    assert watcher.filter(watchfiles.Change.modified, str(bill.parent / "script")) is True


def test_an_error_before_the_first_check_ends_it(monkeypatch: pytest.MonkeyPatch, bill: Path) -> None:
    watched(monkeypatch, bill, [])
    result = run("check", "--watch", "nowhere.py")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("wflint: error: nowhere.py: no such file or folder")


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = run("check", "--watch")
    assert result.exit_code == 2
    assert result.stderr == (
        'wflint: error: --watch needs the package watchfiles: `pip install "wflint[watch]"`\n'
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_real_process_sees_a_real_change_and_ends_cleanly(bill: Path) -> None:
    command = [sys.executable, "-u", "-m", "wflint", "check", "--watch"]
    with subprocess.Popen(  # noqa: S603 - its own command
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=bill.parent,
        text=True,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no thread runs yet
    ) as process:
        assert process.stdout is not None
        # A change that is not seen fails the test instead of stopping the suite.
        guard = threading.Timer(60, process.kill)
        guard.start()
        _read_until(process.stdout, WAITING)
        bill.write_text(CLEAN, encoding="utf-8")
        assert NOTHING in _read_until(process.stdout, WAITING)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "\n"
        assert process.wait(10) == 0
        guard.cancel()


def _read_until(stream: Any, line: str) -> str:
    seen = ""
    while not seen.endswith(line):
        read = stream.readline()
        assert read, seen
        seen += read
    return seen
