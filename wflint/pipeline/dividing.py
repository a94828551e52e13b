"""Take a check apart into files that belong together, or find that it still is as it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.errors import InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.parts.asked import NOTHING, Disk, asked_in
from wflint.parts.index import Division, Index
from wflint.parts.part import Part
from wflint.parts.store import Store
from wflint.pipeline.plan import SubProject
from wflint.workspace.files import FileStore
from wflint.workspace.progress import Progress

if TYPE_CHECKING:
    from wflint.workspace.session import Session
    from wflint.workspace.workspace import Workspace

_RUNS: Final = "runs"
_ROLES: Final = "roles"


class Divided(NamedTuple):
    """How a run is taken apart, and what went wrong meanwhile.

    Attributes:
        run: What is known of its files.
        division: The parts.
        roles: What its files are to each other, as it is remembered; `None` where that is known, or nobody asks.
        errors: Files that could not be read.
        failures: Mistakes of wflint itself.
    """

    run: Index
    division: Division
    roles: object = None
    errors: tuple[SourceError, ...] = ()
    failures: tuple[InternalError, ...] = ()


@dataclass(slots=True)
class Divider:
    """Takes one run apart.

    Attributes:
        project: The sub-project that is checked.
        store: Where it is remembered; `None` where nothing is.
        key: What names the run there.
        progress: Hears of how far it has come.
        base: The working directory.
        files: What has been read so far.
        workspace: The same with what reasons about code, once that was needed.
    """

    project: SubProject
    store: Store | None
    key: str
    progress: Progress
    base: Path = field(default_factory=Path.cwd)
    files: FileStore = field(default_factory=FileStore)
    workspace: Workspace | None = None

    def divided(self) -> Divided:
        """Take the run apart, unless that would come to what it came to before."""
        files = self.project.files
        if self.store is None:
            # Files would be read for their digests only to be remembered.
            return self._divide(Index.of((), self.base, None))
        index = Index.of(files, self.base, self.store.read(_RUNS, self.key))
        known = self._division_before(index, self.store)
        return Divided(index, known) if known is not None else self._divide(index)

    def remember(self, divided: Divided, parts: tuple[Part, ...]) -> None:
        """Remember how the run was taken apart, for the next one over the same files.

        Args:
            divided: How it was.
            parts: The parts, after those were joined that have turned out to belong together.
        """
        store, index, division = self.store, divided.run, divided.division
        if store is None or divided.errors or divided.failures:
            return
        if divided.roles is not None:
            store.write(_ROLES, self.key, divided.roles)
        if divided.roles is not None or parts != division.parts or index.has_news or not index.is_as_before:
            store.write(_RUNS, self.key, index.entry(division._replace(parts=parts)))
        store.tidy()

    def _division_before(self, index: Index, store: Store) -> Division | None:
        """Return how the run was taken apart before, where it still would be."""
        kind = _RUNS
        try:
            division = index.division()
            if division is None or index.is_as_before:
                return division
            kind = _ROLES
            entry = store.read(_ROLES, self.key)
            return self._kept(entry, index, division) if entry is not None else None
        except (TypeError, ValueError, LookupError) as error:
            store.distrust(kind, self.key, error)
            return None

    def _kept(self, entry: object, index: Index, division: Division) -> Division | None:
        """Return a division that what has changed in some files leaves as it was; `None` where it may be another one."""
        from wflint.engines.secrets import Secrets
        from wflint.parts.roles import Roles, is_reportable
        from wflint.pipeline.engines import profiles_of
        from wflint.pipeline.limits import analysis_limits

        roles = Roles.of(entry, division.given)
        if roles is None:
            return None
        changed = [index.files[path] for path in roles.changed(index.digests, division.kept)]
        session = cache(lambda: self._session(changed, index.disk))
        secrets = Secrets(profiles_of(self.project.configuration))
        try:
            files = [
                self.files.record(each.real, each.display, self.files.content(each.real)) for each in changed
            ]
        except OSError:
            return None
        with analysis_limits():
            for file in files:
                reportable = is_reportable(secrets, file, is_whole=self._is_whole)
                if not roles.stays(file, session, reportable=reportable):
                    return None
        kept = {each.display: index.digests[each.display] for each in changed}
        return division._replace(kept={**division.kept, **kept})

    @property
    def _is_whole(self) -> bool:
        """Return whether ignore comments are judged in files without handlers, too."""
        return not any(file.explicit for file in self.project.files)

    def _divide(self, index: Index) -> Divided:
        """Look for the files that matter, and for those that belong together."""
        from wflint.parts.partition import partition_of
        from wflint.parts.roles import roles_in
        from wflint.pipeline.limits import analysis_limits

        session = self._session(self.project.files, index.disk)
        with analysis_limits():
            partition = partition_of(session, is_whole=self._is_whole)
        if session.errors or session.failures or self.store is None:
            division = Division(partition.parts, NOTHING, index.given, {})
            return Divided(index, division, None, session.errors, session.failures)
        given = {file.real for file in self.project.files}
        beside = {path: data for path, data in session.contents.items() if path not in given}
        asked = asked_in(session.folders, beside, index.disk)
        roles = roles_in(session, partition.others, index.given, index.digests)
        return Divided(index, Division(partition.parts, asked, index.given, {}), roles)

    def _session(self, files: Sequence[SourceFile], disk: Disk) -> Session:
        """Return a run over some files, which keeps what it reads for the check."""
        from wflint.workspace.session import Session
        from wflint.workspace.workspace import Workspace

        self.workspace = self.workspace or Workspace(self.files)
        return Session(
            files,
            self.project.options.scope,
            workspace=self.workspace,
            progress=self.progress,
            folders=disk.folders(),
        )
