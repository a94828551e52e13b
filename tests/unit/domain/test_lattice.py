"""The laws of the lattice of values, for any values."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from abstract_values import REFS, TAINTS, below, strings, values
from hypothesis import given
from hypothesis import strategies as st

from wflint.domain.lattice import (
    CODE_LIMIT,
    WIDENING_LIMIT,
    each_alternative,
    is_below,
    join,
    join_all,
    join_or_top,
    taint_of,
    widen,
)
from wflint.domain.values import BOTTOM, TOP, Const, Ref, Value, constant, top

_ANY = values()
_MANY = st.lists(_ANY, max_size=4)


def equal(first: Value, second: Value) -> bool:
    """Tell whether two values mean the same: open ones are all anything, whatever hints they keep."""
    return is_below(first, second) and is_below(second, first)


# --- the order ---


def test_the_alternatives_of_the_tests_are_all_different() -> None:
    assert len(set(REFS)) == len(REFS) > 2 * WIDENING_LIMIT


@given(_ANY)
def test_everything_is_between_bottom_and_top_of_its_taint(value: Value) -> None:
    assert is_below(value, value)
    assert is_below(BOTTOM, value)
    assert is_below(value, top(value.taint))


@given(st.data())
def test_the_order_is_transitive(data: st.DataObject) -> None:
    highest = data.draw(_ANY)
    middle = data.draw(below(highest))
    lowest = data.draw(below(middle))
    assert is_below(middle, highest)
    assert is_below(lowest, middle)
    assert is_below(lowest, highest)


def test_what_may_be_more_is_not_below_what_may_be_less() -> None:
    assert not is_below(strings("a", "b"), strings("a"))
    assert not is_below(TOP, strings("a"))
    assert not is_below(strings("a"), BOTTOM)
    assert not is_below(strings("a").with_taint(frozenset(TAINTS[:1])), TOP)


# --- join ---


@given(_ANY)
def test_join_is_idempotent(value: Value) -> None:
    assert join(value, value) == value
    assert equal(join(value, Value(value.alternatives[::-1], value.taint, value.is_open)), value)


@given(_ANY, _ANY)
def test_join_is_commutative(first: Value, second: Value) -> None:
    assert equal(join(first, second), join(second, first))


@given(_ANY, _ANY, _ANY)
def test_join_is_associative(first: Value, second: Value, third: Value) -> None:
    assert equal(join(join(first, second), third), join(first, join(second, third)))


@given(_ANY)
def test_bottom_is_neutral(value: Value) -> None:
    assert join(value, BOTTOM) == join(BOTTOM, value) == value


@given(_ANY)
def test_what_joins_top_answers_no_must_question(value: Value) -> None:
    for joined in (join(value, TOP), join(TOP, value)):
        assert equal(joined, top(value.taint))
        assert joined.is_open
        assert joined.only is None
        assert joined.constant is None
        assert not joined.always(lambda _: True)


@given(_ANY, _ANY)
def test_a_join_is_above_both_and_tainted_by_both(first: Value, second: Value) -> None:
    joined = join(first, second)
    assert is_below(first, joined)
    assert is_below(second, joined)
    assert joined.taint == first.taint | second.taint == taint_of((first, second))


@given(st.data())
def test_a_join_is_below_whatever_is_above_both(data: st.DataObject) -> None:
    bound = data.draw(_ANY)
    first, second = data.draw(below(bound)), data.draw(below(bound))
    assert is_below(join(first, second), bound)


@given(st.data())
def test_join_is_monotone(data: st.DataObject) -> None:
    higher, other = data.draw(_ANY), data.draw(_ANY)
    lower = data.draw(below(higher))
    assert is_below(join(lower, other), join(higher, other))


@given(st.data())
def test_the_order_of_many_values_does_not_matter(data: st.DataObject) -> None:
    given = data.draw(_MANY)
    shuffled = data.draw(st.permutations(given))
    assert equal(join_all(given), join_all(shuffled))


def test_nothing_joined_is_bottom_or_top_where_that_is_asked_for() -> None:
    assert join_all([]) == BOTTOM
    assert join_or_top([]) == TOP
    assert join_or_top([strings("a")]) == strings("a")


def test_true_and_one_are_two_things() -> None:
    joined = join(constant(True), constant(1))  # noqa: FBT003 - the constant itself
    assert len(joined.alternatives) == 2
    assert joined.constant is None


# --- widening ---


@given(_MANY)
def test_widening_only_goes_up_and_stays_up(given: list[Value]) -> None:
    """Once a value is open, no further join makes it certain again."""
    steps = list(accumulate(given, join, initial=BOTTOM))
    for earlier, later in pairwise(steps):
        assert is_below(earlier, later)
        assert later.is_open or not earlier.is_open
        assert widen(later) == later


@given(values(max_alternatives=len(REFS)))
def test_a_widened_value_is_above_and_needs_no_more_widening(value: Value) -> None:
    widened = widen(value)
    assert is_below(value, widened)
    assert widen(widened) == widened
    data = [ref for ref in value.alternatives if not ref.holds_code]
    code = len(value.alternatives) - len(data)
    few = len(value.alternatives) <= WIDENING_LIMIT
    assert (widened == value) == (few or (code <= CODE_LIMIT and len(data) <= WIDENING_LIMIT))


def test_unknown_joined_with_a_constant_is_not_that_constant() -> None:
    """K1: `coupon = None`, then `coupon = vendor.find()` under a condition."""
    coupon = join(constant(None), TOP)
    assert coupon.alternatives == (Const(None, "NoneType"),)
    assert coupon.only is None
    assert coupon.constant is None


def test_one_more_constant_does_not_make_a_widened_value_certain() -> None:
    """K2: any of "a" to "i", then `mode = ""` under a condition."""
    mode = join_all([strings(letter) for letter in "abcdefghi"])
    assert mode.is_top
    assert join(mode, strings("")).constant is None
    assert join(strings(""), mode).constant is None


# --- transfer functions ---


def _as_text(ref: Ref) -> Value:
    return constant(repr(ref.value)) if isinstance(ref, Const) else TOP


@given(st.data())
def test_a_transfer_is_monotone(data: st.DataObject) -> None:
    higher = data.draw(_ANY)
    lower = data.draw(below(higher))
    assert is_below(each_alternative(lower, _as_text), each_alternative(higher, _as_text))


@given(_ANY)
def test_a_transfer_keeps_taint_and_openness(value: Value) -> None:
    given = each_alternative(value, lambda ref: constant("given"))
    assert given.taint == value.taint
    assert given.is_open == value.is_open
    assert bool(given.alternatives) == bool(value.alternatives)


@pytest.mark.parametrize(("value", "expected"), [(BOTTOM, BOTTOM), (TOP, TOP)])
def test_a_transfer_of_nothing_is_nothing_and_of_anything_anything(value: Value, expected: Value) -> None:
    assert each_alternative(value, _as_text) == expected
