"""Abstract values: what an expression may be, and what made it so.

A value is a set of *alternatives* (what it may be), whether it is *open* (it may be anything else as well), and its
*taint* (which sources of change it came from, and with which loops it varies). Nothing and open is `TOP`, nothing and
closed is `BOTTOM`, which no run ever computes.

Two kinds of questions are asked. *May*: is one alternative such a thing? *Must* (`only`, `constant`, `always`): it can be
nothing else. An open value answers no must-question.

All of this hashes by what it holds, but for collections, objects, coroutines and tasks: they change, and hash by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field

from wflint.domain.taint import UNTAINTED, Taint
from wflint.ir import nodes as ir
from wflint.record import record


class Ref:
    """One thing that a value may be; `alternatives` has its kinds."""

    __slots__ = ()

    @property
    def holds_code(self) -> bool:
        """Return whether it is first-party code, or an object whose items, attributes or methods are some."""
        return False


class CodeRef(Ref):
    """First-party code, or what runs it or gives its result once it is awaited."""

    __slots__ = ()

    @property
    def holds_code(self) -> bool:
        """Return that it is code."""
        return True


@record
class Const(Ref):
    """A constant. The type is kept because `True == 1`."""

    value: ir.Constant
    type: str


@record
class Value:
    """What an expression may be, and what made it so.

    Attributes:
        alternatives: What it may be, in the order in which the code showed it.
        taint: What it is made of.
        is_open: Whether it may be anything else as well.
    """

    alternatives: tuple[Ref, ...] = ()
    taint: frozenset[Taint] = UNTAINTED
    is_open: bool = False

    @property
    def is_top(self) -> bool:
        """Return whether nothing at all is known of it."""
        return self.is_open and not self.alternatives

    @property
    def only(self) -> Ref | None:
        """Return the only thing that it can be; `None` where it may be several, or anything."""
        return self.alternatives[0] if len(self.alternatives) == 1 and not self.is_open else None

    @property
    def constant(self) -> Const | None:
        """Return the constant that it must be; `None` where it need not be one."""
        only = self.only
        return only if isinstance(only, Const) else None

    def always(self, holds: Callable[[Ref], bool]) -> bool:
        """Return whether something holds of all that it can be."""
        return bool(self.alternatives) and not self.is_open and all(map(holds, self.alternatives))

    def within(self, ref: Ref) -> Value:
        """Return another alternative with the same taint."""
        return Value((ref,), self.taint)

    def without_alternatives(self) -> Value:
        """Return something of which nothing is known but its taint."""
        return Value((), self.taint, is_open=True)

    def of_alternatives(self, alternatives: Iterable[Ref]) -> Value:
        """Return a value with other alternatives, as open and as tainted as this one."""
        return Value(tuple(alternatives), self.taint, self.is_open)

    def with_taint(self, taint: frozenset[Taint]) -> Value:
        """Return the same value with `taint` added."""
        if taint <= self.taint:
            return self
        return Value(self.alternatives, self.taint | taint, self.is_open)


TOP = Value(is_open=True)
"""Anything; joined with other values it keeps them as hints, and stays open."""

BOTTOM = Value()
"""Nothing: what code that never runs computes, and the neutral element of `join`."""


def top(taint: frozenset[Taint]) -> Value:
    """Return something unknown with a taint."""
    return Value((), taint, is_open=True)


@record
class Actual:
    """An argument of a call: its value, and the expression where it is written out."""

    value: Value
    node: ir.Expr | None = None


@record
class Arguments:
    """The arguments of a call. `rest` is the value of those that come from an unknown `*` or `**`."""

    positional: tuple[Actual, ...] = ()
    keywords: Mapping[str, Actual] = field(default_factory=dict["str", "Actual"])
    rest: Value | None = None

    def values(self) -> Iterator[Value]:
        """Yield every value that is passed."""
        for actual in self.positional:
            yield actual.value
        for actual in self.keywords.values():
            yield actual.value
        if self.rest is not None:
            yield self.rest

    def get(self, position: int | None, name: str | None) -> Actual | None:
        """Return the argument at a position or of a name."""
        if name is not None and name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


NO_ARGUMENTS = Arguments()


def constant(value: ir.Constant) -> Value:
    """Return a constant as a value."""
    return Value((Const(value, type(value).__name__),))
