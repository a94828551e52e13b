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


@pytest.mark.parametrize("handler", ALL)
def test_a_handler_begins_with_what_happens(handler: str) -> None:
    first, second, *_ = (HANDLERS / f"{handler}.ts").read_text(encoding="utf-8").splitlines()

    assert first.startswith("// ")
    assert second.startswith(("//", "import "))


@pytest.mark.parametrize("handler", [name for name in ALL if name.endswith("_fixed")])
def test_a_fixed_handler_stands_beside_the_wrong_one(handler: str) -> None:
    assert handler.removesuffix("_fixed") in ALL


@pytest.mark.parametrize("handler", [name for name in ALL if name not in CORRECT])
def test_a_wrong_handler_is_driven_by_a_test(handler: str) -> None:
    rule, case = handler.split("/")
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]

    assert any(f"{rule}/" in source and (f'"{case}"' in source or handler in source) for source in sources)
