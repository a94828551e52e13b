"""Values that structured data has no place for: functions, objects of classes, promises and what iterates once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.domain.alternatives import Closure, Collection, Instance, Object, Partial
from wflint.domain.awaited import Coroutine, Promise
from wflint.domain.values import Const, Ref, Value
from wflint.record import record
from wflint.serialization.javascript.classes import bases_of
from wflint.serialization.json_check import BaseClasses, SerializationError
from wflint.serialization.type_facts import facts_of

_MAX_DEPTH: Final = 5


def unstorable(value: Value, base_classes: BaseClasses, own_form: str = "") -> SerializationError | None:
    """Explain why a value cannot be stored; `None` if it can, or where that is not known.

    Args:
        value: The value.
        base_classes: Returns the external bases of a first-party class.
        own_form: The symbol under which a class says how its objects are stored; empty where none can.
    """
    return _Search(base_classes, own_form).of_value(value, "", ())


@record
class _Search:
    """Looks through a value, and all that it holds.

    Attributes:
        base_classes: Returns the external bases of a first-party class.
        own_form: The symbol under which a class says how its objects are stored.
    """

    base_classes: BaseClasses
    own_form: str

    def of_value(self, value: Value, within: str, path: tuple[Ref, ...]) -> SerializationError | None:
        """Explain why nothing that a value may be can be stored at a place; `path` leads there."""
        known = [ref for ref in value.alternatives if not (isinstance(ref, Const) and ref.value is None)]
        found = [self._of_ref(ref, within, path) for ref in known]
        # If it may also be something that can be stored, the code may have made sure of that.
        return found[0] if found and all(found) and not value.is_open else None

    def _of_ref(self, ref: Ref, within: str, path: tuple[Ref, ...]) -> SerializationError | None:
        match ref:
            case Closure(step_decorator=None) | Partial():
                return SerializationError("function", within, "")
            case Promise():
                return SerializationError("Promise", within, "await {}")
            case Coroutine(generator=True):
                return SerializationError("Generator", within, "[...{}]")
            case Instance():
                return _of_type(ref.type, within)
            case Object() if self._refuses(ref):
                return SerializationError(ref.class_.class_.name, within, "")
            case Collection(type=None) if len(path) < _MAX_DEPTH and not any(ref is each for each in path):
                held = (self.of_value(each, f"{within}{at}", (*path, ref)) for at, each in _held(ref))
                return next(filter(None, held), None)
            case _:
                return None

    def _refuses(self, ref: Object) -> bool:
        """Return whether an object was certainly made of a class that says nothing of how its objects are stored."""
        is_made = ref.step is not None or ref.is_replayed
        classes = bases_of(ref.class_)
        is_plain = not self.base_classes(ref.class_) and not any(each.class_.is_interface for each in classes)
        says = bool(self.own_form) and any(self.own_form in each.class_.body.mentions for each in classes)
        return is_made and is_plain and not says


def _of_type(name: str, within: str) -> SerializationError | None:
    facts = facts_of(name, "javascript")
    remedy = facts.encode or facts.remedy or ""
    return SerializationError(name.rpartition(".")[2], within, remedy) if facts.is_refused else None


def _held(ref: Collection) -> Iterator[tuple[str, Value]]:
    """Yield what is part of an object or array, each with its place."""
    for key, item in ref.items.items():
        yield f".{key}" if isinstance(key, str) else f"[{key}]", item
    if ref.rest is not None:
        yield "[...]", ref.rest
