"""Events written by hand: leaves with names, and the blocks around them."""

from __future__ import annotations

from abstract_values import CONTEXT, GLOBALS, MODULE, function, site

from wflint.domain.sites import Site
from wflint.domain.taint import LoopVariance
from wflint.domain.values import TOP, Actual, Value, constant
from wflint.effects.facts import Concurrency
from wflint.engines import StepKind, StepMethod
from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.languages.python.parse import parse
from wflint.trace.event import Event
from wflint.trace.events import (
    Branch,
    Concurrent,
    ExceptClause,
    Exit,
    ExitKind,
    InlinedCall,
    Loop,
    StepExecuted,
    TryBlock,
    UnknownCall,
    WithBlock,
)
from wflint.trace.steps import StepCall

_RUN = StepMethod("run", StepKind.RUN, ("name", "function"), name="name", function="function")


def did(name: str) -> Event:
    """Return something that happens."""
    return UnknownCall(site(name), name)


def many(*names: str) -> list[Event]:
    """Return several things that happen after each other."""
    return [did(name) for name in names]


def left(kind: str, value: Value = TOP, node: ir.Node | None = None) -> Exit:
    """Return an exit: `return`, `raise`, `break` or `continue`."""
    return Exit(ExitKind(kind), Site(MODULE, node) if node is not None else site(), value)


def when(*arms: list[Event], test: Value = TOP) -> Branch:
    """Return a choice among blocks."""
    return Branch(site(), test, arms)


def loop(body: list[Event], orelse: list[Event] | None = None, *, endless: bool = False) -> Loop:
    """Return a loop."""
    node = ir.Name(object(), "items")
    return Loop(LoopVariance(site(), GLOBALS), node, TOP, node, body, orelse or [], endless)


def clause(
    *body: Event, types: Value | None = None, header: str = "except Exception as error"
) -> ExceptClause:
    """Return an `except` clause."""
    return ExceptClause(site(), handler_node(header), types, list(body))


def attempt(
    body: list[Event],
    *handlers: ExceptClause,
    orelse: list[Event] | None = None,
    final: list[Event] | None = None,
) -> TryBlock:
    """Return a `try` statement."""
    return TryBlock(site(), body, handlers, orelse or [], final or [])


def inside(setup: list[Event], body: list[Event], manager: Value = TOP) -> WithBlock:
    """Return a `with` block."""
    return WithBlock(site(), manager, setup, body)


def at_once(*branches: list[Event]) -> Concurrent:
    """Return several things that are started at once."""
    return Concurrent(site(), "asyncio.gather", Concurrency.TOGETHER, branches)


def inlined(*body: Event, decorators: tuple[tuple[str, Site], ...] = ()) -> InlinedCall:
    """Return a call of a first-party function."""
    return InlinedCall(site(), function("def helper(): pass"), MODULE, list(body), decorators)


def ran(name: str, *body: Event) -> StepExecuted:
    """Return a step that ran, with what its function did."""
    called = site(name)
    step = StepCall(called, (called,), CONTEXT, _RUN, GLOBALS, None, body=list(body))
    step.arguments = {"name": Actual(constant(name))}
    return StepExecuted(step)


def handler_node(header: str) -> ir.Except:
    """Return the node of an `except` clause that begins so."""
    [statement] = _statements(f"try:\n  pass\n{header}:\n  pass\n")
    assert isinstance(statement, ir.Try)
    return statement.clauses[0]


def raise_node(text: str) -> ir.Raise:
    """Return the node of a `raise` statement."""
    [statement] = _statements(f"{text}\n")
    assert isinstance(statement, ir.Raise)
    return statement


def call_node(text: str) -> ir.Call:
    """Return the node of a call."""
    [statement] = _statements(f"{text}\n")
    assert isinstance(statement, ir.Evaluate)
    assert isinstance(statement.value, ir.Call)
    return statement.value


def _statements(text: str) -> tuple[ir.Statement, ...]:
    return parse(SourceText("written.py", text)).module.body.block.statements
