"""Changes of objects: by a step, whose change is lost, or of what outlives the handler."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, Context, Instance, Object, Payload
from wflint.domain.awaited import StepResult
from wflint.domain.contents import held_values
from wflint.domain.env import Env
from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import TOP, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import WHOLE, key_of
from wflint.interpreter.frame import Frame, deciding
from wflint.interpreter.module_state import kept_changed, variable_changed
from wflint.ir import nodes as ir
from wflint.trace.events import Mutation

_KEYED = frozenset({ir.ContainerKind.DICT, ir.ContainerKind.SET})


def mutated(
    ev: Evaluator,
    frame: Frame,
    node: ir.Node,
    expression: ir.Expr,
    owner: Value,
    member: object = WHOLE,
    *,
    by_callee: bool = False,
    decided_by: frozenset[Taint] = UNTAINTED,
) -> None:
    """Note that the object an expression refers to is changed: by a step, or where it outlives the handler.

    Args:
        ev: The evaluator.
        frame: Where it is changed.
        node: The change.
        expression: The object.
        owner: What the object may be.
        member: The attribute or key of it that is changed.
        by_callee: Whether a function changes it that is given it.
        decided_by: The taint of what decides in that function whether it does.
    """
    _note_filling(frame, owner, frame.deciding | decided_by)
    root = expression
    while isinstance(root, (ir.Attribute, ir.Subscript)):
        # Of the variable, the outermost member is changed.
        member = root.attr if isinstance(root, ir.Attribute) else key_of(root.index)
        root = root.value
    if not isinstance(root, ir.Name):
        return
    env = frame.env.holder(root.id)
    # Whoever assigns an attribute notes that state is changed.
    if not isinstance(node, ir.Attribute) and any(isinstance(ref, Collection) for ref in owner.alternatives):
        _state_changed(ev, frame, node, expression, owner)
    if env is frame.env and frame.function is not None and root.id in frame.function.parameter_names:
        known = ev.facts.changed_parameters.get(root.id, UNTAINTED)
        ev.facts.changed_parameters[root.id] = known | frame.deciding | decided_by
        _argument_changed(ev, frame, node, root.id, owner, member)
    if env is frame.env and root.id not in (frame.function.parameter_names if frame.function else ()):
        _alias_changed(ev, frame, node, owner)
    if env is None or not mutates(frame, env):
        return
    if any(lives_outside(ev, frame, ref) for ref in owner.alternatives):
        record_mutation(ev, frame, node, root.id, env, member, by_callee=by_callee)


def by_key(owner: Value, key: Value) -> frozenset[Taint]:
    """Return the taint of what a dictionary or set tells its items apart by, which decides how many of them there are."""
    is_keyed = any(isinstance(ref, Collection) and ref.kind in _KEYED for ref in owner.alternatives)
    return deciding(key.taint) if is_keyed else UNTAINTED


def _note_filling(frame: Frame, owner: Value, taint: frozenset[Taint]) -> None:
    """Note what decides whether a collection is changed, and so what it holds later."""
    for ref in owner.alternatives if taint else ():
        if (
            isinstance(ref, Collection)
            and ref.kept is None
            and (frame.step is None or ref.step is frame.step)
        ):
            ref.filling |= taint


def _state_changed(ev: Evaluator, frame: Frame, node: ir.Node, expression: ir.Expr, owner: Value) -> None:
    """Note that a collection is changed, if it outlives the pass."""
    if isinstance(expression, ir.Attribute):
        held_by = ev.facts.values.get(expression.value)
        holders = held_by.alternatives if held_by is not None else ()
        if any(kept_changed(ev, frame, node, expression.value, ref, expression.attr) for ref in holders):
            return
    if any(kept_changed(ev, frame, node, expression, ref) for ref in owner.alternatives):
        return
    env = frame.env.holder(expression.id) if isinstance(expression, ir.Name) else None
    if env is not None and env.is_module and isinstance(expression, ir.Name):
        variable_changed(ev, frame, node, expression.id)


def _argument_changed(
    ev: Evaluator, frame: Frame, node: ir.Node, name: str, owner: Value, member: object
) -> None:
    """Note that a helper of a step changes an argument that belongs to the code around the step."""
    if frame.step is not None and frame.env.step is frame.step:
        for ref in owner.alternatives:
            # Of what is only annotated, nobody knows where it was made: in the step, maybe.
            if isinstance(ref, Object) and ev.state.symbolic_instances.get(ref.class_) is ref:
                continue
            if isinstance(ref, (Collection, Object)) and lives_outside(ev, frame, ref):
                held_as = _variable_of_workflow(ev, frame.env.names.get(name, TOP))
                variable, env = held_as or (name, frame.env)
                is_other = held_as is not None
                record_mutation(ev, frame, node, variable, env, member, by_alias=is_other, by_callee=True)
                return


def _variable_of_workflow(ev: Evaluator, value: Value) -> tuple[str, Env] | None:
    """Return the variable of the code around the steps that holds an object, and its scope; `None` where none does."""
    objects = [ref for ref in value.alternatives if isinstance(ref, (Collection, Object))]
    scopes = (ev.facts.scopes.get(function.handle) for function in ev.state.stack if objects)
    for env in scopes:
        if env is None or env.step is not None:
            continue
        for name, held in env.names.items():
            if any(ref is each for ref in objects for each in held.alternatives):
                return name, env
    return None


def _alias_changed(ev: Evaluator, frame: Frame, node: ir.Node, owner: Value) -> None:
    """Note that a step changes an object of the code around it by a variable of its own."""
    if frame.step is None or frame.env.step is not frame.step:
        return
    for ref in owner.alternatives:
        if isinstance(ref, (Collection, Object, StepResult)) and lives_outside(ev, frame, ref):
            env = frame.env.parent
            while env is not None and not env.is_module:
                name = next((name for name, value in env.names.items() if _holds(value, ref)), None)
                if name is not None and mutates(frame, env):
                    record_mutation(ev, frame, node, name, env, by_alias=True)
                    return
                env = env.parent


def _holds(value: Value, ref: Ref) -> bool:
    """Return whether a variable holds an object, or something that it is an item or attribute of."""
    held = (
        each for outer in value.alternatives for inner in held_values(outer) for each in inner.alternatives
    )
    return ref in value.alternatives or any(each is ref for each in held)


def lives_outside(ev: Evaluator, frame: Frame, ref: Ref) -> bool:
    """Return whether an object belongs to the workflow's own data, so that changing it in a step is lost."""
    match ref:
        case Collection() | Object():
            return ref.step is not frame.step
        case StepResult() | Payload() | Context():
            return True
        case Instance():
            return ev.semantics.type_facts(ref.type).is_mutable
        case _:
            return False


def mutates(frame: Frame, env: Env) -> bool:
    """Return whether changing a variable of a scope changes, in a step, what belongs to the code around it."""
    return frame.step is not None and env.step is not frame.step and env.is_replayed


def record_mutation(
    ev: Evaluator,
    frame: Frame,
    node: ir.Node,
    name: str,
    env: Env,
    member: object = WHOLE,
    *,
    by_alias: bool = False,
    by_callee: bool = False,
) -> None:
    """Note that a step changes a variable of the code around it, or a part of what it holds."""
    if frame.step is not None:
        before = 0 if frame.loops else ev.facts.read_count
        site = frame.site(node)
        frame.trace.append(Mutation(site, name, env, frame.step, member, by_alias, before, by_callee))


def receiver_of(node: ir.Expr) -> ir.Expr | None:
    """Return the object whose method is called, or passed on to be called."""
    func = node.func if isinstance(node, ir.Call) else node
    return func.value if isinstance(func, ir.Attribute) else None
