"""The kinds of things that a value may be.

They hash by what they hold, but for collections, objects, coroutines and tasks: those change, and hash by identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wflint.domain.env import Env
from wflint.domain.faults import Fault
from wflint.domain.sites import Site, StepId
from wflint.domain.taint import UNTAINTED, LoopVariance, Taint
from wflint.domain.values import Arguments, CodeRef, Ref, Value
from wflint.engines import Color
from wflint.engines.handlers import HandlerPattern
from wflint.engines.profile import Profile
from wflint.engines.steps import RecordedFunction, StepMethod
from wflint.ir import nodes as ir
from wflint.record import record, with_plain_factories


@record
class External(Ref):
    """Something that third-party code or the standard library defines, by its qualified name."""

    name: str


@record
class Instance(Ref):
    """An object of an external class.

    Attributes:
        type: The class's qualified name.
        seeded: Whether its results are decided by how it was made, as by a seed.
        made: The call that made it, where it matters which object it is.
        naive: Whether it is a time that certainly has no zone.
        options: The arguments of the call that made it, where they matter.
        gives: Qualified type of what entering it gives; empty where the catalogue's row of its own type says that.
        model: The first-party class whose objects it gives, where it is a query.
        is_given: Whether a call gives it, and it counts as true, where the parameter is `None` without it.
    """

    type: str
    seeded: bool = False
    made: Site | None = None
    naive: bool = False
    options: Arguments | None = field(compare=False, repr=False, default=None)
    gives: str = ""
    model: ClassRef | None = None
    is_given: bool = False


@record
class Data(Ref):
    """The result of an external call: of unknown type, but nothing that could be called or run as a step function."""


@record
class Decoded(Ref):
    """Plain data that was read from JSON, or a part of it."""


@record
class Method(Ref):
    """An attribute of an external object or a builtin value, most likely about to be called."""

    owner: Ref
    name: str


UNKNOWN_DECORATOR = "?"


@record
class Closure(CodeRef):
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
    step_decorator: StepDecorator | None = None
    """The decorator that makes a step of each call in a handler."""
    replaced_by: HandlerRegistration | None = field(compare=False, repr=False, default=None)
    """The registration that gives something else in its place, which cannot be called."""
    wrapped: Closure | None = field(compare=False, repr=False, default=None)
    """The function whose place it takes, where a decorator has put it there."""
    named_like: Closure | None = field(compare=False, repr=False, default=None)
    """The function whose name it has taken over while the program runs, as `functools.wraps` does it."""

    def bound_to(self, receiver: Value) -> Closure:
        """Return the same function as a method of an object or class; most attributes of objects are such methods."""
        # By the constructor, since `dataclasses.replace` takes four times as long.
        return Closure(
            self.function,
            self.env,
            self.module,
            self.defaults,
            receiver,
            self.binding,
            self.wrappers,
            self.decorators,
            self.loops,
            self.step_decorator,
            self.replaced_by,
            self.wrapped,
            self.named_like,
        )

    @property
    def own(self) -> Closure:
        """Return the function that stands below the decorators, whatever they have made of it."""
        return self.wrapped.own if self.wrapped is not None else self

    @property
    def name(self) -> str:
        """Return the name that the function below the decorators has in the code."""
        return self.own.function.name

    @property
    def runtime_name(self) -> str:
        """Return the name that it has while the program runs."""
        return self.named_like.runtime_name if self.named_like is not None else self.function.name

    @property
    def definition(self) -> Site:
        """Return where the function below the decorators is defined."""
        own = self.own
        return Site(own.module, own.function, own.function.enclosing_definition)


@record
class ClassRef(Ref):
    """A first-party class."""

    class_: ir.Class
    env: Env
    module: ir.Module
    bases: tuple[Value, ...] = field(compare=False, default=())
    decorators: tuple[str, ...] = ()


@record
class Kept:
    """What keeps an object as long as the process runs: a variable of a module, or what that holds.

    Attributes:
        module: The module.
        name: How the module spells the object.
    """

    module: ir.Module
    name: str

    def part(self, name: str) -> Kept:
        """Return what keeps a part of it."""
        return Kept(self.module, f"{self.name}{name}")


@dataclass(slots=True, eq=False)
@with_plain_factories
class Object(Ref):
    """An object of a first-party class; attributes only ever gain possible values."""

    class_: ClassRef
    attributes: dict[str, Value] = field(default_factory=dict["str", "Value"])
    step: StepId | None = None
    """The step in whose function it was made."""
    is_replayed: bool = False
    """Whether it was made in a pass of the handler."""
    kept: Kept | None = None
    """Who keeps it as long as the process runs; `None` where nobody does."""

    @property
    def holds_code(self) -> bool:
        """Return whether it has methods, or functions as attributes."""
        statements = self.class_.class_.body.block.statements
        return any(isinstance(each, ir.Define) for each in statements) or _hold_function(
            self.attributes.values()
        )


def _hold_function(values: Iterable[Value]) -> bool:
    return any(isinstance(ref, Closure) for value in values for ref in value.alternatives)


@record
class EnumMember(Ref):
    """A member of a first-party enum."""

    class_: ClassRef
    name: str
    value: Value = field(compare=False)


@dataclass(slots=True, eq=False)
@with_plain_factories
class Collection(Ref):
    """A list, tuple, set, dict or generator: known items by position or key, and what else may be in it."""

    kind: ir.ContainerKind
    items: dict[object, Value] = field(default_factory=dict["object", "Value"])
    rest: Value | None = None
    step: StepId | None = None
    type: str | None = None
    """The exact type where it is not the builtin one (`collections.deque`)."""
    counted: bool = False
    """Whether its items depend only on their position, not on what decides how many there are."""
    keys: Value | None = None
    """Of a dict: the keys that are no constants."""
    size: int | None = None
    """Of a range: how many numbers it gives, where that is known."""
    fields: tuple[str, ...] = ()
    """Of a tuple: the names of its items, where they have any."""
    is_unordered: bool = False
    """Of a dict, or a view of one: whether the keys came from a set, so that their order differs from process to process."""
    kept: Kept | None = None
    """Who keeps it as long as the process runs; `None` where nobody does."""
    filling: frozenset[Taint] = UNTAINTED
    """The taint of what decides which items it holds: the conditions and loops under which they are added and removed."""

    @property
    def holds_code(self) -> bool:
        """Return whether some of its items are functions."""
        return _hold_function(self.elements())

    def elements(self) -> Iterator[Value]:
        """Yield every value that may be in it."""
        yield from self.items.values()
        if self.rest is not None:
            yield self.rest


@record
class TupleClass(Ref):
    """A class that `namedtuple` made."""

    name: str
    fields: tuple[str, ...]


@record
class Partial(Ref):
    """A callable with some arguments bound."""

    target: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@record
class Imported(Ref):
    """A name that an import binds, not resolved yet: modules are read only when something needs them."""

    module: ir.Module
    statement: ir.Import


@record
class ModuleRef(Ref):
    """A first-party module."""

    module: ir.Module


@record
class Context(Ref):
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
        """Return the name of its class."""
        kinds = (each for each in self.profile.context if (each.color, each.path) == (self.color, self.path))
        return next((each.types[-1].rpartition(".")[2] for each in kinds), "context")

    def within(self, name: str) -> str:
        """Return the profile's name for an attribute of it."""
        return f"{self.path}.{name}" if self.path else name


