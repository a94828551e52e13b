"""What values hold, and the taint of all that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from abstract_values import (
    CONTEXT,
    GLOBALS,
    MODULE,
    TAINTS,
    class_ref,
    closure,
    collection,
    site,
    step,
    strings,
)

from wflint.domain.alternatives import (
    BoundStepMethod,
    Collection,
    External,
    Instance,
    Method,
    Object,
    Partial,
    instance,
)
from wflint.domain.awaited import Coroutine, Pending, Task
from wflint.domain.contents import carries_context, held_values, reachable_taint, seeded
from wflint.domain.env import Env
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Ref, Value
from wflint.ir import nodes as ir

_LIST, _DICT = ir.ContainerKind.LIST, ir.ContainerKind.DICT
_TAINT = frozenset(TAINTS[:1])
_HELD = strings("held").with_taint(_TAINT)
_FUNCTION = Value((closure(),))
_LOCAL = Env(MODULE, GLOBALS)

_HOLDERS: dict[str, Ref] = {
    "item at a known place": Collection(_LIST, {0: _HELD}),
    "other items": Collection(_LIST, rest=_HELD),
    "item at a key": Collection(_DICT, {"a": _HELD}),
    "attribute": Object(class_ref(), {"a": _HELD}),
    "callee of a partial": Partial(_HELD, (), ()),
    "argument of a partial": Partial(_FUNCTION, (_HELD,), ()),
    "keyword of a partial": Partial(_FUNCTION, (), (("a", _HELD),)),
    "argument of a coroutine": Coroutine(closure(), Arguments((Actual(_HELD),)), site()),
    "keyword of a coroutine": Coroutine(closure(), Arguments(keywords={"a": Actual(_HELD)}), site()),
    "unknown arguments of a coroutine": Coroutine(closure(), Arguments(rest=_HELD), site()),
    "result of a task": Task(site(), _HELD),
}


@pytest.mark.parametrize("holder", _HOLDERS.values(), ids=_HOLDERS)
def test_what_is_held_taints_its_holder(holder: Ref) -> None:
    value = Value((holder,))
    assert _HELD in held_values(holder)
    assert value.taint == frozenset()
    assert reachable_taint(value) == _TAINT


def test_a_bound_method_holds_its_object() -> None:
    bound = replace(closure(), receiver=_HELD)
    assert list(held_values(bound)) == [_HELD]
    assert list(held_values(closure())) == []


def test_a_method_holds_its_owner() -> None:
    owner = Collection(_LIST, {0: _HELD})
    assert list(held_values(Method(owner, "pop"))) == [Value((owner,))]
    assert reachable_taint(Value((Method(owner, "pop"),))) == _TAINT


def test_plain_things_hold_nothing() -> None:
    assert [list(held_values(ref)) for ref in (External("os.environ"), Instance("datetime.datetime"))] == [
        [],
        [],
    ]


def test_taint_is_found_in_one_of_several_alternatives() -> None:
    tainted = Collection(_LIST, {0: _HELD})
    assert reachable_taint(Value((Collection(_LIST), tainted), frozenset(TAINTS[1:2]))) == frozenset(
        TAINTS[:2]
    )


def _nested(value: Value, times: int) -> Value:
    for _ in range(times):
        value = collection(_LIST, {0: value})
    return value


@pytest.mark.parametrize(("depth", "found"), [(1, True), (3, True), (4, False)])
def test_taint_is_looked_for_to_a_small_depth(depth: int, *, found: bool) -> None:
    assert bool(reachable_taint(_nested(_HELD, depth))) is found


def test_a_list_that_holds_itself_has_an_end() -> None:
    listed = Collection(_LIST)
    listed.items[0] = Value((listed,), _TAINT)
    assert reachable_taint(Value((listed,))) == _TAINT


@pytest.mark.parametrize(
    ("value", "carries"),
    [
        (Value((CONTEXT,)), True),
        (Value((BoundStepMethod(CONTEXT, step().method, "run"),)), True),
        (Value((Pending(step()),)), True),
        (Value((closure(env=_LOCAL),)), True),
        (_nested(Value((CONTEXT,)), 3), True),
        (strings("a"), False),
        (TOP, False),
        (Value((closure(),)), False),
        (Value((Coroutine(closure(), NO_ARGUMENTS, site()),)), False),
    ],
    ids=[
        "context",
        "method",
        "pending step",
        "inner function",
        "in lists",
        "text",
        "anything",
        "function",
        "call",
    ],
)
def test_what_steps_can_be_run_through(value: Value, *, carries: bool) -> None:
    assert carries_context(value) is carries


def test_seeding_keeps_what_is_no_object_and_what_else_may_be() -> None:
    value = Value((Instance("random.Random"), External("random")), _TAINT, is_open=True)
    assert seeded(value) == Value(
        (Instance("random.Random", seeded=True), External("random")), _TAINT, is_open=True
    )
    assert seeded(instance("random.Random")) != instance("random.Random")


@pytest.mark.parametrize(
    ("ref", "holds_code"),
    [
        (Object(class_ref("class C:\n    def f(self): pass")), True),
        (Object(class_ref(), {"a": _FUNCTION}), True),
        (Object(class_ref("class C:\n    a = 1"), {"a": _HELD}), False),
        (Collection(_LIST, {0: _FUNCTION}), True),
        (Collection(_LIST, rest=_FUNCTION), True),
        (Collection(_LIST, {0: _HELD}), False),
    ],
    ids=["method", "attribute", "plain", "item", "other items", "data"],
)
def test_code_is_held_by_methods_as_well_as_by_attributes_and_items(
    *, ref: Object | Collection, holds_code: bool
) -> None:
    assert ref.holds_code is holds_code


def test_what_lies_deep_on_one_way_is_found_on_a_shorter_one() -> None:
    inner = Collection(_LIST, {0: _HELD})
    deep = Collection(
        _LIST, {0: Value((Collection(_LIST, {0: Value((Collection(_LIST, {0: Value((inner,))}),))}),))}
    )

    assert reachable_taint(Value((deep,))) == frozenset()
    assert reachable_taint(Value((deep, inner))) == _TAINT
