"""Abstract values: what an expression may be, and what made it so.

A value is a set of *alternatives* (what it may be), whether it is *open* (it may be anything else as well), and its
*taint* (which sources of change it came from, and with which loops it varies). Nothing and open is `TOP`, nothing and
closed is `BOTTOM`, which no run ever computes.

Two kinds of questions are asked. *May*: is one alternative such a thing? *Must* (`only`, `constant`, `always`): it can be
nothing else. An open value answers no must-question.

Like nodes, all of this is not frozen only because a frozen constructor costs three times as much, and a handler makes
thousands of them; nobody changes one after it was made, so it may hash by what it holds. Collections, objects, coroutines
and tasks do change, and hash by identity.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from wflint.domain.taint import UNTAINTED, LoopVariance, Site, Taint
from wflint.ir import nodes as ir

if TYPE_CHECKING:
    from wflint.domain.env import Env
    from wflint.domain.steps import StepCall
    from wflint.engines import Color, HandlerPattern, Profile, RecordedFunction, StepMethod

# --- alternatives ---


@dataclass(slots=True, unsafe_hash=True)
class Const:
    """A constant. The type is kept because `True == 1`."""

    value: ir.Constant
    type: str


@dataclass(slots=True, unsafe_hash=True)
class External:
    """Something that third-party code or the standard library defines, by its qualified name."""

    name: str


@dataclass(slots=True, unsafe_hash=True)
class Instance:
    """An object of an external class.

    Attributes:
        type: The class's qualified name.
        settled: Whether what it gives is decided by how it was made, as by a seed.
        made: The call that made it, where it matters which object it is.
        naive: Whether it is a time that certainly has no zone, and was meant in none.
    """

    type: str
    seeded: bool = False
    made: Site | None = None
    naive: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Data:
    """What an external call gave: of unknown type, but nothing that could be called or run as a step function."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Plain data that was read from JSON, or a part of it."""


@dataclass(slots=True, unsafe_hash=True)
class Method:
    """An attribute of an external object or a builtin value, most likely about to be called."""

    owner: Ref
    name: str


UNKNOWN_DECORATOR = "?"


@dataclass(slots=True, unsafe_hash=True)
class Closure:
    """A first-party function with the scope it was defined in."""

    function: ir.Function
    env: Env
    module: ir.Module
    defaults: Mapping[str, Value] = field(compare=False, default_factory=dict["str", "Value"])
    receiver: Value | None = None
    binding: str = "function"
    """`function`, `static`, `class`, `property` or `manager` (made a context manager by a decorator)."""
    wrappers: tuple[str, ...] = ()
    """Qualified names of external decorators that are taken to keep it as it is; `?` for one that is not known."""
    decorators: tuple[tuple[str, Site], ...] = ()
    """The external decorators around it, by the qualified name of what is called, with their places."""
    loops: tuple[LoopVariance, ...] = field(compare=False, repr=False, default=())
    """The loops that it was made in."""
    recorded: StepDecorator | None = None
    """The decorator that makes a step of each call in a handler."""


@dataclass(slots=True, unsafe_hash=True)
class ClassRef:
    """A first-party class."""

    class_: ir.Class
    env: Env
    module: ir.Module
    bases: tuple[Value, ...] = field(compare=False, default=())
    decorators: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Object:
    """An object of a first-party class; attributes only ever gain possible values."""

    class_: ClassRef
    attributes: dict[str, Value] = field(default_factory=dict["str", "Value"])
    step: StepCall | None = None
    """The step in whose function it was made."""
    is_replayed: bool = False
    """Whether it was made in a pass of the handler."""


@dataclass(slots=True, unsafe_hash=True)
class EnumMember:
    """A member of a first-party enum."""

    class_: ClassRef
    name: str
    value: Value = field(compare=False)


