"""The profile of an engine: the shape of `engines/*.toml`, one dataclass a table.

A key of the file is a field's name with dashes for underscores; fields without a default are required. What replay does is in
`replay.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from wflint.engines.handlers import (
    ContextTypes,
    Failure,
    GoneName,
    HandlerClasses,
    HandlerGroup,
    HandlerPattern,
    Members,
    RegisteringClass,
    RegistrationOptions,
)
from wflint.engines.replay import Consequences, Draining, Identity, Passes, Replay, StepFailure, Suspend
from wflint.engines.runtime import Runtime
from wflint.engines.steps import (
    Color,
    Duration,
    NewStep,
    RecordedFunction,
    Response,
    StepKind,
    StepMethod,
    TimestampFormat,
    TwinOperations,
    WaitResult,
)
from wflint.engines.storage import ResultStorage
from wflint.engines.switches import switch_of
from wflint.record import record
from wflint.tables import key_name


@record
class Engine:
    """Who it is.

    Attributes:
        id: Short name, used in output.
        title: Name for people.
        packages: Requirement specifiers of the SDK versions that the profile was checked on.
        imports: Top-level modules of the SDK.
        family: The engine of which this is the SDK for another language; its name stands for all of them.
        language: The language of the SDK's users, as messages call it.
        supersedes: The engine of which this is an earlier SDK. Both are taken for that engine; this one speaks for handlers
            that only it can call, and for all where the configuration names it alone.
    """

    id: str
    title: str
    packages: tuple[str, ...]
    imports: tuple[str, ...]
    family: str = ""
    language: str = "Python"
    supersedes: str = field(default="", metadata=key_name("instead-of"))


@record
class ColoredTypes:
    """Clients of the engine of one color.

    Attributes:
        color: Whether their methods must be awaited.
        types: Qualified names.
    """

    color: Color
    types: tuple[str, ...]


@record
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


@record
class Secret:
    """A credential of the engine.

    Attributes:
        title: What it is called.
        name: The environment variable that should hold it.
        pattern: What it looks like.
        public: Those of that look which are no secrets.
    """

    title: str
    name: str
    pattern: str
    public: tuple[str, ...] = ()


@record
class Profile:
    """Everything that wflint knows about an engine."""

    engine: Engine
    replay: Replay
    handler: tuple[HandlerPattern, ...]
    identity: Identity
    codec: ResultStorage
    passes: Passes
    new_step: NewStep
    draining: Draining = field(default_factory=Draining)
    context: tuple[ContextTypes, ...] = ()
    members: Members = field(default_factory=Members)
    group: tuple[HandlerGroup, ...] = ()
    classes: HandlerClasses | None = None
    registration: RegistrationOptions = field(default_factory=RegistrationOptions)
    registering: tuple[RegisteringClass, ...] = ()
    client: tuple[ColoredTypes, ...] = ()
    step: tuple[StepMethod, ...] = ()
    recorded: tuple[RecordedFunction, ...] = ()
    consequences: Consequences = field(default_factory=Consequences, metadata=key_name("outcome"))
    runtime: Runtime | None = None
    suspend: Suspend | None = None
    step_failure: StepFailure | None = None
    duration: Duration | None = None
    moment: TimestampFormat | None = None
    response: Response | None = None
    child_response: Response | None = None
    """What a step gives that runs another workflow."""

    waited: tuple[WaitResult, ...] = ()
    verification: Verification | None = None
    secret: tuple[Secret, ...] = ()
    failure: Failure | None = None
    unrecorded: tuple[str, ...] = ()
    """Exceptions of step functions that are raised in the handler without being recorded; all others are, if there are
    some."""
    absent: Mapping[str, str] = field(default_factory=dict[str, str])
    """Attributes that people look for in the context and that it does not have, each with what to write instead."""

    gone: Mapping[str, GoneName] = field(default_factory=dict[str, GoneName])
    """What earlier versions of the SDK had, by qualified name."""
    function: Mapping[str, StepMethod] = field(default_factory=dict[str, StepMethod])
    """Functions that run steps, by qualified name."""
    operation: tuple[TwinOperations, ...] = ()
    """More of them, in pairs for sync and async code."""
    same_as: Mapping[str, str] = field(default_factory=dict[str, str])
    """Callables of the SDK that do just what another one does, by qualified name."""
    found: Mapping[str, str] = field(default_factory=dict[str, str])
    """Functions that give the context of the handler that runs, or a part of it, by qualified name; the part's path, `step` for
    `ctx.step`."""
    sends: Mapping[str, str] = field(default_factory=dict[str, str])
    """Methods of the engine's client that send something as JSON, by qualified name; the option that holds it."""
    waits: tuple[str, ...] = ()
    """Functions of the SDK that wait for several coroutines, and record which was done first."""

    def __hash__(self) -> int:
        """Return a number that equal profiles share, so that tables are made once for the same profiles."""
        return hash(self.engine.id)

    @property
    def id(self) -> str:
        """Return the engine's short name."""
        return self.engine.id

    @property
    def names(self) -> tuple[str, ...]:
        """Return the short names by which it is chosen."""
        return (self.engine.id, *filter(None, [self.engine.family]))

    def is_switch(self, name: str) -> bool:
        """Return whether a setting says, by its name, that the engine is used at all."""
        return switch_of(name, self.names) is not None

    @property
    def functions(self) -> Mapping[str, StepMethod]:
        """Return all functions that run steps, by qualified name."""
        return {**self.function, **dict(pair for each in self.operation for pair in each.functions)}

    @property
    def words(self) -> tuple[str, ...]:
        """Return words of which a file that registers a handler holds at least one."""
        directives = tuple(each.pattern for each in self.handler if each.is_directive)
        wrappers = (each.pattern.rpartition(".")[2] for each in self.named_handlers if each.wraps)
        # A class whose decorators make handlers may be imported from a module of the project's own.
        classes = (each.pattern.split(".")[-2] for each in self.named_handlers if each.is_ambient)
        # A file with a directive need not import anything.
        return (*directives, *(self.engine.imports if self.named_handlers else ()), *classes, *wrappers)

    @property
    def named_handlers(self) -> tuple[HandlerPattern, ...]:
        """Return the ways to register a handler by something that has a name."""
        return tuple(each for each in self.handler if not each.is_directive)

    @property
    def directives(self) -> Mapping[str, HandlerPattern | RecordedFunction]:
        """Return what directives make of a function."""
        steps = {each.pattern: each for each in self.recorded if each.directive}
        return {**{each.pattern: each for each in self.handler if each.is_directive}, **steps}

    @property
    def registration_hints(self) -> tuple[frozenset[str], ...]:
        """Return sets of names; code that registers a handler mentions all names of one of them."""
        found: list[frozenset[str]] = []
        for each in self.named_handlers:
            names = each.pattern.split(".")[-2:]
            # What stands for the engine where handlers are given no context is a common word alone: `DBOS.workflow`.
            found += [frozenset(names)] if each.is_ambient else [frozenset({name}) for name in names]
        return tuple(found)

    @property
    def step_methods(self) -> dict[str, StepMethod]:
        """Return the step methods by name."""
        return {step.method: step for step in reversed(self.step)}

    @property
    def calls(self) -> bool:
        """Tell whether it has steps that send HTTP requests."""
        return any(step.kind is StepKind.CALL for step in self.step)

    def varies(self, effect: str) -> bool:
        """Tell whether an effect has another result in each pass of a handler, by the name that the catalogue gives it."""
        return self.runtime is None or effect not in self.runtime.steady

    def allows(self, effect: str) -> bool:
        """Tell whether a handler can have an effect at all, by the name that the catalogue gives it."""
        return self.runtime is None or not any(effect in each.effects for each in self.runtime.lacks)

    @property
    def is_ambient(self) -> bool:
        """Tell whether handlers are given no context, so that steps find the run that they belong to without it."""
        return any(pattern.is_ambient for pattern in self.handler)

    @property
    def has_ambient_steps(self) -> bool:
        """Tell whether there are steps that find the run that they belong to without a context."""
        return self.is_ambient or bool(self.recorded or self.found)

    def client_color(self, qualname: str) -> Color | None:
        """Return the color of a client's type, `None` for any other type."""
        return next((each.color for each in self.client if qualname in each.types), None)

    def registering_class(self, qualname: str) -> RegisteringClass | None:
        """Return what making an object takes whose methods register handlers; `None` where that is not said."""
        return next((each for each in self.registering if each.type == qualname), None)

    def context_members(self, path: str = "") -> frozenset[str]:
        """Return everything that the context has, or the part of it at a path."""
        members = self.members
        named = (
            *(*members.payload, *members.headers, *members.environment),
            *(*members.delivery, *members.ending, *members.one_color, *members.plain),
        )
        start = f"{path}." if path else ""
        found = (*named, *(step.method for step in self.step))
        return frozenset(
            each.removeprefix(start).partition(".")[0] for each in found if each.startswith(start)
        )

    def has_part(self, path: str) -> bool:
        """Tell whether the context has a part at a path, which has attributes of its own."""
        return any(each.method.startswith(f"{path}.") for each in self.step)
