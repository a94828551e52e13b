"""One row of the effect catalogue, as plain data."""

from __future__ import annotations

import enum
import re
from dataclasses import field
from typing import Annotated, Final, NamedTuple, TypeAlias

from wflint.record import record
from wflint.tables import key_name, not_a_key


class QualifiedNameText:
    """What a qualified name looks like: `module.Class.member`, or below a module of JavaScript, `@scope/package/path.Class.member`."""

    _PATTERN: Final = r"(node:)?@?(\w[\w.-]*/)*([^\W\d]|\$)[\w$-]*(\.([^\W\d]|\$)[\w$]*)*"

    @classmethod
    def from_text(cls, text: str) -> str | None:
        """Return the name itself; `None` if it is none."""
        return text if re.fullmatch(cls._PATTERN, text) else None

    @staticmethod
    def words() -> str:
        """Say what such a text is."""
        return "a qualified name"

    @classmethod
    def pattern(cls) -> str:
        """Return what such texts match."""
        return f"^{cls._PATTERN}$"


QualifiedName: TypeAlias = Annotated[str, QualifiedNameText]


class RuntimeVersion(NamedTuple):
    """A version of what runs a language, of Python `"3.12"`, of Node `"20.16"`."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @classmethod
    def from_text(cls, text: str) -> RuntimeVersion | None:
        """Return the version that a text means; `None` if it means none."""
        match = re.match(cls.pattern(), text)
        return cls(int(match[1]), int(match[2])) if match else None

    @staticmethod
    def words() -> str:
        """Describe such a text."""
        return 'a version of Python or Node, "3.12"'

    @staticmethod
    def pattern() -> str:
        """Return what such texts match."""
        return r"^([1-9][0-9]?)\.(0|[1-9][0-9]?)$"


class EffectKind(enum.Enum):
    """What a call does that replay must not repeat or change; `NONE` for calls that are known to do nothing such."""

    CLOCK = "clock"
    RANDOM = "random"
    IDENTITY = "identity"
    ORDER = "order"
    ENVIRONMENT = "environment"
    GLOBAL = "global"
    DELIVERY = "delivery"
    NETWORK = "network"
    DATABASE = "database"
    FILESYSTEM = "filesystem"
    PROCESS = "process"
    SLEEP = "sleep"
    OUTPUT = "output"
    HEAVY = "heavy"
    UNKNOWN = "unknown"
    NONE = "none"


class Access(enum.Enum):
    """Whether the effect only looks at the world or changes it."""

    READ = "read"
    WRITE = "write"


class CalledWhen(enum.Enum):
    """When a callable that is handed over gets called."""

    NOW = "now"
    """Before the call (or its await) is over."""

    BACKGROUND = "background"
    """Later or at the same time: in a thread, an executor, a task."""


class DurationUnit(enum.Enum):
    """In which unit a call counts time."""

    SECONDS = "s"
    MILLISECONDS = "ms"


@record
class ArgumentCondition:
    """Which argument of the call a condition speaks of; an argument that is the constant `None` counts as missing.

    Attributes:
        position: Its position, from 0, not counting `self`; `None` where it is keyword-only.
        name: Its keyword, or in JavaScript the property of an options object; `None` where it is positional-only.
        contains: The condition holds only if the argument is a constant string with one of these characters; empty
            where any value will do.
        matches: The condition holds only if the argument is a constant string that this regular expression matches as a
            whole; empty where any value will do.
    """

    position: int | None = None
    name: str | None = None
    contains: str = ""
    matches: str = ""


@record
class Row:
    """What a call of a name, or reading an attribute, does.

    Iterating, awaiting, calling and subscripting an object, and its length, are looked up as methods of its type:
    `__iter__`, `__await__`, `__call__`, `__getitem__`, `__len__`. What a type's `__getattr__` returns is what any name gives
    that has no row.

    Attributes:
        name: The row's key: a qualified name, or a prefix that ends in `.*`, or in `/*` for all paths below a package.
        origin: The file that it stands in, for messages.
        effect: What the call does.
        access: Whether it reads or writes; `None` where that is not known or has no meaning.
        unless_argument: The effect happens only if this argument is missing. Where the call constructs an object, an
            object that was given the argument is calm: its own methods have no effect either (`random.Random(7)`).
        when_argument: The effect happens only if this argument is given.
        write_when: The access is a write if this argument is given.
        returns: Qualified type of the result, after awaiting it where the call is awaitable; `json` for plain data; `None` where not known.
        awaitable: The call gives a coroutine or another awaitable.
        context_manager: Qualified type of what `with X() as y` binds, `self` for the object that the call gives.
        calls: Arguments that are callables which get called, by position (from 0) or keyword.
        called_when: When they get called.
        passes: Qualified type of the first argument that they get called with.
        hands_back: The call gives what the callable gives.
        unit: In which unit it counts how long it sleeps, or a timeout.
        within_process: The result means something only in the process that made it, such as a time since that began.
        unique: No two calls give the same result: a UUID, the time to the second or finer.
        sorts: The result's order does not depend on the order of the argument.
        deduplicated_by: The argument, or the key of an object among the arguments, by which whoever receives the call takes
            another one for the same.
        attribute: The row speaks of reading an attribute, not of a call.
        remedy: What to use instead, one line; empty where there is nothing to say.
        since: The first version of Python or Node, (major, minor), that has the name.
        until: The first version that has it no more.
        same_as: A qualified name that this one, and all below it, is another spelling of; lookups never give such a row
            but the other name's.
    """

    name: str = field(metadata=not_a_key())
    origin: str = field(metadata=not_a_key())
    effect: EffectKind
    access: Access | None = None
    unless_argument: ArgumentCondition | None = None
    when_argument: ArgumentCondition | None = None
    write_when: ArgumentCondition | None = None
    returns: QualifiedName | None = None
    awaitable: bool = False
    context_manager: QualifiedName | None = None
    calls: tuple[int | str, ...] = ()
    called_when: CalledWhen = field(default=CalledWhen.NOW, metadata=key_name("calls-when"))
    passes: QualifiedName | None = None
    hands_back: bool = False
    unit: DurationUnit = DurationUnit.SECONDS
    within_process: bool = False
    unique: bool = False
    sorts: bool = False
    deduplicated_by: str = ""
    attribute: bool = False
    remedy: str = ""
    since: RuntimeVersion | None = None
    until: RuntimeVersion | None = None
    same_as: QualifiedName | None = None

    @property
    def is_prefix(self) -> bool:
        """Say whether the row speaks of everything below a name."""
        return self.name.endswith((".*", "/*"))

    @property
    def subject(self) -> str:
        """Return the name that the row speaks of; for a prefix, the one that it stands above."""
        return self.name[:-2] if self.is_prefix else self.name
