"""WF8: what becomes of a run in flight when its handler changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .errors import branches, incompatible

if TYPE_CHECKING:
    from .node import Driver
    from .outcome import Outcome

_A, _B, _C = (f'await context.run("{name}", () => "{name}");' for name in "abc")
_ALL = 'await Promise.all([context.run("a", () => "a"), context.run("b", () => "b")]);'
_BESIDE = 'context.run("a", () => "a");'


def _serving(*statements: str) -> str:
    body = "\n  ".join(statements)
    return f"""
import {{ serve }} from "@upstash/workflow/nextjs";

export const {{ POST }} = serve(async (context) => {{
  {body}
}});
"""


def _deployed(drive: Driver, old: tuple[str, ...], new: tuple[str, ...], after: int) -> Outcome:
    """Run a handler whose new version answers all deliveries after so many."""
    return drive(sources=[*after * [_serving(*old)], _serving(*new)])


@pytest.mark.parametrize(
    ("new", "error"),
    [
        pytest.param(('await context.run("d", () => "d");', _B, _C), incompatible("d", "a"), id="renamed"),
        pytest.param((_B, _A, _C), incompatible("b", "a"), id="reordered"),
        pytest.param((_C, _A, _B), incompatible("c", "a"), id="inserted"),
        pytest.param((_B, _C), incompatible("b", "a"), id="removed"),
        pytest.param(
            ('await context.sleep("a", 1);', _B, _C),
            "WorkflowError: Incompatible step type. Expected 'SleepFor', got 'Run' from the request",
            id="another kind",
        ),
        pytest.param((_ALL, _C), branches(2, 1, "discard"), id="made parallel"),
    ],
)
def test_a_run_whose_finished_steps_change_fails(drive: Driver, new: tuple[str, ...], error: str) -> None:
    outcome = _deployed(drive, (_A, _B, _C), new, after=1)

    assert outcome.status == "failed"
    assert outcome.names == ["a"]
    assert outcome.errors == 2 * [error]


@pytest.mark.parametrize(
    ("new", "names"),
    [
        pytest.param((_A, _C, _B), ["a", "c", "b"], id="inserted behind"),
        pytest.param((_A, 'await context.run("d", () => "d");'), ["a", "d"], id="renamed behind"),
        pytest.param((_A,), ["a"], id="cut off behind"),
    ],
)
def test_a_run_whose_other_steps_change_goes_on(
    drive: Driver, new: tuple[str, ...], names: list[str]
) -> None:
    outcome = _deployed(drive, (_A, _B, _C), new, after=1)

    assert outcome.status == "completed"
    assert outcome.names == names


def test_steps_of_one_name_that_change_places_get_each_other_s_results(drive: Driver) -> None:
    charge, mail = (f'const {name} = await context.run("do", () => "{name}");' for name in ("charge", "mail"))
    end = "return { charge, mail };"

    outcome = _deployed(drive, (charge, mail, end), (mail, charge, end), after=1)

    assert outcome.status == "completed"
    assert outcome.result == {"charge": "charge", "mail": "charge"}


@pytest.mark.parametrize("old", [(_ALL, _C), (_BESIDE, _B, _C)], ids=["all", "not awaited"])
def test_a_group_that_becomes_a_sequence_fails(drive: Driver, old: tuple[str, ...]) -> None:
    outcome = _deployed(drive, old, (_A, _B, _C), after=5)

    assert outcome.names[:2] == ["a", "b"]
    assert outcome.status == "failed"
    assert outcome.errors == 2 * [incompatible("c", "a")]


def test_a_group_that_gets_another_branch_fails(drive: Driver) -> None:
    three = _ALL.replace("]", ', context.run("d", () => "d")]')

    outcome = _deployed(drive, (_ALL, _C), (three, _C), after=2)

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [branches(3, 2, "partial")]
