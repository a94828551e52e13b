"""What Windows and macOS do otherwise, as far as it can be had here: missing calls, consoles, spellings, long paths, drives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CLEAN, HANDLER, MISTAKE_LINE, run
from shims import CASE_IGNORED, ON_WINDOWS_MISSING, run_with

from wflint.parts.asked import relative

BASELINE = "wflint-baseline.txt"
ELSEWHERE = pytest.mark.skipif(sys.platform != "linux", reason="the other systems are themselves there")
CONSOLE = "# Größe → 大きさ \N{PARTY POPPER}\n" + HANDLER.replace(
    "time.time()\n", "time.time()  # größer → 大\n", 1
)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "app.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path / "project"


@ELSEWHERE
@pytest.mark.parametrize(
    ("arguments", "exit_code", "told"),
    [
        (("check", "."), 1, "error[clock-outside-step]"),
        (("check", "--jobs", "2", "."), 1, "error[clock-outside-step]"),
        (("explain", "app.py"), 0, "bill"),
        (("fix", "--unsafe", "app.py"), 0, ""),
        (("baseline",), 0, ""),
        (("debug",), 0, "wflint"),
        (("clean",), 0, ""),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else None,
)
def test_a_command_needs_nothing_that_windows_lacks(
    scratch: Path, project: Path, arguments: tuple[str, ...], exit_code: int, told: str
) -> None:
    ran = run_with(ON_WINDOWS_MISSING, scratch, project, *arguments)
    assert ran.returncode == exit_code, ran.stderr
    assert told in ran.stdout
    if "fix" in arguments:
        assert (project / "app.py").read_text(encoding="utf-8") == CLEAN


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp932", "ascii"])
@pytest.mark.parametrize("output_format", ["full", "concise", "json", "sarif", "github"])
def test_a_console_gets_what_it_can_show(
    project: Path, encoding: str, output_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    (project / "app.py").write_text(CONSOLE, encoding="utf-8")
    ran = run("check", "--output-format", output_format, "app.py", encoding=encoding)
    assert ran.exit_code == 1, ran.stderr
    assert "clock-outside-step" in ran.stdout
    if output_format in {"json", "sarif"}:
        assert json.loads(ran.stdout)


def test_the_console_of_a_real_process_gets_it_as_well(scratch: Path, project: Path) -> None:
    (project / "app.py").write_text(CONSOLE, encoding="utf-8")
    ran = run_with("", scratch, project, "check", "app.py", PYTHONIOENCODING="cp437", PYTHONUTF8="0")
    assert ran.returncode == 1, ran.stderr
    assert "clock-outside-step" in ran.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_diff_is_in_the_encoding_of_its_file_whatever_the_console_takes(
    scratch: Path, project: Path, encoding: str
) -> None:
    text = f"# coding: {encoding}\n" + HANDLER.replace("time.time()\n", "time.time()  # größer\n", 1)
    (project / "app.py").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    other = {"utf-8": "cp1252", "cp1252": "utf-8"}[encoding]
    ran = run_with(
        "", scratch, project, "fix", "--diff", "--unsafe", "app.py", PYTHONIOENCODING=other, encoding=encoding
    )
    assert ran.returncode == 1, ran.stderr
    (project / "fix.patch").write_bytes(ran.stdout.encode(encoding))
    command = ["git", "apply", "--unidiff-zero", "fix.patch"]
    subprocess.run(command, cwd=project, check=True)  # noqa: S603 - git
    fixed = (project / "app.py").read_bytes().decode(encoding)
    assert 'await context.run("get-now", time.time)  # größer\r\n' in fixed


@ELSEWHERE
def test_a_file_that_is_spelled_in_two_ways_is_found(scratch: Path, project: Path) -> None:
    ran = run_with(CASE_IGNORED, scratch, project, "check", "--output-format", "json", "App.py", "app.py")
    assert ran.returncode == 1, ran.stderr
    # Python's paths cannot tell them apart on macOS, where the finding is told twice.
    assert {each["start"]["line"] for each in json.loads(ran.stdout)["findings"]} == {MISTAKE_LINE}


@ELSEWHERE
def test_a_module_that_is_imported_by_another_spelling_does_no_harm(scratch: Path, project: Path) -> None:
    (project / "clocks.py").write_text(
        "import time\n\n\ndef now() -> float:\n    return time.time()\n", encoding="utf-8"
    )
    text = HANDLER.replace("import time\n", "import time\nfrom Clocks import now as read\n", 1)
    (project / "app.py").write_text(text.replace("time.time()", "read()"), encoding="utf-8")
    ran = run_with(CASE_IGNORED, scratch, project, "check", "--output-format", "json", ".")
    assert ran.returncode in {0, 1}, ran.stderr
    report = json.loads(ran.stdout)
    assert report["summary"]["handlers"] == 1
    assert len(report["findings"]) <= 1


def test_a_path_may_be_longer_than_windows_once_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deep = Path(*["f" * 60] * 7, "m" * 200 + ".py")
    deep.parent.mkdir(parents=True)
    deep.write_text(HANDLER, encoding="utf-8")
    assert len(deep.as_posix()) > 600
    found = run("check", "--output-format", "json", ".")
    assert [each["path"] for each in json.loads(found.stdout)["findings"]] == [deep.as_posix()]
    assert run("baseline").exit_code == 0
    assert run("check", "--baseline", BASELINE, ".").exit_code == 0
    assert run("fix", "--unsafe", "--isolated", deep).exit_code == 0
    assert deep.read_text(encoding="utf-8") == CLEAN


def _on_another_drive(path: object, start: object = None) -> str:
    raise ValueError(f"path is on mount 'D:', start on mount 'C:': {path}, {start}")


def test_what_lies_on_another_drive_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "relpath", _on_another_drive)
    assert relative(Path("/d/app.py"), Path("/c")) == "/d/app.py"
    assert relative(Path("/c/a/app.py"), Path("/c")) == "a/app.py"


def test_a_baseline_on_another_drive_holds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setattr(os.path, "relpath", _on_another_drive)
    assert run("baseline").exit_code == 0
    [entry] = (project / BASELINE).read_text(encoding="utf-8").splitlines()[-1:]
    assert entry.startswith((project / "app.py").as_posix())
    assert run("check", "--baseline", BASELINE, ".").exit_code == 0
