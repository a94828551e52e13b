"""What JSON and pickle do to types: which they reject, and which bases make a class JSON or a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from wflint.domain.alternatives import Instance, Method
from wflint.effects import Row, load_catalogue
from wflint.effects.facts import SerializationFacts, serialization_facts
from wflint.engines import load_profiles

PLAIN_BASES = ("builtins.", "abc.", "enum.", "typing.Generic")
"""Beginnings of the names of bases that do not make a class acceptable to JSON."""


def facts_of(name: str, language: str = "python") -> SerializationFacts:
    """Return what JSON and pickle do to the values of a type of some language."""
    return serialization_facts(language).lookup(name)


def row_of_method(ref: Method, language: str) -> Row | None:
    """Return what the catalogue says of calling a method; `None` where the attribute may as well be a value."""
    if not isinstance(ref.owner, Instance):
        return None
    row = load_catalogue(language).lookup(f"{ref.owner.type}.{ref.name}")
    return row if row is not None and not row.is_prefix and not row.attribute else None


def is_json_class(bases: Iterable[str]) -> bool:
    """Return whether the bases of a first-party class make its objects acceptable to JSON."""
    return any(facts_of(base).is_json_base for base in bases)


@cache
def response_types() -> Mapping[str, str]:
    """Return the types of responses that steps return, each with the expression for its plain data."""
    responses = (profile.response for profile in load_profiles())
    return {each.type: f"{{}}.{each.body}" for each in responses if each is not None}


def rejected_type(name: str) -> tuple[str, str] | None:
    """Return a type's name in the error of `json.dumps`, and a remedy; `None` where it is not known to be rejected."""
    facts = facts_of(name)
    remedy = facts.json_remedy
    if remedy is None:
        remedy = response_types().get(name, "str({})" if is_exception(name) else None)
    return (facts.rejected_as or name.rpartition(".")[2], remedy) if remedy is not None else None


def is_exception(name: str) -> bool:
    """Return whether a qualified name is spelled like an exception."""
    return name.endswith(("Error", "Exception", "Warning"))


def is_model_base(name: str) -> bool:
    """Return whether a base makes a class a pydantic model."""
    return name.endswith(".BaseModel") or facts_of(name).is_model
