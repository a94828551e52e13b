"""Frames do not change, and code means the same inside and outside of blocks (K4)."""

from __future__ import annotations

import pytest
from abstract_values import GLOBALS, TAINTS, site, step
from interpreted import Run, effects_in

from wflint.domain.taint import LoopVariance, taint_sources
from wflint.domain.values import TOP
from wflint.interpreter.frame import Frame
from wflint.trace.event import Event
from wflint.trace.events import Exit, ExitKind
from wflint.trace.walk import walk

_FRAME = Frame(GLOBALS)
_LOOP = LoopVariance(site(), GLOBALS)


def test_frames_of_one_run_share_what_it_has_come_to() -> None:
    trace: list[Event] = []
    others = [
        _FRAME.with_trace(trace),
        _FRAME.looping(trace, _LOOP, []),
        _FRAME.under_condition(trace, frozenset(TAINTS)),
        _FRAME.submitting(step()),
    ]
    assert all(other.run is _FRAME.run and other.env is _FRAME.env for other in others)
    assert Frame(GLOBALS).run is not _FRAME.run


def test_conditions_add_up_inside_and_not_outside() -> None:
    first, second = frozenset(TAINTS[:1]), frozenset(TAINTS[1:2])
    inner = _FRAME.under_condition([], first).under_condition([], second)
    assert inner.control_taint == first | second
    assert _FRAME.control_taint == frozenset()


def test_the_innermost_loop_comes_last_and_goes_first() -> None:
    other = LoopVariance(site(), GLOBALS)
    inner = _FRAME.looping([], _LOOP, []).looping([], other, [])
    assert inner.loops == (_LOOP, other)
    assert len(inner.jumps) == 2
    assert inner.outside().loops == (_LOOP,)


def test_places_know_the_definition_around_them() -> None:
    run = Run("def f(): pass")
    function = run.closure("f").function
    inner = Frame(run.env, function=function)
    assert inner.site(function).enclosing_definition is function.enclosing_definition
    assert run.frame.site(function).enclosing_definition is None
    assert inner.module is run.module


# --- the same code in blocks ---

_BLOCKS = {
    "bare": "{}",
    "with": "with vendor.session():\n    {}",
    "with two": "with vendor.session() as a, vendor.session() as b:\n    {}",
    "try and except": "try:\n    {}\nexcept ValueError:\n    raise",
    "try and finally": "try:\n    {}\nfinally:\n    pass",
    "else of try": "try:\n    pass\nexcept ValueError:\n    raise\nelse:\n    {}",
    "with in try": "try:\n    with vendor.session():\n        {}\nfinally:\n    pass",
    "known condition": "if True:\n    {}",
}


def _in_block(block: str, statement: str) -> Run:
    text = _BLOCKS[block]
    line = next(line for line in text.splitlines() if "{}" in line)
    deeper = statement.replace("\n", "\n" + " " * (len(line) - len(line.lstrip())))
    body = f"{text.replace('{}', deeper)}\nreturn 'end'"
    return Run("def f(flag):\n    " + body.replace("\n", "\n    "))


@pytest.mark.parametrize("block", _BLOCKS)
def test_an_early_exit_in_a_block_decides_over_what_comes_later(block: str) -> None:
    run = _in_block(block, "if time.time() > 1:\n    return 'early'")
    outcome = run.call("f", TOP)
    by_text = {str(each.value.constant.value): each for each in outcome.returned if each.value.constant}
    assert by_text.keys() == {"early", "end"}
    for returned in by_text.values():
        assert [each.name for each in taint_sources(returned.value.taint)] == ["time.time"]


@pytest.mark.parametrize("block", _BLOCKS)
def test_variables_that_a_block_binds_are_bound_behind_it(block: str) -> None:
    run = _in_block(block, "found = time.time()\nreturn found")
    [returned] = [each for each in run.call("f", TOP).returned if each.value.taint]
    assert [each.name for each in taint_sources(returned.value.taint)] == ["time.time"]


@pytest.mark.parametrize("block", _BLOCKS)
def test_effects_in_a_block_are_told_once(block: str) -> None:
    run = _in_block(block, "if flag:\n    requests.post('https://example.com')")
    run.call("f", TOP)
    assert effects_in(run.events) == ["requests.post"]


@pytest.mark.parametrize("block", _BLOCKS)
def test_conditions_of_exits_are_those_around_them(block: str) -> None:
    run = _in_block(block, "if flag:\n    return 'first'\nif time.time() > 1:\n    return 'early'")
    events: list[Event] = []
    function = run.closure("f").function
    run.interpreter.execute(Frame(run.env, (), events, function), function.body.block)
    left = [event for event in walk(events) if isinstance(event, Exit) and event.kind is ExitKind.RETURN]
    assert [len(list(taint_sources(each.conditions))) for each in left] == [0, 1, 1]
