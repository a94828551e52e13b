"""Values as text."""

from __future__ import annotations

from wflint.domain.alternatives import EnumMember
from wflint.domain.values import Value
from wflint.interpreter.semantics.python.classes import external_bases


def text_of(value: Value) -> Value:
    """Return a value as it is formatted; members of text enums become their text."""
    only = value.only
    if isinstance(only, EnumMember) and "enum.StrEnum" in external_bases(only.class_):
        return only.value
    return value
