from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import run

ROOT = Path(__file__).parent.parent
WORKFLOWS = "fixtures/tour/workflows"
EXPECTED = [
    ("WF304", f"{WORKFLOWS}/onboarding.py", 25),
    ("WF205", f"{WORKFLOWS}/onboarding.py", 27),
    ("WF501", f"{WORKFLOWS}/onboarding.py", 28),
    ("WF103", f"{WORKFLOWS}/onboarding.py", 32),
    ("WF601", f"{WORKFLOWS}/onboarding.py", 37),
    ("WF401", f"{WORKFLOWS}/onboarding.py", 38),
    ("WF102", f"{WORKFLOWS}/orders.py", 29),
    ("WF101", f"{WORKFLOWS}/orders.py", 40),
    ("WF402", f"{WORKFLOWS}/orders.py", 45),
    ("WF503", f"{WORKFLOWS}/orders.py", 45),
    ("WF302", f"{WORKFLOWS}/orders.py", 48),
    ("WF303", f"{WORKFLOWS}/reports.py", 24),
    ("WF403", f"{WORKFLOWS}/reports.py", 29),
    ("WF301", f"{WORKFLOWS}/subscriptions.py", 29),
    ("WF605", f"{WORKFLOWS}/subscriptions.py", 30),
]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(ROOT)
    result = run("check", "--output-format", "json", "fixtures/tour")
    assert result.exit_code == 1
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


def test_the_tour_has_the_findings_that_it_was_written_for(report: dict[str, Any]) -> None:
    found = [(each["code"], each["path"], each["start"]["line"]) for each in report["findings"]]
    assert found == EXPECTED


def test_the_tour_shows_mistakes_in_every_workflow(report: dict[str, Any]) -> None:
    assert {each["handler"] for each in report["findings"]} == {"fulfil", "onboard", "report", "renew"}


def test_a_mistake_in_a_service_is_told_with_the_place_in_the_service(report: dict[str, Any]) -> None:
    [reference] = [each for each in report["findings"] if each["code"] == "WF102"]
    assert "fixtures/tour/services/references.py" in {each["path"] for each in reference["related"]}


def test_the_readme_says_how_many_mistakes_the_demo_shows() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(EXPECTED) == 15
    assert "`make demo` shows fifteen mistakes" in readme


def test_make_demo_checks_the_tour() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "wflint check --exit-zero fixtures/tour\n" in makefile
