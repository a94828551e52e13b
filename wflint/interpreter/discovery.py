"""Finds the functions that code registers as handlers."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import ClassRef, Closure
from wflint.domain.values import Actual, Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import HandlerFacts, Registration
from wflint.interpreter.faults import class_fault
from wflint.interpreter.following import follow
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import recording
from wflint.ir import nodes as ir


def discover(ev: Evaluator, module: ir.Module) -> list[Registration]:
    """Return the handlers that a module's code registers, at the top level or in any of its functions."""
    before = len(ev.state.registrations)
    ev.state.discovering = True
    ev.state.inlined = 0
    try:
        env = ev.globals_of(module)
        with recording(ev, HandlerFacts()):
            for value in list(env.names.values()):
                for ref in value.alternatives:
                    if isinstance(ref, ClassRef) and ref.module is module:
                        look_into_class(ev, ref)
            _look_into_functions(ev, module)
    finally:
        ev.state.discovering = False
    return list(ev.state.registrations.values())[before:]


def _look_into_functions(ev: Evaluator, module: ir.Module) -> None:
    """Run the functions of a module that can register a handler, as if they were called.

    Running one may define others, which are looked into as well.
    """
    # The list grows while it is iterated over.
    for closure in ev.state.defined.setdefault(module, []):
        if closure.function not in ev.state.looked_into and _can_register(ev, closure.function):
            ev.state.looked_into.add(closure.function)
            _pretend(ev, closure, Arguments())


def look_into_class(ev: Evaluator, ref: ClassRef) -> None:
    """Run the methods of a class as if they were called on a symbolic instance."""
    for value in list(ev.semantics.class_env(ev, ref).names.values()):
        for method in value.alternatives:
            if isinstance(method, Closure):
                _bind_registered(ev, ref, method)
            if isinstance(method, Closure) and _can_register(ev, method.function):
                ev.state.looked_into.add(method.function)
                _look_into_method(ev, ref, method)


def _bind_registered(ev: Evaluator, owner: ClassRef, method: Closure) -> None:
    """Bind the handlers that are methods of a class to a symbolic instance of it."""
    for key, registration in list(ev.state.registrations.items()):
        handler = registration.handler
        if handler.function is not method.function:
            continue
        fault = class_fault(ev, owner, method, registration)
        faults = dict.fromkeys((*registration.faults, *([fault] if fault is not None else [])))
        ev.state.registrations[key] = replace(registration, faults=tuple(faults))
        if method.binding != "static" and handler.receiver is None:
            receiver = Value(
                (owner if method.binding == "class" else ev.semantics.symbolic_instance(ev, owner),)
            )
            bound = handler.bound_to(receiver)
            ev.state.registrations[key] = replace(registration, handler=bound, faults=tuple(faults))


def _look_into_method(ev: Evaluator, owner: ClassRef, method: Closure) -> None:
    receiver = Value((ev.semantics.symbolic_instance(ev, owner),)) if method.binding != "static" else None
    arguments = Arguments((Actual(receiver),) if receiver else ())
    _pretend(ev, method, arguments)


def _pretend(ev: Evaluator, closure: Closure, arguments: Arguments) -> None:
    """Run a function as if somebody called it."""
    before, ev.state.pretending = ev.state.pretending, True
    follow(ev, Frame(closure.env, (), []), closure.function, closure, arguments)
    ev.state.pretending = before


def _can_register(ev: Evaluator, function: ir.Function) -> bool:
    if ev.state.profile_index.registers(function.mentions):
        return True
    if not function.may_define:
        return False
    statements = function.body.block.statements
    classes = [each.class_.body for each in statements if isinstance(each, ir.DefineClass)]
    if any(ev.state.profile_index.registers(body.mentions) for body in classes):
        return True
    methods = [each for body in classes for each in body.block.statements]
    nested = [each.function for each in (*statements, *methods) if isinstance(each, ir.Define)]
    return any(
        each.decorators
        or any(parameter.annotation for parameter in each.parameters)
        or _can_register(ev, each)
        for each in nested
    )
