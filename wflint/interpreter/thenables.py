"""Objects that do their work when they are awaited, without being promises: queries of many libraries."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection, Instance, Object
from wflint.domain.values import Ref
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.rows import protocol_method

_AWAIT = "__await__"
_THEN = "then"


def is_thenable(ev: Evaluator, ref: Ref) -> bool:
    """Return whether something can be awaited without being a promise."""
    match ref:
        case Instance():
            is_promise = ev.semantics.type_facts(ref.type).is_promise
            return not is_promise and protocol_method(ev, ref, _AWAIT) is not None
        case Object():
            return ev.semantics.class_member(ev, ref.class_, _THEN) is not None
        case Collection() if ev.semantics.attributes_are_items:
            return _THEN in ref.items and ref.items[_THEN].always(lambda each: isinstance(each, Closure))
        case _:
            return False
