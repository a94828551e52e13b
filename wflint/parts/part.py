"""What a part of a check is, and what comes of it, as plain data that can be written down."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wflint.errors import InternalError
from wflint.files.discovery import SourceFile
from wflint.findings import Finding, Fix, Span
from wflint.record import record


@record
class Part:
    """Files that are checked by themselves.

    Attributes:
        files: The files, in the order of the run.
        candidates: Those of them that name an engine, by their paths without symbolic links.
        users: Those that register handlers with what others share.
        is_whole: Whether ignore comments are judged in files without handlers, too.
    """

    files: tuple[SourceFile, ...]
    candidates: tuple[Path, ...]
    users: tuple[Path, ...]
    is_whole: bool


@record
class PartFinding:
    """A finding with what came of asking for its fix.

    Attributes:
        finding: The finding.
        fix: Its fix as it was written.
        refusal: Why there is none, where its rule has asked for one.
        verified: Its fix as it may be published, where fixes are verified.
        unverified: Why it may not be.
    """

    finding: Finding
    fix: Fix | None = None
    refusal: str = ""
    verified: Fix | None = None
    unverified: str = ""


@record
class PartSource:
    """A file that findings may point into.

    Attributes:
        display: The path as it is shown.
        path: Where it is, relative to the working directory.
        is_code: Whether it is read as its language says; else it is UTF-8.
        secrets: Stretches that must not be shown.
    """

    display: str
    path: str
    is_code: bool
    secrets: tuple[tuple[int, int], ...]


@record
class Unreadable:
    """A file that could not be read, and why."""

    path: str
    reason: str


@record
class PartResult:
    """What a check of a part has found.

    Attributes:
        findings: Sorted as in a report.
        suppressed: Findings that are hidden one by one.
        sources: The files that they may point into.
        handlers: Number of handlers.
        steps: Number of step calls in them.
        unknown_calls: Calls that could not be resolved.
        hidden: Findings below the minimum level, by rule code.
        hidden_at: Where some of them are.
        errors: Files that could not be read.
        failures: Mistakes of wflint itself.
        reached: The files that were parsed, relative to the working directory.
        engines: The ids of the engines whose handlers were found.
    """

    findings: tuple[PartFinding, ...]
    suppressed: tuple[Finding, ...]
    sources: tuple[PartSource, ...]
    handlers: int
    steps: int
    unknown_calls: int
    hidden: Mapping[str, int]
    hidden_at: tuple[tuple[str, Span], ...]
    errors: tuple[Unreadable, ...]
    failures: tuple[InternalError, ...]
    reached: tuple[str, ...]
    engines: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether it comes of the files alone, so that it may be remembered."""
        return not self.failures and not self.errors and all(each.is_code for each in self._pointed_into)

    @property
    def _pointed_into(self) -> list[PartSource]:
        pointed = {
            label.span.path
            for each in (*(one.finding for one in self.findings), *self.suppressed)
            for label in (each.primary, *each.related)
        }
        return [each for each in self.sources if each.display in pointed]
