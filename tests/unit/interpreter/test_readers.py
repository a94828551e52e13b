"""Which steps read a variable, or an attribute or a key of what it holds."""

from __future__ import annotations

import pytest
from abstract_values import GLOBALS
from interpreted import handler_of

from wflint.domain.env import Env
from wflint.interpreter.facts import WHOLE, HandlerFacts
from wflint.model.handler import Handler

_BEFORE = """
@dataclass
class Order:
    total: int
    items: list
def total_of(order):
    return order.total
"""


def _readers(handler: Handler, name: str, member: object = WHOLE) -> set[str | None]:
    """Return the names of the steps that read a variable of the handler; `None` stands for replayed code."""
    env: Env = handler.facts.scopes[handler.function.handle]
    steps = handler.facts.readers(env, name, member)
    return {each.constant_name if each is not None else None for each in steps}


_KEYS = """
    order = {"total": 1, "items": [2], "mode": {"fast": 3}}
    await context.run("one", lambda: order["total"])
    await context.run("other", lambda: order.get("items"))
    await context.run("deep", lambda: order["mode"]["fast"])
    await context.run("whole", lambda: print(order))
    key = vendor.key()
    await context.run("any", lambda: order[key])
"""


@pytest.mark.parametrize(
    ("member", "readers"),
    [
        ("total", {"one", "whole", "any"}),
        ("items", {"other", "whole", "any"}),
        ("mode", {"deep", "whole", "any"}),
        ("fast", {"whole", "any"}),
        (WHOLE, {"one", "other", "deep", "whole", "any"}),
    ],
)
def test_steps_that_read_a_key(member: object, readers: set[str]) -> None:
    assert _readers(handler_of(_KEYS), "order", member) == readers


_ATTRIBUTES = """
    order = Order(1, [])
    await context.run("one", lambda: order.total)
    await context.run("other", lambda: len(order.items))
    await context.run("helper", lambda: total_of(order))
    await context.run("whole", lambda: vendor.store(order))
    print(order.total)
"""


@pytest.mark.parametrize(
    ("member", "readers"),
    [
        ("total", {"one", "whole", "helper", None}),
        ("items", {"other", "whole", "helper"}),
        ("gone", {"whole", "helper"}),
    ],
)
def test_steps_that_read_an_attribute_or_hand_on_the_whole(member: object, readers: set[str | None]) -> None:
    assert _readers(handler_of(_ATTRIBUTES, _BEFORE), "order", member) == readers


@pytest.mark.parametrize("change", ["order['total'] = 2", "order['total'] += 2", "del order['total']"])
def test_what_is_only_assigned_is_not_read(change: str) -> None:
    handler = handler_of(f"order = {{'total': 1}}\n{change}\nawait context.run('a', print)")
    read = _readers(handler, "order")
    assert read == ({None} if "+=" in change else set())


def test_a_variable_that_nothing_reads_has_no_readers() -> None:
    handler = handler_of("order = 1\nawait context.run('a', print)")
    assert _readers(handler, "order") == set()
    assert _readers(handler, "unheard_of") == set()


def test_readers_of_one_variable_are_none_of_another_scope() -> None:
    handler = handler_of("""
        order = 1
        def shadow(order):
            return order
        await context.run("a", lambda: shadow(2))
    """)
    assert _readers(handler, "order") == set()


def test_parts_are_noted_apart_and_the_whole_stands_for_all_of_them() -> None:
    facts, env = HandlerFacts(), GLOBALS
    facts.note_read(env, "order", None, "total")
    assert facts.readers(env, "order", "total") == {None}
    assert facts.readers(env, "order", "items") == set()
    facts.note_read(env, "order", None, WHOLE)
    assert facts.readers(env, "order", "items") == {None}
