"""Rows of the catalogue that speak of the members of a type."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import ClassRef, Instance, Method, Object
from wflint.domain.values import Ref
from wflint.effects import Row
from wflint.interpreter.evaluator import Evaluator


def member_row(ev: Evaluator, type_: str, name: str) -> Row | None:
    """Return the row of a type's member, or of a member of one of its resources.

    What is only said of the whole package is said of its own names, not of what one of its objects may hold.
    """
    row = ev.state.catalogue.lookup(f"{type_}.{name}")
    if row is None or (row.is_prefix and type_.startswith(row.name.removesuffix("*"))):
        return None
    return row


def rows_of_bases(ev: Evaluator, class_: ClassRef, name: str) -> Iterator[str]:
    """Yield the qualified names of a member that a first-party class inherits, where the catalogue speaks of it."""
    for base in ev.semantics.external_bases(class_):
        if member_row(ev, base, name) is not None:
            yield f"{base}.{name}"


def protocol_method(ev: Evaluator, ref: Ref, *names: str) -> Method | None:
    """Return the first of some special methods of an external object, or of one derived from it, that has a row."""
    for name in names:
        for row in _rows_of(ev, ref, name):
            if not row.is_prefix:
                return Method(ref, name)
    return None


def _rows_of(ev: Evaluator, ref: Ref, name: str) -> Iterator[Row]:
    """Yield the rows of a member of an object."""
    types: list[str] = []
    if isinstance(ref, Instance):
        types = [ref.type]
    elif isinstance(ref, Object) and ev.semantics.class_member(ev, ref.class_, name) is None:
        types = ev.semantics.external_bases(ref.class_)
    yield from (row for type_ in types if (row := member_row(ev, type_, name)) is not None)
