"""The part of a profile that says what runs a step: `engines/*.toml`, one dataclass a table."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import field

from wflint.record import record


class Color(enum.Enum):
    """Whether steps must be awaited."""

    SYNC = "sync"
    ASYNC = "async"

    @classmethod
    def of(cls, *, is_async: bool) -> Color:
        """Return the color of a function that is async, or not."""
        return cls.ASYNC if is_async else cls.SYNC


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


class ArgumentForwarding(enum.Enum):
    """Which arguments a step hands on to its function, beside those that it takes itself."""

    NOTHING = "nothing"
    POSITIONAL = "positional"
    ALL = "all"


class NestedCall(enum.Enum):
    """What a step comes to inside the function of another one."""

    FAILS = "fails"
    PLAIN = "plain"
    """It is a plain call, and part of the other step."""


@record
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
        options_at: The place of an argument whose fields stand for keywords, where the language has none.
        options_refused: What happens where something else than an object stands there; empty where that is not known.
        needs: Keywords of which one has to be given.
        takes_text: Keywords that take text and do not make JSON of anything else.
        takes_plain: Keywords that take plain objects, of which objects of classes have nothing.
        function: The parameter that holds the step function.
        branches: The parameter that holds the functions whose steps run at once.
        items: The parameter that holds what each of them is called with, where it is one function for all.
        duration: The parameter that holds how long to sleep.
        moment: The parameter that holds until when to sleep.
        body: The parameter that holds what is sent as JSON, or stored as the results of steps are.
        result: Qualified type of the result; `None` where it is what the step function returned.
        context: The parameter of a function that holds the context; `None` for a method, and for a function that finds it
            without help.
        color: Its own color, where that is not the context's.
        inside: What it comes to inside the function of another step.
        twin: What to call instead in an async handler, where it fails.
        rejects: What it says there.
        rejects_since: The first version of the SDK that does, where earlier ones only let the event loop wait.
        unawaited: What becomes of a call that nobody awaits, where the step is done all the same.
    """

    method: str
    kind: StepKind
    parameters: tuple[str, ...] = ()
    name: str = ""
    name_key: str = ""
    name_in_header: bool = False
    keyword_parameters: tuple[str, ...] = ()
    hands_on: ArgumentForwarding = ArgumentForwarding.NOTHING
    options_at: int | None = None
    options_refused: str = ""
    needs: tuple[str, ...] = ()
    takes_text: tuple[str, ...] = ()
    takes_plain: tuple[str, ...] = ()
    function: str | None = None
    branches: str | None = None
    items: str | None = None
    duration: str | None = None
    moment: str | None = None
    body: str | None = None
    result: str | None = None
    context: str | None = None
    color: Color | None = None
    inside: NestedCall = NestedCall.FAILS
    twin: str = ""
    rejects: str = ""
    rejects_since: str = ""
    unawaited: str = ""

    @property
    def roles(self) -> Mapping[str, str | None]:
        """Return which parameter takes what, by the keys that say so; `None` where the step takes no such thing."""
        return {
            "name": self.name,
            "function": self.function,
            "duration": self.duration,
            "moment": self.moment,
            "body": self.body,
        }


@record
class TwinOperations:
    """Recorded operations of an SDK that come in pairs, one for sync code and one for async code.

    Attributes:
        owner: Qualified name of what has them.
        names: Names of those for sync code.
        rejects: What they say where an event loop runs; `{name}` and `{twin}` are filled in.
        rejects_since: The first version of the SDK in which they do.
        suffix: What the names of their twins have at the end.
        inside: What they come to inside the function of a step.
        result: Qualified type of what those for sync code give; `None` where it is not known.
        result_async: The same for their twins.
    """

    owner: str
    names: tuple[str, ...]
    rejects: str
    rejects_since: str = ""
    suffix: str = "_async"
    inside: NestedCall = NestedCall.PLAIN
    result: str | None = None
    result_async: str | None = None

    @property
    def functions(self) -> Iterator[tuple[str, StepMethod]]:
        """Yield what each function takes, with its qualified name."""
        for name in self.names:
            twin = f"{name}{self.suffix}"
            rejects = self.rejects.format(name=name, twin=twin)
            given, awaited = self.result, self.result_async
            of_sync = self._method(name, Color.SYNC, given, twin=twin, rejects=rejects)
            yield f"{self.owner}.{name}", of_sync
            yield f"{self.owner}.{twin}", self._method(twin, Color.ASYNC, awaited)

    def _method(
        self, name: str, color: Color, result: str | None, *, twin: str = "", rejects: str = ""
    ) -> StepMethod:
        return StepMethod(
            name,
            StepKind.OTHER,
            result=result,
            color=color,
            inside=self.inside,
            twin=twin,
            rejects=rejects,
            rejects_since=self.rejects_since if twin else "",
        )


