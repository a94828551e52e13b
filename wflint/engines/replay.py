"""The part of a profile that says what replay does: `engines/*.toml`, one dataclass a table.

Sentences are templates: `{step}`, `{inner}`, `{outer}`, `{next}` stand for steps, `{call}` for a call.
"""

from __future__ import annotations

import enum
from dataclasses import field

from wflint.findings import Level
from wflint.record import record
from wflint.tables import key_name


class ReplayTrigger(enum.Enum):
    """When a handler runs again from the top."""

    EACH_STEP = "each-step"
    """Whenever a step is done: each step ends the pass."""

    SUSPENSION = "suspension"
    """Whenever a run goes on that has waited or failed; steps that only run a function do not end the pass."""

    RECOVERY = "recovery"
    """Only when a run is recovered after a crash."""


@record
class Replay:
    """When replayed code runs again, and how that is said.

    Attributes:
        when: When it does.
        every: The same as an adverb: "on every delivery".
        later: The same of code behind a step; empty where that is said by adding when it begins.
        one: What a pass is called: "delivery".
        meaning: What makes the engine start one, as a clause; empty where `every` says it.
        process: Which process runs a pass.
        handler: What a handler is called: "handler".
        run_id: How code reads what names the run, the same in each pass; empty where nothing does.
        bounds_steps: Whether a step runs in a request that the platform ends after the time that is configured.
    """

    when: ReplayTrigger
    every: str
    one: str
    process: str
    handler: str = "handler"
    run_id: str = ""
    later: str = ""
    meaning: str = ""
    bounds_steps: bool = True

    @property
    def in_later_one(self) -> str:
        """Return when a pass that is not the first runs, as an adverb: "on a later delivery"."""
        return f"{'on' if self.every.startswith('on ') else 'in'} a later {self.one}"


@record
class Consequence:
    """What a mistake comes to with one engine.

    Attributes:
        message: What happens.
        sync: What happens in a sync handler, where that is something else.
        level: How bad it is, where that is not the rule's own level.
        label: What stands under the code, where that is not what the rule says.
        help: What to do, where that is not what the rule says.
        exempt_calls: Qualified names of calls with which it is no mistake.
    """

    message: str = field(metadata=key_name("says"))
    sync: str | None = None
    level: Level | None = None
    label: str | None = None
    help: str | None = None
    exempt_calls: tuple[str, ...] = field(default=(), metadata=key_name("spares"))

    def said(self, *, is_sync: bool, **parts: str) -> str:
        """Fill in the sentence with what its placeholders stand for."""
        template = self.sync if is_sync and self.sync is not None else self.message
        return template.format(**parts)


class Repeated(enum.Enum):
    """What several steps of one name come to."""

    ALIKE = "alike"
    """Nothing tells them apart but their order, and the engine asks for different names."""

    NUMBERED = "numbered"
    """The engine numbers them in the order in which they run, and documents that."""

    HARMLESS = "harmless"
    """Names do not tell steps apart, and need not."""


@record
class HeaderLetters:
    """What a name may hold that travels in an HTTP header.

    Attributes:
        encoding: The encoding that the header has.
        title: What its letters are called.
        message: What becomes of other letters, as the end of a sentence.
        breaks: What becomes of a line break; nothing where it is like other letters.
        level: How bad that is.
    """

    encoding: str = "ascii"
    title: str = "ASCII"
    message: str = field(default="", metadata=key_name("says"))
    breaks: str = ""
    level: Level = Level.WARNING

    def carry(self, text: str) -> bool:
        """Return whether a header carries a text."""
        if self.breaks and any(each in text for each in "\n\r\0"):
            return False
        return len(text.encode(self.encoding, "ignore")) == len(
            text
        )  # these encodings have one byte a letter


@record
class Identity:
    """How a recorded step is matched on replay.

    Attributes:
        key: What is compared.
        unstable: What becomes of a run in which a step has another name on replay.
        unnamed: What the SDK says to a step whose name is empty; `None` where it takes that.
        untyped: What comes of a name that is not text; nothing where that works.
        optional: Whether an empty name, or none, makes the SDK think of one.
        repeated: What several steps of one name come to.
        letters: What a name may hold that travels in an HTTP header.
    """

    key: str
    unstable: str
    unnamed: str | None = None
    untyped: Consequence | None = None
    optional: bool = False
    repeated: Repeated = Repeated.ALIKE
    letters: HeaderLetters = field(default_factory=HeaderLetters)

    @property
    def is_by_name(self) -> bool:
        """Tell whether a step is found by its name, wherever in the run it comes."""
        return self.key.startswith("name")


