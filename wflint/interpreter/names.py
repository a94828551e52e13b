"""Loads and stores variables."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, External
from wflint.domain.env import Env
from wflint.domain.lattice import join_all
from wflint.domain.values import TOP, Const, Value
from wflint.interpreter.attributes import external_attribute
from wflint.interpreter.effects import reads_when_named
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.imports import resolved
from wflint.interpreter.module_state import state_changed, state_read
from wflint.interpreter.mutations import _record_mutation, mutates
from wflint.interpreter.recording import record_flow
from wflint.ir import nodes as ir
from wflint.trace.flows import Sink


def load(ev: Evaluator, frame: Frame, node: ir.Name) -> Value:
    """What a variable holds here."""
    env = frame.env.holder(node.id)
    if env is None:
        return ev.semantics.global_value(node.id)
    value = resolved(ev, env, node.id)
    if env.is_module:
        value = state_read(ev, frame, node, env, value)
    else:
        ev.facts.reads.setdefault((env, node.id), set()).add(frame.step)
    only = value.only
    if isinstance(only, External) and reads_when_named(ev, only.name):
        return external_attribute(ev, frame, node, only.name).with_taint(value.taint)
    if frame.step is not None or frame.argument_of is not None:
        capture(ev, frame, node, env, value)
    return value


def capture(ev: Evaluator, frame: Frame, node: ir.Node, env: Env, value: Value) -> None:
    """Note that a step function, or the arguments of a step call, use a variable."""
    if frame.step is not None:
        if env.step is not frame.step:
            record_flow(ev, frame, node, value, Sink.CAPTURED, frame.step)
    elif frame.argument_of is not None:
        record_flow(ev, frame, node, value, Sink.ARGUMENT, frame.argument_of)


def store(frame: Frame, node: ir.Node, name: str, value: Value) -> None:
    """Bind a variable."""
    outer = frame.function.body.outer.get(name) if frame.function else None
    if outer is None:
        frame.env.names[name] = value
        return
    env = frame.env.module_env() if outer else (frame.env.parent and frame.env.parent.holder(name))
    if env is None:
        return
    if mutates(frame, env):
        _record_mutation(frame, node, name, env, assigns=True)
    else:
        if env.is_module and not _is_made_once(env.names.get(name, TOP), value):
            state_changed(frame, node, name)
        # Who runs this function, and when, is not followed, so the old value stays possible.
        env.names[name] = join_all([env.names.get(name, value), value])


def _is_made_once(before: Value, after: Value) -> bool:
    """Whether a variable that was `None` is given what is made when it is needed, such as a client."""
    was_none = any(isinstance(ref, Const) and ref.value is None for ref in before.alternatives)
    plain = (Const, Collection)
    return was_none and not any(
        isinstance(ref, plain) and not (isinstance(ref, Const) and ref.value is None)
        for ref in (*before.alternatives, *after.alternatives)
    )
