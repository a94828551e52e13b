"""`wflint init`: what it writes, what it asks, and what it leaves alone."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from command_line import CLEAN, HANDLER, run
from standard_input import piped

from wflint import __version__
from wflint.public_home import SOURCE
from wflint.tables.toml import parse_toml

if TYPE_CHECKING:
    from pathlib import Path

ALL = ("init", "--yes", "--configuration", "wflint.toml", "--pre-commit", "--ci", "github")
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/wflint.yml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    """Return what every file in a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


# --- what is written ---


def test_all_can_be_given_by_options(folder: Path) -> None:
    result = run(*ALL)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Found 1 handler of Upstash Workflow in 1 file.\n"
        "Wrote wflint.toml.\n"
        f"Wrote {HOOKS}.\n"
        f"Wrote {WORKFLOW}.\n"
        "\n"
        "Next:\n"
        "- `wflint check` shows 1 finding; `wflint baseline` records what may stay for now.\n"
        "- `pre-commit install` turns the hook on; `pre-commit run --all-files` tries it.\n"
        "- Commit what was written, and CI checks the next push.\n"
    )
    assert set(files(folder)) == {"bill.py", "wflint.toml", HOOKS, WORKFLOW}


def test_the_configuration_changes_nothing_but_names_what_was_found(folder: Path) -> None:
    before = run("check", "--output-format", "json").stdout
    run(*ALL)
    text = (folder / "wflint.toml").read_text(encoding="utf-8")
    assert parse_toml(text) == {}
    assert '# engines = ["upstash"]\n' in text
    assert run("check", "--output-format", "json").stdout == before


def test_every_example_in_the_configuration_is_an_option(folder: Path) -> None:
    run(*ALL)
    path = folder / "wflint.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    options = [line for line in lines if " = " in line]
    assert len(options) >= 10
    shown = "\n".join(line.removeprefix("# ") for line in options if "baseline" not in line)
    path.write_text(shown, encoding="utf-8")
    assert run("check", "--exit-zero").stderr == ""


def test_the_oldest_python_comes_from_the_project(folder: Path) -> None:
    text = '[project]\nname = "shop"\nrequires-python = ">=3.11,<4"\n'
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    run("init", "--yes", "--configuration", "wflint.toml")
    assert parse_toml((folder / "wflint.toml").read_text(encoding="utf-8")) == {"target-python": "3.11"}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_table_is_added_to_pyproject(folder: Path, newline: str) -> None:
    path = folder / "pyproject.toml"
    before = newline.join(["", "# ours", "[project]", 'name = "shop" # the shop', "", "[tool.ruff] # tidy"])
    path.write_bytes(before.encode())
    result = run("init", "--yes")
    after = path.read_bytes().decode()
    assert result.stdout.splitlines()[1] == "Added to pyproject.toml."
    assert after.startswith(f"{before}{newline}{newline}[tool.wflint]{newline}#")
    assert after.count("\n") == after.count(newline)
    document = parse_toml(after)
    assert document == {"project": {"name": "shop"}, "tool": {"ruff": {}, "wflint": {}}}
    assert "pyproject.toml configures this folder already.\n" in run("init", "--yes").stdout


def test_the_hook_and_the_job_are_for_the_whole_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "backend").mkdir()
    monkeypatch.chdir(folder / "backend")
    assert run(*ALL[:-1], "gitlab").exit_code == 0
    assert set(files(folder)) == {"bill.py", "backend/wflint.toml", HOOKS, ".gitlab-ci.yml"}


def test_correct_code_is_told_what_else_there_is(folder: Path) -> None:
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    out = run("init", "--yes").stdout
    assert "- `wflint check` finds nothing now; `wflint explain` shows what a replay does.\n" in out


def test_without_handlers_it_works_as_well(folder: Path) -> None:
    (folder / "bill.py").unlink()
    result = run("init", "--yes")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "Found no handlers in 0 files.")
    assert '# engines = ["inngest"]\n' in (folder / "wflint.toml").read_text(encoding="utf-8")


