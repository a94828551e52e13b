"""Plain data that nobody changes: `@record` makes a slotted dataclass whose immutability type checkers enforce.

The constructor of a frozen dataclass assigns each field through `object.__setattr__`, which takes about three times as
long, and a check makes tens of thousands of nodes, values and events. So a record is an ordinary dataclass at run time
that mypy and pyright see as a frozen one: assigning to a field is an error of the type check, and costs nothing.

To compile all methods of a dataclass takes half a millisecond, and many a command is over before it has compared two of
the values whose classes it has loaded. So a record has its constructor at once, and its other methods when they are called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from reprlib import recursive_repr
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast, overload

if sys.version_info >= (3, 11):
    from typing import dataclass_transform
elif TYPE_CHECKING:
    from typing_extensions import dataclass_transform  # type checkers bring it along
else:

    def dataclass_transform(**_: object) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Return a decorator that changes nothing; only type checkers ask for more."""
        return lambda decorator: decorator


_Class = TypeVar("_Class", bound=type[Any])
_COMPARING: Final = "def {name}(self, other): return {mine} {sign} {others} if other.__class__ is self.__class__ else NotImplemented"
_HASHING: Final = "def {name}(self): return hash({mine})"
_ORDERS: Final = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


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
        own = {name for name in ("__eq__", "__hash__", "__repr__") if cls.__dict__.get(name) is not None}
        made: Any = dataclass(slots=True, eq=False, repr=False)(with_plain_factories(cls))
        if repr and "__repr__" not in own:
            made.__repr__ = _shown
        if eq and "__eq__" not in own:
            _add_later(made, "__eq__", _COMPARING, "==")
        if eq and "__hash__" not in own:
            _add_later(made, "__hash__", _HASHING)
        for name, sign in _ORDERS.items() if order else ():
            _add_later(made, name, _COMPARING, sign)
        return cast("_Class", made)

    return make if cls is None else make(cls)


def _add_later(cls: Any, name: str, template: str, sign: str = "") -> None:  # noqa: ANN401 - any class
    """Add a method that is compiled when it is called."""

    def first(self: object, *others: object) -> object:
        taken = [
            each.name for each in fields(cls) if (_is_hashed(each) if name == "__hash__" else each.compare)
        ]
        mine, theirs = ("".join(f"{owner}.{each}," for each in taken) for owner in ("self", "other"))
        made: dict[str, Callable[..., object]] = {}
        exec(template.format(name=name, sign=sign, mine=f"({mine})", others=f"({theirs})"), {}, made)  # noqa: S102 - as `dataclass` does
        setattr(cls, name, made[name])
        return made[name](self, *others)

    setattr(cls, name, first)


def _is_hashed(each: Field[Any]) -> bool:
    """Return whether a field is part of the hash; unless it says so itself, as it takes part in comparisons."""
    return each.compare if each.hash is None else each.hash


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401 - any record
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{type(self).__qualname__}({shown})"


def with_plain_factories(cls: _Class) -> _Class:
    """Let the fields of a class that is to be a dataclass be made by `dict`, where the code says `dict["str", "Value"]`.

    Type checkers want to know of what the default of a field is made. To call the class that says so takes seven times as
    long, which shows where a check makes thousands of objects.
    """
    for value in vars(cls).values():
        if isinstance(value, Field) and isinstance(value.default_factory, GenericAlias):  # pyright: ignore[reportUnknownMemberType]
            value.default_factory = cast("Any", value.default_factory.__origin__)
    return cls