@dataclass(slots=True, eq=False)
class Collection:
    """A list, tuple, set, dict or generator: known items by position or key, and what else may be in it."""

    kind: ir.ContainerKind
    items: dict[object, Value] = field(default_factory=dict["object", "Value"])
    rest: Value | None = None
    step: StepCall | None = None
    type: str | None = None
    """The exact type where it is not the builtin one (`collections.deque`)."""
    counted: bool = False
    """Whether its items only depend on their place: what decides how many there are is no part of them."""
    keys: Value | None = None
    """Of a dict: the keys that are no constants."""

    def elements(self) -> Iterator[Value]:
        """Every value that may be in it."""
        yield from self.items.values()
        if self.rest is not None:
            yield self.rest


@dataclass(slots=True, unsafe_hash=True)
class TupleClass:
    """A class that `namedtuple` made."""

    name: str
    fields: tuple[str, ...]


@dataclass(slots=True, unsafe_hash=True)
class Partial:
    """A callable with some arguments bound."""

    target: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@dataclass(slots=True, unsafe_hash=True)
class Imported:
    """A name that an import binds, not resolved yet: modules are read only when something needs them."""

    module: ir.Module
    statement: ir.Import


@dataclass(slots=True, unsafe_hash=True)
class ModuleRef:
    """A first-party module."""

    module: ir.Module


@dataclass(slots=True, unsafe_hash=True)
class Context:
    """The object that offers steps, or a part of it.

    Attributes:
        profile: The engine.
        color: Whether its steps must be awaited.
        path: Which part of it this is: `step` for `ctx.step`; empty for the whole.
    """

    profile: Profile = field(compare=False)
    color: Color
    path: str = ""

    @property
    def type(self) -> str:
        """The name of its class."""
        kinds = (each for each in self.profile.context if (each.color, each.path) == (self.color, self.path))
        return next((each.types[-1].rpartition(".")[2] for each in kinds), "context")

    def within(self, name: str) -> str:
        """How the profile calls an attribute of it."""
        return f"{self.path}.{name}" if self.path else name


@dataclass(slots=True, unsafe_hash=True)
class BoundStepMethod:
    """A step method of the context, or a function that runs a step, not called yet.

    Attributes:
        context: The context.
        method: What it takes.
        name: Its name.
        function: The function that it runs, where it is a function that a decorator has made a step.
        label: The step's name, where the decorator says it.
    """

    context: Context
    method: StepMethod = field(compare=False)
    name: str
    function: Closure | None = None
    label: Value | None = None


@dataclass(slots=True, unsafe_hash=True)
class Payload:
    """The run's input, or a part of it."""

    whole: bool = True


@dataclass(slots=True, unsafe_hash=True)
class Headers:
    """The headers of the request that started the run."""


@dataclass(slots=True, unsafe_hash=True)
class HandlerRegistration:
    """A decorator that makes its argument a handler.

    Attributes:
        profile: The engine.
        pattern: How the engine names it.
        site: The call that gives it.
        options: The arguments of that call.
        owner: What holds the routes, where that is known.
        guessed: Whether only its spelling says that it registers anything.
    """

    profile: Profile = field(compare=False)
    pattern: HandlerPattern
    site: Site
    options: Arguments = field(compare=False)
    owner: Site | None = None
    guessed: bool = False


@dataclass(slots=True, unsafe_hash=True)
class StepDecorator:
    """A decorator that makes a step of every call of its function in a handler.

    Attributes:
        profile: The engine.
        function: How the engine names it.
        label: The step's name, where it is given one.
    """

    profile: Profile = field(compare=False)
    function: RecordedFunction
    label: Value | None = None


@dataclass(slots=True, unsafe_hash=True)
class IdentityDecorator:
    """A decorator that gives back the function it is given."""

    name: str


@dataclass(slots=True, unsafe_hash=True)
class TypeTest:
    """The answer of `isinstance(x, types)`."""

    types: Value


@dataclass(slots=True, unsafe_hash=True)
class Suppressor:
    """`contextlib.suppress(...)` with the exceptions that it swallows."""

    types: tuple[Value, ...]


@dataclass(slots=True, unsafe_hash=True)
class Pending:
    """The coroutine of a step that has not run yet."""

    step: StepCall


@dataclass(slots=True, eq=False)
class Coroutine:
    """The coroutine (or generator) of a first-party function that has not run yet."""

    closure: Closure
    arguments: Arguments
    site: Site
    generator: bool = False
    ran: bool = False


