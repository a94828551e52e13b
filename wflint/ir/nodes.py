"""Nodes of the intermediate representation.

Every node keeps an opaque handle to the syntax node that it stands for; only the front end that made it can read it
(to compute a span or an edit). Nodes compare and hash by identity, so they serve as keys for facts about them. They are
not frozen only because a frozen constructor costs three times as much, and a file has thousands of them; nobody changes
a node after it was made.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from wflint.ir.words import Words

Constant: TypeAlias = "str | bytes | int | float | complex | bool | None"


@dataclass(slots=True, eq=False)
class Node:
    """Base of all nodes."""

    handle: object


@dataclass(slots=True, eq=False)
class Expr(Node):
    """Base of everything that has a value."""


@dataclass(slots=True, eq=False)
class Statement(Node):
    """Base of everything that is executed for its effect."""


# --- expressions ---


@dataclass(slots=True, eq=False)
class Name(Expr):
    """A variable that is read, or bound where it stands as a target."""

    id: str


@dataclass(slots=True, eq=False)
class Attribute(Expr):
    """`value.attr`."""

    value: Expr
    attr: str


@dataclass(slots=True, eq=False)
class Subscript(Expr):
    """`value[index]`; a slice is an `Other`."""

    value: Expr
    index: Expr


@dataclass(slots=True, eq=False)
class Argument(Node):
    """One argument of a call; `star` is `""`, `"*"` or `"**"`."""

    value: Expr
    keyword: str | None = None
    star: str = ""


@dataclass(slots=True, eq=False)
class Call(Expr):
    """`func(args)`."""

    func: Expr
    args: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Literal(Expr):
    """A constant that is written out."""

    value: Constant


@dataclass(slots=True, eq=False)
class Template(Expr):
    """A string with holes: literal and other parts in order."""

    parts: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
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


@dataclass(slots=True, eq=False)
class Container(Expr):
    """A display. For a dict, `keys` stands beside `items`; a `None` key spreads the item."""

    kind: ContainerKind
    items: tuple[Expr, ...]
    keys: tuple[Expr | None, ...] = ()


@dataclass(slots=True, eq=False)
class Clause(Node):
    """One `for target in iterable if conditions` of a comprehension."""

    target: Expr
    iterable: Expr
    conditions: tuple[Expr, ...]
    is_async: bool


@dataclass(slots=True, eq=False)
class Comprehension(Expr):
    """A comprehension or generator expression; `key` only for dicts."""

    kind: ContainerKind
    clauses: tuple[Clause, ...]
    element: Expr
    key: Expr | None = None


@dataclass(slots=True, eq=False)
class Lambda(Expr):
    """An anonymous function."""

    function: Function


@dataclass(slots=True, eq=False)
class Conditional(Expr):
    """`body if test else orelse`."""

    test: Expr
    body: Expr
    orelse: Expr


@dataclass(slots=True, eq=False)
class Operation(Expr):
    """Any other operator: `op` is its spelling (`+`, `==`, `not`, `and`, `in`, ...)."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Await(Expr):
    """`await value`."""

    value: Expr


@dataclass(slots=True, eq=False)
class Yield(Expr):
    """`yield value`, or `yield from value` where `delegates`."""

    value: Expr | None
    delegates: bool = False


@dataclass(slots=True, eq=False)
class AssignExpr(Expr):
    """`target := value`."""

    target: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Other(Expr):
    """Anything else; its children are evaluated in order and the value is unknown."""

    children: tuple[Expr, ...] = ()


# --- statements ---


@dataclass(slots=True, eq=False)
class Block(Node):
    """Statements in order."""

    statements: tuple[Statement, ...]


@dataclass(slots=True, eq=False)
class Assign(Statement):
    """An assignment; `op` is set (`+`) where it updates, `value` is missing in a bare annotation."""

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None = None
    op: str | None = None


@dataclass(slots=True, eq=False)
class Evaluate(Statement):
    """An expression that stands alone."""

    value: Expr


@dataclass(slots=True, eq=False)
class Return(Statement):
    """`return value`; of a lambda, its body."""

    value: Expr | None


@dataclass(slots=True, eq=False)
class Raise(Statement):
    """`raise value from cause`; without a value it raises the caught exception again."""

    value: Expr | None
    cause: Expr | None = None


@dataclass(slots=True, eq=False)
class Assert(Statement):
    """`assert test, message`."""

    test: Expr
    message: Expr | None


@dataclass(slots=True, eq=False)
class Jump(Statement):
    """`break` or `continue`."""

    kind: str


@dataclass(slots=True, eq=False)
class If(Statement):
    """A branch; `orelse` holds the `elif` chain."""

    test: Expr
    body: Block
    orelse: Block | None