@record
class Draining:
    """What becomes of runs that are in flight while code is deployed whose steps they do not find again, and what to do first.

    Attributes:
        in_flight: What becomes of them, said of "runs in flight".
        advice: How to deploy, in the imperative.
    """

    in_flight: str = "fail, or repeat steps that they have done"
    advice: str = "deploy when no run is in flight, or give the new code a name of its own and keep the old one until its runs have ended"


@record
class Passes:
    """How often a run executes the code before its first step; code after a step runs once more than steps follow.

    Attributes:
        start: How often whatever the steps are.
        step: More for each step.
        call: Still more for each call step.
        together: Still more for each step that is started at once with others, which is planned in a pass of its own.
        posted: Still more where a request to the handler's own route starts the run, and no client does.
    """

    start: int
    step: int
    call: int = 0
    together: int = 0
    posted: int = 0

    @property
    def formula(self) -> str:
        """Say how often in a run of n steps: `2n+3`; empty where steps do not count."""
        if not self.step:
            return ""
        return self._formula(0)

    @property
    def formula_of_posted(self) -> str:
        """Say how often where a request to the handler's own route starts the run; empty where that is the same."""
        return self._formula(self.posted) if self.step and self.posted else ""

    def _formula(self, more: int) -> str:
        return f"{self.step if self.step > 1 else ''}n+{self.start + more}"

    @property
    def extras(self) -> str:
        """Say for which steps it is still more often; empty for none."""
        extras = (
            (self.call, "each call step"),
            (self.together, "each step that is started at once with others"),
        )
        return ", ".join(f"{more} more for {what}" for more, what in extras if more)


@record
class Suspend:
    """The exception that suspends a pass.

    Attributes:
        exception: Its qualified name.
        base: The builtin class it derives from.
        aliases: Its other qualified names.
        public: Whether code is meant to import it.
        first: The name of the class that stands for it before the first step, where that is a subclass.
        derived: Qualified names of classes below it that code raises to say what becomes of the run.
        bundled: Whether each module of the SDK has a class of its own, where code takes it in by a call (`require`).
    """

    exception: str
    base: str
    aliases: tuple[str, ...] = ()
    public: bool = True
    first: str = ""
    derived: tuple[str, ...] = ()
    bundled: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return every qualified name of it."""
        return (self.exception, *self.aliases)

    @property
    def name(self) -> str:
        """Say what it is called in code."""
        return self.exception.rpartition(".")[2]

    @property
    def is_common(self) -> bool:
        """Tell whether code that catches ordinary exceptions catches it."""
        return self.base in ("Exception", "Error")


COMMON_EXCEPTIONS = frozenset({"builtins.Exception", "builtins.BaseException", "Error"})
"""The classes above all others, in each language."""


@record
class StepFailure:
    """The exception that a handler is given of a failed step, in place of the one that its function raised.

    Attributes:
        exception: Its qualified name.
        aliases: Its other qualified names, and those of the classes above it that are the SDK's own.
        original: What it says of the class that was raised, where `{error}` is the exception.
        test: How code asks whether `{error}` is one, where its class is not the one that code can name, so that no test of a class
            holds; empty where its class tells.
    """

    exception: str
    aliases: tuple[str, ...] = ()
    original: str = ""
    test: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Return the qualified names of all classes by which it can be caught."""
        return frozenset({self.exception, *self.aliases, *COMMON_EXCEPTIONS})


