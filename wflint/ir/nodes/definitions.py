"""Functions, classes and modules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from wflint.ir.nodes.base import Argument, Block, Expr, Node
from wflint.ir.words import Words
from wflint.record import record, with_plain_factories


@record(eq=False)
class Parameter(Node):
    """A parameter; `star` is `""`, `"*"` or `"**"`.

    `is_receiver` if it takes the object that a method is called on, which is no argument; `is_expected` if callers are to give
    it an argument, although the language gives it the value that stands for none where they do not.
    """

    name: str
    default: Expr | None = None
    annotation: Expr | None = None
    star: str = ""
    keyword_only: bool = False
    positional_only: bool = False
    is_receiver: bool = False
    is_expected: bool = False


@dataclass(slots=True)
@with_plain_factories
class Body:
    """What lowering a function's body yields.

    Attributes:
        block: The statements.
        binds: Names that the body assigns; they are local unless declared otherwise.
        outer: Names declared `global` (True) or `nonlocal` (False).
        yields: Whether it is a generator.
        find_mentions: Finds what `mentions` returns; somebody who is not asked need not look.
        touches: The variables whose attributes or items the body, or a lambda in it, assigns, each with an empty name, and
            those that it calls methods of, or of what they hold, each with the method's; `None` where that is not known.
        locals: The names that are variables of the body itself.
    """

    block: Block
    binds: set[str] = field(default_factory=set[str])
    outer: dict[str, bool] = field(default_factory=dict[str, bool])
    yields: bool = False
    find_mentions: Callable[[], set[str]] = set
    touches: set[tuple[str, str]] | None = None
    locals: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.locals = frozenset(self.binds.difference(self.outer))

    @property
    def mentions(self) -> set[str]:
        """Return every variable and attribute name in the body, and in the lambdas in it."""
        return self.find_mentions()


class Outline(Protocol):
    """What the text of a body shows before it is lowered."""

    @property
    def mentions(self) -> set[str]:
        """Return the same as the body's."""
        ...

    @property
    def may_define(self) -> bool:
        """Return whether there may be functions or classes in it that have a name."""
        ...


@record(eq=False)
class Directive(Expr):
    """Text in front of a function's body, or of the file that exports it, by which a tool knows the function: `"use server"`.

    `stands_alone` if the same text fills a line somewhere in the file, as tools look for it that do not parse.
    """

    text: str
    stands_alone: bool


@record(eq=False)
class Function(Node):
    """A function, method or lambda, whose body is lowered when somebody first asks for it.

    `enclosing_definition` is the handle of the top-level definition around it (itself, where it is one; `None` for a lambda in
    top-level code): the front end finds spans faster when it need not look through the whole file. `outline` tells of
    the body what its text shows, in languages where that can be done.
    """

    name: str
    parameters: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    returns: Expr | None
    is_async: bool
    enclosing_definition: object = field(repr=False)
    lower: Callable[[], Body] = field(repr=False)
    outline: Outline | None = field(default=None, repr=False)
    directives: tuple[Directive, ...] = ()
    _body: Body | None = field(default=None, repr=False)

    @property
    def body(self) -> Body:
        """Return the lowered body."""
        body = self._body
        if body is None:
            body = self.lower()
            object.__setattr__(self, "_body", body)
        return body

    @property
    def mentions(self) -> set[str]:
        """Return what its body mentions; that lowers the body only where the front end cannot tell otherwise."""
        return self.outline.mentions if self.outline is not None else self.body.mentions

    @property
    def may_define(self) -> bool:
        """Return whether there may be functions or classes in its body that have a name."""
        return self.outline is None or self.outline.may_define

    @property
    def parameter_names(self) -> set[str]:
        """Return the names of its parameters."""
        return {parameter.name for parameter in self.parameters}

    @property
    def is_lambda(self) -> bool:
        """Return whether it has no name of its own."""
        return self.name == LAMBDA


LAMBDA = "<lambda>"


@record(eq=False)
class Class(Node):
    """A class, whose body is lowered when somebody first asks for it.

    Attributes:
        is_interface: Whether it only says what objects have, which may come from anywhere.
        outline: Tells of the body, its methods included, what its text shows; `None` in languages where that cannot be done.
    """

    name: str
    bases: tuple[Argument, ...]
    decorators: tuple[Expr, ...]
    lower: Callable[[], Body] = field(repr=False)
    _body: Body | None = field(default=None, repr=False)
    is_interface: bool = False
    outline: Outline | None = field(default=None, repr=False)

    @property
    def body(self) -> Body:
        """Return the lowered body."""
        body = self._body
        if body is None:
            body = self.lower()
            object.__setattr__(self, "_body", body)
        return body


@record(eq=False)
class Module(Node):
    """A parsed file.

    Attributes:
        path: The file's display path, the key of its spans.
        name: Its dotted name, as far as it is known.
        is_package: Whether it stands for its folder.
        body: Its top-level code.
        words: The terms of its language for messages.
        exports: The variables that other modules can import; `None` where they can import all.
    """

    path: str
    name: str
    is_package: bool
    body: Body
    words: Words
    exports: frozenset[str] | None = None
