"""What looks wrong and is right: it completes on both versions of the SDK, each step once, and wflint has nothing to say of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fixing import NOTHING, fixed

from wflint.findings import Level

from .node import EVENT, HANDLERS

if TYPE_CHECKING:
    from .node import Driver

ALL = sorted(path.relative_to(HANDLERS).with_suffix("").as_posix() for path in HANDLERS.glob("*/*.ts"))
SILENT = [name for name in ALL if name.startswith("silent/") and name != "silent/failure_function"]
WRONG = [name for name in ALL if not name.startswith("silent/") and not name.endswith("_fixed")]
_RESULTS: dict[str, Any] = {
    "all": 14, "arguments": 14, "catch_and_step": "done", "detached": 3, "equal_ids": ["alpha", "beta", "gamma", "rest"],
    "event_in_step": "shipped", "fetch": "{}", "finally": "done", "guarded_sleep": "shipped",
    "race_and_settled": {"first": "fast", "all": ["fulfilled", "rejected"]}, "sync": "paid", "thenable": 7,
}  # fmt: skip


def _event() -> dict[str, Any]:
    return {**EVENT, "data": {**EVENT["data"], "until": int(time.time() * 1000) + 200}}


@pytest.mark.parametrize("checkpoints", [True, False])
@pytest.mark.parametrize("handler", SILENT)
def test_completes_with_each_step_done_once(drive: Driver, handler: str, *, checkpoints: bool) -> None:
    outcome = drive(handler, event=_event(), checkpoints=checkpoints, cap=20)

    assert (outcome.status, outcome.result) == ("completed", _RESULTS[handler.partition("/")[2]])
    assert max(outcome.ran.values(), default=1) == 1
    assert (len(outcome.sent), outcome.unhandled) == (int(handler == "silent/event_in_step"), [])


def test_a_failure_function_runs_its_steps_in_a_run_of_its_own(drive: Driver) -> None:
    failed = {"name": "inngest/function.failed", "data": {"error": {"name": "Error", "message": "no stock"}}}
    outcome = drive("silent/failure_function", event=failed, failing=True)

    assert (outcome.status, outcome.result) == ("completed", "refunded")
    assert (outcome.names, outcome.log) == (["tell", "rest", "refund"], ["no stock"])


@pytest.mark.parametrize("handler", [name for name in ALL if name not in WRONG])
def test_nothing_is_said_of_it(handler: str) -> None:
    remaining = fixed(HANDLERS / f"{handler}.ts", wanted=NOTHING, level=Level.WARNING).remaining

    assert [each.finding.code for each in remaining] == []


@pytest.mark.parametrize("handler", WRONG)
def test_its_own_rule_speaks_of_what_is_wrong(handler: str) -> None:
    remaining = fixed(HANDLERS / f"{handler}.ts", wanted=NOTHING, level=Level.INFO).remaining

    assert handler.partition("/")[0] in {each.finding.name for each in remaining}


def test_handlers_begin_with_what_happens() -> None:
    for handler in ALL:
        first, second, *_ = (HANDLERS / f"{handler}.ts").read_text(encoding="utf-8").splitlines()

        assert first.startswith("// "), handler
        assert second.startswith("import "), handler


def test_wrong_handlers_are_driven_by_tests() -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    parts = [name.split("/") for name in WRONG]

    assert not [
        f"{rule}/{case}"
        for rule, case in parts
        if not any(f"{rule}/{case}" in text or (f"{rule}/" in text and f'"{case}"' in text) for text in tests)
    ]
