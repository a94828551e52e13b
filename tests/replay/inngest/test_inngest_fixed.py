"""What `wflint fix` makes of the wrong witnesses runs to its end on the real SDK, each step exactly once."""

from __future__ import annotations

from typing import Any

import pytest
from fixing import changed_witnesses

from replay.cases import NO_PROXY

from .drive import WITNESSES, drive

_LEFT_OUT = {
    "network-outside-step/after_last_step": "it fails on purpose at its end",
    "duplicate-step-name/condition_changes": "two of its steps have one name, which is right here",
    "unordered-iteration/constant_id": "it reads a folder that only its own test has",
}


_CHANGED = changed_witnesses(WITNESSES, _LEFT_OUT)


@pytest.mark.parametrize("witness", _CHANGED)
def test_a_wrong_witness_runs_right_once_it_is_fixed(
    witness: str, payload: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARRIER", "post")
    for name, value in NO_PROXY.items():
        monkeypatch.setenv(name, value)
    text, left = _CHANGED[witness]

    outcome = drive(text, data=payload)

    assert witness.partition("/")[0] not in left
    assert (outcome.status, outcome.errors) == ("completed", ())
    assert set(outcome.executed.values()) == {1}
    assert (outcome.warnings, outcome.loop_errors) == ((), ())


def test_most_wrong_witnesses_can_be_fixed() -> None:
    assert len(_CHANGED) >= 38
