"""How a rule reports: it begins a finding with its place and message, and adds one part after the other.

report.error(step.site, "...").label("...").step(other.site, "...").help("...").fix(...)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wflint.domain.sites import Path, Site
from wflint.findings import Level, Role, Span
from wflint.model.handler import Handler
from wflint.record import record
from wflint.rules.api.fixes import FixDraft


@record
class Note:
    """A related place with what there is to say about it; a reminder says only that the handler is replayed."""

    site: Site | Span
    message: str
    role: Role = Role.NOTE
    is_reminder: bool = False


@record
class Draft:
    """A finding whose places are still nodes: spans are computed when it is reported.

    Attributes:
        level: How bad it is here.
        message: What happens at run time, one sentence without a full stop; reporting it gives it its capital letter.
        site: Where it is; a span in files that hold no code.
        label: What stands under the code there.
        notes: Other places that tell the story.
        help: What to do instead.
        secret: Whether what stands there must not be shown.
        fix: How to mend it, where that can be said.
        is_of_version: Whether it holds only for the versions of the SDK that the profile is about.
        since: The first version of the SDK, (major, minor), that it holds for.
        is_since_required: Whether it holds only where the project takes no earlier one.
    """

    level: Level
    message: str
    site: Site | Span
    label: str
    notes: tuple[Note, ...] = ()
    help: str = ""
    secret: bool = False
    fix: FixDraft | None = None
    is_of_version: bool = False
    since: tuple[int, int] | None = None
    is_since_required: bool = False


class Problem(NamedTuple):
    """What is wrong with a value: how bad that is, what happens, what to do instead, and how to mend it."""

    level: Level
    message: str
    help: str
    fix: FixDraft | None = None


class Report:
    """What one rule says about a handler, or about a project.

    Every finding gets a label at the handler, which reminds of replay. A place that is reached over several paths is
    reported once, at its highest level; the first if several have it.
    """

    def __init__(self, handler: Handler | None = None) -> None:
        """Begin without findings; without a handler in a report about a project."""
        self._handler = handler
        self._findings: dict[Site | Span, FindingBuilder] = {}

    def error(self, site: Site | Span, message: str) -> FindingBuilder:
        """Report an error, unless one is reported there."""
        return self.add(Level.ERROR, site, message)

    def warning(self, site: Site | Span, message: str) -> FindingBuilder:
        """Report a warning, unless one or something worse is reported there."""
        return self.add(Level.WARNING, site, message)

    def info(self, site: Site | Span, message: str) -> FindingBuilder:
        """Report something worth knowing, unless anything is reported there."""
        return self.add(Level.INFO, site, message)

    def add(self, level: Level, site: Site | Span, message: str) -> FindingBuilder:
        """Report a finding of a level that depends on the code or the engine."""
        finding = FindingBuilder(level, site, message)
        known = self._findings.get(site)
        if known is None or known.level < level:
            self._findings[site] = finding
        return finding

    def problem(self, site: Site | Span, problem: Problem) -> FindingBuilder:
        """Report what is wrong with a value."""
        return self.add(problem.level, site, problem.message).help(problem.help).fix(problem.fix)

    @property
    def has_findings(self) -> bool:
        """Return whether anything was reported."""
        return bool(self._findings)

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Everything that was reported."""
        label = handler_note(self._handler) if self._handler is not None else None
        return tuple(finding.draft(label) for finding in self._findings.values())


class FindingBuilder:
    """A finding that is being reported; each method adds a part and returns the finding."""

    def __init__(self, level: Level, site: Site | Span, message: str) -> None:
        """Begin with what every finding has; `Report` does that."""
        self.level = level
        self._site = site
        self._message = message
        self._label = ""
        self._notes: list[Note] = []
        self._help = ""
        self._fix: FixDraft | None = None
        self._is_about_replay = True
        self._is_secret = False
        self._is_of_version = False
        self._since: tuple[int, int] | None = None
        self._is_since_required = False

    def label(self, text: str) -> FindingBuilder:
        """Say what stands under the code."""
        self._label = text
        return self

    def handler(self, site: Site, text: str) -> FindingBuilder:
        """Point at the handler with other words than that it is replayed."""
        return self.notes([Note(site, text, Role.HANDLER)])

    def step(self, site: Site, text: str) -> FindingBuilder:
        """Point at a step."""
        return self.notes([Note(site, text, Role.STEP)])

    def cause(self, site: Site, text: str) -> FindingBuilder:
        """Point at what causes it."""
        return self.notes([Note(site, text, Role.CAUSE)])

    def sink(self, site: Site, text: str) -> FindingBuilder:
        """Point at what a value reaches."""
        return self.notes([Note(site, text, Role.SINK)])

    def note(self, site: Site, text: str) -> FindingBuilder:
        """Point at any other place."""
        return self.notes([Note(site, text)])

    def chain(self, chain: Path, text: str) -> FindingBuilder:
        """Point at the links of a cause chain, which begins at the finding's own place; `text` stands at its end."""
        *between, last = chain
        links = [Note(site, "which calls this", Role.CAUSE) for site in between[1:]]
        return self.notes([*links, Note(last, text, Role.CAUSE)] if between else [])

    def notes(self, notes: Iterable[Note]) -> FindingBuilder:
        """Point at several places."""
        self._notes.extend(notes)
        return self

    def help(self, text: str) -> FindingBuilder:
        """Say what to do instead."""
        self._help = text
        return self

    def fix(self, fix: FixDraft | None) -> FindingBuilder:
        """Offer a fix, where there is one."""
        self._fix = fix
        return self

    def secret(self) -> FindingBuilder:
        """Never show what stands there."""
        self._is_secret = True
        return self

    def without_replay(self) -> FindingBuilder:
        """Leave out the label at the handler: replay has no part in this."""
        self._is_about_replay = False
        return self

    def of_version(self) -> FindingBuilder:
        """Leave it out where a project is held to an earlier version of the SDK than those that the profile is about."""
        self._is_of_version = True
        return self

    def since(self, version: str, *, is_required: bool = False) -> FindingBuilder:
        """Leave it out where a project is held to versions of the SDK before one; or else unless it requires that one."""
        major, _, minor = version.partition(".")
        self._since, self._is_since_required = (int(major), int(minor or 0)), is_required
        return self

    def draft(self, handler_label: Note | None) -> Draft:
        """Return the finding as it stands.

        Args:
            handler_label: What reminds of replay, where the finding itself has nothing to say at the handler.
        """
        notes = self._notes
        says_it_itself = any(note.role is Role.HANDLER for note in notes)
        if handler_label is not None and self._is_about_replay and not says_it_itself:
            notes = [handler_label, *notes]
        return Draft(
            self.level,
            self._message,
            self._site,
            self._label,
            tuple(notes),
            self._help,
            secret=self._is_secret,
            fix=self._fix,
            is_of_version=self._is_of_version,
            since=self._since,
            is_since_required=self._is_since_required,
        )


def handler_note(handler: Handler) -> Note:
    """Return the note that reminds of replay at the handler's name."""
    if handler.is_served:
        replay = handler.profile.replay
        name = f", `{handler.name}`," if handler.variable is not None else ""  # a factory makes several here
        message = f"this {replay.handler}{name} runs again from the top {replay.every}"
    else:
        message = "this workflow helper runs again whenever its handler is replayed"
    return Note(handler.site, message, Role.HANDLER, is_reminder=True)
