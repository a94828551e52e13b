"""Tests of what a run loads before there is anything to say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_HEAVY = ("libcst", "tree_sitter", "rich", "pathspec", "pygls", "wflint.rules", "wflint.interpreter")
_PROGRAM = """
import json, sys
from wflint.cli.main import cli
try:
    code = cli(sys.argv[1:], prog_name="wflint", standalone_mode=False)
except SystemExit as end:
    code = end.code
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(folder: Path, *arguments: str, **environment: str) -> tuple[str, set[str]]:
    """Run the command line in a process of its own; return what it writes, and the modules that it has loaded."""
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )
    code, modules = json.loads(ran.stderr.splitlines()[-1])
    assert code in (None, 0)
    return ran.stdout, set(modules)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "No findings in 0 files (no handlers)."),
        (("--output-format", "concise"), "No findings in 0 files (no handlers)."),
        (("--quiet",), ""),
    ],
)
def test_a_folder_without_files_is_told_before_anything_is_loaded(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    out, modules = loaded(tmp_path, "check", *arguments)
    assert out.strip() == said
    assert not modules.intersection(_HEAVY)


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("check", "--help"), ("completion", "bash")]
)
def test_help_loads_nothing_that_checks(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    out, modules = loaded(tmp_path, *arguments)
    assert "wflint" in out
    assert not modules.intersection(_HEAVY)


def test_a_version_loads_no_command(tmp_path: Path) -> None:
    _, modules = loaded(tmp_path, "--version")
    assert not [each for each in modules if each in ("wflint.cli.check", "wflint.config.settings")]


def test_forced_colours_bring_the_terminal_even_without_findings(tmp_path: Path) -> None:
    _, modules = loaded(tmp_path, "check", FORCE_COLOR="1")
    assert "rich" in modules
    _, modules = loaded(tmp_path, "check", "--color", "never", FORCE_COLOR="1")
    assert "rich" not in modules


def test_an_unknown_rule_is_told_even_where_there_is_no_file(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "wflint", "check", "--select", "no-such-rule"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ran.returncode == 2
    assert "no-such-rule" in ran.stderr
