"""Runs the statements that define names."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import (
    UNKNOWN_DECORATOR,
    ClassRef,
    Closure,
    Context,
    External,
    HandlerRegistration,
    IdentityDecorator,
    Imported,
    Method,
    StepDecorator,
)
from wflint.domain.faults import Fault, FaultKind
from wflint.domain.lattice import join_all
from wflint.domain.types import type_name
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value
from wflint.engines.handlers import RegistrationStyle
from wflint.interpreter.annotations import context_of
from wflint.interpreter.arguments import evaluate_arguments, evaluate_quietly, make_closure, note_defined
from wflint.interpreter.calls import call
from wflint.interpreter.directives import directed
from wflint.interpreter.discovery import look_into_class
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.expressions import evaluate
from wflint.interpreter.faults import not_called, note_wrapped, spelled_decorator
from wflint.interpreter.frame import Frame
from wflint.interpreter.imports import global_name
from wflint.interpreter.names import store
from wflint.interpreter.optional_sdk import as_steps, engines_own
from wflint.interpreter.registration import (
    as_step_function,
    registration_named,
    with_step_decorator,
    wrapping,
)
from wflint.ir import nodes as ir


def define(ev: Evaluator, frame: Frame, node: ir.Define) -> bool:
    """Define a function and apply its decorators, innermost first."""
    function = node.function
    closure = directed(ev, frame, make_closure(ev, frame, function), is_declared=True)
    note_defined(ev, frame, closure)
    value = Value((closure,))
    for decorator in reversed(function.decorators):
        made = wrapping(_decorated(ev, frame, decorator, value), closure)
        note_wrapped(ev, frame, decorator, value, made)
        value = made
    frame.env.names[function.name] = value
    if function.name in (frame.function.body.outer if frame.function else ()):
        store(ev, frame, node, function.name, value)
    return False


def _decorated(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    emptily = _called_emptily(ev, frame, node, value)
    if emptily is not None:
        return emptily
    discovering, ev.state.discovering = ev.state.discovering, False
    # What makes a decorator is followed even where nothing says that it registers anything.
    decorator = engines_own(ev, evaluate(ev, frame, node))
    ev.state.discovering = discovering
    value = _noted(ev, frame, node, value)
    if _is_of_context(ev, frame, node):
        return TOP  # it runs the function and puts the result in its place
    if not decorator.alternatives:
        # What an unknown decorator makes of a function is taken to be that function.
        return _unresolved(ev, frame, node, value)
    made = as_steps(join_all(_decorate(ev, frame, node, ref, value) for ref in decorator.alternatives))
    return _decorated_by(ev, UNKNOWN_DECORATOR, made) if decorator.is_open else made


def _is_of_context(ev: Evaluator, frame: Frame, node: ir.Expr) -> bool:
    """Return whether a decorator is a member of the context, `ctx.run_step` or `ctx.run_step("name")`."""
    named = node.func if isinstance(node, ir.Call) else node
    owner = evaluate_quietly(ev, frame, named.value).only if isinstance(named, ir.Attribute) else None
    return isinstance(owner, Context)


def _noted(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    """Return the function with an external decorator noted, by what the decorator's expression names or calls."""
    named = evaluate_quietly(ev, frame, node.func if isinstance(node, ir.Call) else node).only
    if not isinstance(named, External):
        return value
    note = (named.name, frame.site(node))
    alternatives = (
        replace(ref, decorators=(*ref.decorators, note)) if isinstance(ref, Closure) else ref
        for ref in value.alternatives
    )
    return value.of_alternatives(alternatives)


