"""Which code catches what: the exception that suspends a pass, other failures, and what is raised again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from abstract_values import MODULE, PROFILE, closure, collection, site
from written_events import (
    attempt,
    call_node,
    clause,
    did,
    inlined,
    inside,
    left,
    loop,
    many,
    raise_node,
    ran,
    when,
)

from wflint.domain.alternatives import External, Instance
from wflint.domain.sites import Site
from wflint.domain.type_tests import Suppressor, TypeTest
from wflint.domain.values import TOP, Value
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import ExceptClause, MayRaise, WithBlock
from wflint.trace.exceptions import (
    catches,
    failure_clauses,
    leaving_finally,
    names_suspension,
    raises_again,
    retrying_decorator,
    suppresses,
    swallower,
)
from wflint.trace.raises import raised_among
from wflint.trace.resources import Resource, limits_time, resource_kind

assert PROFILE.suspend is not None
_SUSPEND = PROFILE.suspend
_BASE_SUSPEND = replace(_SUSPEND, base="BaseException")


def _types(*names: str) -> Value:
    """Return what `except (A, B)` names."""
    return collection(
        ir.ContainerKind.TUPLE, {place: Value((External(name),)) for place, name in enumerate(names)}
    )


_EXCEPTION = Value((External("builtins.Exception"),))
_ABORT = Value((External("upstash_workflow.WorkflowAbort"),))
_VALUE_ERROR = Value((External("builtins.ValueError"),))


@pytest.mark.parametrize(
    ("types", "caught", "caught_as_base"),
    [
        (None, True, True),
        (_EXCEPTION, True, False),
        (Value((External("builtins.BaseException"),)), True, True),
        (_ABORT, True, True),
        (_VALUE_ERROR, False, False),
        (_types("builtins.ValueError", "builtins.Exception"), True, False),
        (_types("builtins.ValueError", "builtins.KeyError"), False, False),
        (TOP, False, False),
    ],
    ids=[
        "bare",
        "Exception",
        "BaseException",
        "its name",
        "another",
        "tuple with",
        "tuple without",
        "unknown",
    ],
)
def test_what_catches_the_suspension(types: Value | None, *, caught: bool, caught_as_base: bool) -> None:
    assert catches(types, _SUSPEND) is caught
    assert catches(types, _BASE_SUSPEND) is caught_as_base


def test_only_its_own_name_names_the_suspension() -> None:
    assert names_suspension(_ABORT, _SUSPEND)
    assert not names_suspension(_EXCEPTION, _SUSPEND)
    assert not names_suspension(None, _SUSPEND)


# --- raised again ---


def _again(text: str = "raise") -> Event:
    return left("raise", node=raise_node(text))


_TEST = Value((TypeTest(_ABORT),))


@pytest.mark.parametrize(
    ("events", "again"),
    [
        ([_again()], True),
        ([did("log"), _again("raise error")], True),
        ([_again("raise other")], False),
        ([_again("raise ValueError() from error")], False),
        ([did("log")], False),
        ([when([_again()], [_again()])], True),
        ([when([_again()], [])], False),
        ([when([_again()], [], test=_TEST)], True),
        ([when([], [_again()], test=_TEST)], False),
        ([left("return")], False),
        ([left("return"), _again()], False),
    ],
    ids=[
        "bare",
        "by name",
        "another name",
        "a new one",
        "never",
        "in both arms",
        "in one arm",
        "where it is the suspension",
        "where it is not",
        "returns",
        "returns before",
    ],
)
def test_what_raises_the_caught_exception_again(events: list[Event], *, again: bool) -> None:
    handled = clause(*events, types=_EXCEPTION)
    assert raises_again(handled, _SUSPEND) is again
    assert (swallower(attempt(many("a"), handled), _SUSPEND) is None) is again


def test_the_first_clause_that_catches_it_decides() -> None:
    lets_pass = clause(_again(), types=_ABORT)
    broad = clause(did("log"), types=_EXCEPTION)
    assert swallower(attempt([], lets_pass, broad), _SUSPEND) is None
    assert swallower(attempt([], clause(types=_VALUE_ERROR), broad), _SUSPEND) is broad
    assert swallower(attempt([]), _SUSPEND) is None


def _failing(*handlers: ExceptClause) -> list[ExceptClause]:
    return list(failure_clauses(attempt([], *handlers), _SUSPEND))


def test_clauses_that_catch_failures_and_let_the_suspension_pass() -> None:
    lets_pass, broad = clause(_again(), types=_ABORT), clause(did("log"), types=_EXCEPTION)
    narrow = clause(did("log"), types=_VALUE_ERROR)
    assert _failing(lets_pass, broad) == [broad]
    assert _failing(narrow) == [narrow]
    assert _failing(clause(left("raise"), types=_EXCEPTION)) == []


# --- what is raised ---


def test_what_is_raised_among_events() -> None:
    error = Value((Instance("builtins.ValueError"),))
    step = ran("a", left("raise", error))
    call = inlined(left("raise", error))
    events: list[Event] = [
        when([left("raise", error)], [left("return")]),
        loop([left("raise", error)]),
        call,
        step,
        MayRaise(site("f"), (site("f"), site("g")), error),
        attempt([left("raise", error)], clause(_again("raise error")), final=[left("raise", error)]),
    ]
    raised = list(raised_among(events))
    assert len(raised) == 8
    assert all(each.value == error for each in raised if not each.again)
    assert [each.calls for each in raised] == [(), (), (call,), (), (), (), (), ()]
    assert [each.step for each in raised] == [None, None, None, step.step, None, None, None, None]
    assert [each.guarded for each in raised] == [False, False, False, False, False, True, False, False]
    assert [each.again for each in raised] == [False, False, False, False, False, False, True, False]
    assert [len(each.path) for each in raised] == [1, 1, 1, 1, 2, 1, 1, 1]


def test_a_suppressing_block_guards_what_it_raises() -> None:
    manager = Value((Suppressor((_VALUE_ERROR,)),))
    [raised] = raised_among([inside([], [left("raise")], manager)])
    assert raised.guarded
    assert not next(raised_among([inside([], [left("raise")])])).guarded


def test_a_finally_without_clauses_guards_nothing() -> None:
    [raised] = raised_among([attempt([left("raise")], final=many("f"))])
    assert not raised.guarded


# --- decorators, managers, finally ---


@pytest.mark.parametrize(
    ("name", "call", "retries"),
    [
        ("tenacity.retry", "retry()", True),
        ("tenacity.retry", "retry(retry=only_some)", False),
        ("backoff.on_exception", "on_exception(expo, Exception)", True),
        ("backoff.on_exception", "on_exception(expo, ValueError)", False),
        ("functools.cache", "cache()", False),
    ],
)
def test_decorators_that_retry_whatever_is_raised(name: str, call: str, *, retries: bool) -> None:
    here = Site(MODULE, call_node(call))
    found = retrying_decorator(inlined(did("a"), decorators=(("vendor.traced", site()), (name, here))))
    assert found == ((name, here) if retries else None)


def test_a_manager_that_suppresses_the_suspension() -> None:
    assert suppresses(Value((Suppressor((_VALUE_ERROR, _EXCEPTION)),)), _SUSPEND)
    assert not suppresses(Value((Suppressor((_VALUE_ERROR,)),)), _SUSPEND)
    assert not suppresses(TOP, _SUSPEND)


@pytest.mark.parametrize(
    ("final", "leaves"),
    [
        ([left("return")], True),
        ([when([left("return")], [])], True),
        ([left("raise")], False),
        (many("a"), False),
        ([loop([left("break")])], False),
        ([loop([left("return")])], True),
        ([left("break")], True),
        ([inlined(left("return"))], False),
    ],
    ids=["return", "in an arm", "raise", "nothing", "own loop", "return in loop", "break", "in a call"],
)
def test_jumps_in_finally_that_end_an_exception(final: list[Event], *, leaves: bool) -> None:
    assert (leaving_finally(attempt([ran("a")], final=final)) is not None) is leaves
    assert leaving_finally(attempt(many("no step"), final=final)) is None


def _block(*names: str, is_open: bool = False) -> WithBlock:
    return inside([], [], Value(tuple(Instance(name) for name in names), is_open=is_open))


def test_a_manager_holds_the_worst_of_what_it_may_be() -> None:
    assert resource_kind(_block("sqlalchemy.orm.Session", "threading.Lock")) is Resource.HELD
    assert resource_kind(_block("threading.Lock", "builtins.object")) is Resource.LOCKED
    assert resource_kind(_block("builtins.object")) is Resource.OTHER
    suppressor = Value((Suppressor(()),))
    assert resource_kind(inside([], [], suppressor)) is Resource.NEUTRAL
    assert resource_kind(inside([], [], TOP)) is Resource.OTHER


def test_a_manager_that_may_be_anything_else_is_not_neutral() -> None:
    manager = Value((Suppressor(()),), is_open=True)
    assert resource_kind(inside([], [], manager)) is Resource.OTHER


def test_managers_that_limit_time() -> None:
    assert limits_time(Value((Instance("asyncio.Timeout"), Instance("builtins.object"))))
    assert not limits_time(Value((closure(),)))