@dataclass(slots=True, eq=False)
class Case(Node):
    """One case of a match. `captures` are the names it binds, `values` the expressions it compares with."""

    captures: tuple[str, ...]
    values: tuple[Expr, ...]
    guard: Expr | None
    body: Block
    irrefutable: bool


@dataclass(slots=True, eq=False)
class Match(Statement):
    """A match over a subject."""

    subject: Expr
    cases: tuple[Case, ...]


@dataclass(slots=True, eq=False)
class For(Statement):
    """A loop over an iterable."""

    target: Expr
    iterable: Expr
    body: Block
    orelse: Block | None
    is_async: bool


@dataclass(slots=True, eq=False)
class While(Statement):
    """A loop on a condition."""

    test: Expr
    body: Block
    orelse: Block | None


@dataclass(slots=True, eq=False)
class ExceptHandler(Node):
    """One `except`; no type catches everything, `is_group` marks `except*`."""

    type: Expr | None
    name: str | None
    body: Block
    is_group: bool = False


@dataclass(slots=True, eq=False)
class Try(Statement):
    """Code whose exceptions are handled."""

    body: Block
    handlers: tuple[ExceptHandler, ...]
    orelse: Block | None
    final: Block | None


@dataclass(slots=True, eq=False)
class WithItem(Node):
    """One context manager of a `with`."""

    value: Expr
    target: Expr | None


@dataclass(slots=True, eq=False)
class With(Statement):
    """A block inside context managers."""

    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


@dataclass(slots=True, eq=False)
class Define(Statement):
    """A function definition."""

    function: Function


@dataclass(slots=True, eq=False)
class DefineClass(Statement):
    """A class definition."""

    class_: Class


@dataclass(slots=True, eq=False)
class Import(Statement):
    """One imported name: `import module as bound`, or `from module import name as bound`.

    Attributes:
        module: Dotted name, without leading dots.
        level: Number of leading dots.
        name: What is taken from the module; `None` binds the module itself, `*` everything.
        bound: The variable that is bound; for `import a.b` that is `a`.
    """

    module: str
    level: int
    name: str | None
    bound: str


@dataclass(slots=True, eq=False)
class Delete(Statement):
    """`del targets`."""

    targets: tuple[Expr, ...]


# --- functions, classes, modules ---


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """A parameter; `star` is `""`, `"*"` or `"**"`."""

    name: str
    default: Expr | None = None
    annotation: Expr | None = None
    star: str = ""
    keyword_only: bool = False
    positional_only: bool = False


@dataclass(slots=True)
class Body:
    """What lowering a function's body yields.

    Attributes:
        block: The statements.
        binds: Names that the body assigns; they are local unless declared otherwise.
        outer: Names declared `global` (True) or `nonlocal` (False).
        yields: Whether it is a generator.
        mentions: Every variable and attribute name in the body, and in the lambdas in it.
        locals: The names that are variables of the body itself.
    """

    block: Block
    binds: set[str] = field(default_factory=set[str])
    outer: dict[str, bool] = field(default_factory=dict[str, bool])
    yields: bool = False
    mentions: set[str] = field(default_factory=set[str])
    locals: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.locals = frozenset(self.binds - self.outer.keys())


@dataclass(slots=True, eq=False)
class Function(Node):
    """A function, method or lambda, whose body is lowered when somebody first asks for it.

    `outermost` is the handle of the top-level definition around it (itself, where it is one; `None` for a lambda in
    top-level code): the front end finds spans faster when it need not look through the whole file.
    """

    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    returns: Expr | None
    is_async: bool
    outermost: object
    lower: Callable[[], Body]
    _body: Body | None = None

    @property
    def body(self) -> Body:
        """The lowered body."""
        if self._body is None:
            self._body = self.lower()
        return self._body

    @property
    def parameter_names(self) -> set[str]:
        """Names of its parameters."""
        return {parameter.name for parameter in self.parameters}

    @property
    def is_lambda(self) -> bool:
        """Whether it has no name of its own."""
        return self.name == LAMBDA


LAMBDA = "<lambda>"


@dataclass(slots=True, eq=False)
class Class(Node):
    """A class, whose body is lowered when somebody first asks for it."""

    name: str
    bases: tuple[Argument, ...]
    decorators: tuple[Expr, ...]
    lower: Callable[[], Body]
    _body: Body | None = None

    @property
    def body(self) -> Body:
        """The lowered body."""
        if self._body is None:
            self._body = self.lower()
        return self._body


@dataclass(slots=True, eq=False)
class Module(Node):
    """A parsed file.

    Attributes:
        path: The file's display path, the key of its spans.
        name: Its dotted name, as far as it is known.
        is_package: Whether it stands for its folder.
        body: Its top-level code.
        words: The terms of its language for messages.
    """

    path: str
    name: str
    is_package: bool
    body: Body
    words: Words
