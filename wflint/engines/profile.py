"""The profile of an engine: the shape of `engines/*.toml`, one dataclass a table.

A key of the file is a field's name with dashes for underscores; fields without a default are required.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


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
    """The pattern takes the handler as its first argument."""


class StepKind(enum.Enum):
    """What a step does."""

    RUN = "run"
    SLEEP = "sleep"
    SLEEP_UNTIL = "sleep-until"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Engine:
    """Who it is.

    Attributes:
        id: Short name, used in output.
        title: Name for people.
        packages: Requirement specifiers of the SDK versions that the profile was checked on.
        imports: Top-level modules of the SDK.
    """

    id: str
    title: str
    packages: tuple[str, ...]
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColoredTypes:
    """Qualified names of types that are all of one color."""

    color: Color
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """Attributes of the context that are no steps.

    Attributes:
        payload: The run's input.
        headers: The headers of the request that started the run.
        environment: The environment that the handler is served with.
        plain: Everything else.
    """

    payload: tuple[str, ...]
    headers: tuple[str, ...]
    environment: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandlerPattern:
    """One way to register a handler.

    Attributes:
        pattern: The qualified name of what registers it.
        via: How that takes the handler.
        color: That of the context which the handler is given, and that the handler itself must have.
        rejects: What it says to a handler of the other color; `None` where only calling the handler fails.
        unique_names: Whether it takes no two handlers of one name.
        parameters: Names of its positional parameters.
        more_options: What it takes by keyword beside the options that all take.
        header_case: How header names are spelled; `None` where that is up to the caller's framework.
        wraps: Whether it is no part of the SDK but stands in front of it, with options of its own.
    """

    pattern: str
    via: Via
    color: Color
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
        options: All keywords.
        parser: The one that makes the payload of a request's body.
        client: The one that takes the engine's client.
        receiver: The one that takes what verifies deliveries.
        environment: The one that stands for the process's environment.
        urls: Those that take a URL at which the handler is reached.
    """

    options: tuple[str, ...]
    parser: str
    client: str
    receiver: str
    environment: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepMethod:
    """A method of the context that runs a step, or a function that calls it for its caller.

    Attributes:
        method: The method's name.
        kind: What the step does.
        parameters: Names of its positional parameters, in order.
        keyword_parameters: Names of its keyword-only parameters.
        name: The parameter that holds the step's name; empty where a function thinks of one.
        name_in_header: Whether the name travels in an HTTP header.
        function: The parameter that holds the step function.
        duration: The parameter that holds how long to sleep.
        moment: The parameter that holds until when to sleep.
        body: The parameter that holds what is sent as JSON.
        result: Qualified type of the result; `None` where it is what the step function returned.
        context: The parameter of a function that holds the context; `None` for a method.
    """

    method: str
    kind: StepKind
    parameters: tuple[str, ...]
    name: str
    name_in_header: bool = False
    keyword_parameters: tuple[str, ...] = ()
    function: str | None = None
    duration: str | None = None
    moment: str | None = None
    body: str | None = None
    result: str | None = None
    context: str | None = None


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
    """What `sleep-until` accepts as a number: seconds since 1970, at most `latest` of them in good faith."""

    latest: int


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
class Identity:
    """How a recorded step is matched on replay.

    Attributes:
        key: What is compared.
        mismatch: What the SDK says when a step does not match.
        unnamed: What it says to a step without a name.
    """

    key: str
    mismatch: str
    unnamed: str


@dataclass(frozen=True, slots=True)
class Passes:
    """How often a run executes the code before its first step; code behind a step runs once more than steps follow.

    Attributes:
        start: Whatever the steps are.
        step: More for each step.
        call: Still more for each call step.
    """

    start: int
    step: int
    call: int


@dataclass(frozen=True, slots=True)
class Suspend:
    """The exception that suspends a pass; `base` is the builtin class it derives from."""

    exception: str
    base: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every qualified name of it."""
        return (self.exception, *self.aliases)


@dataclass(frozen=True, slots=True)
class Failure:
    """The function that is called when a run has failed for good.

    Attributes:
        option: The option of a registration that takes it.
        parameters: What it is called with, by position; the context comes first.
    """

    option: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codec:
    """How results are stored."""

    kind: str


@dataclass(frozen=True, slots=True)
class Duration:
    """What a sleep accepts: whole numbers of `unit`, or text that matches `pattern`."""

    unit: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class NewStep:
    """How fixes write steps: `{context}` stands for the context, `{name}` for the quoted name.

    Attributes:
        run: Runs `{function}`.
        sleep: Sleeps for `{duration}`.
    """

    run: str
    sleep: str


@dataclass(frozen=True, slots=True)
class Parallel:
    """What the SDK says when a second step starts in one delivery."""

    message: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that wflint knows about an engine."""

    engine: Engine
    context: tuple[ColoredTypes, ...]
    members: Members
    handler: tuple[HandlerPattern, ...]
    registration: RegistrationOptions
    client: tuple[ColoredTypes, ...]
    step: tuple[StepMethod, ...]
    response: Response
    identity: Identity
    passes: Passes
    suspend: Suspend
    codec: Codec
    duration: Duration
    moment: Moment
    verification: Verification
    secret: tuple[Secret, ...]
    parallel: Parallel
    new_step: NewStep
    failure: Failure | None = None
    absent: Mapping[str, str] = field(default_factory=dict[str, str])
    function: Mapping[str, StepMethod] = field(default_factory=dict[str, StepMethod])
    """Functions that run steps, by qualified name."""

    @property
    def id(self) -> str:
        """The engine's short name."""
        return self.engine.id

    @property
    def words(self) -> tuple[str, ...]:
        """Words of which a file that registers a handler holds one at least."""
        wrappers = (each.pattern.rpartition(".")[2] for each in self.handler if each.wraps)
        return (*self.engine.imports, *wrappers)

    def step_method(self, name: str) -> StepMethod | None:
        """The step method of that name."""
        return next((step for step in self.step if step.method == name), None)

    def context_color(self, qualname: str) -> Color | None:
        """The color of a context type, `None` for any other type."""
        return next((each.color for each in self.context if qualname in each.types), None)

    def client_color(self, qualname: str) -> Color | None:
        """The color of a client's type, `None` for any other type."""
        return next((each.color for each in self.client if qualname in each.types), None)

    @property
    def context_members(self) -> frozenset[str]:
        """Everything that the context has."""
        steps = (step.method for step in self.step)
        return frozenset(
            (
                *self.members.payload,
                *self.members.headers,
                *self.members.environment,
                *self.members.plain,
                *steps,
            )
        )
