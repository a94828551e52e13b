"""What JSON makes of external types: which it rejects, and by which bases a class is JSON or a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from wflint.effects.facts import SerializationFacts, serialization_facts
from wflint.engines import load_profiles

PLAIN_BASES = ("builtins.", "abc.", "enum.", "typing.Generic")
"""Beginnings of bases that make a class no more of JSON than it is."""


def facts_of(name: str) -> SerializationFacts:
    """Return what JSON and pickle make of a type's values."""
    return serialization_facts("python").lookup(name)


def is_json_class(bases: Iterable[str]) -> bool:
    """Tell whether the bases of a first-party class make its objects JSON after all."""
    return any(facts_of(base).is_json_base for base in bases)


@cache
def response_types() -> Mapping[str, str]:
    """Return the types of what steps that send requests give, with what makes JSON of it."""
    responses = (profile.response for profile in load_profiles())
    return {each.type: f"{{}}.{each.body}" for each in responses if each is not None}


def rejected_type(name: str) -> tuple[str, str] | None:
    """Return the name of a type in the error message of `json.dumps` and a remedy; `None` where it is not known to be rejected."""
    facts = facts_of(name)
    remedy = facts.json_remedy
    if remedy is None:
        remedy = response_types().get(name, "str({})" if is_exception(name) else None)
    return (facts.rejected_as or name.rpartition(".")[2], remedy) if remedy is not None else None


def is_exception(name: str) -> bool:
    """Tell whether a qualified name is that of an exception, judged by its spelling."""
    return name.endswith(("Error", "Exception", "Warning"))


def is_model_base(name: str) -> bool:
    """Tell whether a base makes a class a pydantic model."""
    return name.endswith(".BaseModel") or facts_of(name).is_model
