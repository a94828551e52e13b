"""What only shows in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, hear_interrupts, run, run_for_real
from sampling import sampled

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


def test_machine_formats_do_not_import_the_terminal(folder: Path) -> None:
    formats = ["json", "sarif", "github", "junit"]
    code = (
        "import contextlib, io, sys\n"
        "from wflint.cli.main import main\n"
        "for format_ in sys.argv[1:]:\n"
        "    sys.argv = ['wflint', 'check', '--output-format', format_]\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):\n"
        "        main()\n"
        "    print(format_, 'libcst' in sys.modules, 'rich' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, *formats]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert result.stdout.splitlines() == [f"{each} True False" for each in formats]


def test_the_trees_of_a_run_are_never_looked_over_for_garbage(folder: Path) -> None:
    code = (
        "import atexit, gc, sys\n"
        "from wflint.cli.main import main\n"
        "looked = []\n"
        "gc.callbacks.append(lambda phase, info: info['generation'] == 2 and looked.append(phase))\n"
        "atexit.register(lambda: print(looked, len(gc.get_objects()) < gc.get_freeze_count()))\n"
        "sys.argv = ['wflint', 'check', '--silent']\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert (result.returncode, result.stdout) == (1, "[] True\n")


def test_a_reader_that_leaves_early_sees_no_traceback(folder: Path) -> None:
    for number in range(100):
        (folder / f"bill_{number}.py").write_text(HANDLER, encoding="utf-8")
    command = [sys.executable, "-m", "wflint", "check"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - its own command
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read().decode()
    assert complaint == ""
    assert process.returncode == 128 + signal.SIGPIPE


_BEYOND_ASCII = HANDLER.replace("create", "cr\u00e9\u2192te").replace("bill(", "b\u0131ll(")


@pytest.mark.parametrize("format_", [each.value for each in OutputFormat])
def test_the_output_survives_a_terminal_without_unicode(
    folder: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "bill.py").write_text(_BEYOND_ASCII, encoding="utf-8")
    result = run("check", "--output-format", format_, encoding="ascii")
    assert result.exit_code == 1
    assert "clock-outside-step" in result.stdout


def test_a_real_terminal_without_unicode_is_like_that(folder: Path) -> None:
    (folder / "bill.py").write_text(_BEYOND_ASCII, encoding="utf-8")
    command = [sys.executable, "-m", "wflint", "check"]
    result = subprocess.run(  # noqa: S603 - its own command
        command, cwd=folder, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"clock-outside-step" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_an_interrupt_ends_the_run_as_shells_expect_it(folder: Path) -> None:
    command = [sys.executable, "-m", "wflint", "check", "--watch"]
    with subprocess.Popen(  # noqa: S603 - its own command
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no thread runs yet
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        try:
            _, complaint = process.communicate(timeout=20)
        finally:
            process.kill()
    assert b"Traceback" not in complaint
    assert process.returncode in {0, 128 + signal.SIGINT}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no such device")  # noqa: PTH110
@pytest.mark.parametrize("format_", ["full", "concise", "json"])
def test_output_that_cannot_be_written_is_told(folder: Path, format_: str) -> None:
    command = [sys.executable, "-m", "wflint", "check", "--output-format", format_]
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        result = subprocess.run(  # noqa: S603 - its own command
            command, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (result.returncode, result.stderr) == (2, "wflint: error: [Errno 28] No space left on device\n")


def test_a_run_without_standard_output_is_told_so(folder: Path) -> None:
    code = "import os, sys; os.close(1); sys.stdout = None; from wflint.__main__ import main; sys.argv = ['wflint', 'check']; main()"
    result = subprocess.run(  # noqa: S603 - its own command
        [sys.executable, "-c", code], cwd=folder, stderr=subprocess.PIPE, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (2, "wflint: error: standard output is closed\n")


_NESTED = {
    "or": " or ".join(["x"] * 2000),
    "sum": " + ".join(["x"] * 2000),
    "attribute": "x" + ".a()" * 1000,
    "integer": "0x" + "f" * 5000,
    "minus": "-" * 2500 + "x",
    "not": "not " * 2500 + "x",
    "lambda": "lambda: " * 1500 + "x",
    "conditional": "1 if x else " * 2500 + "x",
    "power": " ** ".join(["x"] * 2500),
}
"""Those that are always tried, the first of each three, take the least time."""


@pytest.mark.parametrize("name", sampled(_NESTED, 3))
def test_whatever_python_compiles_is_checked(folder: Path, name: str) -> None:
    text = HANDLER.replace(
        "    now =", f"    x = context.request_payload\n    v = {_NESTED[name]}\n    now ="
    )
    (folder / "bill.py").write_text(text, encoding="utf-8")

    result = run_for_real("check", "--output-format", "concise", cwd=folder)

    assert result.returncode == 1
    assert "bill.py:15:11: error[clock-outside-step]" in result.stdout


def test_a_long_row_of_branches_is_checked(folder: Path) -> None:
    rows = "".join(f"    elif x == {each}:\n        v = {each}\n" for each in range(2000))
    text = HANDLER.replace(
        "    now =", f"    x = context.request_payload\n    if x is None:\n        v = 0\n{rows}    now ="
    )
    (folder / "bill.py").write_text(text, encoding="utf-8")

    assert "WF101" in run_for_real("check", "--output-format", "concise", cwd=folder).stdout


def test_what_python_does_not_compile_is_told(folder: Path) -> None:
    (folder / "deep.py").write_text(HANDLER + f"x = {'not ' * 10_000}1\n", encoding="utf-8")

    result = run_for_real("check", "--output-format", "concise", cwd=folder)

    assert "it is nested too deeply to be parsed" in result.stdout
    assert "bill.py:13:11" in result.stdout
