"""Attributes of values."""

from __future__ import annotations

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Context,
    Data,
    Decoded,
    EndingMethod,
    EnumMember,
    External,
    Headers,
    Instance,
    Method,
    ModuleRef,
    Object,
    Payload,
)
from wflint.domain.awaited import Pending, Promise, StepResult, Task
from wflint.domain.lattice import each_alternative
from wflint.domain.types import type_name
from wflint.domain.values import TOP, Actual, Const, Ref, Value, constant
from wflint.effects import EffectKind
from wflint.interpreter.effects import delivery_value, environment_read, sorted_out, sourced
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.imports import global_name
from wflint.interpreter.module_state import member_read, state_read
from wflint.interpreter.recording import note_gone
from wflint.interpreter.rows import member_row, rows_of_bases
from wflint.interpreter.uses import note_use, request_taint
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.events import EffectCall, UseKind
from wflint.trace.mistakes import MissingMember


def attribute(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Value, name: str) -> Value:
    """Return the value of an attribute; `None` has none that code goes on with."""
    several = len(owner.alternatives) > 1
    if several and any(isinstance(ref, Const) and ref.value is None for ref in owner.alternatives):
        owner = owner.of_alternatives(
            ref for ref in owner.alternatives if not (isinstance(ref, Const) and ref.value is None)
        )
    value = each_alternative(owner, lambda ref: _member(ev, frame, node, ref, name, owner))
    if not value.taint:
        return value
    ignores_order = name in ev.semantics.sizes or ev.semantics.method_facts(name).ignores_order
    return sorted_out(value) if ignores_order else value


