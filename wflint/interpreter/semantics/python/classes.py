"""First-party classes: their members, their objects, and how they are constructed."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Data,
    EnumMember,
    Instance,
    Method,
    Object,
)
from wflint.domain.lattice import each_alternative, join, join_or_top
from wflint.domain.types import facts_of_type
from wflint.domain.values import NO_ARGUMENTS, TOP, Arguments, Ref, Value, constant
from wflint.effects import EffectKind
from wflint.interpreter.annotations import annotated
from wflint.interpreter.attributes import external_attribute
from wflint.interpreter.classes import base_classes, class_env, class_member, external_bases
from wflint.interpreter.effects import reads_when_named, settings_read
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.rows import rows_of_bases
from wflint.ir import nodes as ir
from wflint.serialization.type_facts import PLAIN_BASES, is_model_base

_VALIDATORS = frozenset(
    {"model_validate", "model_validate_json", "model_construct", "parse_obj", "parse_raw", "from_orm"}
)


def is_enum(ref: ClassRef) -> bool:
    """Return whether a class is an enum."""
    return any(facts_of_type(base).is_enum for base in external_bases(ref))


def is_model(ref: ClassRef) -> bool:
    """Return whether a class is a pydantic model."""
    return any(is_model_base(base) for base in external_bases(ref))


def some_member(ev: Evaluator, ref: ClassRef) -> EnumMember:
    """Return any member of an enum, whose value may be that of each."""
    names = class_env(ev, ref).names
    values = [value for name, value in names.items() if not name.startswith("_") and not _is_function(value)]
    return EnumMember(ref, "?", join_or_top(values))


def member(
    ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, name: str
) -> Value:
    """Return the value of `ref.name`."""
    if isinstance(ref, EnumMember):
        if name in ("value", "_value_"):
            return ref.value
        if name in ("name", "_name_"):
            return constant(ref.name)
        owner = ref.class_
    elif isinstance(ref, Object):
        if name in ref.attributes:
            return settings_read(ev, frame, node, external_bases(ref.class_), ref.attributes[name])
        if name == "__dict__" and ref.attributes:
            fields: dict[object, Value] = dict(ref.attributes.items())
            return Value((Collection(ir.ContainerKind.DICT, fields, step=ref.step),))
        owner = ref.class_
    else:
        owner = ref
        if name in _VALIDATORS and is_model(ref):
            return Value((Method(ref, name),))
    found = class_member(ev, owner, name)
    if found is None:
        return _inherited(ev, frame, node, ref, owner, name)
    if isinstance(ref, ClassRef) and is_enum(ref) and not _is_function(found):
        return Value((EnumMember(ref, name, found),))
    return each_alternative(found, lambda each: _bind(ev, frame, node, ref, each))


def _inherited(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Ref, owner: ClassRef, name: str) -> Value:
    """Return a member that external bases have."""
    for qualname in rows_of_bases(ev, owner, name):
        if reads_when_named(ev, qualname):
            return external_attribute(ev, frame, node, qualname)
    if isinstance(ref, ClassRef):
        return Value((Method(ref, name),)) if any(rows_of_bases(ev, ref, name)) else TOP
    if any(base != "builtins.object" for base in external_bases(owner)):
        return Value((Method(ref, name),))
    return TOP


def _bind(
    ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, member: Ref
) -> Value:
    if not isinstance(member, Closure) or member.binding == "static":
        return Value((member,))
    if member.binding == "class":
        owner = ref if isinstance(ref, ClassRef) else ref.class_
        return Value((member.bound_to(Value((owner,))),))
    if isinstance(ref, ClassRef):
        return Value((member,))
    bound = member.bound_to(Value((ref,)))
    if member.binding == "property":
        return ev.follow(frame, node, replace(bound, binding="function"), NO_ARGUMENTS).value
    return Value((bound,))


def default_of(ev: Evaluator, frame: Frame, ref: Object, name: str) -> Value | None:
    """Return what an attribute may hold before its first assignment: the class's value, except in `__init__`."""
    if frame.function is None or frame.function.name == "__init__":
        return None
    return class_member(ev, ref.class_, name)


def symbolic_instance(ev: Evaluator, ref: ClassRef) -> Object:
    """Return an object of which only the class is known: a parameter with that annotation, say."""
    found = ev.state.symbolic_instances.get(ref)
    if found is None:
        found = ev.state.symbolic_instances[ref] = Object(ref)
        # It is made once for all callers, so its attributes are needed whatever the first one asks for.
        discovering, ev.state.discovering = ev.state.discovering, False
        _fill_fields(ev, ref, found, NO_ARGUMENTS, is_symbolic=True)
        init = class_member(ev, ref, "__init__")
        for each in init.alternatives if init else ():
            if isinstance(each, Closure):
                frame = Frame(each.env, (), [])
                bound = each.bound_to(Value((found,)))
                ev.follow(frame, each.function, bound, Arguments(rest=TOP))
        ev.state.discovering = discovering
    return found