def _called_emptily(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value | None:
    """Apply a decorator that is called though it takes its function at once; `None` for any other."""
    if not isinstance(node, ir.Call) or node.args:
        return None
    named = engines_own(ev, evaluate_quietly(ev, frame, node.func)).only
    if not isinstance(named, External):
        return None
    if set(ev.state.profile_index.registrations.get(named.name, ())) != {RegistrationStyle.ARGUMENT}:
        return None
    found = registration_named(ev, frame, node, named.name, RegistrationStyle.ARGUMENT, Arguments())
    if found is None or found.profile.consequences.called_empty is None:
        return None
    fault = Fault(FaultKind.CALLED_EMPTY, frame.site(node), spelled_decorator(node), is_mended_by_call=True)
    return _given_back(ev, frame, node, replace(found, fault=fault), value)


def _decorate(ev: Evaluator, frame: Frame, node: ir.Expr, decorator: Ref, value: Value) -> Value:
    match decorator:
        case External() if RegistrationStyle.ARGUMENT in ev.state.profile_index.registrations.get(
            decorator.name, ()
        ):
            return _given_back(ev, frame, node, decorator, value)
        case External() if (found := _not_called(ev, frame, node, decorator.name)) is not None:
            return _given_back(ev, frame, node, found, value)
        case External() if decorator.name in ev.state.profile_index.step_decorators:
            return _made_step(ev, frame, node, decorator.name, value)
        case External():
            return _decorated_by(ev, decorator.name, value)
        case IdentityDecorator():
            wrapped = decorator.wrapped
            named = wrapping(value, wrapped, is_named_like=True) if wrapped is not None else value
            return _decorated_by(ev, decorator.name, named)
        case Method():
            name = f"{type_name(decorator.owner)}.{decorator.name}"
            found = _not_called(ev, frame, node, name)
            if found is not None:
                return _given_back(ev, frame, node, found, value)
            if name in ev.state.profile_index.step_decorators:
                return _made_step(ev, frame, node, name, value)
            return _decorated_by(ev, UNKNOWN_DECORATOR, value)
        case Closure() | ClassRef() | HandlerRegistration() | StepDecorator():
            return _given_back(ev, frame, node, decorator, value)
        case _:
            return _unresolved(ev, frame, node, value)


def _not_called(ev: Evaluator, frame: Frame, node: ir.Expr, name: str) -> HandlerRegistration | None:
    """Return what registers handlers once it is called, where it stands without that; `None` for all others."""
    found = registration_named(ev, frame, node, name, RegistrationStyle.DECORATOR, Arguments())
    if found is None or isinstance(node, ir.Call) or found.profile.consequences.not_called is None:
        return None
    return replace(found, fault=not_called(frame, node, is_enough=not found.pattern.needs_options))


def _made_step(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, value: Value) -> Value:
    """Return what a decorator of steps makes of a function where it stands without being called."""
    profile, function = ev.state.profile_index.step_decorators[name]
    if function.bare:
        return as_step_function(ev, name, value)
    fault = not_called(frame, node, is_enough=True) if profile.consequences.not_called is not None else None
    return with_step_decorator(value, StepDecorator(profile, function, fault=fault))


def _given_back(ev: Evaluator, frame: Frame, node: ir.Expr, decorator: Ref, value: Value) -> Value:
    made = call(ev, frame, node, Value((decorator,)), Arguments((Actual(value, node),)))
    return made if made.alternatives else value


def _decorated_by(ev: Evaluator, name: str, value: Value) -> Value:
    binding = ev.semantics.call_facts(name).binding
    alternatives: list[Ref] = []
    for ref in value.alternatives:
        if isinstance(ref, Closure):
            wrapped = replace(ref, wrappers=(*ref.wrappers, name))
            alternatives.append(replace(wrapped, binding=binding.value) if binding else wrapped)
        else:
            alternatives.append(ref)
    return value.of_alternatives(alternatives)


def _unresolved(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    """Apply an unknown decorator; the function becomes a handler if the decorator is spelled and typed like one."""
    guessed = guessed_registration(ev, frame, node, value)
    if guessed is not None:
        call(ev, frame, node, Value((guessed,)), Arguments((Actual(value, node),)))
        return value
    return _decorated_by(ev, UNKNOWN_DECORATOR, value)


def guessed_registration(
    ev: Evaluator, frame: Frame, node: ir.Expr, value: Value
) -> HandlerRegistration | None:
    """Guess from its method and the function's annotation which registration an unresolved decorator is."""
    if not (isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute)):
        return None
    closure = value.only
    if not isinstance(closure, Closure) or not closure.function.parameters:
        return None
    annotation = closure.function.parameters[0].annotation
    context = context_of(ev, frame, annotation) if annotation is not None else None
    if context is None:
        return None
    for pattern in context.profile.handler:
        if pattern.pattern.endswith(f".{node.func.attr}"):
            options = evaluate_arguments(ev, frame, node.args)
            return HandlerRegistration(context.profile, pattern, frame.site(node), options, guessed=True)
    return None


def define_class(ev: Evaluator, frame: Frame, node: ir.DefineClass) -> bool:
    """Define a class; its body runs when a member is needed, that of a class defined in a handler at once."""
    bases = tuple(evaluate(ev, frame, base.value) for base in node.class_.bases if base.keyword is None)
    decorators: list[str] = []
    for decorator in node.class_.decorators:
        spelled = decorator.func if isinstance(decorator, ir.Call) else decorator
        decorators.extend(
            ref.name for ref in evaluate_quietly(ev, frame, spelled).alternatives if isinstance(ref, External)
        )
    made = ClassRef(node.class_, frame.env, frame.module, bases, tuple(decorators))
    frame.env.names[node.class_.name] = Value((made,))
    if frame.env.is_replayed:
        ev.semantics.class_env(ev, made, frame)
    elif ev.state.discovering and frame.function is not None:
        look_into_class(ev, made)
    return False


def import_name(ev: Evaluator, frame: Frame, node: ir.Import) -> bool:
    """Bind an imported name; its module is read when something needs it."""
    if node.name == "*":
        module = ev.state.resolver.import_module(node.module, node.level, frame.module)
        if module is not None:
            exported = ev.globals_of(module)
            for name in list(exported.names):
                if not name.startswith("_"):
                    frame.env.names[name] = global_name(ev, module, name)
        return False
    value = Value((Imported(frame.module, node),))
    known = frame.env.names.get(node.bound)
    # Two imports of one name (in `try` and `except ImportError`, say): it may be either.
    frame.env.names[node.bound] = value if known is None else join_all([known, value])
    return False