def _member(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Ref, name: str, owner: Value) -> Value:
    """Return the value of an attribute of one alternative, and note the use where the engine provided it."""
    match ref:
        case External() | Method() if name in ev.semantics.function_methods and _is_function(ev, ref, name):
            return Value((Method(ref, name),))
        case External():
            return external_attribute(ev, frame, node, ev.semantics.imported_name(ref.name, name))
        case ModuleRef():
            value = global_name(ev, ref.module, name)
            return state_read(ev, frame, node, ref.module, name, value, spelled(node))
        case Context():
            return _context_member(ev, frame, node, ref, name)
        case Object() | ClassRef() | EnumMember():
            return member_read(ev, frame, node, ref, name, ev.semantics.member(ev, frame, node, ref, name))
        case Payload():
            taint = request_taint(frame, ref, part=True)
            if ev.semantics.attributes_are_items:
                sure = owner.always(lambda each: each is ref or _is_method_of_payload(each))
                note_use(ev, frame, node, ref, UseKind.ITEM, name, Actual(constant(name)), sure=sure)
                part = ref.part(name)
            else:
                note_use(ev, frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
                part = Payload(whole=False)
            return Value((part, Method(ref, name)), taint)
        case Headers():
            note_use(ev, frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
            return Value((Method(ref, name),))
        case StepResult() if ev.semantics.attributes_are_items:
            key = Actual(constant(name))
            note_use(ev, frame, node, ref, UseKind.ITEM, name, key, sure=owner.only is ref)
            return Value((ref.part(name), Method(ref, name)))
        case StepResult():
            note_use(ev, frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
            return Value((ref.derived(), Method(ref, name)))
        case Collection(fields=fields) if name in fields:
            return ref.items.get(fields.index(name), TOP)
        case Collection() if (item := ev.semantics.own_member(ref, name)) is not None:
            return item
        case Const(value=None) if ev.semantics.attributes_are_items:
            return constant(None)  # code that asks for it all the same writes `?.`
        case Instance() if f"{ref.type}.{name}" in ev.state.profile_index.events:
            note_use(ev, frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
            return Value((Instance(f"{ref.type}.{name}", made=ref.made),))
        case Instance() | Const() | Collection() | Closure():
            note_use(ev, frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
            return external_attribute(ev, frame, node, name, ref)
        case Data():
            return Value((Method(ref, name), Data()))
        case Decoded() if ev.semantics.attributes_are_items:
            return Value((ref, Method(ref, name)))
        case Decoded():
            return Value((Method(ref, name),))
        case Method(owner=Instance() | ClassRef() | Object()):
            return _resource_member(ev, frame, node, ref, name)
        case Pending() | Promise() | BoundStepMethod() if ev.semantics.attributes_are_items:
            return Value((Method(ref, name),))
        case Task() if name == "result":
            return Value((Method(ref, name),))
        case _:
            return TOP


def _is_function(ev: Evaluator, ref: External | Method, name: str) -> bool:
    """Return whether the catalogue knows something as a function, and no member of it of this name."""
    function = ref.name if isinstance(ref, External) else f"{type_name(ref.owner)}.{ref.name}"
    row, member = ev.state.catalogue.lookup(function), ev.state.catalogue.lookup(f"{function}.{name}")
    is_known = row is not None and not row.is_prefix and not row.attribute
    return is_known and (member is None or member.is_prefix or member is row)


def _is_method_of_payload(ref: Ref) -> bool:
    """Return whether something is what a field may be as well, if it is called."""
    return isinstance(ref, Method) and isinstance(ref.owner, Payload)


def _resource_member(ev: Evaluator, frame: Frame, node: ir.Expr, resource: Method, name: str) -> Value:
    """Return a member of an object's attribute, which it is called with: `chat.completions.create` of a client."""
    owner, path = resource.owner, f"{resource.name}.{name}"
    if isinstance(owner, Instance):
        known = member_row(ev, owner.type, path) is not None
        value = external_attribute(ev, frame, node, path, owner)
    else:
        class_ = owner.class_ if isinstance(owner, Object) else owner
        known = isinstance(class_, ClassRef) and any(rows_of_bases(ev, class_, path))
        value = Value((Method(owner, path),))
    return value if known else Value(value.alternatives, value.taint, is_open=True)


def external_attribute(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, owner: Ref | None = None
) -> Value:
    """Return the value of an attribute of something external; record the effect of reading it."""
    qualname = f"{type_name(owner)}.{name}" if owner is not None else name
    if owner is None:
        note_gone(ev, frame, node, name, is_call=False)
    row = ev.state.catalogue.lookup(qualname)
    if row is not None and row.attribute and row.effect is not EffectKind.NONE:
        read = Instance(row.returns) if row.returns else Data()
        value = Value((External(qualname), Data()) if owner is None else (read,))
        frame.trace.append(
            EffectCall(
                frame.site(node),
                (*frame.path, frame.site(node)),
                qualname,
                row,
                row.access,
                frame.phase,
                loops=frame.loops,
            )
        )
        return sourced(ev, frame, node, value, qualname)
    if owner is None:
        return Value((External(qualname),))
    if row is not None and row.attribute and row.returns:
        return Value((Instance(row.returns),))
    if isinstance(owner, Closure) and (method := _method_by_decorator(ev, owner, name)) is not None:
        return Value((method,))
    made = _made_when_named(ev, owner, name)
    return made if made is not None else Value((Method(owner, name),))


def _method_by_decorator(ev: Evaluator, closure: Closure, name: str) -> Method | None:
    """Return a method of the object that a decorator makes of a function, such as a task of a queue."""
    quiet = Frame(closure.env, (), [])
    for decorator in closure.function.decorators:
        named = ev.evaluate(quiet, decorator.func if isinstance(decorator, ir.Call) else decorator).only
        if isinstance(named, External):
            row = ev.state.catalogue.lookup(named.name)
        elif isinstance(named, Method) and isinstance(named.owner, Instance):
            row = member_row(ev, named.owner.type, named.name)
        else:
            continue
        if row is not None and row.returns and member_row(ev, row.returns, name) is not None:
            return Method(Instance(row.returns), name)
    return None


def _made_when_named(ev: Evaluator, owner: Ref, name: str) -> Value | None:
    """Return what an object makes of any name that it does not have: a collection of a database, say."""
    if (
        not isinstance(owner, Instance)
        or name.startswith("_")
        or member_row(ev, owner.type, name) is not None
    ):
        return None
    row = member_row(ev, owner.type, "__getattr__")
    return Value((Instance(row.returns),)) if row is not None and row.returns else None


def _context_member(ev: Evaluator, frame: Frame, node: ir.Expr, context: Context, name: str) -> Value:
    profile, full = context.profile, context.within(name)
    method = ev.state.profile_index.step_methods[profile.id].get(full)
    if method is not None:
        read = frame.site(node) if not ev.semantics.methods_are_bound else None
        return Value((BoundStepMethod(context, method, full, read=read),))
    if profile.has_part(full):
        return Value((Context(profile, context.color, full),))
    if full in profile.members.payload:
        return Value((Payload(),), request_taint(frame, Payload(), part=False))
    if full in profile.members.headers:
        return Value((Headers(),), request_taint(frame, Headers(), part=False))
    if full in profile.members.environment:
        return environment_read(frame, node)
    if full in profile.members.ending:
        return Value((EndingMethod(context),))
    if full in profile.members.delivery:
        return delivery_value(frame, node, TOP, name)
    typed = _typed_member(ev, context, name)
    if typed is not None:
        return typed
    known = name in profile.context_members(context.path) or name in ev.facts.asked_for
    if profile.members.extended and full not in profile.absent:
        known = True
    if not known and not name.startswith("_") and not _is_of_other_type(ev, frame, node):
        frame.trace.append(MissingMember(frame.site(node), context, name))
    return TOP


def _is_of_other_type(ev: Evaluator, frame: Frame, node: ir.Expr) -> bool:
    """Return whether a function takes the context as something of its own, which may have more attributes, as optional ones."""
    owner = node.value if isinstance(node, ir.Attribute) else None
    if frame.function is None or not isinstance(owner, ir.Name):
        return False
    annotations = (each.annotation for each in frame.function.parameters if each.name == owner.id)
    annotation = next(annotations, None)
    if isinstance(annotation, ir.Container):
        return True
    type_ = ev.evaluate(Frame(frame.env, (), []), annotation).only if annotation is not None else None
    return isinstance(type_, ClassRef) and not ev.semantics.external_bases(type_)


def _typed_member(ev: Evaluator, context: Context, name: str) -> Value | None:
    """Return an attribute of the context of which the catalogue says the type: the engine's own client, say."""
    for kind in context.profile.context:
        if (kind.color, kind.path) == (context.color, context.path):
            rows = (ev.state.catalogue.lookup(f"{type_}.{name}") for type_ in kind.types)
            for row in rows:
                if row is not None and row.attribute and row.returns:
                    return Value((Instance(row.returns),))
    return None
