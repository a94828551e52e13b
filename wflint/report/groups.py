"""Findings grouped by the handler that they are about, so that what holds for all of them is said once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.engines import load_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.files.text import SourceText
    from wflint.findings import Finding, Label


@dataclass(slots=True)
class Group:
    """Findings about one handler, or about a file as a whole.

    Attributes:
        handler: The handler's name; `None` where the findings are about the file.
        path: The file that the handler is in.
        reminder: What says at the handler that it is replayed; `None` where no finding says so.
        findings: The findings, in their order.
    """

    handler: str | None
    path: str
    reminder: Label | None = None
    findings: list[Finding] = field(default_factory=list["Finding"])

    def takes(self, reminder: Label | None) -> bool:
        """Return whether a finding about a handler of that name belongs here; a file may hold several of one name."""
        return reminder is None or self.reminder is None or reminder == self.reminder

    def place(self, sources: Mapping[str, SourceText]) -> str:
        """Return the file, with the line of the handler where a finding points at it."""
        if self.reminder is None:
            return self.path
        span = self.reminder.span
        source = sources[span.path]
        return f"{self.path}:{source.cell_line(source.line_of(span.start))}"


def replay_reminder(group: Group) -> str:
    """Return what says at the handler that it is replayed, and what makes its engine do so."""
    message = group.reminder.message if group.reminder is not None else ""
    engine = next((each.engine for each in group.findings), None)
    meaning = next((each.replay.meaning for each in load_profiles() if each.id == engine), "")
    return f"{message} ({meaning})" if meaning else message


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Return the findings in groups, in the order of the first of each."""
    groups: list[Group] = []
    by_name: dict[tuple[str | None, str], list[Group]] = {}
    for finding in findings:
        reminder = next((label for label in finding.related if label.is_reminder), None)
        namesakes = by_name.setdefault((finding.handler, finding.handler_path), [])
        group = next((each for each in namesakes if each.takes(reminder)), None)
        if group is None:
            group = Group(finding.handler, finding.handler_path)
            namesakes.append(group)
            groups.append(group)
        group.reminder = group.reminder or reminder
        group.findings.append(finding)
    return groups
