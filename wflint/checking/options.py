"""What a check is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wflint.engines import Profile, load_profiles
from wflint.files.patterns import FolderPatterns
from wflint.findings import Level
from wflint.model.handler import DEFAULT_DEPLOYMENT, Deployment
from wflint.workspace.scope import Scope


class FileIgnore(NamedTuple):
    """Rules, by name, whose findings are left out in the files that match."""

    files: FolderPatterns
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a run is asked for.

    Attributes:
        rules: The rules to run, by name.
        min_level: Findings below this level are counted, not reported.
        roots: Folders from which first-party modules are imported, beside those that the files imply.
        effects: Rows of the user's own, by qualified name or prefix.
        effect_places: Where these rows stand, for messages.
        levels: Levels that replace those of a rule's findings, by the rule's name.
        file_ignores: Files in which some rules' findings are left out.
        require_reason: Whether an ignore comment without a reason is a finding.
        step_timeout: Seconds after which the platform that runs the handlers ends a request, and with it a step.
        python: The oldest Python that runs the handlers, (major, minor); by default the one that runs wflint.
        profiles: The engines to look for.
    """

    rules: frozenset[str]
    min_level: Level = Level.WARNING
    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    levels: Mapping[str, Level] = field(default_factory=dict[str, Level])
    file_ignores: tuple[FileIgnore, ...] = ()
    require_reason: bool = False
    step_timeout: int = DEFAULT_DEPLOYMENT.step_timeout
    python: tuple[int, int] = DEFAULT_DEPLOYMENT.python
    profiles: tuple[Profile, ...] = field(default_factory=load_profiles)

    @property
    def scope(self) -> Scope:
        """Return the part of it that does not concern rules."""
        deployment = Deployment(self.step_timeout, self.python)
        return Scope(self.roots, self.effects, self.effect_places, deployment, self.profiles)

    def level(self, rule: str, own: Level) -> Level:
        """Return the level of a rule's finding, given the one that the rule itself says."""
        return self.levels.get(rule, own)

    def shows(self, level: Level) -> bool:
        """Return whether findings of a level are reported, rather than counted."""
        return not level < self.min_level

    def leaves_out(self, rule: str, path: Path) -> bool:
        """Return whether a rule's findings are left out in a file."""
        return any(rule in each.rules and each.files.match(path) for each in self.file_ignores)
