"""Walks over events written by hand: where they go, and in which order."""

from __future__ import annotations

import pytest
from abstract_values import site
from written_events import at_once, attempt, clause, did, inlined, inside, left, loop, many, ran, when

from wflint.domain.phase import REPLAYED
from wflint.effects import EffectKind, Row
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, SummarizedEffect, UnknownCall
from wflint.trace.walk import effects_among, runs_step, steps_run, walk

_EVENTS: list[Event] = [
    did("a"),
    inlined(did("b"), ran("inner", did("c"))),
    loop([when(many("d"), many("e"))], many("f")),
    attempt(many("g"), clause(did("h")), orelse=many("i"), final=many("j")),
    inside(many("k"), many("l")),
    at_once(many("m"), many("n")),
    ran("outer", inlined(did("o"))),
]


def _met(*, into_calls: bool = True, into_steps: bool = False) -> str:
    found = walk(_EVENTS, into_calls=into_calls, into_steps=into_steps)
    return "".join(event.text for event in found if isinstance(event, UnknownCall))


def test_a_walk_meets_every_block_in_the_order_of_the_code() -> None:
    assert _met() == "abdefghijklmn"


def test_a_walk_can_stay_out_of_calls() -> None:
    assert _met(into_calls=False) == "adefghijklmn"


def test_a_walk_can_go_into_the_functions_of_steps() -> None:
    assert _met(into_steps=True) == "abcdefghijklmno"
    assert _met(into_calls=False, into_steps=True) == "adefghijklmn"


def test_a_walk_meets_blocks_before_what_is_in_them() -> None:
    call = inlined(did("a"))
    assert list(walk([call])) == [call, *call.body]


def test_steps_are_met_in_calls_and_blocks_but_not_in_steps() -> None:
    nested = ran("outer", ran("nested"))
    steps = [step.constant_name for step in steps_run([*_EVENTS, nested])]
    assert steps == ["inner", "outer", "outer"]


@pytest.mark.parametrize(
    ("events", "runs"),
    [
        ([], False),
        (many("a"), False),
        ([left("return")], False),
        ([ran("a")], True),
        ([when([], [ran("a")])], True),
        ([loop([inlined(ran("a"))])], True),
        ([attempt([], final=[ran("a")])], True),
        ([attempt([], clause(ran("a")))], True),
        ([at_once([], [ran("a")])], True),
    ],
)
def test_whether_a_step_runs_anywhere(events: list[Event], *, runs: bool) -> None:
    assert runs_step(events) is runs


def _effect(name: str) -> EffectCall:
    here = site(name)
    return EffectCall(here, (here,), name, Row(name, "", EffectKind.NETWORK), None, REPLAYED)


def test_effects_are_those_of_blocks_of_calls_and_of_summaries() -> None:
    direct, deep, conditional = _effect("direct"), _effect("deep"), _effect("conditional")
    unknown = UnknownCall(site(), "unknown")
    in_step = _effect("in step")
    events: list[Event] = [
        direct,
        SummarizedEffect(site(), deep),
        when([conditional], [inlined(unknown)]),
        ran("a", in_step),
    ]
    assert list(effects_among(events)) == [direct, deep, conditional, unknown]
