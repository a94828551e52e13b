"""Qualified names of types and callables, and what the analysis knows about them."""

from __future__ import annotations

from functools import cache

from wflint.domain.alternatives import Collection, Instance
from wflint.domain.values import Const, Ref
from wflint.effects.facts import CallFacts, MethodFacts, TypeFacts, call_facts, method_facts, type_facts


def type_name(ref: Ref) -> str:
    """Return the qualified name of the type of a builtin or external value."""
    match ref:
        case Instance():
            return ref.type
        case Const():
            return f"builtins.{ref.type}"
        case Collection():
            return ref.type or f"builtins.{ref.kind.value}"
        case _:
            return "builtins.object"


@cache
def facts_of_type(name: str) -> TypeFacts:
    """Return what an external type means to the analysis."""
    return type_facts("python").lookup(name)


@cache
def facts_of_call(name: str) -> CallFacts:
    """Return what an external callable means to the analysis, besides its effect."""
    return call_facts("python").lookup(name)


@cache
def facts_of_method(name: str) -> MethodFacts:
    """Return what a method of a builtin container does, by its bare name."""
    return method_facts("python").lookup(name)
