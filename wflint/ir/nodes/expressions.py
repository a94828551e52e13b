"""What has a value."""

from __future__ import annotations

import enum
from typing import TypeAlias

from wflint.ir.nodes.base import Argument, Expr, Node
from wflint.ir.nodes.definitions import Class, Function
from wflint.record import record

Constant: TypeAlias = "str | bytes | int | float | complex | bool | None"


@record(eq=False)
class Name(Expr):
    """A variable that is read, or bound where it stands as a target."""

    id: str


@record(eq=False)
class Attribute(Expr):
    """`value.attr`; an `optional` one, `value?.attr`, is nothing where its owner is."""

    value: Expr
    attr: str
    optional: bool = False


@record(eq=False)
class Subscript(Expr):
    """`value[index]`; a slice is an `Other`, an `optional` one, `value?.[index]`, is nothing where its owner is."""

    value: Expr
    index: Expr
    optional: bool = False


@record(eq=False)
class Call(Expr):
    """`func(args)`; `func<types>(args)` where the language has type arguments."""

    func: Expr
    args: tuple[Argument, ...]
    types: tuple[Expr, ...] = ()


@record(eq=False)
class New(Call):
    """`new func(args)`."""


@record(eq=False)
class Literal(Expr):
    """A constant that is written out."""

    value: Constant


@record(eq=False)
class Null(Literal):
    """`null`, in a language where it is another value than what is not there."""


@record(eq=False)
class Template(Expr):
    """A string with holes: literal and other parts in order.

    Attributes:
        parts: The parts.
        shown: The handles of those that are put in as they are shown to programmers (`!r`).
        formatted: The handles of those that say how they are formatted (`:%Y`), which may leave a part of them.
    """

    parts: tuple[Expr, ...]
    shown: frozenset[object] = frozenset()
    formatted: frozenset[object] = frozenset()


@record(eq=False)
class Starred(Expr):
    """`*value` (or `**value`) inside a container or a target."""

    value: Expr


class ContainerKind(enum.Enum):
    """What a display or comprehension builds."""

    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    DICT = "dict"
    GENERATOR = "generator"


@record(eq=False)
class Container(Expr):
    """A display. For a dict, `keys` stands beside `items`; a `None` key spreads the item."""

    kind: ContainerKind
    items: tuple[Expr, ...]
    keys: tuple[Expr | None, ...] = ()


@record(eq=False)
class Clause(Node):
    """One `for target in iterable if conditions` of a comprehension."""

    target: Expr
    iterable: Expr
    conditions: tuple[Expr, ...]
    is_async: bool


@record(eq=False)
class Comprehension(Expr):
    """A comprehension or generator expression; `key` only for dicts."""

    kind: ContainerKind
    clauses: tuple[Clause, ...]
    element: Expr
    key: Expr | None = None


@record(eq=False)
class Lambda(Expr):
    """An anonymous function."""

    function: Function


@record(eq=False)
class ClassExpr(Expr):
    """A class that stands in an expression."""

    class_: Class


@record(eq=False)
class Cast(Expr):
    """`value as type`: the value, of which the code says the type."""

    value: Expr
    type: Expr


@record(eq=False)
class Conditional(Expr):
    """`body if test else orelse`."""

    test: Expr
    body: Expr
    orelse: Expr


@record(eq=False)
class Operation(Expr):
    """Any other operator: `op` is its spelling (`+`, `==`, `not`, `and`, `in`, ...)."""

    op: str
    operands: tuple[Expr, ...]


@record(eq=False)
class Await(Expr):
    """`await value`."""

    value: Expr


@record(eq=False)
class Yield(Expr):
    """`yield value`, or `yield from value` where `delegates`."""

    value: Expr | None
    delegates: bool = False


@record(eq=False)
class AssignExpr(Expr):
    """`target := value`."""

    target: Expr
    value: Expr


@record(eq=False)
class Other(Expr):
    """Anything else; its children are evaluated in order and the value is unknown."""

    children: tuple[Expr, ...] = ()
