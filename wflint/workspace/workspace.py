"""What runs keep for those that come after them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from wflint.workspace.files import FileStore
from wflint.workspace.followed import Followed
from wflint.workspace.scope import Scope

_MOST_RUNS: Final = 16
"""How many sub-projects are remembered beside the last one."""


class _Run(NamedTuple):
    """One run over a sub-project, and what came of it."""

    scope: Scope
    files: frozenset[Path]
    followed: Sequence[Followed]


@dataclass(slots=True)
class Workspace:
    """The files of one or more runs, and the handlers in them: what has not changed is not looked at again.

    Attributes:
        files: What has been read and parsed.
    """

    files: FileStore = field(default_factory=FileStore)
    _runs: list[_Run] = field(default_factory=list["_Run"])

    def followed(self, scope: Scope, files: frozenset[Path]) -> Sequence[Followed]:
        """Return what came of following the handlers in some files the last time."""
        return next((run.followed for run in self._runs if (run.scope, run.files) == (scope, files)), ())

    def keep_followed(self, scope: Scope, files: frozenset[Path], followed: Sequence[Followed]) -> None:
        """Keep what came of following the handlers in some files."""
        others = [run for run in self._runs if (run.scope, run.files) != (scope, files)]
        self._runs = [*others[-_MOST_RUNS:], _Run(scope, files, followed)]

    def keep_only(self, paths: Container[Path]) -> None:
        """Forget what was read of all files but these."""
        self.files.keep_only(paths)
