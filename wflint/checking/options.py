"""What a check is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from wflint.files.patterns import FolderPatterns
from wflint.findings import Level
from wflint.record import record
from wflint.workspace.scope import Scope


class FileIgnore(NamedTuple):
    """Rules, by name, whose findings are left out in the files that match a pattern.

    Attributes:
        pattern: The pattern, as it is written.
        files: The files that match it.
        rules: The rules.
    """

    pattern: str
    files: FolderPatterns
    rules: frozenset[str]


@record
class CheckOptions:
    """What a run is asked for.

    Attributes:
        rules: The rules to run, by name.
        min_level: Findings below this level are counted, not reported.
        levels: Levels that replace those of a rule's findings, by the rule's name.
        file_ignores: Files in which some rules' findings are left out.
        require_reason: Whether an ignore comment without a reason is a finding.
        unfixable: The rules, by name, whose findings are reported without their fixes.
        safe_fixes: The rules, by name, whose fixes the user calls safe.
        scope: What the user says about the code, whatever the rules.
    """

    rules: frozenset[str]
    min_level: Level = Level.WARNING
    levels: Mapping[str, Level] = field(default_factory=dict[str, Level])
    file_ignores: tuple[FileIgnore, ...] = ()
    require_reason: bool = False
    unfixable: frozenset[str] = frozenset()
    safe_fixes: frozenset[str] = frozenset()
    scope: Scope = field(default_factory=Scope)

    def level(self, rule: str, own: Level) -> Level:
        """Return the level of a rule's finding, given the one that the rule itself says."""
        return self.levels.get(rule, own)

    def shows(self, level: Level) -> bool:
        """Return whether findings of a level are reported, rather than counted."""
        return not level < self.min_level

    def pattern_for(self, rule: str, path: Path) -> str | None:
        """Return the pattern with which a rule's findings are left out in a file; `None` where they are not."""
        matching = (each for each in self.file_ignores if rule in each.rules and each.files.match(path))
        return next((each.pattern for each in matching), None)
