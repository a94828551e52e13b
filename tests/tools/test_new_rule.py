"""What `python -m tools.new_rule` writes is a rule that finds nothing yet, and fixtures that ask for more."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from markers import check_all, told_by

from tools.new_rule import SUMMARY, placeholders
from tools.new_rule.__main__ import ROOT, main
from wflint.findings import Level

if TYPE_CHECKING:
    from types import ModuleType

CHANGELOG = """\
# Changelog

## [Unreleased]

### Added

- One thing,
  and more of it.

### Fixed

- Another.

## [0.1.0]

### Added

- Everything.
"""
NAME, CODE = "step-in-thread", "WF399"
HEADINGS = ["What it does", "Why it breaks on replay", "Example", "Use instead"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "wflint" / "rules").mkdir(parents=True)
    (tmp_path / "wflint" / "rules" / "other_rule.py").write_text('RULE = Rule(code="WF101")\n')
    (tmp_path / "fixtures" / "other-rule").mkdir(parents=True)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    return tmp_path


@pytest.fixture
def module(root: Path) -> ModuleType:
    """The module of a rule that has just been written."""
    summary = ["--summary", "A step runs in a thread"]
    assert main([NAME, "--code", CODE, "--level", "warning", *summary], root) == 0
    path = root / "wflint" / "rules" / "step_in_thread.py"
    spec = importlib.util.spec_from_file_location("step_in_thread", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_says_what_it_wrote(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([NAME, "--code", CODE], root) == 0

    *files, _, _, command = capsys.readouterr().out.splitlines()
    assert files == [
        "wflint/rules/step_in_thread.py",
        "fixtures/step-in-thread/wrong.py",
        "fixtures/step-in-thread/wrong.ts",
        "fixtures/step-in-thread/ok_right.py",
        "fixtures/step-in-thread/ok_right.ts",
        "CHANGELOG.md",
    ]
    assert all((root / each).is_file() for each in files)
    tests = [each for each in command.split() if each.startswith("tests/")]
    assert tests == ["tests/test_fixtures.py", "tests/test_rule_examples.py"]
    assert all((ROOT / each).is_file() for each in tests)


def test_the_module_is_a_rule_that_finds_nothing_yet(module: Any) -> None:
    assert (module.RULE.code, module.RULE.level) == (CODE, Level.WARNING)
    assert module.RULE.summary == "A step runs in a thread"
    report = Mock()
    module.check(Mock(steps=[Mock()]), report)
    assert report.mock_calls == []


def test_the_page_has_the_fixed_headings(module: ModuleType) -> None:
    lines = (module.__doc__ or "").splitlines()
    assert lines[0] == f"# {NAME}"
    assert [line.removeprefix("## ") for line in lines if line.startswith("## ")] == HEADINGS


@pytest.mark.parametrize("heading", ["Example", "Use instead"])
def test_the_page_shows_both_languages(module: ModuleType, heading: str) -> None:
    section = (module.__doc__ or "").split(f"## {heading}")[1].split("## ")[0]
    assert re.findall(r"^```(\w+)$", section, re.MULTILINE) == ["python", "typescript"]


def test_what_is_to_be_replaced_is_known(module: ModuleType) -> None:
    known = placeholders()
    assert {SUMMARY, "Finds ...", "Report ...", "What goes wrong here ..."} <= {
        each.strip() for each in known
    }
    assert any(each in (module.__doc__ or "") for each in known)


@pytest.mark.usefixtures("module")
def test_the_module_is_formatted_and_has_no_lints(root: Path) -> None:
    text = (root / "wflint" / "rules" / "step_in_thread.py").read_text()
    ruff = str(Path(sys.executable).with_name("ruff"))
    for command in (["check"], ["format", "--check"]):
        arguments = [ruff, *command, "--no-cache", "--stdin-filename", "wflint/rules/step_in_thread.py", "-"]
        done = subprocess.run(arguments, input=text, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - the project's own linter
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize("suffix", ["py", "ts"])
def test_one_fixture_asks_for_a_finding_and_the_other_for_none(root: Path, suffix: str) -> None:
    wrong, right = (root / "fixtures" / NAME / f"{name}.{suffix}" for name in ("wrong", "ok_right"))

    [told] = told_by({wrong.name: wrong.read_text()})
    assert (told.code, told.level) == (CODE, "warning")
    assert told_by({right.name: right.read_text()}) == []
    for path in (wrong, right):
        report = check_all(path)
        assert (report.handlers, report.findings) == (1, ())


@pytest.mark.usefixtures("module")
def test_the_changelog_tells_of_it_last_of_what_is_added(root: Path) -> None:
    entry = "- `step-in-thread` (WF399): A step runs in a thread.\n"
    before, after = CHANGELOG.split("\n### Fixed")
    assert (root / "CHANGELOG.md").read_text() == f"{before}{entry}\n### Fixed{after}"


def test_a_changelog_without_additions_gets_some(root: Path) -> None:
    (root / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n\n### Added\n\n- All.\n"
    )
    assert main([NAME, "--code", CODE], root) == 0
    text = (root / "CHANGELOG.md").read_text()
    assert text.startswith("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- `step-in-thread` (WF399): ")
    assert text.endswith(".\n\n## [0.1.0]\n\n### Added\n\n- All.\n")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["Step", "--code", CODE], "'Step' is no name of a rule"),
        ([NAME, "--code", "399"], "'399' is no code of a rule"),
        ([NAME, "--code", CODE, "--level", "fatal"], "invalid choice: 'fatal'"),
        ([NAME, "--code", "WF101"], "WF101 is the code of wflint/rules/other_rule.py"),
        (["other-rule", "--code", CODE], "wflint/rules/other_rule.py exists already"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    before = sorted(root.rglob("*"))
    with pytest.raises(SystemExit) as left:
        main(arguments, root)
    assert left.value.code == 2
    assert problem in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before
