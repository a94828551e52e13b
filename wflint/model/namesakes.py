"""Handlers that have one name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wflint.domain.alternatives import Closure
from wflint.domain.callables import callee
from wflint.domain.faults import Fault, FaultKind
from wflint.domain.sites import Site
from wflint.interpreter.facts import Likelihood, Registration
from wflint.ir import nodes as ir

_NAMED = frozenset({"functools.wraps"})
"""Decorators of which is known what name they give to a function."""


def namesakes_among(registrations: Iterable[Registration]) -> dict[Registration, Site]:
    """Return, for each handler whose name an earlier one with the same routes has already, that earlier one."""
    first: dict[tuple[Site, str], Site] = {}
    found: dict[Registration, Site] = {}
    for registration in registrations:
        by, closure = registration.registered_by, callee(registration.given)
        if by.pattern.unique_names and by.owner is not None and closure is not None:
            site = closure.definition
            known = first.setdefault((by.owner, closure.runtime_name), site)
            certain = set(closure.wrappers) <= _NAMED and all(_is_certain(each) for each in (known, site))
            if known != site and certain:
                found[registration] = known
    return found


def with_same_names(registrations: Iterable[Registration]) -> list[Registration]:
    """Return registrations, those of a name that an earlier one in the module has with that fault."""
    first: dict[object, Registration] = {}
    found: list[Registration] = []
    for each in registrations:
        key = _registered_name(each)
        known = first.setdefault(key, each) if key is not None else each
        own = each.handler.definition
        if known.handler.definition != own and known.likelihood is each.likelihood:
            shown = (("name", f"`{_shown(each)}`"),)
            fault = Fault(FaultKind.SAME_NAME, each.registered_by.site, shown, known.registered_by.site)
            found.append(replace(each, faults=(*each.faults, fault)))
        else:
            found.append(each)
    return found


def _registered_name(registration: Registration) -> object:
    """Return what stands for the name under which a handler is certainly registered; `None` where that is not known."""
    by, closure = registration.registered_by, registration.handler
    certain = registration.likelihood is not Likelihood.ONE_OF_SEVERAL and _is_certain(closure.definition)
    if by.profile.consequences.same_name is None or registration.argument is not None or not certain:
        return None
    option = next((each.name for each in by.profile.recorded if each.pattern == by.pattern.pattern), "")
    given = by.options.keywords.get(option)
    if given is not None:
        known = given.value.constant
        return (closure.own.module, known.value) if known is not None else None
    if by.options.rest is not None or "?" in closure.wrappers:
        return None
    named = _named(closure)
    # Only the name of what stands at the top of a module is that name alone.
    return (named.module, named.name) if named.env.is_module else (named.module, named.function)


def _named(closure: Closure) -> Closure:
    return _named(closure.named_like) if closure.named_like is not None else closure


def _shown(registration: Registration) -> str:
    by = registration.registered_by
    option = next((each.name for each in by.profile.recorded if each.pattern == by.pattern.pattern), "")
    given = by.options.keywords.get(option)
    known = given.value.constant if given is not None else None
    return str(known.value) if known is not None else registration.handler.runtime_name


def _is_certain(function: Site) -> bool:
    """Return whether a function is always defined once the functions around it run."""
    children = [function.module.body.block]
    while children:
        statements = children.pop().statements
        for each in statements:
            if isinstance(each, ir.Define) and each.function is function.node:
                return True
        children.extend(
            each.function.body.block
            for each in statements
            if isinstance(each, ir.Define)
            and each.function.enclosing_definition == function.enclosing_definition
        )
    return False
