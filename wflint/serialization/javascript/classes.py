"""First-party classes, as JSON sees their objects."""

from __future__ import annotations

from typing import Final

from wflint.domain.alternatives import ClassRef

_JSON: Final = "toJSON"
_ERROR: Final = "Error"


def bases_of(class_: ClassRef) -> list[ClassRef]:
    """Return a class and the first-party classes above it."""
    found: list[ClassRef] = []
    waiting = [class_]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.append(each)
            waiting.extend(
                ref for base in each.bases for ref in base.alternatives if isinstance(ref, ClassRef)
            )
    return found


def has_own_json(classes: list[ClassRef]) -> bool:
    """Return whether a class says itself what JSON makes of its objects."""
    return any(_JSON in each.class_.body.binds for each in classes)


def is_error(name: str) -> bool:
    """Return whether an external class is one of the language's errors."""
    return name.endswith(_ERROR)
