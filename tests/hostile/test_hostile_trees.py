"""What strangers hand over ends no run, keeps none going, and makes wflint do nothing that it was not asked for."""

from __future__ import annotations

import re
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest
from command_line import run
from confinement import confined
from hostile_trees import TREES
from sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there are neither pipes nor devices in its folders"
)

APP = """\
import time

import helper
from dbos import DBOS


@DBOS.step()
def step(value):
    return helper.kept(value)


@DBOS.workflow()
def bill(a):
    now = time.time()
    return step(now)
"""
COMMANDS = (
    ("check", "--output-format", "concise", "--min-level", "info"),
    ("check", "--output-format", "full"),
    ("check", "--show-files"),
    ("check", "--show-settings"),
    ("baseline",),
    ("fix", "--diff"),
    ("explain", "."),
    ("fix", "--unsafe"),
)
PATIENCE = 60
"""Seconds for all commands together; an endless read would go on."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "tree"
    made.mkdir()
    (made / "app.py").write_text(APP, encoding="utf-8")
    monkeypatch.chdir(made)
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setenv("XDG_CACHE_HOME", str(made / ".cache"))
    monkeypatch.setenv("WFLINT_CACHE_DIR", str(made / ".cache"))
    return made


@contextmanager
def _in_time() -> Generator[None]:
    def over(*_: object) -> NoReturn:
        raise TimeoutError

    old = signal.signal(signal.SIGALRM, over)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)


@pytest.mark.parametrize("name", sampled(TREES, 6))
def test_a_hostile_tree_does_no_harm(folder: Path, name: str) -> None:
    TREES[name](folder)
    before = set(folder.parent.iterdir())
    with _in_time(), confined(folder) as watch:
        outcomes = {arguments: run(*arguments) for arguments in COMMANDS}
    assert watch.broken == []
    assert watch.started == []
    assert set(folder.parent.iterdir()) == before
    assert not list(folder.rglob(".wflint-*"))
    for arguments, (code, out, err) in outcomes.items():
        assert code in {0, 1, 2}, arguments
        assert "internal error" not in err, (arguments, err)
        assert code != 2 or err.startswith("wflint: error: "), (arguments, err)
        # No line begins with a command of a runner, and nothing moves a cursor.
        assert not re.search(r"^\s*::|##\[|##vso\[", out + err, re.MULTILINE), arguments
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out + err), arguments


def test_the_watch_hears_what_a_run_must_not_do(folder: Path) -> None:
    import socket
    import subprocess

    (folder / "evil.py").write_text("x = 1\n", encoding="utf-8")
    with confined(folder) as watch:
        (folder.parent / "outside").write_text("", encoding="utf-8")
        (folder / "inside").write_text("", encoding="utf-8")
        exec(compile("x = 1", str(folder / "evil.py"), "exec"))  # noqa: S102 - to be heard
        subprocess.run(["/bin/true"], check=False)
        with pytest.raises(OSError), socket.socket() as connection:  # noqa: PT011 - any will do
            connection.connect(("127.0.0.1", 1))
    heard = [each.split()[0] for each in watch.broken]
    assert {"wrote", "ran", "socket.connect"} <= set(heard)
    assert heard.count("wrote") == 1
    assert watch.started == ["true"]


def test_looking_at_changes_runs_git_alone(folder: Path) -> None:
    TREES["a_repository_that_names_programs"](folder)
    (folder / ".git" / "info" / "exclude").unlink()
    with _in_time(), confined(folder) as watch:
        code, _, err = run("check", "--diff-base", "main")
    assert code == 2
    assert "there is no revision `main`" in err
    assert set(watch.started) == {"git"}
    assert watch.broken == []
    assert not (folder.parent / "pwned").exists()
