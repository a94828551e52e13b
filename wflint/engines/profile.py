"""The profile of an engine: the shape of `engines/*.toml`, one dataclass a table.

A key of the file is a field's name with dashes for underscores; fields without a default are required. What replay does is in
`replay.py`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wflint.engines.replay import Codec, Identity, Outcomes, Passes, Replay, Suspend


class Color(enum.Enum):
    """Whether steps must be awaited."""

    SYNC = "sync"
    ASYNC = "async"


class HeaderCase(enum.Enum):
    """How a framework spells the names of a request's headers."""

    LOWER = "lower"
    TITLE = "title"


class Via(enum.Enum):
    """How a registration takes the handler."""

    DECORATOR = "decorator"
    """Calling the pattern gives a decorator, which takes the handler."""

    ARGUMENT = "argument"
    """The pattern takes the handler as its first argument, or decorates it without being called."""


class Unit(enum.Enum):
    """What a whole number counts that a sleep is given."""

    SECOND = "second"
    MILLISECOND = "millisecond"


class StepKind(enum.Enum):
    """What a step does."""

    RUN = "run"
    SLEEP = "sleep"
    SLEEP_UNTIL = "sleep-until"
    CALL = "call"
    """Sends an HTTP request."""

    CHILD = "child"
    """Runs another workflow."""

    OTHER = "other"
    """Waits for something, or tells somebody something."""

    TOGETHER = "together"
    """Is no step but runs the steps of several functions at once, the way the engine means it."""


class HandsOn(enum.Enum):
    """Which arguments a step hands on to its function, beside those that it takes itself."""

    NOTHING = "nothing"
    POSITIONAL = "positional"
    ALL = "all"


class Inside(enum.Enum):
    """What a step comes to inside the function of another one."""

    FAILS = "fails"
    PLAIN = "plain"
    """It is a plain call, and part of the other step."""


CONTEXT = "context"
"""What stands for the context among the things that a handler is called with."""

OWN_ARGUMENTS = "*"


