"""Finds what is wrong with registrations and with decorators of steps."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    External,
    HandlerRegistration,
    Object,
    Partial,
    StepDecorator,
)
from wflint.domain.faults import Fault, FaultKind
from wflint.domain.sites import Site
from wflint.domain.values import Actual, Arguments, Ref, Value
from wflint.engines import Profile, StepKind
from wflint.engines.handlers import HandlerClasses
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import Registration
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled

_HARMLESS = ("abc.", "builtins.", "dataclasses.", "functools.", "typing.")
"""Modules whose decorators and classes know nothing of engines."""
_CLASSMETHOD, _STATICMETHOD = "builtins.classmethod", "builtins.staticmethod"


def spelled_decorator(node: ir.Expr) -> tuple[tuple[str, str], ...]:
    """Return how a message names a decorator."""
    return (("call", f"`@{spelled(node)}{'()' if isinstance(node, ir.Call) else ''}`"),)


def not_called(frame: Frame, node: ir.Expr, *, is_enough: bool) -> Fault:
    """Return the fault of a decorator without parentheses; `is_enough` if these are all that it lacks."""
    return Fault(FaultKind.NOT_CALLED, frame.site(node), spelled_decorator(node), is_mended_by_call=is_enough)


def given_at_once(node: ir.Expr, found: HandlerRegistration, arguments: Arguments) -> TypeGuard[ir.Call]:
    """Return whether a function is given to what only gives the decorator that takes it."""
    first = arguments.get(0, None)
    says = found.profile.consequences.not_called is not None and not found.pattern.wraps
    return says and isinstance(node, ir.Call) and first is not None and isinstance(first.value.only, Closure)


# --- what stands below a decorator ---


def checked(
    ev: Evaluator, frame: Frame, node: ir.Expr, decorator: StepDecorator, given: Actual
) -> StepDecorator:
    """Return a decorator of steps with what is wrong with what it is given."""
    fault = _step_fault(ev, frame, node, decorator, given)
    if fault is None:
        return decorator
    ev.facts.faults[fault] = None  # it fails where it is made, whoever calls it
    return replace(decorator, fault=fault)


def _step_fault(
    ev: Evaluator, frame: Frame, node: ir.Expr, decorator: StepDecorator, given: Actual
) -> Fault | None:
    ref = given.value.only
    at = frame.site(given.node or node)
    match ref:
        case Closure() if (
            ref.step_decorator is not None and ref.step_decorator.function.kind is StepKind.CHILD
        ):
            fault = Fault(FaultKind.STEP_ABOVE_HANDLER, frame.site(node), _naming(ref, node))
            _add(ev, ref, fault)
            return fault
        case Closure() if ref.receiver is not None:
            return Fault(FaultKind.MADE_OF_METHOD, at, (("name", f"`{ref.name}`"),))
        case Closure():
            return class_method_fault(decorator.profile, frame.site(node), ref)
        case External() if ev.semantics.call_facts(ref.name).is_builtin:
            return Fault(FaultKind.MADE_OF_BUILTIN, at, (("name", f"`{ref.name}`"),))
        case Partial() | Object() if decorator.label is None:
            return Fault(FaultKind.MADE_OF_UNNAMED, at, (("type", f"'{_type_of(ref)}'"),))
        case _:
            return None


def _type_of(ref: Partial | Object) -> str:
    return ref.class_.class_.name if isinstance(ref, Object) else "functools.partial"


def class_method_fault(profile: Profile, site: Site, ref: Ref) -> Fault | None:
    """Return the fault of a decorator that stands above the one which makes a class method."""
    below = next((at for name, at in getattr(ref, "decorators", ()) if name == _CLASSMETHOD), None)
    if below is None or profile.consequences.above_classmethod is None:
        return None
    return _order(FaultKind.ABOVE_CLASSMETHOD, site, below)


def _order(kind: FaultKind, site: Site, below: Site) -> Fault:
    node = site.node
    call = spelled_decorator(node) if isinstance(node, ir.Expr) else ()
    return Fault(kind, site, call, below, is_mended_by_order=True)


# --- what stands above a handler ---


def note_wrapped(ev: Evaluator, frame: Frame, node: ir.Expr, before: Value, after: Value) -> None:
    """Note that a decorator of the project's own puts a function in the place of a handler."""
    handler, wrapper = before.only, after.only
    if not isinstance(handler, Closure) or not isinstance(wrapper, Closure):
        return
    decorator = handler.step_decorator
    if decorator is None or decorator.function.kind is not StepKind.CHILD or wrapper.step_decorator:
        return
    if wrapper.function is handler.function or _starts(decorator.profile, wrapper):
        return
    _add(
        ev,
        handler,
        Fault(
            FaultKind.HANDLER_WRAPPED,
            frame.site(node),
            _naming(handler, node),
            Site(wrapper.module, wrapper.function, wrapper.function.enclosing_definition),
        ),
    )


