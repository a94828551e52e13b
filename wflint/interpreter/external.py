"""Calls of code that is not first-party, and methods of builtin and external objects."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import (
    ClassRef,
    Collection,
    Decoded,
    HandlerRegistration,
    Headers,
    Instance,
    Method,
    Object,
    Payload,
    instance,
)
from wflint.domain.awaited import StepResult, Task
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import join_or_top, taint_of
from wflint.domain.sites import Site
from wflint.domain.taint import LoopVariance, Taint
from wflint.domain.types import type_name
from wflint.domain.values import TOP, Arguments, Const, Ref, Value, top
from wflint.effects import EffectKind
from wflint.effects.facts import Concurrency
from wflint.engines.handlers import RegistrationStyle
from wflint.interpreter.arguments import evaluate_quietly, with_options
from wflint.interpreter.catalogued import catalogued, handed_on, used_outside_steps
from wflint.interpreter.concurrency import start_concurrently
from wflint.interpreter.effects import asks_outside, header_value, is_setting, note_unavailable
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.faults import given_at_once, not_called
from wflint.interpreter.frame import Frame
from wflint.interpreter.mutations import mutated, receiver_of
from wflint.interpreter.recording import note_gone, note_unknown
from wflint.interpreter.registration import handed_over, registration_named, step_decoration
from wflint.interpreter.rows import member_row, rows_of_bases
from wflint.interpreter.step_lookup import context_among, found_context, step_function
from wflint.interpreter.steps import start_step
from wflint.interpreter.uses import note_arguments, note_change, note_use, request_taint
from wflint.ir import nodes as ir
from wflint.trace.events import Exit, ExitKind, UseKind
from wflint.trace.flows import Sink

_READ_BY_KEY = frozenset({"get", "pop", "setdefault"})
"""Methods of dictionaries that give what is under one key, whatever else there is."""


def external_call(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value:
    """Call something by its qualified name."""
    note_gone(ev, frame, node, name, is_call=True)
    group = ev.state.profile_index.groups.get(name)
    if group is not None:
        given = with_options(arguments, group.options_at)
        ev.state.groups.setdefault(frame.module, {})[frame.site(node)] = group, given
    name = ev.state.profile_index.aliases.get(name, name)
    bound = step_function(ev, name, lambda method: context_among(arguments, method))
    if bound is not None:
        return start_step(ev, frame, node, bound, arguments)
    registered = _handler_registration(ev, frame, node, name, arguments)
    if registered is not None:
        return registered
    context = found_context(ev, name)
    if context is not None:
        return Value((context,))
    decorated = step_decoration(ev, name, arguments)
    if decorated is not None:
        return decorated
    if name in ev.state.profile_index.registration_classes:
        return Value((Instance(name, made=frame.site(node), options=arguments),))
    if name in ev.state.profile_index.suspensions:
        return instance(name)
    facts = ev.semantics.call_facts(name)
    if facts.raises:
        raised = instance(facts.raises)
        frame.trace.append(Exit(ExitKind.RAISE, frame.site(node), raised, frame.control_taint))
        return TOP
    known = ev.semantics.known_call(ev, frame, node, name, arguments)
    if known is not None:
        return known
    kind = Concurrency.DURABLE if name in ev.state.profile_index.waits else facts.concurrency
    if kind is not None:
        return start_concurrently(ev, frame, node, name, kind, arguments)
    return catalogued(ev, frame, node, name, arguments)


def _handler_registration(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments, owner: Site | None = None
) -> Value | None:
    """Return the result of a function that registers handlers; `None` for all others."""
    if name not in ev.state.profile_index.registrations:
        return None
    found = registration_named(ev, frame, node, name, RegistrationStyle.DECORATOR, arguments, owner)
    if found is not None and given_at_once(node, found, arguments):
        fault = not_called(frame, node.func, is_enough=not found.pattern.needs_options)
        return ev.call(frame, node, Value((replace(found, options=Arguments(), fault=fault),)), arguments)
    if found is not None and not (found.pattern.wraps and handed_over(arguments)):
        return Value((found,))
    found = registration_named(ev, frame, node, name, RegistrationStyle.ARGUMENT, arguments, owner)
    return ev.call(frame, node, Value((found,)), arguments) if found is not None else None


def method_call(ev: Evaluator, frame: Frame, node: ir.Expr, method: Method, arguments: Arguments) -> Value:
    """Call a method of a builtin or external object."""
    result = _method_call(ev, frame, node, method, arguments)
    owner = method.owner
    if not isinstance(owner, Collection) or (
        owner.kind is ir.ContainerKind.DICT and method.name in _READ_BY_KEY
    ):
        return result
    return result.with_taint(owner.filling)


def _method_call(ev: Evaluator, frame: Frame, node: ir.Expr, method: Method, arguments: Arguments) -> Value:
    owner = method.owner
    known = ev.semantics.known_method(ev, frame, node, owner, method.name, arguments)
    if known is not None:
        return known
    if isinstance(owner, Collection):
        found = ev.semantics.container_method(ev, frame, node, owner, method.name, arguments)
        if found is not None:
            return found
    is_change = not isinstance(owner, Collection) and ev.semantics.method_facts(method.name).changes_owner
    if is_change and (receiver := receiver_of(node)) is not None:
        mutated(ev, frame, node, receiver, Value((owner,)))
        if isinstance(owner, Payload):
            given = evaluate_quietly(ev, frame, receiver)
            note_change(ev, frame, node, given, method.name, arguments.get(0, None))
    if method.name == "json" and isinstance(owner, Instance):
        catalogued(ev, frame, node, f"{owner.type}.json", arguments)
        return Value((Decoded(),))
    note_use(ev, frame, node, owner, UseKind.METHOD, method.name, arguments.get(0, "key"))
    received = _received(ev, frame, node, owner, method.name, arguments)
    if received is not None:
        # Which part of the data it is differs from round to round where an argument does.
        rounds = (each for each in taint_of(list(arguments.values())) if isinstance(each, LoopVariance))
        return received.with_taint(frozenset(rounds))
    if isinstance(owner, Object):
        made = ev.semantics.data_method(ev, owner, method.name, arguments)
        if made is not None:
            return made
    if isinstance(owner, (ClassRef, Object)):
        inherited = _inherited_call(ev, frame, node, method, arguments)
        if inherited is not None:
            return inherited
    if isinstance(owner, Instance) and owner.seeded:
        if ev.semantics.call_facts(f"{owner.type}.{method.name}").seeds:
            for value in arguments.values():
                used_outside_steps(ev, frame, node, value, Sink.SEED)
        # A generator with a known seed returns the same values each time.
        made_of = reachable_taint(Value((owner,)))
        if asks_outside(ev.state.catalogue.lookup(f"{owner.type}.{method.name}")):
            made_of = frozenset(each for each in made_of if not is_setting(each))
        return top(made_of | frozenset(frame.loops))
    if isinstance(owner, Instance):
        name = f"{owner.type}.{method.name}"
        # What a function made that is called elsewhere may be another object each time.
        definition = frame.function.enclosing_definition if frame.function else None
        shared = owner.made is not None and owner.made.enclosing_definition in (None, definition)
        routes = owner.made if shared else None
        registered = _handler_registration(ev, frame, node, name, arguments, routes)
        if registered is not None:
            return registered.of_alternatives(
                replace(ref, through=owner) if isinstance(ref, HandlerRegistration) else ref
                for ref in registered.alternatives
            )
    is_known = "." not in method.name or member_row(ev, type_name(owner), method.name) is not None
    if isinstance(owner, (Instance, Const, Collection)) and is_known:
        note_unavailable(ev, frame, node, f"{type_name(owner)}#{method.name}")
        called = external_call(ev, frame, node, f"{type_name(owner)}.{method.name}", arguments)
        if isinstance(owner, Instance) and owner.naive:
            called = ev.semantics.method_result(called, method.name, arguments)
        if isinstance(owner, Instance) and owner.model is not None:
            called = of_model(ev, called, owner.model)
        if isinstance(owner, Collection) and ev.semantics.method_facts(method.name).gives_item:
            # Which of its items a set gives is not known, but it is one of them.
            called = join_or_top(owner.elements()).with_taint(called.taint)
        is_immutable = ev.semantics.type_facts(type_name(owner)).is_immutable
        return called if is_immutable else called.with_taint(frozenset(frame.loops))
    note_unknown(ev, frame, node, arguments)
    return handed_on(ev, frame, node, arguments)


def _inherited_call(
    ev: Evaluator, frame: Frame, node: ir.Expr, method: Method, arguments: Arguments
) -> Value | None:
    """Call a method that a first-party class inherits; `None` where nothing is known of it."""
    owner = method.owner
    class_ = owner if isinstance(owner, ClassRef) else owner.class_ if isinstance(owner, Object) else None
    if class_ is None:
        return None
    for name in rows_of_bases(ev, class_, method.name):
        row = ev.state.catalogue.lookup(name)
        if row is not None and (
            row.effect is not EffectKind.NONE or row.returns or isinstance(owner, Object)
        ):
            return of_model(ev, catalogued(ev, frame, node, name, arguments), class_)
    if isinstance(owner, ClassRef):
        if not ev.semantics.is_model(owner):
            return None
        note_arguments(ev, frame, node, method.name, arguments)
        made_of = [reachable_taint(value) for value in arguments.values()]
        return Value((ev.semantics.symbolic_instance(ev, owner),), frozenset[Taint]().union(*made_of))
    for base in ev.semantics.external_bases(class_):
        if "." not in method.name and ev.state.catalogue.lookup(f"{base}.{method.name}") is not None:
            return catalogued(ev, frame, node, f"{base}.{method.name}", arguments)
    return None


def of_model(ev: Evaluator, value: Value, model: ClassRef | None) -> Value:
    """Return what a query gives: objects of its first-party model, or more queries of it."""
    if model is None:
        return value
    bases = ev.semantics.external_bases(model)
    # A query may have been told to give something else instead: `values()`.
    row = Value((ev.semantics.symbolic_instance(ev, model),), is_open=True)
    alternatives: list[Ref] = []
    for ref in value.alternatives:
        if isinstance(ref, Instance) and ref.type in bases:
            return row.with_taint(value.taint)
        if isinstance(ref, Collection) and ref.rest is not None and ref.rest.is_top:
            ref.rest = row
        alternatives.append(replace(ref, model=model) if isinstance(ref, Instance) else ref)
    return value.of_alternatives(alternatives)


def _received(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Ref, name: str, arguments: Arguments
) -> Value | None:
    """Return what a method of data from outside gives: of a request, of JSON, of a step or a task; `None` for other owners."""
    if isinstance(owner, Task):
        return owner.finish(frame.loops)
    if isinstance(owner, Headers):
        key = arguments.get(0, None)
        value = top(request_taint(frame, owner, part=True))
        is_item = key is not None and ev.semantics.method_facts(name).gives_item
        return header_value(ev, frame, node, value, key.value) if key is not None and is_item else value
    if isinstance(owner, (Decoded, Payload)) and name == "keys":
        keys = Value((owner if isinstance(owner, Decoded) else Payload(whole=False),))
        view = Collection(ir.ContainerKind.LIST, rest=keys, step=frame.step, type="builtins.dict_keys")
        return Value((view,), request_taint(frame, owner, part=True))
    if isinstance(owner, Decoded):
        # Parts of it are such data as well; what else its methods give is not known.
        facts = ev.semantics.method_facts(name)
        part = Value((owner,)) if facts.gives_item or facts.copies else TOP
        return part.with_taint(frozenset(frame.loops))
    if isinstance(owner, Payload):
        # Values that came through JSON: `.get("x")` and `.items()` return more of the same.
        facts = ev.semantics.method_facts(name)
        given = Payload(whole=False, is_copy=not (facts.gives_item or facts.gives_view))
        return Value((given,), request_taint(frame, owner, part=True))
    if isinstance(owner, StepResult):
        first = arguments.get(0, None)
        known = first.value.constant if first is not None and name in ("get", "pop") else None
        return Value((owner.part(known.value) if known is not None else owner.derived(),))
    return None
