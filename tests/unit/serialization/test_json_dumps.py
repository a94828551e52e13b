"""What `json.dumps` rejects, held to `json.dumps` itself."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from abstract_values import CONTEXT, REFS, kind
from both_ways import BothWays

from wflint.domain.alternatives import Collection, Data, Instance
from wflint.domain.values import BOTTOM, TOP, Ref, Value
from wflint.ir.nodes import ContainerKind
from wflint.model.step_functions import coroutines, never_callable
from wflint.serialization.json_check import rejected, rejected_as_text

_ACCEPTED = [
    "None",
    "True",
    "1",
    "1.5",
    "'a'",
    "[1, 'a', None]",
    "(1, 2)",
    "{'a': {'b': [1]}}",
    "{1: 'a', None: 'b', 2.5: 'c', True: 'd'}",
    "[x for x in (1, 2)]",
    "{'a': 1, **{'b': 2}}",
    "Word.FAST",
    "Level.HIGH",
    "Point(1, 2)",
    "Filled(x=1)",
    "Mapping()",
    "collections.OrderedDict(a=1)",
    "collections.Counter('aa')",
    "{Level.HIGH: 1}",
    "len('a')",
    "str(1)",
]
_REJECTED = [
    "b'a'",
    "1j",
    "{1, 2}",
    "frozenset({1})",
    "{x for x in (1, 2)}",
    "(x for x in (1, 2))",
    "datetime.datetime(2030, 1, 1)",
    "datetime.date(2030, 1, 1)",
    "datetime.timedelta(1)",
    "decimal.Decimal('1.5')",
    "fractions.Fraction(1, 2)",
    "uuid.UUID(int=1)",
    "pathlib.PurePosixPath('a')",
    "collections.deque()",
    "range(3)",
    "map(str, [1])",
    "zip([1], [2])",
    "filter(None, [1])",
    "enumerate([1])",
    "{'a': 1}.keys()",
    "Plain()",
    "Order()",
    "Failed('no')",
    "ValueError('no')",
    "Mode.FAST",
    "Plain",
    "function",
    "lambda: 1",
    "functools.partial(function)",
    "numbers()",
    "[{1}]",
    "(1, b'a')",
    "{'a': [datetime.date(2030, 1, 1)]}",
    "Point({1}, 2)",
    "Filled(x={1})",
    "{b'a': 1}",
    "{(1, 2): 1}",
    "{datetime.date(2030, 1, 1): 1}",
    "{Mode.FAST: 1}",
]
# `json.dumps` names the class of a partial, wflint what it stands for.
_OTHER_NAMES = {"functools.partial(function)": "partial"}
_MESSAGES = r"Object of type (\w+) is not JSON serializable|keys must be .*, not ([\w.]+)$"


@pytest.fixture(scope="module")
def both() -> BothWays:
    return BothWays()


@pytest.mark.parametrize("text", _ACCEPTED)
def test_what_json_accepts_is_not_rejected(both: BothWays, text: str) -> None:
    with both.real(text) as value:
        json.dumps(value)
    assert both.abstract(text) not in (TOP, BOTTOM)
    assert rejected(both.abstract(text), both.bases) is None


@pytest.mark.parametrize("text", _REJECTED)
def test_what_json_rejects_is_named_as_in_its_message(both: BothWays, text: str) -> None:
    with both.real(text) as value, pytest.raises(TypeError, match=_MESSAGES) as error:
        json.dumps(value)
    found = rejected(both.abstract(text), both.bases)
    assert found is not None
    as_value, as_key = re.findall(_MESSAGES, str(error.value))[0]
    assert _OTHER_NAMES.get(text, found.type) == (as_value or as_key.rpartition(".")[2])
    assert found.is_key == bool(as_key)


@pytest.mark.parametrize("text", _REJECTED)
def test_a_remedy_makes_json_of_it(both: BothWays, text: str) -> None:
    found = rejected(both.abstract(text), both.bases)
    assert found is not None
    if found.remedy and not found.within and not found.is_key:
        with both.real(text) as value:
            assert json.dumps(both.applied(found.remedy, value))


@pytest.mark.parametrize("text", [*_ACCEPTED, *_REJECTED])
def test_what_may_be_anything_else_as_well_is_not_rejected(both: BothWays, text: str) -> None:
    value = both.abstract(text)
    assert rejected(Value(value.alternatives, value.taint, is_open=True), both.bases) is None
    plain = Value((*value.alternatives, Instance("builtins.str")))
    assert rejected(plain, both.bases) is None


def test_what_is_not_known_is_not_rejected(both: BothWays) -> None:
    for value in (TOP, BOTTOM, Value((Data(),))):
        assert rejected(value, both.bases) is None
    for held in ("[vendor.find()]", "{((1, 2) if vendor.enabled() else vendor.find()): 1}"):
        assert rejected(both.abstract(held), both.bases) is None


def test_an_iterator_whose_type_has_no_row_is_named_as_it_is(both: BothWays) -> None:
    chained = Collection(ContainerKind.GENERATOR, type="itertools.chain")
    found = rejected(Value((chained,)), both.bases)
    assert found is not None
    with pytest.raises(TypeError, match=f"Object of type {found.type} is not JSON serializable"):
        json.dumps(itertools.chain([1], [2]))


def test_none_beside_what_is_rejected_does_not_help(both: BothWays) -> None:
    found = rejected(both.abstract("{1} if vendor.enabled() else None"), both.bases)
    assert found is not None
    assert found.type == "set"


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("{1}", ""),
        ("[1, {1}]", "[1]"),
        ("{'a': {'b': {1}}}", '["a"]["b"]'),
        ("{'a': [{1} for _ in '12']}", '["a"][...]'),
        ("Filled(x={1})", '["x"]'),
        ("Point(1, {1})", "[1]"),
    ],
)
def test_where_inside_it_stands(both: BothWays, text: str, within: str) -> None:
    found = rejected(both.abstract(text), both.bases)
    assert found is not None
    assert found.within == within


def test_it_is_looked_for_to_a_small_depth(both: BothWays) -> None:
    assert rejected(both.abstract("[[[[{1}]]]]"), both.bases) is not None
    assert rejected(both.abstract("[[[[[{1}]]]]]"), both.bases) is None


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("[datetime.date(2030, 1, 1), {1}]", "[1]"),
        ("{'a': [{'b': datetime.date(2030, 1, 1), 'c': {1}}]}", '["a"][0]["c"]'),
        ("[{'b': datetime.date(2030, 1, 1), 'c': {1}} for _ in '12']", '[...]["c"]'),
        ("{datetime.date(2030, 1, 1): 1}", ""),
        ("[datetime.date(2030, 1, 1)]", None),
    ],
)
def test_what_text_cannot_stand_for_is_found_behind_what_it_can(
    both: BothWays, text: str, within: str | None
) -> None:
    found = rejected_as_text(both.abstract(text), both.bases)
    assert (found and found.within) == within


def test_a_context_is_rejected_by_the_name_of_its_class(both: BothWays) -> None:
    found = rejected(Value((CONTEXT,)), both.bases)
    assert found is not None
    assert found.type == "WorkflowContext"


# --- what can be called ---


@pytest.mark.parametrize("text", [*_ACCEPTED, *_REJECTED])
def test_what_is_never_callable_is_not_callable(both: BothWays, text: str) -> None:
    value = both.abstract(text)
    with both.real(text) as real:
        if never_callable(value):
            assert not callable(real)
    assert not never_callable(Value(value.alternatives, is_open=True))


@pytest.mark.parametrize(
    "text", ["1", "'a'", "[1]", "{1}", "datetime.date(2030, 1, 1)", "later()", "Mode.FAST"]
)
def test_data_and_coroutines_are_never_callable(both: BothWays, text: str) -> None:
    assert never_callable(both.abstract(text))


@pytest.mark.parametrize("ref", REFS, ids=kind)
def test_nothing_certain_is_said_of_any_kind_of_value_that_is_open(both: BothWays, ref: Ref) -> None:
    value = Value((ref,), is_open=True)
    assert rejected(value, both.bases) is None
    assert not never_callable(value)


def test_the_coroutines_that_a_value_may_be(both: BothWays) -> None:
    assert list(coroutines(both.abstract("later()")))
    assert list(coroutines(both.abstract("later() if vendor.enabled() else vendor.find()")))
    assert not list(coroutines(both.abstract("function()")))
