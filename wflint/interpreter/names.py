"""Loads and stores variables."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection, External, Object
from wflint.domain.lattice import join_all
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.interpreter.attributes import external_attribute
from wflint.interpreter.effects import reads_when_named
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import PASSED, WHOLE
from wflint.interpreter.frame import Frame
from wflint.interpreter.imports import resolved
from wflint.interpreter.module_state import state_read, variable_changed
from wflint.interpreter.mutations import mutates, record_mutation
from wflint.interpreter.optional_sdk import engines_own
from wflint.interpreter.recording import record_flow, remember
from wflint.ir import nodes as ir
from wflint.trace.flows import Sink


def load(ev: Evaluator, frame: Frame, node: ir.Name, member: object = WHOLE) -> Value:
    """Return the value of a variable.

    Args:
        ev: The evaluator.
        frame: Where it is read.
        node: The variable.
        member: What of it is used; unless that is `WHOLE`, the use of the member is noted by who reads it.
    """
    env = frame.env.holder(node.id)
    if env is None:
        return ev.semantics.global_value(node.id)
    value = engines_own(ev, resolved(ev, env, node.id))
    if env.is_module:
        value = state_read(ev, frame, node, env.module, node.id, value)
    else:
        ev.facts.note_read(env, node.id, frame.step, member)
    only = value.only
    if isinstance(only, External) and reads_when_named(ev, only.name):
        return external_attribute(ev, frame, node, only.name).with_taint(value.taint)
    if member is WHOLE:
        capture(ev, frame, node, value, value)
    return value


def capture(ev: Evaluator, frame: Frame, node: ir.Name, value: Value, owner: Value) -> None:
    """Note that a step function, or the arguments of a step call, use the value of a variable.

    Args:
        ev: The evaluator.
        frame: Where it is used.
        node: The variable.
        value: What is used: all that it holds, or a member of it.
        owner: What the variable holds, or the object that the member belongs to.
    """
    step = frame.step
    if step is not None:
        env = frame.env.holder(node.id)
        if (env is not None and env.step is not step) or any(
            _is_handed_in(frame, ref) for ref in owner.alternatives
        ):
            record_flow(ev, frame, node, _without_receivers(value), Sink.CAPTURED, step)
    elif frame.phase.argument_of is not None:
        record_flow(ev, frame, node, _without_receivers(value), Sink.ARGUMENT, frame.phase.argument_of)


def _without_receivers(value: Value) -> Value:
    """Return a value without bound methods of objects of this pass: what these read of the object shows when they run."""
    kept = tuple(
        ref
        for ref in value.alternatives
        if not (isinstance(ref, Closure) and ref.receiver is not None and _is_of_pass(ref.receiver))
    )
    return value if len(kept) == len(value.alternatives) else value.of_alternatives(kept)


def _is_of_pass(value: Value) -> bool:
    return value.always(lambda ref: isinstance(ref, Object) and ref.is_replayed)


def _is_handed_in(frame: Frame, ref: Ref) -> bool:
    """Return whether an object of this pass was made outside of the step that uses it."""
    return isinstance(ref, Object) and ref.is_replayed and ref.step is not frame.step


def load_argument(ev: Evaluator, frame: Frame, node: ir.Name) -> Value:
    """Return the value of a variable that is passed to a function which is followed anew.

    What the function reads of an object is noted there.
    """
    value = load(ev, frame, node, PASSED)
    if not (isinstance(value.only, Object) and value.only.is_replayed):
        capture(ev, frame, node, value, value)
    remember(ev, node, value)
    return value


def store(ev: Evaluator, frame: Frame, node: ir.Node, name: str, value: Value) -> None:
    """Bind a variable."""
    outer = frame.function.body.outer.get(name) if frame.function else None
    if outer is None:
        frame.env.names[name] = value
        return
    env = frame.env.module_env() if outer else (frame.env.parent and frame.env.parent.holder(name))
    if env is None:
        return
    if mutates(frame, env):
        record_mutation(ev, frame, node, name, env)
    else:
        if env.is_module and not _is_made_once(env.names.get(name, TOP), value):
            variable_changed(ev, frame, node, name)
        # Who runs this function, and when, is not followed, so the old value stays possible.
        env.names[name] = join_all([env.names.get(name, value), value])


def _is_made_once(before: Value, after: Value) -> bool:
    """Return whether a variable that was `None` is assigned an object made on first use, such as a client."""
    was_none = any(isinstance(ref, Const) and ref.value is None for ref in before.alternatives)
    plain = (Const, Collection)
    return was_none and not any(
        isinstance(ref, plain) and not (isinstance(ref, Const) and ref.value is None)
        for ref in (*before.alternatives, *after.alternatives)
    )