@record
class Consequences:
    """What mistakes lead to; those that are not there are none with this engine.

    Attributes:
        nested: A step is started inside another one.
        unawaited: Nothing awaits a step, and others follow.
        unawaited_last: Nothing awaits a step, and no other follows.
        unawaited_only: Nothing awaits a step, and there is no other.
        end_unawaited: Nothing awaits a method that ends the run.
        end_swallowed: Something catches the exception by which such a method ends the run.
        together: Several steps are started at once and waited for together.
        branches: Of things that are started at once, one runs several steps.
        late: Of things that are started at once, one waits for something else before its step.
        race: Several steps are started at once to take the first result.
        race_with_wait: The same, where one of the steps only waits.
        uneven: Of things that the engine runs side by side, one waits for something else before its first step.
        hidden: Of things that the engine runs side by side, one swallows the suspending exception.
        queued: Of things that the engine runs side by side, some start when others are done.
        first: Of several steps that are started at once, the one that is done first comes first.
        beside: Other work is started at once with a step.
        group: A task group starts a step.
        pool: A thread or process pool runs a step.
        task_left: A step runs in a task that nobody waits for.
        task_beside: A step runs in a task beside another one.
        swallowed: Something catches the suspending exception.
        held: A database session or a transaction is held across a step.
        locked: A lock is held across a step.
        entered: Another context manager stands around a step.
        final: A `finally` with a side effect stands around a step.
        final_step: A `finally` around a step runs another one.
        cut_off: A step may be cut off by a time limit.
        caught: A handler catches a step's failure and goes on to another step.
        ended: A handler catches a step's failure and returns.
        no_step: A run reaches no step: how it is rejected.
        raised_early: A handler raises before its first step.
        signal_raised: A handler raises the suspending exception itself.
        failure_step: A failure function runs a step.
        not_called: A decorator lacks its parentheses.
        called_empty: A decorator that takes its function at once is called without it.
        above_classmethod: A decorator is above `@classmethod`.
        above_staticmethod: A decorator is above `@staticmethod`, in a class that the engine knows.
        step_above_handler: A handler is made a step.
        handler_wrapped: A decorator of the project's own stands around a handler.
        class_unknown: A handler is a method of a class that the engine does not know.
        class_not_called: The decorator that makes a class known lacks its parentheses.
        object_unnamed: A handler is a method of objects without a name.
        same_name: Two handlers have one name.
        group_name: The name under which a handler is served with others is refused.
        made_of_builtin: A step is made of a function that is not written in Python.
        made_of_method: A step is made of a method of an object.
        made_of_unnamed: A step without a name is made of something that has none.
        directive_unseen: A directive shares its line with other code.
        directive_not_async: A directive stands in a function that is not async.
        declared_inside: A step is a function that is declared inside another one.
        route_inside: A web framework's route is made of the function before it becomes a handler.
        changed: A step's function changes a variable of the code around it.
        payload_changed: A handler changes the payload before its first step.
        result_unstored: A handler returns what the engine cannot store.
        thenable: A step's function gives something that can be awaited and is no promise, such as a query.
        argument_unstored: A step is given what the engine cannot store.
        argument_unknown: A call step is given an argument that it does not take.
        argument_missing: A call step is not given what it needs.
        body_object: A call step is given an object where it takes text.
        headers_object: A call step is given an object of a class where it takes a plain one.
        method_detached: A step method is taken out of its context, which it needs.
        context_spread: A step method is called on a copy of the context that has none.
        not_served: What a registration gives is not what a framework calls.
        failure_unread: A step fails with an exception that the engine cannot read back.
        failure_unstored: A step fails with an exception that the engine cannot store.
    """

    nested: Consequence | None = None
    unawaited: Consequence | None = None
    unawaited_last: Consequence | None = None
    unawaited_only: Consequence | None = None
    end_unawaited: Consequence | None = None
    end_swallowed: Consequence | None = None
    together: Consequence | None = None
    branches: Consequence | None = None
    late: Consequence | None = None
    race: Consequence | None = None
    race_with_wait: Consequence | None = None
    uneven: Consequence | None = None
    hidden: Consequence | None = None
    queued: Consequence | None = None
    first: Consequence | None = None
    beside: Consequence | None = None
    group: Consequence | None = None
    pool: Consequence | None = None
    task_left: Consequence | None = None
    task_beside: Consequence | None = None
    swallowed: Consequence | None = None
    held: Consequence | None = None
    locked: Consequence | None = None
    entered: Consequence | None = None
    final: Consequence | None = None
    final_step: Consequence | None = None
    cut_off: Consequence | None = None
    caught: Consequence | None = None
    ended: Consequence | None = None
    no_step: Consequence | None = None
    raised_early: Consequence | None = None
    signal_raised: Consequence | None = None
    failure_step: Consequence | None = None
    not_called: Consequence | None = None
    called_empty: Consequence | None = None
    above_classmethod: Consequence | None = None
    above_staticmethod: Consequence | None = None
    step_above_handler: Consequence | None = None
    handler_wrapped: Consequence | None = None
    class_unknown: Consequence | None = None
    class_not_called: Consequence | None = None
    object_unnamed: Consequence | None = None
    same_name: Consequence | None = None
    group_name: Consequence | None = None
    made_of_builtin: Consequence | None = None
    made_of_method: Consequence | None = None
    made_of_unnamed: Consequence | None = None
    directive_unseen: Consequence | None = None
    directive_not_async: Consequence | None = None
    declared_inside: Consequence | None = None
    route_inside: Consequence | None = None
    changed: Consequence | None = None
    payload_changed: Consequence | None = None
    result_unstored: Consequence | None = None
    thenable: Consequence | None = None
    argument_unstored: Consequence | None = None
    argument_unknown: Consequence | None = None
    argument_missing: Consequence | None = None
    body_object: Consequence | None = None
    headers_object: Consequence | None = None
    method_detached: Consequence | None = None
    context_spread: Consequence | None = None
    not_served: Consequence | None = None
    failure_unread: Consequence | None = None
    failure_unstored: Consequence | None = None
