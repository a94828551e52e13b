"""Fixed handlers and must-stay-silent cases: they complete, and each step runs exactly once."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from .cases import HEADERS, NO_PROXY, ORDER, outcome_of
from .drive import WITNESSES, drive

ALL = sorted(str(path.relative_to(WITNESSES).with_suffix("")) for path in WITNESSES.glob("*/*.py"))
CORRECT = [name for name in ALL if name.endswith("_fixed") or name.startswith("silent/")]


@pytest.mark.parametrize("witness", CORRECT)
def test_completes_with_each_step_exactly_once(witness: str, payload: dict[str, Any]) -> None:
    outcome = outcome_of(witness, payload=payload, env=NO_PROXY)

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert set(outcome.executed.values()) == {1}
    assert [step.number for step in outcome.steps] == list(range(1, len(outcome.steps) + 1))
    assert (outcome.late, outcome.warnings, outcome.loop_errors) == ((), (), ())


def test_stable_values_are_the_same_in_every_process() -> None:
    outcome = drive(WITNESSES / "silent/stable_values.py", ORDER, headers=HEADERS, seeds=(1, 2, 3, 4))

    assert outcome.status == "completed"
    assert outcome.errors == []


@pytest.mark.parametrize("witness", ALL)
def test_a_witness_says_what_happens_and_builds_a_handler(witness: str) -> None:
    module = ast.parse((WITNESSES / f"{witness}.py").read_text(encoding="utf-8"))
    names = {
        target.id
        for node in module.body
        for target in (node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)])
        if isinstance(target, ast.Name)
    }

    assert ast.get_docstring(module)
    assert "LOG" in names
    assert names & {"app", "handler"}


@pytest.mark.parametrize("witness", [name for name in ALL if name.endswith("_fixed")])
def test_a_fixed_handler_stands_beside_the_wrong_one(witness: str) -> None:
    assert witness.removesuffix("_fixed") in ALL


@pytest.mark.parametrize("witness", [name for name in ALL if name not in CORRECT])
def test_a_wrong_handler_is_driven_by_a_test(witness: str) -> None:
    rule, case = witness.split("/")
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]

    assert any(f"{rule}/" in source and (f'"{case}"' in source or witness in source) for source in sources)
