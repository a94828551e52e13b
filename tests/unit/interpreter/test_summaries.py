"""Summaries of functions: recursion, what callers see of them, and what a summary depends on."""

from __future__ import annotations

import pytest
from abstract_values import source, strings
from interpreted import Run, effects_in

from wflint.domain.alternatives import Collection, Instance
from wflint.domain.contents import reachable_taint
from wflint.domain.taint import TaintSource, taint_sources
from wflint.domain.values import TOP, Const, Value, constant
from wflint.interpreter.state import MAX_VARIANTS
from wflint.interpreter.summaries import Summary, abstract_argument
from wflint.trace.events import MayRaise, SummarizedEffect, UnknownCall

SHORT_WAY = """
def short_way(x):
    layer_14(x)
    layer_0(x)
"""
_CHANGING = source("a"), source("b")


def _tainted(text: str, place: int) -> Value:
    return strings(text).with_taint(frozenset({_CHANGING[place]}))


def _sources(value: Value) -> set[str]:
    return {each.name for each in taint_sources(reachable_taint(value))}


def _summaries(run: Run) -> list[Summary]:
    return list(run.interpreter.state.summaries.final.values())


# --- what callers see ---


def test_an_effect_is_told_at_the_call_with_the_path_to_it() -> None:
    run = Run("""
        def inner():
            return time.time()
        def outer():
            return inner()
    """)
    outcome = run.call("outer")
    [told] = run.events
    assert isinstance(told, SummarizedEffect)
    assert told.effect.name == "time.time"
    assert len(told.effect.path) == 3
    assert told.effect.path[0] == told.site
    [taint] = outcome.value.taint
    assert isinstance(taint, TaintSource)
    assert taint.path == told.effect.path


def test_an_exception_is_told_by_the_shortest_of_its_ways() -> None:
    layers = [f"def layer_{n}(x):\n    layer_{n - 1}(x)\n    return layer_{n - 1}(x)\n" for n in range(1, 15)]
    run = Run("\n".join(["def layer_0(x):\n    raise ValueError(x)\n", *layers, SHORT_WAY]))
    run.call("short_way", TOP)
    assert [len(each.path) for each in run.events if isinstance(each, MayRaise)] == [3]


def test_a_parameter_stands_for_the_argument_of_each_caller() -> None:
    run = Run("def same(value): return value")
    first = run.call("same", _tainted("x", 0)).value
    second = run.call("same", _tainted("y", 1)).value
    assert first.taint == {_CHANGING[0]}
    assert second.taint == {_CHANGING[1]}
    assert run.call("same", strings("z")).value.taint == frozenset()
    assert len(_summaries(run)) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return one", {"a"}),
        ("return two", {"b"}),
        ("return f'{one}{two}'", {"a", "b"}),
        ("return [one]", {"a"}),
        ("return {'key': [two]}", {"b"}),
        ("return one if two else one", {"a", "b"}),
        ("if two:\n        return 1\n    return 2", {"b"}),
        ("return 1", set[str]()),
    ],
)
def test_a_result_is_tainted_by_the_parameters_that_it_is_made_of(body: str, expected: set[str]) -> None:
    run = Run(f"def made(one, two):\n    {body}\n")
    assert _sources(run.call("made", _tainted("x", 0), _tainted("y", 1)).value) == expected


def test_what_an_argument_holds_taints_the_result_as_well() -> None:
    run = Run("def first(items): return items[0]")
    given = run.evaluate("[time.time()]")
    assert _sources(run.call("first", given).value) == {"time.time"}


def test_a_result_that_may_be_anything_stays_open() -> None:
    run = Run("def coupon(): return vendor.find() if vendor.enabled() else None")
    value = run.call("coupon").value
    assert value.is_open
    assert value.alternatives == (Const(None, "NoneType"),)


def test_each_caller_gets_containers_of_its_own() -> None:
    run = Run("def made(): return [1]")
    first, second = run.call("made").value.only, run.call("made").value.only
    assert isinstance(first, Collection)
    assert isinstance(second, Collection)
    assert first is not second


def test_what_a_function_raises_is_told_at_the_call() -> None:
    run = Run("""
        def inner():
            raise ValueError("no")
        def outer():
            inner()
        def guarded():
            try:
                inner()
            except ValueError:
                pass
    """)
    run.call("outer")
    [raised] = run.events
    assert isinstance(raised, MayRaise)
    assert raised.value == Value((Instance("builtins.ValueError"),))
    assert len(raised.path) == 3
    run.events.clear()
    run.call("guarded")
    assert run.events == []


