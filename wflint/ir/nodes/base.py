"""What all nodes have in common, and the parts that every kind of code has."""

from __future__ import annotations

from dataclasses import field

from wflint.record import record


@record(eq=False)
class Node:
    """Base of all nodes."""

    handle: object = field(repr=False)  # a failing test would print the whole syntax tree


@record(eq=False)
class Expr(Node):
    """Base of everything that has a value."""


@record(eq=False)
class Statement(Node):
    """Base of everything that is executed for its effect."""


@record(eq=False)
class Block(Node):
    """Statements in order."""

    statements: tuple[Statement, ...]


@record(eq=False)
class Argument(Node):
    """One argument of a call; `star` is `""`, `"*"` or `"**"`."""

    value: Expr
    keyword: str | None = None
    star: str = ""
