"""Sources and options in, a report out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wflint.findings import Finding
from wflint.source.text import SourceText


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a renderer needs.

    Attributes:
        findings: Sorted by path and position; those below the minimum level are already gone.
        sources: The text of every file that a finding's span points into, by the span's path.
        files: Number of Python files that were looked at.
        handlers: Number of handlers found.
        steps: Number of step calls found in them.
        unknown_calls: Calls in replayed code that could not be resolved.
        hidden: Findings below the minimum level, by rule code.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    files: int
    handlers: int
    steps: int
    unknown_calls: int
    hidden: Mapping[str, int] = field(default_factory=dict)
