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
class ContextType:
    """Qualified names of the types that offer steps, all of one color."""

    color: Color
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Members:
    """Attributes of the context that are no steps.

    Attributes:
        payload: The run's input.
        plain: Everything else.
    """

    payload: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandlerPattern:
    """One way to register a handler; `color` is that of the context which the handler is given."""

    pattern: str
    via: Via
    color: Color


@dataclass(frozen=True, slots=True)
class StepMethod:
    """A method of the context that runs a step.

    Attributes:
        method: The method's name.
        kind: What the step does.
        parameters: Names of its positional parameters, in order.
        keyword_parameters: Names of its keyword-only parameters.
        name: The parameter that holds the step's name.
        function: The parameter that holds the step function.
        duration: The parameter that holds how long to sleep.
        moment: The parameter that holds until when to sleep.
        result: Qualified type of the result; `None` where it is what the step function returned.
    """

    method: str
    kind: StepKind
    parameters: tuple[str, ...]
    name: str
    keyword_parameters: tuple[str, ...] = ()
    function: str | None = None
    duration: str | None = None
    moment: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """How a recorded step is matched on replay, and what happens when it does not match."""

    key: str
    mismatch: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """The exception that suspends a pass; `base` is the builtin class it derives from."""

    exception: str
    base: str
    aliases: tuple[str, ...] = ()


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
class Parallel:
    """What the SDK says when a second step starts in one delivery."""

    message: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that wflint knows about an engine."""

    engine: Engine
    context: tuple[ContextType, ...]
    members: Members
    handler: tuple[HandlerPattern, ...]
    step: tuple[StepMethod, ...]
    identity: Identity
    suspend: Suspend
    codec: Codec
    duration: Duration
    parallel: Parallel
    absent: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def id(self) -> str:
        """The engine's short name."""
        return self.engine.id

    def step_method(self, name: str) -> StepMethod | None:
        """The step method of that name."""
        return next((step for step in self.step if step.method == name), None)

    def context_color(self, qualname: str) -> Color | None:
        """The color of a context type, `None` for any other type."""
        return next((each.color for each in self.context if qualname in each.types), None)

    @property
    def context_members(self) -> frozenset[str]:
        """Everything that the context has."""
        steps = (step.method for step in self.step)
        return frozenset((*self.members.payload, *self.members.plain, *steps))
