"""What users see of a mistake of wflint itself: never a traceback, never the exit code of findings."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NoReturn

import pytest
from command_line import run

from wflint.cli import main
from wflint.public_home import ISSUES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("error", [ValueError("made up"), KeyError("x"), RecursionError(), AssertionError()])
def test_a_bug_exits_with_2_and_says_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(**_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(main, "cli", fail)
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        f"wflint: error: internal error: cannot run this command: {type(error).__name__}"
    )
    assert result.stderr.endswith(f"; this is a bug in wflint, please report it at {ISSUES}\n")


def test_a_broken_installation_exits_with_2_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise ImportError('No module named click')\n", encoding="utf-8")
    code = "import sys; sys.path.insert(0, '.'); from wflint.__main__ import main; main()"
    command = [sys.executable, "-c", code, "check"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        "wflint: error: its installation is broken: No module named click; install it again\n"
    )
