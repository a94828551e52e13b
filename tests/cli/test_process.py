"""What only shows in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run_for_real

from wflint import __version__
from wflint.config.settings import OutputFormat

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def test_the_exit_code_reaches_the_shell(folder: Path) -> None:
    assert run_for_real("check", cwd=folder).returncode == 1
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    assert run_for_real("check", cwd=folder).returncode == 0
    assert run_for_real("check", "nowhere", cwd=folder).returncode == 2


def test_the_version_is_printed(tmp_path: Path) -> None:
    result = run_for_real("--version", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, f"wflint {__version__}\n")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_the_quick_answers_import_neither_parser_nor_terminal(tmp_path: Path, arguments: list[str]) -> None:
    result = run_for_real(*arguments, cwd=tmp_path, options=("-X", "importtime"))
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "wflint.cli.main" in imported
    assert not {"libcst", "rich", "pathspec", "wflint.checking.run", "wflint.rules"} & imported


@pytest.mark.parametrize("format_", ["json", "sarif", "github", "junit", "html"])
def test_machine_formats_do_not_import_the_terminal(folder: Path, format_: str) -> None:
    result = run_for_real("check", "--output-format", format_, cwd=folder, options=("-X", "importtime"))
    imported = {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}
    assert "libcst" in imported
    assert "rich" not in imported


def test_the_trees_of_a_run_are_never_looked_over_for_garbage(folder: Path) -> None:
    code = (
        "import atexit, gc, sys\n"
        "from wflint.cli.main import main\n"
        "looked = []\n"
        "gc.callbacks.append(lambda phase, info: info['generation'] == 2 and looked.append(phase))\n"
        "atexit.register(lambda: print(looked, len(gc.get_objects()) < gc.get_freeze_count()))\n"
        "sys.argv = ['wflint', 'check', '--quiet']\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert (result.returncode, result.stdout) == (1, "[] True\n")


def test_a_reader_that_leaves_early_sees_no_traceback(folder: Path) -> None:
    for number in range(200):
        (folder / f"bill_{number}.py").write_text(HANDLER, encoding="utf-8")
    command = [sys.executable, "-m", "wflint", "check"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - its own command
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read().decode()
    assert complaint == ""
    assert process.returncode in {1, 2}


@pytest.mark.parametrize("format_", [each.value for each in OutputFormat])
def test_the_output_survives_a_terminal_without_unicode(folder: Path, format_: str) -> None:
    text = HANDLER.replace("create", "cr\u00e9\u2192te").replace("bill(", "b\u0131ll(")
    (folder / "bill.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "wflint", "check", "--output-format", format_]
    result = subprocess.run(  # noqa: S603 - its own command
        command, cwd=folder, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"}
    )
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"clock-outside-step" in result.stdout
