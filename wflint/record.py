"""Plain data that nobody changes: `@record` makes a slotted dataclass whose immutability type checkers enforce.

The constructor of a frozen dataclass assigns each field through `object.__setattr__`, which takes about three times as
long, and a check makes tens of thousands of nodes, values and events. So a record is an ordinary dataclass at run time
that mypy and pyright see as a frozen one: assigning to a field is an error of the type check, and costs nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import Field, dataclass, field
from types import GenericAlias
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

if sys.version_info >= (3, 11):
    from typing import dataclass_transform
elif TYPE_CHECKING:
    from typing_extensions import dataclass_transform  # type checkers bring it along
else:

    def dataclass_transform(**_: object) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Return a decorator that changes nothing; only type checkers ask for more."""
        return lambda decorator: decorator


_Class = TypeVar("_Class", bound=type[Any])


@overload
def record(cls: _Class, /) -> _Class: ...


@overload
def record(*, eq: bool = ..., order: bool = ..., repr: bool = ...) -> Callable[[_Class], _Class]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(
    cls: _Class | None = None,
    /,
    *,
    eq: bool = True,
    order: bool = False,
    repr: bool = True,  # noqa: A002 - as `dataclass` calls it
) -> _Class | Callable[[_Class], _Class]:
    """Make a slotted dataclass that compares and hashes by its fields, and is frozen for type checkers.

    Fields are declared as in a dataclass, with `dataclasses.field` where a default is made anew each time. A class may
    define `__eq__`, `__hash__` and `__repr__` itself. What has to change after it was made is no record: use
    `@dataclass(slots=True)` there.

    Args:
        cls: The class.
        eq: Whether records with equal fields are equal; without it they compare and hash by identity.
        order: Whether records are ordered by their fields.
        repr: Whether to generate `__repr__`.
    """

    def make(cls: _Class) -> _Class:
        hashes_itself = cls.__dict__.get("__hash__") is not None
        hashed = eq and not hashes_itself
        plain = with_plain_factories(cls)
        return cast("_Class", dataclass(slots=True, eq=eq, order=order, repr=repr, unsafe_hash=hashed)(plain))

    return make if cls is None else make(cls)


def with_plain_factories(cls: _Class) -> _Class:
    """Let the fields of a class that is to be a dataclass be made by `dict`, where the code says `dict["str", "Value"]`.

    Type checkers want to know of what the default of a field is made. To call the class that says so takes seven times as
    long, which shows where a check makes thousands of objects.
    """
    for value in vars(cls).values():
        if isinstance(value, Field) and isinstance(value.default_factory, GenericAlias):  # pyright: ignore[reportUnknownMemberType]
            value.default_factory = cast("Any", value.default_factory.__origin__)
    return cls
