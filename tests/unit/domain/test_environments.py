"""Variables: which scope holds a name, and what they are after two ways have met."""

from __future__ import annotations

from abstract_values import GLOBALS, MODULE, TAINTS, below, site, strings, values
from hypothesis import given
from hypothesis import strategies as st

from wflint.domain.env import Env, Returned, merge
from wflint.domain.lattice import is_below, join
from wflint.domain.values import TOP, Value, constant

_NAMES = st.dictionaries(st.sampled_from("abc"), values(), max_size=3)
_TAINT = frozenset(TAINTS[:1])


# --- merging ---


def test_a_variable_that_differs_depends_on_what_decided_the_way() -> None:
    merged = merge({"mode": strings("a")}, {"mode": strings("b")}, _TAINT)
    assert merged == {"mode": strings("a", "b").with_taint(_TAINT)}


def test_a_variable_that_is_the_same_on_both_ways_depends_on_nothing() -> None:
    mode = strings("a")
    assert merge({"mode": mode}, {"mode": mode}, _TAINT)["mode"] is mode


def test_a_variable_bound_on_one_way_only_is_what_it_is_there() -> None:
    """The way that does not bind it ends where it is read."""
    for first, second in (({"mode": strings("a")}, {}), ({}, {"mode": strings("a")})):
        assert merge(first, second, _TAINT) == {"mode": strings("a").with_taint(_TAINT)}


def test_unknown_on_one_way_is_unknown_afterwards() -> None:
    merged = merge({"coupon": constant(None)}, {"coupon": TOP})
    assert merged["coupon"].is_open
    assert merged["coupon"].constant is None


def test_one_way_met_with_itself_stays_as_it_is() -> None:
    names = {"mode": strings("a")}
    assert merge(names, names, _TAINT) is names


@given(_NAMES, _NAMES)
def test_merging_joins_each_variable_and_changes_neither_way(
    first: dict[str, Value], second: dict[str, Value]
) -> None:
    before = dict(first), dict(second)
    merged = merge(first, second)
    assert merged.keys() == first.keys() | second.keys()
    for name in first.keys() & second.keys():
        assert merged[name] == join(first[name], second[name])
    assert (first, second) == before


@given(st.data())
def test_merging_is_monotone(data: st.DataObject) -> None:
    higher, other = data.draw(_NAMES), data.draw(_NAMES)
    lower = {name: data.draw(below(value)) for name, value in higher.items()}
    merged, above = merge(lower, other), merge(higher, other)
    assert all(is_below(merged[name], above[name]) for name in merged)


# --- scopes ---


def _function(parent: Env, *names: str, local: frozenset[str] = frozenset()) -> Env:
    return Env(MODULE, parent, local, {name: strings(name) for name in names})


def test_a_name_belongs_to_the_nearest_scope_that_binds_it() -> None:
    module = Env(MODULE, names={"a": TOP, "b": TOP})
    outer = _function(module, "b", "c")
    inner = _function(outer, "c")
    assert [inner.holder(name) for name in "abc"] == [module, outer, inner]
    assert inner.holder("d") is None
    assert inner.module_env() is module


def test_a_local_that_is_not_bound_yet_hides_the_outer_one() -> None:
    module = Env(MODULE, names={"a": TOP})
    inner = _function(module, local=frozenset("a"))
    assert inner.holder("a") is inner


def test_methods_do_not_see_the_variables_of_their_class() -> None:
    module = Env(MODULE, names={"a": TOP})
    body = Env(MODULE, module, names={"a": strings("body")}, is_class=True)
    method = _function(body)
    assert body.holder("a") is body
    assert method.holder("a") is module


def test_scopes_that_live_as_long_as_their_module() -> None:
    body = Env(MODULE, GLOBALS, is_class=True)
    function = _function(GLOBALS)
    local_class = Env(MODULE, function, is_class=True)
    assert [each.is_static for each in (GLOBALS, body, function, local_class)] == [True, True, False, False]
    assert [each.is_module for each in (GLOBALS, body, function)] == [True, False, False]


def test_scopes_are_themselves_alone() -> None:
    first, second = Env(MODULE), Env(MODULE)
    assert first != second
    assert len({first, second, first}) == 2


def test_a_return_of_which_another_value_is_known_stands_at_the_same_place() -> None:
    returned = Returned(site(), None, TOP)
    given = returned.giving(strings("a"))
    assert (given.site, given.node, given.value) == (returned.site, None, strings("a"))
    assert returned.value is TOP
