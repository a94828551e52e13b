"""What the repository tells GitHub and its visitors."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import Any

import pytest
import yaml
from doc_project import ROOT, metadata
from doc_yaml import lint, lint_yaml

import wflint

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(
    path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml"
)


def _read(path: Any) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_what_github_expects(path: Any) -> None:
    lint_yaml(path, f".github/workflows/{path.name}")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_takes_actions_at_a_commit_and_may_nothing_by_default(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    for each in used:
        ours = each.startswith("./") and (ROOT / each.partition(" ")[0]).exists()
        assert ours or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", each), each
    assert _read(path)["permissions"] == {}


def test_an_action_is_taken_at_one_commit_everywhere() -> None:
    pages = [ROOT / "README.md", ROOT / "action.yml", *WORKFLOWS, *(ROOT / "docs").rglob("*.md")]
    told = [
        each
        for page in pages
        for each in re.findall(r"uses: (\S+)@([0-9a-f]{40}.*)", page.read_text("utf-8"))
    ]
    commits = dict(told)
    assert len(commits) > 5
    assert {(action, commits[action]) for action, _ in told} == set(told)


def test_only_what_publishes_may_more_than_read() -> None:
    written = {
        (path.stem, name, permission)
        for path in WORKFLOWS
        for name, job in _read(path)["jobs"].items()
        for permission, level in job["permissions"].items()
        if level == "write"
    }
    assert written == {
        ("release", "attest", "attestations"),
        ("release", "attest", "id-token"),
        ("release", "pypi", "id-token"),
        ("release", "npm", "id-token"),
        ("release", "page", "contents"),
    }


def test_nothing_is_published_before_it_is_tested_and_signed() -> None:
    jobs = _read(ROOT / ".github/workflows/release.yml")["jobs"]

    def before(name: str) -> set[str]:
        needs = jobs[name].get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        return direct.union(*(before(each) for each in direct))

    for name in ("pypi", "npm", "page"):
        assert {"ci", "build", "attest"} <= before(name)
    # What publishes runs nothing of the repository, whose dependencies could ask for its identity.
    for name in ("attest", "pypi", "npm", "page"):
        assert not any("checkout" in step.get("uses", "") for step in jobs[name]["steps"])


def test_no_workflow_has_a_password() -> None:
    for path in WORKFLOWS:
        assert "secrets." not in path.read_text(encoding="utf-8")


def test_a_new_version_of_anything_waits_for_a_week() -> None:
    lint_yaml(ROOT / ".github" / "dependabot.yml", ".github/dependabot.yml")
    updates = _read(ROOT / ".github" / "dependabot.yml")["updates"]
    assert {each["cooldown"]["default-days"] for each in updates} == {7}
    [npm] = [each for each in updates if each["package-ecosystem"] == "npm"]
    locked = {path.parent for path in ROOT.glob("**/package-lock.json") if "node_modules" not in path.parts}
    assert {ROOT / each.lstrip("/") for each in npm["directories"]} == locked


@pytest.mark.skipif(sys.version_info < (3, 11), reason="zizmor needs it")
def test_workflows_give_nothing_away() -> None:
    lint(ROOT / ".github", "zizmor", "--offline", "--quiet", "--no-progress", str(ROOT / "action.yml"))


@pytest.mark.external
@pytest.mark.parametrize(
    ("program", "checked"), [("actionlint", ".github/workflows"), ("hadolint", "Dockerfile")]
)
def test_what_is_no_python_package_finds_nothing_either(program: str, checked: str) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    path = ROOT / checked
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    done = subprocess.run([found, *map(str, files)], capture_output=True, text=True, check=False)  # noqa: S603 - a linter
    assert done.returncode == 0, done.stdout + done.stderr


def test_ci_tries_every_python_that_wflint_runs_on() -> None:
    tried = _read(ROOT / ".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    told = [line.rpartition(" ")[2] for line in metadata()["classifiers"] if "Python :: 3." in line]
    # One more is tried: its release may come before ours.
    assert tried[: len(told)] == told


def test_there_is_a_form_for_each_kind_of_mistake() -> None:
    assert [path.stem for path in FORMS] == ["crash", "false-alarm", "missed-alarm"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_what_debug_prints(path: Any) -> None:
    lint_yaml(path, f".github/ISSUE_TEMPLATE/{path.name}")
    form = _read(path)
    assert {"name", "description", "labels", "body"} == set(form)
    asked = {each["id"]: each for each in form["body"] if "id" in each}
    assert "`wflint debug`" in asked["debug"]["attributes"]["label"]
    assert all(each["validations"]["required"] for each in asked.values())


def test_there_is_a_way_to_report_in_private() -> None:
    lint_yaml(ROOT / ".github/ISSUE_TEMPLATE/config.yml", ".github/ISSUE_TEMPLATE/config.yml")
    config = _read(ROOT / ".github/ISSUE_TEMPLATE/config.yml")
    assert config["blank_issues_enabled"] is False
    assert config["contact_links"][0]["url"].endswith("/security/policy")


def test_the_citation_holds_no_version_that_could_be_forgotten() -> None:
    lint_yaml(ROOT / "CITATION.cff", "CITATION.cff")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["license"] == "MIT"
    assert wflint.__version__ not in str(citation)


def test_each_test_that_the_promises_name_is_there() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/.]+)`", page))
    assert named
    assert all((ROOT / each).exists() for each in named)
