"""Values at which `JSON.stringify` throws: big integers and circles, wherever they are; it changes or drops all others that JSON lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.domain.alternatives import Collection, Instance, Object
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.serialization.javascript.classes import bases_of, has_own_json
from wflint.serialization.json_check import BaseClasses, SerializationError
from wflint.serialization.type_facts import facts_of

_MAX_DEPTH: Final = 6


def thrown_at(value: Value, base_classes: BaseClasses) -> SerializationError | None:  # noqa: ARG001 - as others have it
    """Explain why `JSON.stringify` throws at a value; `None` if it does not, or where that is not known."""
    return _Search().thrown_at(value, "")


class _Search:
    """Looks through a value, into each thing that it holds once; `path` leads to where it is."""

    def __init__(self) -> None:
        self.path: list[Ref] = []
        self.accepted: set[int] = set()

    def thrown_at(self, value: Value, within: str) -> SerializationError | None:
        """Explain why `JSON.stringify` throws at all that a value may be."""
        known = [ref for ref in value.alternatives if not (isinstance(ref, Const) and ref.value is None)]
        found = [self._thrown_at_ref(ref, within) for ref in known]
        why = found[0] if found and all(found) and not value.is_open else None
        # What may be nothing may end the circle.
        return None if why is not None and why.is_circle and len(known) < len(value.alternatives) else why

    def _thrown_at_ref(self, ref: Ref, within: str) -> SerializationError | None:
        if isinstance(ref, Instance):
            return _thrown_at_type(ref.type, within)
        if any(ref is each for each in self.path):
            return SerializationError(_kind(ref), "", "", is_circle=True) if _is_made(ref) else None
        if len(self.path) == _MAX_DEPTH or id(ref) in self.accepted:
            return None
        self.path.append(ref)
        found = (self.thrown_at(held, f"{within}{place}") for place, held in _held(ref))
        why = next(filter(None, found), None)
        self.path.pop()
        if why is None:
            self.accepted.add(id(ref))
        return why


def _thrown_at_type(name: str, within: str) -> SerializationError | None:
    facts = facts_of(name, "javascript")
    if facts.json_remedy is None:
        return None
    # What nothing encodes holds itself; the others are, or hold, big integers.
    return SerializationError(
        name.rpartition(".")[2], within, facts.json_remedy, is_circle=facts.encode is None
    )


def _is_made(ref: Ref) -> bool:
    """Return whether something is an object that the code made, and not any of a type."""
    return not isinstance(ref, Object) or ref.step is not None or ref.is_replayed


def _held(ref: Ref) -> Iterator[tuple[str, Value]]:
    """Yield what is part of an object or array, each with its place."""
    match ref:
        case Collection(type=None):
            for key, item in ref.items.items():
                yield f".{key}" if isinstance(key, str) else f"[{key}]", item
            if ref.rest is not None:
                yield "[...]", ref.rest
        case Object() if not has_own_json(bases_of(ref.class_)):
            for name, held in ref.attributes.items():
                yield f".{name}", held
        case _:
            pass


def _kind(ref: Ref) -> str:
    if isinstance(ref, Object):
        return ref.class_.class_.name
    return "array" if isinstance(ref, Collection) and ref.kind is ir.ContainerKind.LIST else "object"