@record
class BoundStepMethod(Ref):
    """A step method of the context, or a function that runs a step, not called yet.

    Attributes:
        context: The context.
        method: What it takes.
        name: Its name.
        function: What it runs, where it is a callable that a decorator has made a step.
        label: The step's name, where the decorator says it.
        read: Where it is read of its context, in a language in which it forgets that unless it is called there.
        is_copied: Whether it is read of a copy of the context that does not have it.
    """

    context: Context
    method: StepMethod = field(compare=False)
    name: str
    function: Ref | None = None
    label: Value | None = None
    read: Site | None = field(compare=False, default=None)
    is_copied: bool = field(compare=False, default=False)


_DEEPEST = 4
"""How many keys that lead to a part of the input are kept."""


@record
class EndingMethod(Ref):
    """A method of the context that ends the run once its promise is awaited."""

    context: Context


@record
class Payload(Ref):
    """The run's input, or a part of it.

    Attributes:
        whole: Whether it is all of the input.
        is_copy: Whether it is an object of the handler's own; what it holds is not, unless that is one again.
        place: The keys that lead to it from all the input; empty where they are not known.
    """

    whole: bool = True
    is_copy: bool = False
    place: tuple[object, ...] = ()

    @property
    def is_field(self) -> bool:
        """Return whether it is a field of all the input, which other input may lack."""
        return len(self.place) == 1

    def part(self, key: object) -> Payload:
        """Return a part of it."""
        is_known = self.whole or 0 < len(self.place) < _DEEPEST
        return Payload(whole=False, place=(*self.place, key) if is_known else ())


@record
class Headers(Ref):
    """The headers of the request that started the run."""


@record
class HandlerRegistration(Ref):
    """A decorator that makes its argument a handler.

    Attributes:
        profile: The engine.
        pattern: How the engine names it.
        site: The call that makes it.
        options: The arguments of that call.
        owner: What holds the routes, where that is known.
        guessed: Whether only its spelling says that it registers anything.
        through: The object whose method makes it, where that is one.
        fault: What is wrong with it, if something is.
    """

    profile: Profile = field(compare=False)
    pattern: HandlerPattern
    site: Site
    options: Arguments = field(compare=False)
    owner: Site | None = None
    guessed: bool = False
    through: Instance | None = field(compare=False, repr=False, default=None)
    fault: Fault | None = field(compare=False, repr=False, default=None)


@record
class StepDecorator(Ref):
    """A decorator that makes a step of every call of its function in a handler.

    Attributes:
        profile: The engine.
        function: How the engine names it.
        label: The step's name, where it is given one.
        fault: What is wrong with its use, if something is.
    """

    profile: Profile = field(compare=False)
    function: RecordedFunction
    label: Value | None = None
    fault: Fault | None = field(compare=False, default=None)


@record
class DecoratedCallable(Ref):
    """A callable with a decorator around it that makes a step of every call in a handler.

    A first-party function keeps the decorator itself.

    Attributes:
        target: The callable.
        decorator: The decorator.
    """

    target: Ref
    decorator: StepDecorator


@record
class IdentityDecorator(Ref):
    """A decorator that returns the function it is given.

    Attributes:
        name: Its qualified name.
        wrapped: The function whose place its argument takes, under that name.
    """

    name: str
    wrapped: Closure | None = None


def instance(type_name: str, taint: frozenset[Taint] = UNTAINTED) -> Value:
    """Return an object of an external class as a value."""
    return Value((Instance(type_name),), taint)