def test_calls_that_are_not_known_are_told_at_the_call() -> None:
    run = Run("def asks(thing): return thing()")
    run.call("asks", TOP)
    assert [event.text for event in run.events if isinstance(event, UnknownCall)] == ["thing"]


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        ("order['total'] = 1", {"order"}),
        ("order.total = 1", {"order"}),
        ("order.update(a=1)", {"order"}),
        ("other.update(order)", {"other"}),
        ("order = {}", set[str]()),
        ("return order['total']", set[str]()),
    ],
)
def test_parameters_whose_objects_a_function_changes(body: str, changes: set[str]) -> None:
    run = Run(f"def bill(order, other): {body}")
    run.call("bill", run.evaluate("{}"), run.evaluate("{}"))
    [summary] = _summaries(run)
    assert set(summary.changes) == changes


# --- recursion ---


def test_a_function_that_calls_itself_gives_what_its_other_ways_give() -> None:
    run = Run("""
        def tries(left):
            if left:
                return tries(left - 1)
            return time.time()
    """)
    outcome = run.call("tries", TOP)
    assert _sources(outcome.value) == {"time.time"}
    assert effects_in(run.events) == ["time.time"]


def test_a_function_that_only_calls_itself_gives_anything() -> None:
    run = Run("def forever(): return forever()")
    assert run.call("forever").value.is_open
    assert run.events == []


_MUTUAL = """
    def even(n):
        if n:
            return odd(n - 1)
        return time.time()
    def odd(n):
        if n:
            return even(n - 1)
        return random.random()
"""


@pytest.mark.parametrize(("first", "second"), [("even", "odd"), ("odd", "even")])
def test_functions_that_call_each_other_do_what_both_do(first: str, second: str) -> None:
    """The summary of the inner one, made while the outer one was not done, lacks what that does: it is not kept."""
    run = Run(_MUTUAL)
    for name in (first, second):
        run.events.clear()
        outcome = run.call(name, TOP)
        assert sorted(effects_in(run.events)) == ["random.random", "time.time"]
        assert _sources(outcome.value) == {"random.random", "time.time"}
    assert run.interpreter.state.summaries.provisional == {}
    assert run.interpreter.state.summaries.stack == []


def test_a_circle_of_three_with_a_way_in_between() -> None:
    run = Run("""
        def a(n):
            requests.post("https://example.com")
            return b(n)
        def b(n):
            time.time()
            return c(n) if n else n
        def c(n):
            random.random()
            return a(n) if n > 1 else b(n)
    """)
    every = ["random.random", "requests.post", "time.time"]
    for name in "cab":
        run.events.clear()
        run.call(name, TOP)
        assert sorted(set(effects_in(run.events))) == every


def test_a_summary_that_depends_on_no_caller_is_kept_in_a_recursion() -> None:
    run = Run("""
        def leaf():
            return time.time()
        def even(n):
            leaf()
            return even(n - 1)
    """)
    run.call("even", TOP)
    run.events.clear()
    before = len(_summaries(run))
    run.call("leaf")
    assert len(_summaries(run)) == before == 2


# --- what a summary depends on ---


def test_constants_and_containers_count_as_their_types() -> None:
    one, other = constant("a"), constant("b")
    assert abstract_argument(one) == abstract_argument(other) == Value((Instance("builtins.str"),))
    assert abstract_argument(constant(None)) == constant(None)
    assert abstract_argument(strings("a", "b")) == abstract_argument(one)
    assert abstract_argument(Value(one.alternatives, is_open=True)).is_open
    assert abstract_argument(TOP) == TOP


def test_calls_of_other_types_are_summarised_anew() -> None:
    run = Run("def same(value): return value")
    for value in (constant("a"), constant("b"), constant(1), TOP):
        run.call("same", value)
    assert len(_summaries(run)) == 3


def test_a_function_that_is_given_ever_new_objects_is_summarised_for_a_typical_one() -> None:
    run = Run("""
        class Order:
            def __init__(self, total):
                self.total = total
        def total(order): return order.total
    """)
    for _ in range(2 * MAX_VARIANTS):
        order = run.evaluate("Order(1)")
        assert run.call("total", order).value.is_open or run.facts.is_complete
    kept = [key for key in run.interpreter.state.summaries.final if key[0] is run.closure("total").function]  # type: ignore[index]
    assert len(kept) == MAX_VARIANTS + 1


def test_what_is_called_again_in_a_loop_may_differ_if_it_has_an_effect() -> None:
    run = Run("""
        def read(): return time.time()
        def same(): return 1
        found = []
        for _ in vendor.items():
            found.append(read())
            kept = same()
    """)
    [loop_taint] = [each for each in reachable_taint(run["found"]) if not isinstance(each, TaintSource)]
    assert loop_taint is not None
    assert "LoopVariance" in type(loop_taint).__name__
