"""What the catalogue knows of JavaScript's types, callables and methods."""

from __future__ import annotations

from functools import cache

from wflint.effects.facts import CallFacts, MethodFacts, TypeFacts, call_facts, method_facts, type_facts


@cache
def facts_of_type(name: str) -> TypeFacts:
    """Return what an external type means to the analysis."""
    return type_facts("javascript").lookup(name)


@cache
def facts_of_call(name: str) -> CallFacts:
    """Return what an external callable means to the analysis, besides its effect."""
    return call_facts("javascript").lookup(name)


@cache
def facts_of_method(name: str) -> MethodFacts:
    """Return what a method of a builtin object does, by its bare name."""
    return method_facts("javascript").lookup(name)
