"""First-party classes and interfaces: their members, their objects, and how they are constructed."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import ClassRef, Closure, EnumMember, Method, Object
from wflint.domain.lattice import each_alternative
from wflint.domain.values import NO_ARGUMENTS, TOP, Arguments, Ref, Value
from wflint.interpreter.annotations import annotated
from wflint.interpreter.attributes import external_attribute
from wflint.interpreter.classes import class_env, class_member, external_bases, own_bases
from wflint.interpreter.effects import reads_when_named
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.rows import rows_of_bases
from wflint.interpreter.semantics.javascript.objects import takes_receiver
from wflint.ir import nodes as ir

_CONSTRUCTOR = "constructor"


def has_kind(_: ClassRef) -> bool:
    """Return whether a class is an enum or a model: enums are objects here, and nothing is known of models."""
    return False


def some_member(_ev: Evaluator, ref: ClassRef) -> EnumMember:
    """Return any member of an enum, of which there are none."""
    return EnumMember(ref, "", TOP)


def member(
    ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, name: str
) -> Value:
    """Return the value of `ref.name`."""
    if isinstance(ref, EnumMember):
        return TOP
    if isinstance(ref, Object) and name in ref.attributes:
        return ref.attributes[name]
    owner = ref.class_ if isinstance(ref, Object) else ref
    found = class_member(ev, owner, name)
    if found is None:
        return _inherited(ev, frame, node, ref, owner, name)
    return each_alternative(found, lambda each: _bind(ev, frame, node, ref, each))


def _inherited(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Ref, owner: ClassRef, name: str) -> Value:
    """Return a member that external bases have."""
    for qualname in rows_of_bases(ev, owner, name):
        if reads_when_named(ev, qualname):
            return external_attribute(ev, frame, node, qualname)
        return Value((Method(ref, name),))
    return Value((Method(ref, name),)) if external_bases(owner) else TOP


def _bind(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object | ClassRef, member: Ref) -> Value:
    if not isinstance(member, Closure) or not takes_receiver(member):
        return Value((member,))
    bound = member.bound_to(Value((ref,)))
    if member.binding == "property":
        return ev.follow(frame, node, replace(bound, binding="function"), NO_ARGUMENTS).value
    return Value((bound,))


def default_of(_ev: Evaluator, _frame: Frame, _ref: Object, _name: str) -> Value | None:
    """Return what an attribute may hold before its first assignment: fields are there from the start."""
    return None


def symbolic_instance(ev: Evaluator, ref: ClassRef) -> Object:
    """Return an object of which only the class is known: a parameter with that annotation, say."""
    found = ev.state.symbolic_instances.get(ref)
    if found is None:
        found = ev.state.symbolic_instances[ref] = Object(ref)
        discovering, ev.state.discovering = ev.state.discovering, False
        _fill_fields(ev, ref, found)
        made = class_member(ev, ref, _CONSTRUCTOR)
        for each in made.alternatives if made else ():
            if isinstance(each, Closure):
                bound = each.bound_to(Value((found,)))
                ev.follow(Frame(each.env, (), []), each.function, bound, Arguments(rest=TOP))
        ev.state.discovering = discovering
    return found


def construct(ev: Evaluator, frame: Frame, node: ir.Expr, ref: ClassRef, arguments: Arguments) -> Value:
    """Make an object: fill its fields, and run the constructor."""
    made = Object(ref, step=frame.step, is_replayed=frame.env.is_replayed)
    _fill_fields(ev, ref, made)
    found = class_member(ev, ref, _CONSTRUCTOR)
    # A function that registers handlers makes the objects that they use, as a module does.
    discovering, ev.state.discovering = ev.state.discovering, False
    for each in found.alternatives if found else ():
        if isinstance(each, Closure):
            _fill_parameters(made, each, arguments)
            ev.follow(frame, node, each.bound_to(Value((made,))), arguments)
    ev.state.discovering = discovering
    return Value((made,))


def _fill_fields(ev: Evaluator, ref: ClassRef, made: Object) -> None:
    """Give an object the fields that its class and the classes above it declare."""
    for each in reversed(own_bases(ref)):
        env = class_env(ev, each)
        for statement in each.class_.body.block.statements:
            if not isinstance(statement, ir.Assign) or not isinstance(statement.targets[0], ir.Name):
                continue
            name = statement.targets[0].id
            value = env.names.get(name, TOP)
            if statement.value is None:
                promised = statement.annotation
                value = annotated(ev, Frame(env, (), []), promised) if promised is not None else TOP
            made.attributes[name] = value


def _fill_parameters(made: Object, constructor: Closure, arguments: Arguments) -> None:
    """Fill the fields that parameters of the constructor declare: `constructor(private db: Db)`."""
    parameters = [each for each in constructor.function.parameters if not each.is_receiver]
    for place, parameter in enumerate(parameters):
        actual = arguments.get(place, None)
        if actual is not None and parameter.name in made.attributes and not actual.value.is_top:
            made.attributes[parameter.name] = actual.value


def disposed(ev: Evaluator, frame: Frame, node: ir.Expr, manager: Value, *, is_async: bool) -> bool:
    """Dispose of what `using` has bound; that swallows nothing."""
    names = ("[Symbol.asyncDispose]", "[Symbol.dispose]") if is_async else ("[Symbol.dispose]",)
    for ref in manager.alternatives:
        if not isinstance(ref, Object):
            continue
        method = next((name for name in names if class_member(ev, ref.class_, name) is not None), None)
        if method is not None:
            bound = member(ev, frame, node, ref, method)
            ev.await_value(frame, node, ev.call(frame, node, bound, NO_ARGUMENTS))
    return False
