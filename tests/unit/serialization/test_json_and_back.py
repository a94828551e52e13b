"""What becomes of values on their way through JSON, held to `json` itself."""

from __future__ import annotations

import json

import pytest
from abstract_values import REFS, kind, step
from both_ways import BothWays

from wflint.domain.awaited import ITEM, ROUND, StepResult
from wflint.domain.env import Returned
from wflint.domain.values import TOP, Ref, Value
from wflint.serialization.json_roundtrip import result_shapes, shapes_of, step_shapes
from wflint.serialization.shapes import changes, shapes_at
from wflint.trace.steps import StepCall

_UNCHANGED = ["None", "True", "1", "1.5", "'a'", "[1, 2]", "{'a': 1}", "{}", "Filled(x=1)", "str(1)", "[]"]
_CHANGED = [
    ("(1, 2)", "tuple"),
    ("Point(1, 2)", "Point"),
    ("Word.FAST", "Word"),
    ("Level.HIGH", "Level"),
    ("collections.OrderedDict(a=1)", "OrderedDict"),
    ("collections.Counter('aa')", "Counter"),
    ("Mapping()", "Mapping"),
]


@pytest.fixture(scope="module")
def both() -> BothWays:
    return BothWays()


@pytest.mark.parametrize("text", _UNCHANGED)
def test_what_comes_back_as_it_was(both: BothWays, text: str) -> None:
    [shape] = shapes_of(both.abstract(text), both.bases)
    with both.real(text) as value:
        back = json.loads(json.dumps(value))
    assert back == value
    assert shape.type == type(back).__name__
    assert not shape.is_changed


@pytest.mark.parametrize(("text", "was"), _CHANGED)
def test_what_comes_back_as_something_else(both: BothWays, text: str, was: str) -> None:
    [shape] = shapes_of(both.abstract(text), both.bases)
    with both.real(text) as value:
        back = json.loads(json.dumps(value))
        assert type(value).__name__ == was
    assert (shape.type, shape.was) == (type(back).__name__, was)
    assert shape.is_changed


@pytest.mark.parametrize(
    ("text", "keys"),
    [("{1: 'a'}", "int"), ("{2.5: 'a'}", "float"), ("{None: 'a'}", "NoneType"), ("{'a': 1}", "")],
)
def test_keys_become_text(both: BothWays, text: str, keys: str) -> None:
    [shape] = shapes_of(both.abstract(text), both.bases)
    with both.real(text) as value:
        assert list(json.loads(json.dumps(value))) == list(shape.items)
    assert shape.keys == keys
    assert shape.is_changed == bool(keys)


@pytest.mark.parametrize("text", ["True", "False", "None"])
def test_names_become_keys_as_json_writes_them(both: BothWays, text: str) -> None:
    [shape] = shapes_of(both.abstract(f"{{{text}: 1}}"), both.bases)
    assert list(shape.items) == [json.dumps({"None": None, "True": True, "False": False}[text])]


@pytest.mark.parametrize(
    ("text", "place", "types"),
    [
        ("{'a': (1, 'b')}", ("a",), {"list"}),
        ("{'a': (1, 'b')}", ("a", 1), {"str"}),
        ("{'a': (1, 'b')}", ("a", ROUND), {"int", "str"}),
        ("{'a': 1}", (ROUND,), {"str"}),
        ("{'a': 1}", (ITEM,), {"int"}),
        ("{'a': 1}", ("b",), set[str]()),
        ("[1 for _ in '12']", (5,), {"int"}),
        ("(1, 2)", (-1,), set[str]()),
        ("[1, vendor.find()]", (1,), set[str]()),
        ("{'a': 1} if vendor.enabled() else None", ("a",), {"int"}),
        ("{'a': 1} if vendor.enabled() else {'a': 'b'}", ("a",), {"int", "str"}),
        ("{'a': 1} if vendor.enabled() else {'a': vendor.find()}", ("a",), set[str]()),
    ],
)
def test_what_stands_at_a_place(
    both: BothWays, text: str, place: tuple[object, ...], types: set[str]
) -> None:
    found = shapes_at(shapes_of(both.abstract(text), both.bases), place)
    assert {shape.type for shape in found} == types


def test_changes_are_told_outermost_first_with_their_places(both: BothWays) -> None:
    shapes = shapes_of(both.abstract("({'a': (1, Point(1, 2))}, [(1,) for _ in '12'])"), both.bases)
    found = [(where, shape.was) for where, shape in changes(shapes)]
    assert found == [((), "tuple"), ((0, "a"), "tuple"), ((1, ITEM), "tuple")]


@pytest.mark.parametrize("text", [*_UNCHANGED, *(text for text, _ in _CHANGED)])
def test_nothing_is_known_of_what_may_be_anything_else_as_well(both: BothWays, text: str) -> None:
    value = both.abstract(text)
    assert shapes_of(Value(value.alternatives, value.taint, is_open=True), both.bases) == ()


@pytest.mark.parametrize("ref", REFS, ids=kind)
def test_no_kind_of_value_has_an_image_where_it_is_open(both: BothWays, ref: Ref) -> None:
    assert shapes_of(Value((ref,), is_open=True), both.bases) == ()


@pytest.mark.parametrize(
    "text", ["vendor.find()", "Plain()", "function", "[1] if vendor.enabled() else Plain()"]
)
def test_nothing_is_known_where_one_alternative_is_not(both: BothWays, text: str) -> None:
    assert shapes_of(both.abstract(text), both.bases) == ()


# --- results of steps ---


def _returning(*values: Value) -> StepCall:
    called = step()
    called.returned = tuple(Returned(called.site, None, value) for value in values)
    return called


def test_a_step_may_give_what_any_of_its_returns_gives(both: BothWays) -> None:
    one, other = both.abstract("1"), both.abstract("(1, 'a')")
    assert [shape.type for shape in step_shapes(_returning(one, other), both.bases)] == ["int", "list"]
    assert step_shapes(_returning(one, TOP), both.bases) == ()
    assert step_shapes(_returning(), both.bases) == ()


def test_a_part_of_a_result_is_what_stands_there(both: BothWays) -> None:
    result = StepResult(_returning(both.abstract("{'a': (1, 'b')}")))
    assert [shape.was for shape in result_shapes(result.part("a"), both.bases)] == ["tuple"]
    assert [shape.type for shape in result_shapes(result.part("a").part(1), both.bases)] == ["str"]
    assert result_shapes(result.derived(), both.bases) == ()


def test_a_step_that_hands_on_the_result_of_another_one(both: BothWays) -> None:
    first = _returning(both.abstract("(1, 2)"))
    second = _returning(Value((StepResult(first),)))
    assert [shape.was for shape in step_shapes(second, both.bases)] == ["tuple"]


def test_a_step_that_hands_on_its_own_result_has_an_end(both: BothWays) -> None:
    called = step()
    called.returned = (Returned(called.site, None, Value((StepResult(called),))),)
    assert step_shapes(called, both.bases) == ()
