from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_wflint(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert f"_WFLINT_COMPLETE={shell}_complete" in result.stdout
    assert result.stderr == ""


def test_the_bash_script_is_one(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    script = tmp_path / "completion.sh"
    script.write_text(run("completion", "bash").stdout, encoding="utf-8")
    assert subprocess.run([bash, "-n", script], check=False).returncode == 0  # noqa: S603 - its own script


def test_another_shell_is_an_error() -> None:
    result = run("completion", "tcsh")
    assert result.exit_code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.stderr


def completed(words: str) -> list[str]:
    """What bash is offered after some words."""
    environment = {
        **os.environ,
        "_WFLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    command = [sys.executable, "-m", "wflint"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wflint b", ["baseline"]),
        ("wflint check --baseline-", ["--baseline-strict"]),
        ("wflint check --select clock", ["clock-outside-step"]),
        ("wflint check --ignore WF2,wf101", ["WF2,WF101"]),
        ("wflint rule random", ["random-outside-step"]),
        ("wflint engines DB", ["dbos"]),
        ("wflint completion f", ["fish"]),
    ],
)
def test_what_is_offered(words: str, expected: list[str]) -> None:
    assert completed(words) == expected
