"""Calls that hold something while a function runs that they are given: transactions, locks."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Instance
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, WithBlock
from wflint.trace.walk import runs_step


def hold(ev: Evaluator, frame: Frame, node: ir.Call, arguments: Arguments, before: int) -> None:
    """Put what a call has done into a block, if it holds something meanwhile; `before` counts what was recorded before."""
    if not isinstance(node.func, ir.Attribute):
        return
    held = ev.semantics.method_facts(node.func.attr).holds
    if not held or not any(_is_function(each) for each in arguments.values()):
        return
    done = frame.trace[before:]
    if not runs_step(done):
        return
    own = [event for event in done if _is_own(event, node)]
    body = [event for event in done if not _is_own(event, node)]
    frame.trace[before:] = [WithBlock(frame.site(node), Value((Instance(held),)), own, body)]


def _is_own(event: Event, node: ir.Call) -> bool:
    """Return whether an event is what the call does itself, rather than the function."""
    return isinstance(event, EffectCall) and event.site.node is node


def _is_function(value: Value) -> bool:
    return any(isinstance(ref, Closure) for ref in value.alternatives)
