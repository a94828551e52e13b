"""What is equal to what: values by what they hold, steps, scopes and containers each to itself alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from abstract_values import GLOBALS, MODULE, REFS, TAINTS, class_ref, closure, site, step

from wflint.domain.alternatives import Closure, Collection, Object
from wflint.domain.awaited import ITEM, ROUND, Coroutine, Pending, StepResult, Task
from wflint.domain.sites import ScopeId, Site, StepId
from wflint.domain.taint import LoopVariance, Taint, TaintSource, taint_sources
from wflint.domain.values import NO_ARGUMENTS, TOP, Ref, Value
from wflint.effects import EffectKind, Row
from wflint.ir import nodes as ir
from wflint.trace.steps import step_of

_HERE, _CLASS, _FUNCTION = site(), class_ref(), closure()


def test_a_place_is_its_node_whatever_helps_to_find_it() -> None:
    here = site()
    assert here == Site(MODULE, here.node, enclosing_definition="helps") != site()
    assert len({here, Site(MODULE, here.node, enclosing_definition="helps")}) == 1


def test_a_step_is_itself_even_at_the_same_place() -> None:
    here = site()
    first, second = StepId(here, (here,)), StepId(here, (here,))
    assert first != second
    assert len({first, second, first}) == 2
    assert Pending(first) != Pending(second)
    assert StepResult(first) == StepResult(first) != StepResult(second)


def test_the_record_of_a_step_is_its_identity() -> None:
    called = step()
    assert step_of(StepResult(called).step) is called
    with pytest.raises(AssertionError):
        step_of(StepId(called.site, called.path))


def test_scopes_are_themselves_alone() -> None:
    first = ScopeId()
    assert first == first  # noqa: PLR0124 - what equality means is the question
    assert first != ScopeId()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Collection(ir.ContainerKind.LIST),
        lambda: Object(_CLASS),
        lambda: Coroutine(_FUNCTION, NO_ARGUMENTS, _HERE),
        lambda: Task(_HERE, TOP),
    ],
    ids=["collection", "object", "coroutine", "task"],
)
def test_what_changes_is_itself_alone(make: Callable[[], Ref]) -> None:
    first, second = make(), make()
    assert first != second
    assert hash(first) == hash(first)
    assert Value((first,)) != Value((second,))


def test_functions_are_equal_by_code_scope_and_receiver() -> None:
    same = Closure(_FUNCTION.function, GLOBALS, MODULE, defaults={"a": TOP})
    assert same == _FUNCTION
    bound = Closure(_FUNCTION.function, GLOBALS, MODULE, receiver=TOP)
    assert bound != _FUNCTION
    assert closure() != _FUNCTION


def test_all_kinds_of_alternatives_serve_as_keys() -> None:
    assert len(dict.fromkeys(REFS)) == len(REFS)
    assert len(frozenset(TAINTS)) == len(TAINTS)


def test_a_loop_is_the_same_whatever_its_scope() -> None:
    assert LoopVariance(_HERE, GLOBALS) == LoopVariance(_HERE)


def test_sources_come_in_a_stable_order_shortest_path_first() -> None:
    row = Row("time.time", "", EffectKind.CLOCK)
    far = TaintSource((site(), site()), row, "a")
    near, next_ = TaintSource((site(),), row, "c"), TaintSource((site(),), row, "b")
    taint: frozenset[Taint] = frozenset({far, near, next_, LoopVariance(_HERE)})
    assert list(taint_sources(taint)) == [next_, near, far]
    assert far.site is far.path[-1]


def test_parts_of_a_result_stand_at_places_until_they_lie_too_deep() -> None:
    whole = StepResult(step())
    part = whole.part("a").part(0).part(ROUND)
    assert (whole.whole, part.whole, part.place) == (True, False, ("a", 0, ROUND))
    assert part.part(ITEM).place is None
    assert part.part(ITEM).part("b").place is None
    assert whole.derived() == StepResult(whole.step, whole=False, place=None)