# --- what is there already ---

OWN_HOOKS = """\
# hooks
repos:
  - repo: local  # ours
    hooks:
      - id: ours
        args:
          - --x
    # - id: not now

# what pre-commit.ci does
ci:
  skip: [ours]
"""


def test_a_hook_comes_after_the_others(folder: Path) -> None:
    (folder / HOOKS).write_text(OWN_HOOKS, encoding="utf-8")
    assert "Added to .pre-commit-config.yaml.\n" in run("init", "--yes", "--configuration", "none").stdout
    hook = f"""\
  - repo: {SOURCE}
    rev: v{__version__}
    hooks:
      - id: wflint-check
"""
    after = (folder / HOOKS).read_text(encoding="utf-8")
    assert after == OWN_HOOKS.replace("    # - id: not now\n", f"    # - id: not now\n{hook}")
    assert yaml.safe_load(after)["ci"] == {"skip": ["ours"]}


@pytest.mark.parametrize(
    "stages", ["# stages: none yet", "stages: [test]", "stages:\n- build\n- 'test' # of units"]
)
def test_a_job_comes_after_the_others(folder: Path, stages: str) -> None:
    before = f"{stages}\n# jobs\ntest:\n  script: [make]  # all\n"
    (folder / ".gitlab-ci.yml").write_text(before, encoding="utf-8")
    run("init", "--yes", "--configuration", "none")
    after = (folder / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert after.startswith(f"{before}\nwflint:\n")
    assert list(yaml.safe_load(after)) == [*yaml.safe_load(before), "wflint"]


def test_a_second_run_writes_nothing(folder: Path) -> None:
    run(*ALL)
    before = files(folder)
    result = run("init", "--yes")
    assert (result.exit_code, result.stderr, files(folder)) == (0, "", before)
    assert result.stdout.splitlines()[1:] == [
        "wflint.toml configures this folder already.",
        f"{HOOKS} runs wflint already.",
        "CI runs wflint already, with github.",
        "Nothing was written.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "options", "said"),
    [
        ("wflint.toml", "", ("--configuration", "wflint.toml"), "wflint.toml: configures this folder"),
        ("wflint.toml", "", ("--configuration", "pyproject.toml"), "wflint.toml: configures this folder"),
        (
            "pyproject.toml",
            "[tool.wflint]\n",
            ("--configuration", "wflint.toml"),
            "pyproject.toml: configures",
        ),
        (
            "pyproject.toml",
            "[project\n",
            ("--configuration", "pyproject.toml"),
            "pyproject.toml: is not valid TOML",
        ),
        ("setup.py", "", ("--configuration", "pyproject.toml"), "there is no pyproject.toml in this folder"),
        (
            HOOKS,
            "repos:\n- repo: x\n  hooks:\n  - id: wflint-fix\n",
            ("--pre-commit",),
            f"{HOOKS}: runs wflint",
        ),
        (WORKFLOW, "name: mine\n", ("--ci", "github"), f"{WORKFLOW}: is there already"),
        (
            ".github/workflows/ci.yaml",
            "run: wflint check\n",
            ("--ci", "github"),
            "--ci github: wflint runs there",
        ),
        (
            ".gitlab-ci.yml",
            "x:\n  script: wflint check\n",
            ("--ci", "gitlab"),
            "--ci gitlab: wflint runs there",
        ),
        (
            ".github/workflows",
            "a file\n",
            ("--ci", "github"),
            f"{WORKFLOW}: the folder .github/workflows cannot",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    folder: Path, name: str, text: str, options: tuple[str, ...], said: str
) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    before = files(folder)
    result = run("init", "--configuration", "none", "--no-pre-commit", "--ci", "none", *options)
    assert (result.exit_code, files(folder)) == (2, before)
    assert result.stderr.startswith(f"wflint: error: {said}")


@pytest.mark.parametrize(
    ("name", "text", "options"),
    [
        ("pyproject.toml", "tool = { ruff = {} }\n", ("--configuration", "pyproject.toml")),
        (HOOKS, "repos: []\n", ("--pre-commit",)),
        (HOOKS, "fail_fast: true\n", ("--pre-commit",)),
        (".gitlab-ci.yml", "stages:\n  - build\n", ("--ci", "gitlab")),
        (
            ".gitlab-ci.yml",
            "stages: [build, unit-test] # no test\nunit:\n  stage: build\n  script: make test\n",
            ("--ci", "gitlab"),
        ),
        (".gitlab-ci.yml", "{build: {script: make}}\n", ("--ci", "gitlab")),
    ],
)
def test_what_cannot_be_edited_safely_is_printed(
    folder: Path, name: str, text: str, options: tuple[str, ...]
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    before = files(folder)
    result = run("init", "--configuration", "none", "--no-pre-commit", "--ci", "none", *options)
    assert (result.exit_code, files(folder)) == (2, before)
    assert result.stderr == (
        f"wflint: error: {name}: cannot be edited safely, and stays as it is; add this yourself:\n"
    )
    assert "wflint" in result.stdout
    assert result.stdout.endswith("Nothing was written.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="making a symbolic link takes a privilege there")
@pytest.mark.parametrize("name", [HOOKS, ".github", "pyproject.toml"])
def test_nothing_is_written_outside_of_the_repository(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "file").write_text("", encoding="utf-8")
    (folder / name).symlink_to(outside if name == ".github" else outside / "file")
    options = ("--configuration", "pyproject.toml" if name == "pyproject.toml" else "none")
    result = run("init", *options, "--pre-commit", "--ci", "github")
    assert result.exit_code == 2
    assert "lies outside of" in result.stderr
    assert files(outside) == {"file": b""}
    assert set(files(folder)) == {"bill.py"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        result = run("init", "--yes")
    finally:
        folder.chmod(0o700)
    assert result.exit_code == 2
    assert result.stderr.startswith("wflint: error: wflint.toml: cannot be written:")


# --- what is asked ---


def test_it_asks_and_proposes_what_fits(folder: Path) -> None:
    (folder / HOOKS).write_text(OWN_HOOKS, encoding="utf-8")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    (folder / ".github").mkdir()
    with piped("\n\n\n"):
        result = run("init")
    assert (result.exit_code, result.stderr) == (0, "")
    for asked in (
        "Where should the configuration go? (wflint.toml, pyproject.toml, none) [pyproject.toml]: ",
        "Check before each commit, with pre-commit? [Y/n]: ",
        "Which CI should check each change? (github, gitlab, none) [github]: ",
    ):
        assert asked in result.stdout
    assert set(files(folder)) == {"bill.py", "pyproject.toml", HOOKS, WORKFLOW}


def test_answers_are_taken(folder: Path) -> None:
    with piped("none\ny\ngitlab\n"):
        assert run("init").exit_code == 0
    assert set(files(folder)) == {"bill.py", HOOKS, ".gitlab-ci.yml"}


def test_what_an_option_says_is_not_asked(folder: Path) -> None:
    with piped("gitlab\n"):
        result = run("init", "--configuration", "none", "--no-pre-commit")
    assert "pre-commit?" not in result.stdout
    assert set(files(folder)) == {"bill.py", ".gitlab-ci.yml"}


def test_without_anybody_to_ask_nothing_is_written(folder: Path) -> None:
    before = files(folder)
    with piped("\n"):
        result = run("init")
    assert (result.exit_code, files(folder)) == (2, before)
    assert "there is nobody to ask; `--yes` asks nothing" in result.stderr


def test_without_a_sign_of_pre_commit_or_ci_the_configuration_is_all(folder: Path) -> None:
    assert run("init", "--yes").exit_code == 0
    assert set(files(folder)) == {"bill.py", "wflint.toml"}
