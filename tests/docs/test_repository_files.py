"""What the repository tells GitHub and its visitors."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from doc_project import ROOT, metadata
from doc_yaml import lint_yaml

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
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", each) for each in used)
    assert _read(path)["permissions"] == {}


def test_ci_tries_every_python_that_wflint_runs_on() -> None:
    tried = _read(ROOT / ".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    told = [line.rpartition(" ")[2] for line in metadata()["classifiers"] if "Python :: 3." in line]
    # One more is tried: its release may come before ours.
    assert tried[: len(told)] == told


def test_there_is_a_form_for_each_kind_of_mistake() -> None:
    assert [path.stem for path in FORMS] == ["crash", "false-alarm", "missed-alarm"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_what_debug_prints(path: Any) -> None:
    form = _read(path)
    assert {"name", "description", "labels", "body"} == set(form)
    asked = {each["id"]: each for each in form["body"] if "id" in each}
    assert "`wflint debug`" in asked["debug"]["attributes"]["label"]
    assert all(each["validations"]["required"] for each in asked.values())


def test_the_citation_holds_no_version_that_could_be_forgotten() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["license"] == "MIT"
    assert wflint.__version__ not in str(citation)


def test_each_test_that_the_promises_name_is_there() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/.]+)`", page))
    assert named
    assert all((ROOT / each).exists() for each in named)
