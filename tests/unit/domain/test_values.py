"""What values answer: may-questions by their alternatives, must-questions only where nothing else is possible."""

from __future__ import annotations

import pytest
from abstract_values import TAINTS, below, collection, strings, values
from hypothesis import given
from hypothesis import strategies as st

from wflint.domain.taint import Taint
from wflint.domain.values import BOTTOM, TOP, Actual, Arguments, Const, Ref, Value, constant, top
from wflint.ir import nodes as ir

_OPEN = Value((Const("a", "str"),), is_open=True)


def _is_text(ref: Ref) -> bool:
    return isinstance(ref, Const) and ref.type == "str"


@pytest.mark.parametrize(
    ("value", "only", "always"),
    [
        (strings("a"), Const("a", "str"), True),
        (strings("a", "b"), None, True),
        (_OPEN, None, False),
        (TOP, None, False),
        (BOTTOM, None, False),
        (constant(1), Const(1, "int"), False),
    ],
    ids=["one", "two", "one or anything", "anything", "nothing", "another type"],
)
def test_must_questions(value: Value, only: Ref | None, *, always: bool) -> None:
    assert value.only == only
    assert value.constant == only
    assert value.always(_is_text) is always


@given(st.data())
def test_what_certainly_holds_also_holds_of_less(data: st.DataObject) -> None:
    higher = data.draw(values())
    lower = data.draw(below(higher))
    if higher.only is not None:
        assert lower.alternatives in ((), higher.alternatives)
        assert lower.only == (higher.only if lower.alternatives else None)
    if higher.always(_is_text) and lower.alternatives:
        assert lower.always(_is_text)


def test_only_constants_are_constant() -> None:
    listed = collection(ir.ContainerKind.LIST)
    assert listed.only is listed.alternatives[0]
    assert listed.constant is None


def test_top_is_open_and_without_hints() -> None:
    assert TOP.is_top
    assert top(frozenset(TAINTS)).is_top
    assert not _OPEN.is_top
    assert not BOTTOM.is_top


@given(values())
def test_a_changed_value_keeps_what_it_is_made_of(value: Value) -> None:
    assert value.within(Const("b", "str")) == Value((Const("b", "str"),), value.taint)
    assert value.without_alternatives() == top(value.taint)
    assert value.of_alternatives(value.alternatives) == value
    assert value.of_alternatives(()).is_open == value.is_open


@given(values(), st.frozensets(st.sampled_from(TAINTS)))
def test_taint_is_added_once(value: Value, taint: frozenset[Taint]) -> None:
    tainted = value.with_taint(taint)
    assert tainted.taint == value.taint | taint
    assert (tainted.alternatives, tainted.is_open) == (value.alternatives, value.is_open)
    assert tainted.with_taint(taint) is tainted


def test_arguments_are_found_by_name_before_position() -> None:
    first, named, rest = (Actual(strings(text)) for text in "abc")
    arguments = Arguments((first,), {"name": named}, rest.value)
    assert arguments.get(0, None) is first
    assert arguments.get(0, "name") is named
    assert arguments.get(1, "other") is None
    assert arguments.get(None, None) is None
    assert list(arguments.values()) == [first.value, named.value, rest.value]
