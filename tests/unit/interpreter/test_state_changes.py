"""How functions change what outlives them, found without following them."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from interpreted import Run

from wflint.domain.types import facts_of_method
from wflint.files.text import SourceText
from wflint.interpreter.import_time import ImportTime
from wflint.interpreter.state_changes import Changes, StateChange, changes_of_class, changes_of_module
from wflint.ir import nodes as ir
from wflint.languages.python.parse import parse

CHANGED, CACHED, COUNTED = (
    StateChange(is_guarded=False),
    StateChange(),
    StateChange(is_guarded=False, accumulates=True),
)
PUT, EMPTIED, ADDED = (replace(change, by_method=True) for change in (CHANGED, CACHED, COUNTED))
_MAKERS = frozenset({"__init__"})


def _module(text: str) -> ir.Module:
    return parse(SourceText("state.py", dedent(text))).module


def _changes_of(module: ir.Module) -> Changes:
    return changes_of_module(facts_of_method, module, ImportTime(module).functions)


def _class(body: str) -> ir.Class:
    lines = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    (statement,) = _module(f"class Thing:\n{lines}\n").body.block.statements
    assert isinstance(statement, ir.DefineClass)
    return statement.class_


@pytest.mark.parametrize(
    ("body", "change"),
    [
        ("state = value", None),
        ("global state; state = value", CHANGED),
        ("global state; state += 1", COUNTED),
        ("global state; state = state + 1", COUNTED),
        ("global state; state = state or value", CACHED),
        ("global state; state = None", CACHED),
        ("state[value] = 1", CHANGED),
        ("state.append(value)", ADDED),
        ("state.add(value)", PUT),
        ("state.clear()", EMPTIED),
        ("state.setdefault(value, 1)", EMPTIED),
        ("del state[value]", CHANGED),
        ("return next(state)", COUNTED),
        ("return lambda: state.append(value)", ADDED),
        ("if value not in state:\n  state[value] = 1", CACHED),
        ("if value in state:\n  return 1\n state[value] = 1", CACHED),
        ("try:\n  return state[value]\n except KeyError:\n  state[value] = 1", CACHED),
        ("if value:\n  state[value] = 1", CHANGED),
        ("known = state.get(value)\n if known is not None:\n  return known\n state[value] = 1", CACHED),
        ("known = state.get(value)\n if not known:\n  state[value] = 1", CACHED),
        ("known = state.get(value)\n if known > 3:\n  state[value] = 1", CHANGED),
        ("known = other.get(value)\n if not known:\n  state[value] = 1", CHANGED),
        ("state.add(value)\n state[value] = 1", CHANGED),
        ("state = []\n state.append(value)", None),
    ],
)
def test_changes_of_a_variable(body: str, change: StateChange | None) -> None:
    module = _module(f"state = {{}}\ndef change(value):\n {body}\n")
    assert _changes_of(module).get(("state", "")) == change


def test_one_way_that_does_not_look_first_is_no_cache() -> None:
    module = _module("""
        state = {}
        def find(key):
            if key not in state:
                state[key] = 1
            return state[key]
        def put(key):
            state[key] = 2
    """)
    assert _changes_of(module) == {("state", ""): CHANGED}


def test_what_registers_or_prepares_changes_nothing() -> None:
    module = _module("""
        state = {}
        def named(name):
            def keep(function):
                state[name] = function
                return function
            return keep
        def register(function):
            state[function.__name__] = function
        def configure():
            global state
            state = {"a": 1}
    """)
    assert _changes_of(module) == {}


@pytest.mark.parametrize(
    ("rest", "change"),
    [
        ("fill(1)", None),
        ("if True:\n    fill(1)", None),
        ("fill", CHANGED),
        ("fill(1)\ndef refresh(): fill(2)", CHANGED),
        ("fill(1)\ndef refresh(): return run(fill)", CHANGED),
        ("def refresh(): fill(2)", CHANGED),
    ],
)
def test_what_only_the_import_runs_changes_nothing(rest: str, change: StateChange | None) -> None:
    module = _module(f"state = {{}}\ndef fill(value):\n    state[value] = 1\n{rest}\n")
    assert _changes_of(module).get(("state", "")) == change


def test_methods_that_only_the_import_calls_are_found() -> None:
    module = _module("""
        registry = Registry()
        registry.add(1)
        registry.put(1)
        def read():
            registry.put(2)
    """)
    assert ImportTime(module).methods("registry") == {"add"}
    assert ImportTime(module).methods("other") == frozenset()


@pytest.mark.parametrize(
    ("body", "of_object", "of_all"),
    [
        ("def __init__(self): self.n = 0", None, None),
        ("def next(self): self.n += 1", COUNTED, None),
        ("def next(self): Thing.n += 1", COUNTED, COUNTED),
        ("@classmethod\ndef next(cls): cls.n += 1", COUNTED, COUNTED),
        ("def __init__(self): self.id = next(self.n)", None, COUNTED),
        ("def get(self):\n    if self.n is None:\n        self.n = 1", CACHED, None),
    ],
)
def test_changes_of_an_attribute(
    body: str, of_object: StateChange | None, of_all: StateChange | None
) -> None:
    changes = changes_of_class(facts_of_method, _class(body), _MAKERS)
    assert (changes.get(("n", False)), changes.get(("n", True))) == (of_object, of_all)


@pytest.mark.parametrize(("body", "is_looked_through"), [("return other()", False), ("return state", True)])
def test_a_module_is_looked_through_only_for_what_may_be_state(body: str, *, is_looked_through: bool) -> None:
    run = Run(f"""
        state = []
        def other(): ...
        def read(): {body}
    """)
    run.call("read")
    assert bool(run.interpreter.state.changes) is is_looked_through