@dataclass(frozen=True, slots=True)
class Engine:
    """Who it is.

    Attributes:
        id: Short name, used in output.
        title: Name for people.
        packages: Requirement specifiers of the SDK versions that the profile was checked on.
        imports: Top-level modules of the SDK.
        instead_of: The engine of which this is an earlier SDK. Both are taken for that engine; this one speaks for handlers
            that only it can call, and for all where the configuration names it alone.
    """

    id: str
    title: str
    packages: tuple[str, ...]
    imports: tuple[str, ...]
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class ColoredTypes:
    """Clients of the engine of one color.

    Attributes:
        color: Whether their methods must be awaited.
        types: Qualified names.
    """

    color: Color
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextTypes:
    """Types of contexts of one color.

    Attributes:
        color: Whether their steps must be awaited.
        types: Qualified names of one class; the last one ends in the name that the class itself has.
        path: Where an object of the types stands in the context that handlers are given: `step` for `ctx.step`.
    """

    color: Color
    types: tuple[str, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """Attributes of the context that are no steps; `step.fetch` stands for an attribute of its attribute `step`.

    Attributes:
        payload: The run's input.
        headers: The headers of the request that started the run.
        environment: The environment that the handler is served with.
        one_color: What contexts of only one color have; what they do is not looked at.
        plain: Everything else.
    """

    payload: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    one_color: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandlerPattern:
    """One way to register a handler.

    Attributes:
        pattern: The qualified name of what registers it.
        via: How that takes the handler.
        color: That of the context which the handler is given, and that the handler itself must have; `None` where the
            handler may have either, and its context has the same.
        takes: What the handler is called with: `context`, a part of it such as `context.step`, or `payload`; `*` stands for
            arguments of the run's own, where the context is no argument.
        rejects: What it says to a handler of the other color; `None` where only calling the handler fails.
        unique_names: Whether it takes no two handlers of one name.
        parameters: Names of its positional parameters.
        more_options: What it takes by keyword beside the options that all take.
        header_case: How header names are spelled; `None` where that is up to the caller's framework.
        wraps: Whether it is no part of the SDK but stands in front of it, with options of its own.
    """

    pattern: str
    via: Via
    color: Color | None = None
    takes: tuple[str, ...] = (CONTEXT,)
    rejects: str | None = None
    unique_names: bool = False
    parameters: tuple[str, ...] = ()
    more_options: tuple[str, ...] = ()
    header_case: HeaderCase | None = None
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationOptions:
    """What can be said when a handler is registered.

    Attributes:
        options: All keywords; none where they are not looked at.
        parser: The one that makes the payload of a request's body.
        client: The one that takes the engine's client.
        receiver: The one that takes what verifies deliveries.
        environment: The one that stands for the process's environment.
        urls: Those that take a URL at which the handler is reached.
    """

    options: tuple[str, ...] = ()
    parser: str = ""
    client: str = ""
    receiver: str = ""
    environment: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepMethod:
    """A method of the context that runs a step, or a function that calls it for its caller.

    Attributes:
        method: The method's name, `step.run` for `ctx.step.run`.
        kind: What the step does.
        parameters: Names of its positional parameters, in order.
        keyword_parameters: Names of its keyword-only parameters.
        hands_on: Which further arguments go to the step function.
        name: The parameter that holds the step's name; empty where a function thinks of one.
        name_key: The key under which the name stands in what that parameter holds; empty where it is the name itself.
        name_in_header: Whether the name travels in an HTTP header.
        function: The parameter that holds the step function.
        branches: The parameter that holds the functions whose steps run at once.
        duration: The parameter that holds how long to sleep.
        moment: The parameter that holds until when to sleep.
        body: The parameter that holds what is sent as JSON.
        result: Qualified type of the result; `None` where it is what the step function returned.
        context: The parameter of a function that holds the context; `None` for a method, and for a function that finds it
            without help.
        color: Its own color, where that is not the context's.
        inside: What it comes to inside the function of another step.
        twin: What to call instead in an async handler, where it fails.
        rejects: What it says there.
    """

    method: str
    kind: StepKind
    parameters: tuple[str, ...] = ()
    name: str = ""
    name_key: str = ""
    name_in_header: bool = False
    keyword_parameters: tuple[str, ...] = ()
    hands_on: HandsOn = HandsOn.NOTHING
    function: str | None = None
    branches: str | None = None
    duration: str | None = None
    moment: str | None = None
    body: str | None = None
    result: str | None = None
    context: str | None = None
    color: Color | None = None
    inside: Inside = Inside.FAILS
    twin: str = ""
    rejects: str = ""


@dataclass(frozen=True, slots=True)
class RecordedFunction:
    """A decorator that makes a step of every call of its function in a handler.

    Attributes:
        pattern: Its qualified name; calling it gives the decorator.
        name: The option that names the step, empty if there is none; without it the function's name does.
        kind: What the step does.
        inside: What a call comes to inside the function of another step.
        bare: Whether it can also stand without being called.
    """

    pattern: str
    name: str
    kind: StepKind
    inside: Inside
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What a call step gives.

    Attributes:
        type: Its qualified type.
        fields: Its attributes.
        status: The one that says whether the request succeeded.
        body: The one that holds the answer.
        instead: What to write for the names that others give to them.
    """

    type: str
    fields: tuple[str, ...]
    status: str
    body: str
    instead: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Moment:
    """What `sleep-until` accepts beside datetimes.

    Attributes:
        asks: The method of a datetime that the SDK calls, which other things do not have.
        types: The other types that it takes: numbers of seconds since 1970, ISO text.
        latest: The largest number that is one of seconds in good faith.
    """

    asks: str
    types: tuple[str, ...]
    latest: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """How the engine's deliveries are told from anybody's.

    Attributes:
        keys: The environment variables that must all be set.
        token: The one with which requests are sent to the engine.
        endpoint: The one that names another server of the engine, such as one for development.
    """

    keys: tuple[str, ...]
    token: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A credential of the engine.

    Attributes:
        title: What it is called.
        name: The environment variable that should hold it.
        pattern: What it looks like.
        public: One of that look which is no secret.
    """

    title: str
    name: str
    pattern: str
    public: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """The function that is called when a run has failed for good.

    Attributes:
        option: The option of a registration that takes it.
        parameters: What it is called with, by position; the context comes first.
        rejects: What the SDK says to one that is not of the color of its handler, where that decides; `{handler}` and
            `{failure}` stand for `async` or `non-async`.
    """

    option: str
    parameters: tuple[str, ...]
    rejects: str = ""


@dataclass(frozen=True, slots=True)
class Duration:
    """What a sleep accepts.

    Attributes:
        unit: What it takes a whole number for.
        types: The other types that it takes: `float`, `timedelta`, `str`.
        pattern: What text it takes.
        example: Such text, for messages.
        least: Numbers below are most likely meant in another unit.
        rejects: What it says to other types, by type, to `negative` and to `short` numbers and to other `text`; `{value}`
            stands for the value.
    """

    unit: Unit
    types: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    least: int = 0
    rejects: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class NewStep:
    """How fixes and messages write steps.

    `{context}` stands for the context, `{name}` for the quoted name; `<module.name>` for what has to be imported.

    Attributes:
        run: Runs `{function}`.
        sleep: Sleeps for `{duration}`.
        example: How examples call the context.
        path: The part of the context that `{context}` stands for, `step` for `ctx.step`.
        run_async: The same as `run` for async handlers, where that is not the same.
        sleep_async: The same as `sleep` for async handlers, where that is not the same.
        async_functions: Whether steps of async handlers take async functions only.
    """

    run: str
    sleep: str
    example: str = "context"
    path: str = ""
    run_async: str = ""
    sleep_async: str = ""
    async_functions: bool = False

    def run_by(self, color: Color) -> str:
        """What runs a function in a handler of some color."""
        return (self.run_async if color is Color.ASYNC else "") or self.run

    def sleep_by(self, color: Color) -> str:
        """What sleeps in a handler of some color."""
        return (self.sleep_async if color is Color.ASYNC else "") or self.sleep


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that wflint knows about an engine."""

    engine: Engine
    replay: Replay
    handler: tuple[HandlerPattern, ...]
    identity: Identity
    codec: Codec
    passes: Passes
    new_step: NewStep
    context: tuple[ContextTypes, ...] = ()
    members: Members = field(default_factory=Members)
    registration: RegistrationOptions = field(default_factory=RegistrationOptions)
    client: tuple[ColoredTypes, ...] = ()
    step: tuple[StepMethod, ...] = ()
    recorded: tuple[RecordedFunction, ...] = ()
    outcome: Outcomes = field(default_factory=Outcomes)
    suspend: Suspend | None = None
    duration: Duration | None = None
    moment: Moment | None = None
    response: Response | None = None
    verification: Verification | None = None
    secret: tuple[Secret, ...] = ()
    failure: Failure | None = None
    unrecorded: tuple[str, ...] = ()
    """Exceptions of step functions that are raised in the handler without being recorded; all others are, if there are
    some."""
    absent: Mapping[str, str] = field(default_factory=dict[str, str])
    """Attributes that people look for in the context and that it does not have, each with what to write instead."""

    function: Mapping[str, StepMethod] = field(default_factory=dict[str, StepMethod])
    """Functions that run steps, by qualified name."""
    waits: tuple[str, ...] = ()
    """Functions of the SDK that wait for several coroutines, and record which was done first."""

    @property
    def id(self) -> str:
        """The engine's short name."""
        return self.engine.id

    @property
    def words(self) -> tuple[str, ...]:
        """Words of which a file that registers a handler holds one at least."""
        wrappers = (each.pattern.rpartition(".")[2] for each in self.handler if each.wraps)
        # A class whose decorators make handlers may be imported from a module of the project's own.
        classes = (each.pattern.split(".")[-2] for each in self.handler if each.takes == (OWN_ARGUMENTS,))
        return (*self.engine.imports, *classes, *wrappers)

    @property
    def registration_marks(self) -> tuple[frozenset[str], ...]:
        """Sets of names; code that registers a handler mentions all names of one of them."""
        found: list[frozenset[str]] = []
        for each in self.handler:
            names = each.pattern.split(".")[-2:]
            # What stands for the engine where handlers are given no context is a common word alone: `DBOS.workflow`.
            found += (
                [frozenset(names)]
                if each.takes == (OWN_ARGUMENTS,)
                else [frozenset({name}) for name in names]
            )
        return tuple(found)

    def step_method(self, name: str) -> StepMethod | None:
        """The step method of that name."""
        return next((step for step in self.step if step.method == name), None)

    @property
    def calls(self) -> bool:
        """Whether it has steps that send HTTP requests."""
        return any(step.kind is StepKind.CALL for step in self.step)

    @property
    def is_ambient(self) -> bool:
        """Whether handlers are given no context, so that steps find the run that they belong to without it."""
        return any(pattern.takes == (OWN_ARGUMENTS,) for pattern in self.handler)

    @property
    def has_ambient_steps(self) -> bool:
        """Whether there are steps that find the run that they belong to without a context."""
        return self.is_ambient or bool(self.recorded)

    def client_color(self, qualname: str) -> Color | None:
        """The color of a client's type, `None` for any other type."""
        return next((each.color for each in self.client if qualname in each.types), None)

    def context_members(self, path: str = "") -> frozenset[str]:
        """Everything that the context has, or the part of it at a path."""
        members = self.members
        named = (*members.payload, *members.headers, *members.environment, *members.one_color, *members.plain)
        start = f"{path}." if path else ""
        found = (*named, *(step.method for step in self.step))
        return frozenset(
            each.removeprefix(start).partition(".")[0] for each in found if each.startswith(start)
        )

    def has_part(self, path: str) -> bool:
        """Whether the context has a part at a path, which has attributes of its own."""
        return any(each.method.startswith(f"{path}.") for each in self.step)
