"""Fixed handlers and must-stay-silent cases: they complete, and each step runs exactly once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .node import HANDLERS

if TYPE_CHECKING:
    from .node import Driver

ALL = sorted(path.relative_to(HANDLERS).with_suffix("").as_posix() for path in HANDLERS.glob("*/*.ts"))
CORRECT = [name for name in ALL if name.endswith("_fixed") or name.startswith("silent/")]


@pytest.mark.parametrize("handler", CORRECT)
def test_completes_with_each_step_exactly_once(drive: Driver, handler: str) -> None:
    outcome = drive(handler, events=[{"id": "approval-o-17", "data": {"approved": True}}])

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert sorted(step.number for step in outcome.steps) == list(range(1, len(outcome.steps) + 1))
    assert (outcome.late, outcome.unhandled) == ([], [])
    assert set(outcome.conditions) == {"success"}


def test_handlers_begin_with_what_happens() -> None:
    for handler in ALL:
        first, second, *_ = (HANDLERS / f"{handler}.ts").read_text(encoding="utf-8").splitlines()

        assert first.startswith("// "), handler
        assert second.startswith(("//", "import ")), handler


def test_fixed_handlers_stand_beside_wrong_ones() -> None:
    assert {name.removesuffix("_fixed") for name in ALL if name.endswith("_fixed")} <= set(ALL)


def test_wrong_handlers_are_driven_by_tests() -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    wrong = [name.split("/") for name in ALL if name not in CORRECT]

    assert not [
        f"{rule}/{case}"
        for rule, case in wrong
        if not any(f"{rule}/{case}" in text or (f"{rule}/" in text and f'"{case}"' in text) for text in tests)
    ]