@record
class RecordedFunction:
    """A decorator that makes a step of every call of its function in a handler.

    Attributes:
        pattern: Its qualified name; calling it gives the decorator. Of a directive, the text.
        name: The option that names the step, empty if there is none; without it the function's name does.
        kind: What the step does.
        inside: What a call comes to inside the function of another step.
        bare: Whether it can also be given the function at once, without being called before.
        remote: Whether it is no decorator: what calling it gives runs something that is elsewhere.
        directive: Whether it is no decorator, but text with which the function's body begins, or the file that exports it.
        color: That of each call, where that is not the function's own.
        name_after: Behind which text in that option, the last of it, the name begins; empty where all of it is the name.
        unawaited: What becomes of a call that nobody awaits, where the step is done all the same.
    """

    pattern: str
    name: str
    kind: StepKind
    inside: NestedCall
    bare: bool = False
    remote: bool = False
    directive: bool = False
    color: Color | None = None
    name_after: str = ""
    unawaited: str = ""


@record
class Response:
    """What a call step gives.

    Attributes:
        type: Its qualified type.
        fields: Its attributes.
        status: The one that says whether the request succeeded.
        body: The one that holds the answer.
        instead: What to write for the names that others give to them.
        is_mapping: Whether its attributes may be read as items, too.
        failed: What happens where it did not succeed.
        may_be: What the answer may be then.
        given: What there is to say at the step.
    """

    type: str
    fields: tuple[str, ...]
    status: str
    body: str
    is_mapping: bool = False
    failed: str = "A request that failed does not raise"
    may_be: str = "an error page"
    given: str = "a failed request returns a response, too"
    instead: Mapping[str, str] = field(default_factory=dict[str, str])


@record
class WaitResult:
    """What a step gives that waits for something, or for the end of its time.

    Attributes:
        type: Its qualified type.
        event: The attribute that holds what has come, and nothing where nothing came in time; empty where it is that itself.
        timeout: The one that says whether the time is up; empty where none does.
        missing: What happens where a field of what has not come is used.
    """

    type: str
    event: str
    timeout: str
    missing: str

    @property
    def event_type(self) -> str:
        """Return the name that stands for the type of what has come."""
        return f"{self.type}.{self.event}" if self.event else self.type


class TextFormat(enum.Enum):
    """How a moment is read from text."""

    ISO = "iso"
    """As `datetime.fromisoformat` of the oldest Python reads it that runs the handlers."""

    DATE = "date"
    """As `new Date(text)` reads it."""


@record
class TimestampFormat:
    """What `sleep-until` accepts beside datetimes.

    Attributes:
        asks: The method of a datetime that the SDK calls, which other things do not have; empty where it asks for the type.
        text: How it reads text.
        rejects: What it does with text that is not a point in time, with a date that is none, and with anything else where it asks
            for the type; `{value}` stands for what it is given.
        milliseconds: Qualified names of what gives a moment in milliseconds since 1970.
        types: The other types that it takes: numbers of seconds since 1970, ISO text.
        latest: The largest number that is one of seconds in good faith.
    """

    asks: str
    types: tuple[str, ...]
    latest: int = 0
    text: TextFormat = TextFormat.ISO
    rejects: str = ""
    milliseconds: tuple[str, ...] = ()


@record
class Duration:
    """What a sleep accepts.

    Attributes:
        unit: What it takes a whole number for.
        types: The other types that it takes: `float`, `timedelta`, `str`.
        pattern: What text it takes.
        example: Such text, for messages.
        alone: What happens where it is given alone, in the place of the step's name; `{value}` stands for the value.
        alone_before: Whether versions of the SDK before those that the profile is about take it alone.
        least: Numbers below are most likely meant in another unit.
        most: Numbers of seconds above are most likely milliseconds.
        rejects: What it says to other types, by type, to `negative`, `short` and `long` numbers, to a `fraction` and other `text`,
            and where a step waits no longer than that, to a `limit-short` below `least` and to a `limit-part`, no multiple of it; `{value}`
            stands for the value.
    """

    unit: Unit
    types: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    alone: str = ""
    alone_before: bool = False
    least: int = 0
    most: int = 0
    rejects: Mapping[str, str] = field(default_factory=dict[str, str])


@record
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
        together: How to wait for the coroutines of several steps, where any way will do.
        own_function: What messages call a step where each is a function of its own, which no fix can write.
        invoke: Runs the handler `{function}` as a step, with the input of the one that `{context}` is whole for.
    """

    run: str
    sleep: str
    example: str = "context"
    path: str = ""
    run_async: str = ""
    sleep_async: str = ""
    async_functions: bool = False
    together: str = ""
    own_function: str = ""
    invoke: str = ""

    def run_by(self, color: Color) -> str:
        """Return the template that runs a function in a handler of a color."""
        return (self.run_async if color is Color.ASYNC else "") or self.run

    def sleep_by(self, color: Color) -> str:
        """Return the template that sleeps in a handler of a color."""
        return (self.sleep_async if color is Color.ASYNC else "") or self.sleep
