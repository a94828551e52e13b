"""How values are carried through JSON or a pickle: what comes back is what was sent."""

from __future__ import annotations

import json
import pickle

import pytest
from abstract_values import REFS, kind
from both_ways import BothWays

from wflint.domain.taint import FromRequest
from wflint.domain.values import BOTTOM, TOP, Ref, Value, top
from wflint.ir.rewriting import PLAIN
from wflint.serialization.codecs import NO_CODEC, codec_of, result_codec
from wflint.serialization.pickle_check import pickled_codec, unpicklable

_PLAIN = ["None", "True", "1", "1.5", "'a'", "[1, 'a']", "{'a': [1]}", "str(1)", "[len(x) for x in 'ab']"]
_CARRIED = [
    "(1, 2)",
    "{1, 2}",
    "b'a'",
    "1j",
    "datetime.datetime(2030, 1, 1)",
    "datetime.date(2030, 1, 1)",
    "datetime.timedelta(1)",
    "decimal.Decimal('1.5')",
    "fractions.Fraction(1, 2)",
    "uuid.UUID(int=1)",
    "pathlib.PurePosixPath('a')",
    "collections.deque([1])",
    "Mode.FAST",
    "Order(2)",
    "[datetime.date(2030, 1, 1)]",
    "[x for x in (datetime.date(2030, 1, 1),)]",
    "{'a': datetime.date(2030, 1, 1)}",
    "[[decimal.Decimal(1)], [decimal.Decimal(2)]]",
]
_NO_CODEC = ["lambda: 1", "Plain()", "Plain", "Dated()", "{1: datetime.date(2030, 1, 1)}", "[b'a', 1j]"]


@pytest.fixture(scope="module")
def both() -> BothWays:
    return BothWays()


@pytest.mark.parametrize("text", [*_PLAIN, *_CARRIED])
def test_what_is_carried_comes_back_as_it_was(both: BothWays, text: str) -> None:
    codec = codec_of(both.abstract(text), both.bases)
    assert codec is not None
    assert codec.decode is not None
    assert codec.is_plain is (text in _PLAIN)
    with both.real(text) as value:
        carried = json.loads(json.dumps(both.applied(codec.encode, value)))
        back = both.applied(codec.decode, carried)
        assert back == value
        assert type(back) is type(value)


@pytest.mark.parametrize("text", _NO_CODEC)
def test_what_nothing_carries(both: BothWays, text: str) -> None:
    assert codec_of(both.abstract(text), both.bases) == NO_CODEC


@pytest.mark.parametrize("text", [*_PLAIN, *_CARRIED, *_NO_CODEC])
def test_nothing_is_said_of_what_may_be_anything_else_as_well(both: BothWays, text: str) -> None:
    value = both.abstract(text)
    assert codec_of(Value(value.alternatives, value.taint, is_open=True), both.bases) is None


@pytest.mark.parametrize("ref", REFS, ids=kind)
def test_no_kind_of_value_has_a_codec_where_it_is_open(both: BothWays, ref: Ref) -> None:
    value = Value((ref,), is_open=True)
    assert codec_of(value, both.bases) is None
    assert unpicklable(value) is None


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("1 if vendor.enabled() else 'a'", True),
        ("1 if vendor.enabled() else (1, 2)", False),
        ("[vendor.find()]", False),
        ("{1: 'a'}", False),
    ],
)
def test_alternatives_have_to_be_carried_alike(both: BothWays, text: str, *, carried: bool) -> None:
    assert (codec_of(both.abstract(text), both.bases) == PLAIN) is carried


def test_nothing_is_plain_unseen(both: BothWays) -> None:
    request = frozenset({FromRequest("payload")})
    assert codec_of(top(request), both.bases) is None  # what was made of it may be anything
    assert codec_of(TOP, both.bases) is None
    assert codec_of(BOTTOM, both.bases) is None


@pytest.mark.parametrize(
    ("keys", "known"),
    [("str(x)", True), ("vendor.find(x)", False), ("len(x)", False), ("vendor.find() or 'k'", False)],
)
def test_keys_that_may_be_no_text_are_not_carried(both: BothWays, keys: str, *, known: bool) -> None:
    value = both.abstract(f"{{{keys}: datetime.date(2030, 1, 1) for x in 'ab'}}")
    codec = codec_of(value, both.bases)
    assert (codec != NO_CODEC) is known
    assert codec is not None


@pytest.mark.parametrize(
    ("text", "encode", "decode"),
    [
        ("numbers()", "list({})", None),
        ("{1}", "list({})", "set({})"),
        ("{1} if vendor.enabled() else None", "", None),
        ("datetime.date(2030, 1, 1)", "{}.isoformat()", "<datetime.date>.fromisoformat({})"),
        ("object()", "", None),
        ("[datetime.date(2030, 1, 1), {1}]", "", None),
    ],
)
def test_how_the_result_of_a_step_is_carried(
    both: BothWays, text: str, encode: str, decode: str | None
) -> None:
    codec = result_codec(both.abstract(text), both.bases)
    assert (codec.encode if codec is not None else "") == encode
    if decode is not None:
        assert codec is not None
        assert codec.decode == decode


# --- pickle ---

_PICKLED = [
    *_PLAIN,
    *_CARRIED,
    "function",
    "Plain",
    "Plain()",
    "functools.partial(function)",
    "Point(1, 2)",
    "Failed('no')",
]
_UNPICKLED = [
    "lambda: 1",
    "inner()",
    "numbers()",
    "(x for x in [1])",
    "later()",
    "threading.Lock()",
    "[lambda: 1]",
    "{'a': [numbers()]}",
    "functools.partial(lambda: 1)",
    "{'a': 1}.keys()",
    "[(lambda: 1) for _ in '12']",
]


@pytest.mark.parametrize("text", _PICKLED)
def test_what_can_be_pickled_is_not_rejected(both: BothWays, text: str) -> None:
    with both.real(text) as value:
        pickle.dumps(value)
    assert unpicklable(both.abstract(text)) is None


@pytest.mark.parametrize("text", _UNPICKLED)
def test_what_cannot_be_pickled_is_rejected_unless_it_may_be_something_else(
    both: BothWays, text: str
) -> None:
    with both.real(text) as value, pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        pickle.dumps(value)
    value_ = both.abstract(text)
    assert unpicklable(value_) is not None
    assert unpicklable(Value(value_.alternatives, is_open=True)) is None
    assert unpicklable(Value((*value_.alternatives, *both.abstract("1").alternatives))) is None


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [("1", True), ("Order()", True), ("function", True), ("lambda: 1", False), ("vendor.find", False)],
)
def test_what_goes_through_a_pickle_goes_as_it_is(both: BothWays, text: str, *, is_plain: bool) -> None:
    codec = pickled_codec(both.abstract(text), both.bases)
    assert codec is not None
    assert codec.is_plain is is_plain


def test_nothing_is_said_of_an_unknown_value_in_a_pickle(both: BothWays) -> None:
    assert pickled_codec(TOP, both.bases) is None
    assert pickled_codec(both.abstract("1 if vendor.enabled() else vendor.find()"), both.bases) is None
    assert pickled_codec(top(frozenset({FromRequest("payload")})), both.bases) is None
