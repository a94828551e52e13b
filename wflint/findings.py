"""What a run produces: spans, labels, edits, fixes and findings, as plain data.

Nothing here knows a parser, an engine or a terminal: rules make findings, renderers show them, the fixer applies
their edits.
"""

from __future__ import annotations

import enum
from dataclasses import field

from wflint.levels import HiddenBy, Level
from wflint.record import record

__all__ = [
    "Applicability",
    "Edit",
    "Finding",
    "Fix",
    "FixClass",
    "HiddenBy",
    "InFlight",
    "Label",
    "Level",
    "Role",
    "Span",
    "Suppression",
]


class Applicability(enum.Enum):
    """Whether a fixed program means the same, for runs that start after it is deployed."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class InFlight(enum.Enum):
    """Whether runs that are in flight while a fix is deployed live on."""

    KEEPS = "keeps"
    BREAKS = "breaks"


class FixClass(enum.Enum):
    """What a fix asks of those who deploy it; the one thing that decides who applies it."""

    SAFE = "safe"
    """The handler does the same, and runs in flight go on."""

    DRAIN = "drain"
    """New runs are right; runs in flight must end before the deploy, or be served under the old path."""

    UNSAFE = "unsafe"
    """The handler may do something else."""


@record(order=True)
class Span:
    """A stretch of a source file.

    Attributes:
        path: The file, as it is shown to the user; also the key of the file's text in a report.
        start: Offset of the first character, in characters of the decoded text (a BOM not counted), from 0.
        end: Offset after the last character.
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
    """A span with what there is to say about it.

    Attributes:
        span: The place.
        message: What there is to say.
        role: What it points at.
        is_reminder: Whether it only reminds that the handler is replayed, which need not be said with every finding.
    """

    span: Span
    message: str
    role: Role = Role.NOTE
    is_reminder: bool = False


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
        exposes_new_code: Whether code runs then that has not run before, about which there may be more to say.
        uncovers: Whether it takes code out of a step, about which there may be something to say that asks for another fix.
        changes_result: Whether runs in flight do not live on for what a step has recorded, rather than for where it stands.
        counts_as_safe: Whether the user has said that fixes of this rule are safe, whatever wflint knows of them.
    """

    message: str
    applicability: Applicability
    in_flight: InFlight
    edits: tuple[Edit, ...]
    exposes_new_code: bool = False
    uncovers: bool = False
    changes_result: bool = False
    counts_as_safe: bool = False

    @property
    def fix_class(self) -> FixClass:
        """Return the class of the fix."""
        if self.counts_as_safe:
            return FixClass.SAFE
        if self.applicability is Applicability.UNSAFE:
            return FixClass.UNSAFE
        return FixClass.DRAIN if self.in_flight is InFlight.BREAKS else FixClass.SAFE


@record
class Suppression:
    """What hides a finding, and why.

    Attributes:
        by: What hides it.
        reason: The reason that the ignore comment gives; else what names the finding: a pattern, the file of the baseline.
        span: The ignore comment; `None` where it is none.
    """

    by: HiddenBy
    reason: str
    span: Span | None = None


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
        fix_id: Names the fix that was asked for, by which the report gives it; `None` where there is none to ask for.
        suppression: What hides it; `None` for one that is shown.
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
    fix_id: int | None = field(default=None, compare=False, repr=False)
    suppression: Suppression | None = None

    @property
    def span(self) -> Span:
        """Return the primary label's span."""
        return self.primary.span

    @property
    def handler_path(self) -> str:
        """Return the file of the handler; the mistake itself may be in another."""
        labels = (label for label in self.related if label.role is Role.HANDLER)
        return next(labels, self.primary).span.path
