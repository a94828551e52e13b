"""Whether first-party callables can be called with some arguments, as `TypeError` says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from abstract_values import closure, site, strings

from wflint.domain.alternatives import Closure, External, Partial
from wflint.domain.awaited import Coroutine
from wflint.domain.callables import callee, is_coroutine, keeps_kind, misfit
from wflint.domain.values import NO_ARGUMENTS, TOP, Ref, Value

_ORDER = "def charge(order): pass"


@pytest.mark.parametrize(
    ("text", "given", "keywords", "expected"),
    [
        (_ORDER, 1, (), None),
        (_ORDER, 0, ("order",), None),
        (_ORDER, 0, (), "charge() missing 1 required positional argument: 'order'"),
        (_ORDER, 2, (), "charge() takes 1 positional argument but 2 were given"),
        ("def f(a, b=1): pass", 3, (), "f() takes from 1 to 2 positional arguments but 3 were given"),
        ("def f(): pass", 1, (), "f() takes 0 positional arguments but 1 was given"),
        ("def f(a, b): pass", 0, (), "f() missing 2 required positional arguments: 'a' and 'b'"),
        ("def f(a, b, c): pass", 0, (), "f() missing 3 required positional arguments: 'a', 'b', and 'c'"),
        ("def f(*, a, b): pass", 0, ("a",), "f() missing 1 required keyword-only argument: 'b'"),
        ("def f(*rest, **named): pass", 3, ("a",), None),
    ],
)
def test_what_fits_a_function(text: str, given: int, keywords: tuple[str, ...], expected: str | None) -> None:
    assert misfit(closure(text), given, keywords) == expected


def test_a_receiver_is_the_first_argument() -> None:
    bound = replace(closure("def charge(self, order): pass"), receiver=TOP)
    assert misfit(bound, 1) is None
    assert misfit(bound, 0) == "charge() missing 1 required positional argument: 'order'"


def test_a_partial_gives_its_arguments_first() -> None:
    charge = Value((closure("def charge(order, cents): pass"),))
    assert misfit(Partial(charge, (TOP,), (("cents", TOP),)), 0) is None
    assert misfit(Partial(charge, (TOP,), ()), 2) == "charge() takes 2 positional arguments but 3 were given"


_DECORATED = replace(closure(_ORDER), wrappers=("?",))
_KEPT = replace(closure(_ORDER), wrappers=("functools.wraps",))


@pytest.mark.parametrize(
    ("ref", "is_known"),
    [
        (closure(_ORDER), True),
        (Partial(Value((closure(_ORDER),)), (), ()), True),
        (_KEPT, True),
        (_DECORATED, False),
        (External("vendor.charge"), False),
        (Partial(TOP, (), ()), False),
        (Partial(Value((closure(_ORDER),), is_open=True), (), ()), False),
        (Partial(Value((closure(_ORDER), closure(_ORDER))), (), ()), False),
    ],
    ids=[
        "function",
        "partial",
        "decorator that keeps it",
        "unknown decorator",
        "external",
        "partial of anything",
        "partial of a function or anything",
        "partial of one of two",
    ],
)
def test_what_a_call_calls_is_known_or_nothing_is_said(ref: Ref, *, is_known: bool) -> None:
    found = callee(ref)
    assert (found is not None) is is_known
    assert (misfit(ref, 5) is not None) is is_known
    if isinstance(ref, Closure):
        assert keeps_kind(ref) is is_known


def test_only_what_is_nothing_else_is_a_coroutine() -> None:
    async_ = closure("async def f(): pass")
    made = Coroutine(async_, NO_ARGUMENTS, site())
    generator = Coroutine(async_, NO_ARGUMENTS, site(), generator=True)
    assert is_coroutine(Value((made,)))
    assert not is_coroutine(Value((made,), is_open=True))
    assert not is_coroutine(Value((made, *strings("a").alternatives)))
    assert not is_coroutine(Value((generator,)))
    assert not is_coroutine(TOP)