@dataclass(slots=True, eq=False)
class Task:
    """A task that was started; `result` is what awaiting it gives."""

    site: Site
    result: Value
    runs_steps: bool = False
    awaited: bool = False
    together: bool = False
    """Whether it was handed to something that waits for several tasks, which then speaks for it."""


class Part(enum.Enum):
    """Which part of a step's result something is, where its key is not known."""

    ROUND = "round"
    """What going through it gives in a round."""

    ITEM = "item"
    """What stands at some key."""


ROUND, ITEM = Part.ROUND, Part.ITEM
_MAX_DEPTH = 3


@dataclass(slots=True, unsafe_hash=True)
class StepResult:
    """What a step gave, or a part of it.

    Attributes:
        step: The step.
        whole: Whether it is the result itself.
        place: Where in the result it stands: keys, or marks for an unknown key; `None` where that is not known.
    """

    step: StepCall
    whole: bool = True
    place: tuple[object, ...] | None = ()

    def part(self, key: object) -> StepResult:
        """What stands in it at a key."""
        deeper = self.place is not None and len(self.place) < _MAX_DEPTH
        return StepResult(self.step, whole=False, place=(*(self.place or ()), key) if deeper else None)

    def derived(self) -> StepResult:
        """What is computed from it."""
        return StepResult(self.step, whole=False, place=None)


Ref: TypeAlias = (
    Const | External | Instance | Data | Method | Closure | ClassRef | Object | EnumMember
    | Collection | Partial | TupleClass | Imported | ModuleRef | Context | BoundStepMethod | Payload
    | Decoded | Headers | HandlerRegistration | StepDecorator | IdentityDecorator | Suppressor | TypeTest | Pending | Coroutine | Task | StepResult
)  # fmt: skip


# --- values ---


@dataclass(slots=True, unsafe_hash=True)
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
        """Whether nothing at all is known of it."""
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
        """Return another thing that is made of the same."""
        return Value((ref,), self.taint)

    def without_alternatives(self) -> Value:
        """Return something of which nothing is known but that it is made of the same."""
        return Value((), self.taint, is_open=True)

    def of_alternatives(self, alternatives: Iterable[Ref]) -> Value:
        """Return a value with other alternatives, as open and as tainted as this one."""
        return Value(tuple(alternatives), self.taint, self.is_open)

    def with_taint(self, taint: frozenset[Taint]) -> Value:
        """Return the same value, also made of `taint`."""
        if taint <= self.taint:
            return self
        return Value(self.alternatives, self.taint | taint, self.is_open)


TOP = Value(is_open=True)
"""Anything; joined with other values it keeps them as hints, and stays open."""

BOTTOM = Value()
"""Nothing: what code that never runs computes, and the neutral element of `join`."""


def top(taint: frozenset[Taint]) -> Value:
    """Return something unknown that is made of `taint`."""
    return Value((), taint, is_open=True)


@dataclass(slots=True, unsafe_hash=True)
class Actual:
    """An argument of a call: its value and the expression, where it stands in the code."""

    value: Value
    node: ir.Expr | None = None


@dataclass(slots=True, unsafe_hash=True)
class Arguments:
    """The arguments of a call. `rest` stands for those that come from an unknown `*` or `**`."""

    positional: tuple[Actual, ...] = ()
    keywords: Mapping[str, Actual] = field(default_factory=dict["str", "Actual"])
    rest: Value | None = None

    def values(self) -> Iterator[Value]:
        """Every value that is handed over."""
        for actual in self.positional:
            yield actual.value
        for actual in self.keywords.values():
            yield actual.value
        if self.rest is not None:
            yield self.rest

    def get(self, position: int | None, name: str | None) -> Actual | None:
        """The argument at a position or of a name."""
        if name is not None and name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


NO_ARGUMENTS = Arguments()


def constant(value: ir.Constant) -> Value:
    """A constant as a value."""
    return Value((Const(value, type(value).__name__),))


def instance(type_name: str, taint: frozenset[Taint] = UNTAINTED) -> Value:
    """An object of an external class as a value."""
    return Value((Instance(type_name),), taint)
