"""What the driver does: its crashes are kills, and its recoveries are those of DBOS."""

from __future__ import annotations

from .crashes import AT_END
from .drive import drive

_SOURCE = """
import os
from dbos import DBOS

LOG = []


@DBOS.step()
def charge():
    LOG.append("charge")


@DBOS.workflow()
def order(item):
    LOG.append("begin")
    try:
        charge()
        DBOS.run_step({"name": "ship"}, lambda: LOG.append("ship"))
        LOG.append("end")
    finally:
        LOG.append("finally")
    return item, os.environ.get("MOOD", "")
"""


def test_a_run_without_a_crash_is_one_pass() -> None:
    outcome = drive(_SOURCE, "tea", env=[{"MOOD": "good"}])

    assert outcome.status == "completed"
    assert outcome.output == ("tea", "good")
    assert outcome.names == ["charge", "ship"]
    assert [done.log for done in outcome.passes] == [("begin", "charge", "ship", "end", "finally")]


def test_a_crash_kills_the_process_and_recorded_steps_are_not_run_again() -> None:
    outcome = drive(_SOURCE, "tea", crash_after=[1, 1])

    assert outcome.status == "completed"
    assert [done.crashed for done in outcome.passes] == [True, True, False]
    assert [done.log for done in outcome.passes] == [
        ("begin", "charge"),
        ("begin", "ship"),
        ("begin", "end", "finally"),
    ]


def test_a_crash_at_the_end_repeats_what_follows_the_last_step() -> None:
    outcome = drive(_SOURCE, "tea", crash_after=[AT_END])

    assert outcome.status == "completed"
    assert [done.log for done in outcome.passes] == [
        ("begin", "charge", "ship", "end", "finally"),
        ("begin", "end", "finally"),
    ]


def test_a_crash_that_is_never_due_does_not_happen() -> None:
    outcome = drive(_SOURCE, "tea", crash_after=[7])

    assert outcome.status == "completed"
    assert [done.crashed for done in outcome.passes] == [False]


def test_a_module_that_raises_is_rejected() -> None:
    outcome = drive("LOG = []\nraise ValueError('no')")

    assert outcome.status == "rejected"
    assert outcome.error == "ValueError: no"


def test_a_workflow_that_waits_for_ever_hangs() -> None:
    outcome = drive(
        "from dbos import DBOS\nLOG = []\n@DBOS.workflow()\ndef order():\n    DBOS.recv('never')\n",
        patience=0.2,
    )

    assert outcome.status == "hanging"
