"""The files that other tools read: the action, the hooks, and what the documentation says of them."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import yaml
from command_line import run
from doc_blocks import blocks_of
from doc_project import ROOT, Project, Ran, metadata
from doc_yaml import lint, lint_yaml, scripts_in

import wflint
from wflint.config.settings import OutputFormat

if TYPE_CHECKING:
    from pathlib import Path

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
INPUTS = {"VERSION": wflint.__version__, "PATHS": ".", "ARGS": "", "OUTPUT_FORMAT": "github"}
TEXTS = {
    page: page.read_text(encoding="utf-8")
    for page in [
        ROOT / "README.md",
        ROOT / "action.yml",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs/how-to").glob("*.md"),
    ]
    if page.name != "changelog.md"
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, "climbing")


def acted(project: Project, **inputs: str) -> Ran:
    """Run the action's script with inputs."""
    [script] = scripts_in(ACTION)
    given = [f"{name}={shlex.quote(text)}" for name, text in {**INPUTS, **inputs}.items()]
    return project.run("\n".join([*given, script]))


@pytest.mark.parametrize("name", ["action.yml", ".pre-commit-hooks.yaml", ".readthedocs.yaml"])
def test_a_file_is_what_its_readers_expect(name: str) -> None:
    lint_yaml(ROOT / name, name)


def test_the_action_installs_the_version_that_it_belongs_to() -> None:
    assert yaml.safe_load(ACTION)["inputs"]["version"]["default"] == wflint.__version__


def test_the_action_takes_any_python_that_wflint_runs_on() -> None:
    [script] = scripts_in(ACTION)
    assert f'--python "{metadata()["requires-python"]}"' in script


def test_the_action_s_script_is_sound(tmp_path: Path) -> None:
    [script] = scripts_in(ACTION)
    path = tmp_path / "action.sh"
    path.write_text(f"#!/usr/bin/env bash\n{script}", encoding="utf-8")
    lint(path, "shellcheck")


def test_the_action_annotates_lines(project: Project) -> None:
    ran = acted(project, PATHS="workflows/refund.py")
    assert ran.exit_code == 1
    assert re.search(r"^::error file=workflows/refund\.py,line=24,", ran.output, re.MULTILINE)
    assert "booking.py" not in ran.output


def test_the_action_takes_several_paths_and_options(project: Project) -> None:
    ran = acted(project, PATHS="workflows/refund.py services.py", ARGS="--ignore WF308 --fail-level error")
    assert ran.exit_code == 0
    assert "::error" not in ran.output


def test_nothing_in_an_input_of_the_action_is_code(project: Project) -> None:
    ran = acted(project, PATHS="$(touch${IFS}made) ;touch made", ARGS="`touch made`")
    assert ran.exit_code == 2
    assert not (project.folder / "made").exists()


@pytest.mark.parametrize("page", list(TEXTS), ids=lambda page: page.name)
def test_a_page_names_the_version_of_this_checkout(page: Path) -> None:
    named = re.findall(r"(?:wflint==|wflint@v|rev: v)([0-9][\w.]*)", TEXTS[page])
    assert set(named) <= {wflint.__version__}


def test_pages_name_the_version_at_all() -> None:
    assert sum("wflint@v" in text or "rev: v" in text for text in TEXTS.values()) >= 3


@pytest.mark.parametrize("page", list(TEXTS), ids=lambda page: page.name)
def test_a_page_names_the_repository_by_its_address(page: Path) -> None:
    source: str = metadata()["urls"]["Source"]
    for address in re.findall(r"https://github\.com/[\w.-]*/wflint\b", TEXTS[page]):
        assert address == source
    for owner in re.findall(r"uses: ([\w-]+/wflint)@", TEXTS[page]):
        assert source.endswith(owner)


def test_every_output_format_is_described() -> None:
    page = TEXTS[ROOT / "docs" / "output-formats.md"]
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [each.value for each in OutputFormat]


@pytest.mark.parametrize(
    ("page", "title", "options"),
    [
        ("ci.md", ".github/workflows/wflint.yml", ("--ci", "github")),
        ("ci.md", ".gitlab-ci.yml", ("--ci", "gitlab")),
        ("pre-commit.md", ".pre-commit-config.yaml", ("--pre-commit",)),
    ],
)
def test_the_documentation_shows_what_init_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, title: str, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = next(block for block in blocks_of(ROOT / "docs/how-to" / page) if block.title == title)
    assert run("init", "--yes", *options).exit_code == 0
    assert (tmp_path / title).read_text(encoding="utf-8") == shown.text