def construct(ev: Evaluator, frame: Frame, node: ir.Expr, ref: ClassRef, arguments: Arguments) -> Value:
    """Make an object: run `__init__`, or fill the fields of a dataclass or model."""
    if is_enum(ref):
        return Value((some_member(ev, ref),))
    made = Object(ref, step=frame.step, is_replayed=frame.env.is_replayed)
    init = class_member(ev, ref, "__init__")
    if init is None:
        _fill_fields(ev, ref, made, arguments)
        _run_factories(ev, frame, node, ref, made, arguments)
        post = class_member(ev, ref, "__post_init__")
        _run_methods(ev, frame, node, made, post, NO_ARGUMENTS)
    else:
        _run_methods(ev, frame, node, made, init, arguments)
    return Value((made,))


def _run_methods(
    ev: Evaluator, frame: Frame, node: ir.Expr, made: Object, found: Value | None, arguments: Arguments
) -> None:
    # A function that registers handlers makes the objects that they use, as a module does.
    discovering, ev.state.discovering = ev.state.discovering, False
    for each in found.alternatives if found else ():
        if isinstance(each, Closure):
            ev.follow(frame, node, each.bound_to(Value((made,))), arguments)
    ev.state.discovering = discovering


def annotated_fields(ref: ClassRef) -> dict[str, ir.Expr]:
    """Return the annotated variables of a class and its first-party bases, bases first."""
    found: dict[str, ir.Expr] = {}
    for each in reversed([each for each in base_classes(ref) if isinstance(each, ClassRef)]):
        for statement in each.class_.body.block.statements:
            if isinstance(statement, ir.Assign) and statement.annotation is not None:
                target = statement.targets[0]
                if isinstance(target, ir.Name):
                    found[target.id] = statement.annotation
    return found


def _fill_fields(
    ev: Evaluator, ref: ClassRef, made: Object, arguments: Arguments, *, is_symbolic: bool = False
) -> None:
    validates = is_model(ref)
    # Others may fill in what the call does not give: `**` arguments, or a base class from its settings.
    others = arguments.rest if arguments.rest is not None else TOP if _may_fill(ev, ref) else None
    for position, (name, annotation) in enumerate(annotated_fields(ref).items()):
        actual = arguments.get(position, name)
        default = None if is_symbolic else class_member(ev, ref, name)
        if default is not None and _is_field(default):
            default = None
        if actual is None and default is not None and others is None:
            made.attributes[name] = default
            continue
        promised = annotated(ev, Frame(class_env(ev, ref), (), []), annotation)
        if actual is not None:
            # A model converts what it is given to the types of its fields; of what is unknown, the field says the type.
            is_promised = (validates or actual.value.is_top) and not promised.is_top
            known = promised.with_taint(actual.value.taint) if is_promised else actual.value
            made.attributes[name] = known
        else:
            filled = promised.with_taint(others.taint) if others is not None else promised
            made.attributes[name] = filled if default is None else join(default, filled)


def _may_fill(ev: Evaluator, ref: ClassRef) -> bool:
    """Return whether a base class may set fields by itself: one that reads settings, or of which nothing is known."""
    for base in external_bases(ref):
        row = ev.state.catalogue.lookup(base)
        reads = row is not None and row.effect is not EffectKind.NONE
        if reads or not (is_model_base(base) or base.startswith((*PLAIN_BASES, "typing"))):
            return True
    return False


def _run_factories(
    ev: Evaluator, frame: Frame, node: ir.Expr, ref: ClassRef, made: Object, arguments: Arguments
) -> None:
    """Call the default factories of the fields that are not given."""
    for position, (name, default) in enumerate(_defaults(ref).items()):
        if not isinstance(default, ir.Call) or arguments.get(position, name) is not None:
            continue
        for argument in default.args:
            if argument.keyword == "default_factory":
                factory = ev.evaluate(Frame(class_env(ev, ref), (), []), argument.value)
                made.attributes[name] = ev.call(frame, node, factory, NO_ARGUMENTS)


def _defaults(ref: ClassRef) -> dict[str, ir.Expr | None]:
    """Return the values assigned to the annotated variables of a class, in the order of `fields`."""
    found: dict[str, ir.Expr | None] = dict.fromkeys(annotated_fields(ref))
    for each in base_classes(ref):
        if isinstance(each, ClassRef):
            for statement in each.class_.body.block.statements:
                target = statement.targets[0] if isinstance(statement, ir.Assign) else None
                if isinstance(statement, ir.Assign) and isinstance(target, ir.Name) and target.id in found:
                    found[target.id] = found[target.id] or statement.value
    return found


def _is_field(value: Value) -> bool:
    """Return whether the value of a class variable only describes the field."""
    only = value.only
    if only is None:
        return True
    return isinstance(only, (Instance, Data)) and not (
        isinstance(only, Instance) and only.type.startswith(("builtins.", "datetime.", "decimal.", "uuid."))
    )


def _is_function(value: Value) -> bool:
    return any(isinstance(ref, Closure) for ref in value.alternatives)