def _starts(profile: Profile, wrapper: Closure) -> bool:
    """Return whether a function may start runs itself, as the SDK means it."""
    starting = (name for name, step in profile.function.items() if step.kind is StepKind.CHILD)
    return not wrapper.function.body.mentions.isdisjoint(name.rpartition(".")[2] for name in starting)


def _naming(handler: Closure, node: ir.Expr) -> tuple[tuple[str, str], ...]:
    return (*spelled_decorator(node), ("name", f"`{handler.name}`"))


def _add(ev: Evaluator, handler: Closure, fault: Fault) -> None:
    """Add a fault to the registrations of a handler."""
    for key, registration in list(ev.state.registrations.items()):
        if registration.handler.function is handler.function and fault not in registration.faults:
            ev.state.registrations[key] = replace(registration, faults=(*registration.faults, fault))


# --- the class around a handler ---


def class_fault(ev: Evaluator, owner: ClassRef, method: Closure, registration: Registration) -> Fault | None:
    """Return what is wrong with the class of which a handler is a method."""
    classes = registration.registered_by.profile.classes
    if classes is None or not _is_plain(ev, owner, classes):
        return None
    knowing = [
        node
        for name, node in zip(owner.decorators, owner.class_.decorators, strict=True)
        if name in classes.decorators
    ]
    for node in knowing:
        if not isinstance(node, ir.Call):
            at = Site(owner.module, node)
            return Fault(FaultKind.CLASS_NOT_CALLED, at, spelled_decorator(node), is_mended_by_call=True)
    is_known = bool(knowing)
    what = "class" if method.binding == "class" else "class instance"
    parts = (("name", f"`{method.name}`"), ("class", f"`{owner.class_.name}`"), ("what", f"a {what}"))
    parameters = [each for each in method.function.parameters if not each.star]
    below = next((at for name, at in registration.handler.decorators if name == _STATICMETHOD), None)
    if below is not None:
        takes = is_known and bool(parameters)
        return _order(FaultKind.ABOVE_STATICMETHOD, registration.registered_by.site, below) if takes else None
    if method.binding == "static" or not parameters:
        return None
    is_noticed = method.binding == "class" or parameters[0].name == classes.receiver
    if not is_known:
        return (
            Fault(
                FaultKind.CLASS_UNKNOWN,
                method.definition,
                parts,
                Site(owner.module, owner.class_),
            )
            if is_noticed
            else None
        )
    if method.binding == "class" or _names_objects(ev, owner, classes.base, classes.attribute):
        return None
    return Fault(
        FaultKind.OBJECT_UNNAMED,
        method.definition,
        parts,
        Site(owner.module, owner.class_),
    )


def _is_plain(ev: Evaluator, owner: ClassRef, classes: HandlerClasses) -> bool:
    """Return whether all decorators and bases of a class are known, so that no other code makes it known to the engine."""
    decorators = [each for each in owner.decorators if each not in classes.decorators]
    bases = set(ev.semantics.external_bases(owner)) - {classes.base}
    is_whole = len(owner.decorators) == len(owner.class_.decorators)
    is_resolved = all(base.only is not None for base in owner.bases)
    return is_whole and is_resolved and all(each.startswith(_HARMLESS) for each in (*decorators, *bases))


def _names_objects(ev: Evaluator, owner: ClassRef, base: str, attribute: str) -> bool:
    """Return whether objects of a class may have a name."""
    bases = set(ev.semantics.external_bases(owner))
    initializer = ev.semantics.class_member(ev, owner, "__init__")
    made = initializer.only if initializer is not None else None
    if ev.semantics.class_member(ev, owner, attribute) is not None or bases - {base, "builtins.object"}:
        return True
    if not isinstance(made, Closure):
        return base in bases
    mentions = made.function.body.mentions
    return attribute in mentions or (
        base in bases and not mentions.isdisjoint({"super", base.rpartition(".")[2]})
    )
