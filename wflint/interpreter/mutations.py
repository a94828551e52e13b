"""Changes of objects: by a step, whose change is lost, or of what outlives the handler."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, Context, Instance, Object, Payload, StepResult
from wflint.domain.env import Env
from wflint.domain.lattice import join_all
from wflint.domain.types import MUTABLE
from wflint.domain.values import Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.module_state import state_changed
from wflint.ir import nodes as ir
from wflint.trace.events import Mutation


def assign_attribute(ev: Evaluator, frame: Frame, target: ir.Attribute, value: Value) -> None:
    """Bind `owner.attr`."""
    owner = ev.evaluate(frame, target.value)
    # What a loop assigns to an attribute differs from round to round.
    value = value.with_taint(frozenset(frame.loops))
    for ref in owner.alternatives:
        if isinstance(ref, Object):
            ref.attributes[target.attr] = (
                join_all([ref.attributes[target.attr], value]) if target.attr in ref.attributes else value
            )
    mutated(ev, frame, target, target.value, owner)


def mutated(ev: Evaluator, frame: Frame, node: ir.Node, expression: ir.Expr, owner: Value) -> None:
    """Note that the object behind an expression is changed: by a step, or where it outlives the handler."""
    root = expression
    while isinstance(root, (ir.Attribute, ir.Subscript)):
        root = root.value
    if not isinstance(root, ir.Name):
        return
    env = frame.env.holder(root.id)
    if env is not None and env.is_module and any(isinstance(ref, Collection) for ref in owner.alternatives):
        state_changed(frame, node, root.id)
    if env is frame.env and frame.function is not None and root.id in frame.function.parameter_names:
        ev.facts.changed_parameters.add(root.id)
        _argument_changed(frame, node, root.id, owner)
    if env is None or not mutates(frame, env):
        return
    if any(lives_outside(frame, ref) for ref in owner.alternatives):
        _record_mutation(frame, node, root.id, env, assigns=False)


def _argument_changed(frame: Frame, node: ir.Node, name: str, owner: Value) -> None:
    """Note that a helper of a step changes an argument that belongs to the code around the step."""
    if frame.step is not None and frame.env.step is frame.step:
        for ref in owner.alternatives:
            if isinstance(ref, (Collection, Object)) and lives_outside(frame, ref):
                _record_mutation(frame, node, name, frame.env, assigns=False)
                return


def lives_outside(frame: Frame, ref: Ref) -> bool:
    """Whether an object belongs to the workflow's own data, so that a change of it is lost."""
    match ref:
        case Collection() | Object():
            return ref.step is not frame.step
        case StepResult() | Payload() | Context():
            return True
        case Instance():
            return ref.type in MUTABLE
        case _:
            return False


def mutates(frame: Frame, env: Env) -> bool:
    """Return whether changing a variable of a scope changes, in a step, what belongs to the code around it."""
    return frame.step is not None and env.step is not frame.step and env.is_replayed


def _record_mutation(frame: Frame, node: ir.Node, name: str, env: Env, *, assigns: bool) -> None:
    if frame.step is not None:
        frame.trace.append(Mutation(frame.site(node), name, env, frame.step, assigns))


def receiver_of(node: ir.Expr) -> ir.Expr | None:
    """The object whose method is called, or handed over to be called."""
    func = node.func if isinstance(node, ir.Call) else node
    return func.value if isinstance(func, ir.Attribute) else None
