"""What is executed for its effect."""

from __future__ import annotations

from wflint.ir.nodes.base import Block, Expr, Node, Statement
from wflint.ir.nodes.definitions import Class, Function
from wflint.record import record


@record(eq=False)
class Assign(Statement):
    """An assignment; `op` is set (`+`) where it updates, `value` is missing in a bare annotation."""

    targets: tuple[Expr, ...]
    value: Expr | None
    annotation: Expr | None = None
    op: str | None = None


@record(eq=False)
class Evaluate(Statement):
    """An expression that stands alone."""

    value: Expr


@record(eq=False)
class Return(Statement):
    """`return value`; of a lambda, its body."""

    value: Expr | None


@record(eq=False)
class Raise(Statement):
    """`raise value from cause`; without a value it raises the caught exception again."""

    value: Expr | None
    cause: Expr | None = None


@record(eq=False)
class Assert(Statement):
    """`assert test, message`."""

    test: Expr
    message: Expr | None


@record(eq=False)
class Jump(Statement):
    """`break` or `continue`."""

    kind: str


@record(eq=False)
class If(Statement):
    """A branch; `orelse` holds the `elif` chain."""

    test: Expr
    body: Block
    orelse: Block | None


@record(eq=False)
class Case(Node):
    """One case of a match. `captures` are the names it binds, `values` the expressions it compares with."""

    captures: tuple[str, ...]
    values: tuple[Expr, ...]
    guard: Expr | None
    body: Block
    irrefutable: bool


@record(eq=False)
class Match(Statement):
    """A match over a subject."""

    subject: Expr
    cases: tuple[Case, ...]


@record(eq=False)
class For(Statement):
    """A loop over an iterable; each round has the variables `fresh` anew."""

    target: Expr
    iterable: Expr
    body: Block
    orelse: Block | None
    is_async: bool
    fresh: frozenset[str] = frozenset()


@record(eq=False)
class While(Statement):
    """A loop on a condition; each round has the variables `fresh` anew."""

    test: Expr
    body: Block
    orelse: Block | None
    fresh: frozenset[str] = frozenset()


@record(eq=False)
class Except(Node):
    """One `except` clause; without a type it catches everything, `is_group` marks `except*`."""

    type: Expr | None
    name: str | None
    body: Block
    is_group: bool = False


@record(eq=False)
class Try(Statement):
    """Code whose exceptions are handled."""

    body: Block
    clauses: tuple[Except, ...]
    orelse: Block | None
    final: Block | None


@record(eq=False)
class WithItem(Node):
    """One context manager of a `with`."""

    value: Expr
    target: Expr | None


@record(eq=False)
class With(Statement):
    """A block inside context managers."""

    items: tuple[WithItem, ...]
    body: Block
    is_async: bool


@record(eq=False)
class Define(Statement):
    """A function definition."""

    function: Function


@record(eq=False)
class DefineClass(Statement):
    """A class definition."""

    class_: Class


@record(eq=False)
class Import(Statement):
    """One imported name: `import module as bound`, or `from module import name as bound`.

    Attributes:
        module: Dotted name, without leading dots.
        level: Number of leading dots.
        name: What is taken from the module; `None` binds the module itself, `*` everything.
        bound: The variable that is bound; for `import a.b` that is `a`.
        is_required: Whether a call does it while the code runs (`require` in JavaScript).
    """

    module: str
    level: int
    name: str | None
    bound: str
    is_required: bool = False


@record(eq=False)
class Delete(Statement):
    """`del targets`."""

    targets: tuple[Expr, ...]
