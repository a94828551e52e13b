"""What a run produces: spans, labels, edits, fixes and findings, as plain data; fixes are worked out when asked for.

Nothing here knows a parser, an engine or a terminal: rules make findings, renderers show them, the fixer applies
their edits.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import field
from functools import cached_property

from wflint.record import record


class Level(enum.Enum):
    """How bad a finding is, ordered from info to error."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return _RANKS[self]

    def __lt__(self, other: Level) -> bool:
        return self.rank < other.rank

    def __le__(self, other: Level) -> bool:
        return self.rank <= other.rank


_RANKS = {Level.INFO: 0, Level.WARNING: 1, Level.ERROR: 2}


class Applicability(enum.Enum):
    """Whether a fixed program means the same, for runs that start after it is deployed."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class InFlight(enum.Enum):
    """Whether runs that are in flight while a fix is deployed live on."""

    KEEPS = "keeps"
    BREAKS = "breaks"


@record(order=True)
class Span:
    """A stretch of a source file.

    Attributes:
        path: The file, as it is shown to the user; also the key of the file's text in a report.
        start: Offset of the first character, in characters of the decoded text (a BOM not counted), from 0.
        end: Offset behind the last character.
    """

    path: str
    start: int
    end: int


class Role(enum.Enum):
    """What a label points at, so that renderers can tell the story of the replay in the code's own order."""

    PRIMARY = "primary"
    HANDLER = "handler"
    STEP = "step"
    CAUSE = "cause"
    SINK = "sink"
    NOTE = "note"


@record
class Label:
    """A span with what there is to say about it."""

    span: Span
    message: str
    role: Role = Role.NOTE


@record
class Edit:
    """Replaces the text of a span; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


@record
class Fix:
    """A rewrite that removes a finding's cause.

    Attributes:
        message: What the rewrite does, in the imperative ("wrap the call in a step").
        applicability: Safe or unsafe, for runs that start after the deploy.
        in_flight: Whether runs in flight during the deploy live on.
        edits: What to change.
        reveals: Whether code runs then that has not run before, about which there may be more to say.
    """

    message: str
    applicability: Applicability
    in_flight: InFlight
    edits: tuple[Edit, ...]
    reveals: bool = False


class Remedy:
    """What can be done about a finding; worked out once somebody asks, since many never do and some fixes are dear."""

    def __init__(self, work_out: Callable[[], tuple[Fix | None, str]]) -> None:
        """Remember how to find out.

        Args:
            work_out: Gives the fix, or `None` and the reason why there is none; a clause, or empty.
        """
        self._work_out = work_out

    @classmethod
    def of(cls, fix: Fix | None) -> Remedy:
        """A fix that is known already."""
        return cls(lambda: (fix, ""))

    @cached_property
    def outcome(self) -> tuple[Fix | None, str]:
        """The fix, or `None` and the reason."""
        return self._work_out()


NO_REMEDY = Remedy.of(None)


@record
class Finding:
    """One mistake, with one primary label.

    Attributes:
        code: The rule's permanent code, `WF101`.
        name: The rule's name, `clock-outside-step`.
        level: How bad it is here.
        message: What happens at run time, one sentence without a full stop; code stands in backticks.
        primary: Where it is, with a short label.
        related: Other places that tell the story: the handler, the cause chain, the sinks.
        help: What to do instead.
        url: The rule's documentation page.
        engine: The engine's id, `upstash`; `None` for findings about the file itself.
        handler: Name of the handler that is replayed; `None` where no handler is involved.
        remedy: Gives `fix` and `unfixed`.
    """

    code: str
    name: str
    level: Level
    message: str
    primary: Label
    related: tuple[Label, ...] = ()
    help: str = ""
    url: str = ""
    engine: str | None = None
    handler: str | None = None
    remedy: Remedy = field(default=NO_REMEDY, compare=False)

    @property
    def span(self) -> Span:
        """The primary label's span."""
        return self.primary.span

    @property
    def fix(self) -> Fix | None:
        """A rewrite, where there is one."""
        return self.remedy.outcome[0]

    @property
    def unfixed(self) -> str:
        """Why a rewrite that the rule asked for cannot be done here; a clause, empty where there is none."""
        return self.remedy.outcome[1]
