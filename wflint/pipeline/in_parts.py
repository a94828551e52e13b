"""One check of a sub-project in parts: what is remembered is not checked again, the rest in as many processes as pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from wflint.errors import SourceError
from wflint.files.discovery import SourceFile
from wflint.files.gitignore import exists
from wflint.parts.asked import Asked, Disk, digest_of, relative
from wflint.parts.codec import decoded, encoded
from wflint.parts.groups import joined_parts
from wflint.parts.index import Index
from wflint.parts.keys import asked_for, build
from wflint.parts.part import Part, PartResult
from wflint.parts.report import check_sound, report_of
from wflint.parts.store import Store
from wflint.pipeline.dividing import Divider
from wflint.pipeline.executors import processes
from wflint.pipeline.plan import Plan, SubProject
from wflint.pipeline.work import PAYS_FROM, Done, MakeExecutor, Work, do_elsewhere, do_here, size_of
from wflint.record import record
from wflint.workspace.progress import Progress, no_progress

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.workspace.workspace import Workspace

_PARTS: Final = "parts"


@record
class Shard:
    """One of several runs that share the work on the same files.

    Attributes:
        number: Which one, from 1.
        total: How many there are.
    """

    number: int
    total: int

    def holds(self, name: str) -> bool:
        """Return whether something of a name falls to this run."""
        return (
            self.total == 1
            or int(digest_of(name.encode("utf-8", "surrogatepass")), 16) % self.total == self.number - 1
        )


ALL: Final = Shard(1, 1)


@record
class Means:
    """How a check is run; none of this changes what it finds.

    Attributes:
        store: Where results are remembered; `None` where they are not.
        jobs: How many processes may run.
        verifies: Whether fixes are shown as edits, so that their results have to hold.
        shard: Which share of the work is done.
        executor: What starts the processes; by default this machine does.
    """

    store: Store | None = None
    jobs: int = 1
    verifies: bool = False
    shard: Shard = ALL
    executor: MakeExecutor | None = None


@dataclass(slots=True)
class Tally:
    """How much of a run was remembered.

    Attributes:
        remembered: Parts that were not checked again.
        checked: Parts that were.
        store: Where results are remembered.
    """

    remembered: int = 0
    checked: int = 0
    store: Store | None = None

    @property
    def lines(self) -> Iterator[str]:
        """Yield what there is to say of it, for those who want to know."""
        if self.store is not None:
            yield f"{self.remembered} of {self.remembered + self.checked} results were known ({self.store.folder})"
            yield from self.store.troubles


def check_in_parts(
    plan: Plan, project: SubProject, means: Means, tally: Tally, progress: Progress = no_progress
) -> Report:
    """Check a sub-project.

    Args:
        plan: What the sub-project belongs to.
        project: The sub-project.
        means: How to do so.
        tally: Counts what was remembered.
        progress: Hears of a long check's progress.

    Raises:
        WflintError: The options make no sense.
    """
    return _Run(plan, project, means, tally, progress).report()


@dataclass(slots=True)
class _Run:
    """The check of one sub-project.

    Attributes:
        base: The working directory.
        workspace: What has been read and parsed so far, once something has.
    """

    plan: Plan
    project: SubProject
    means: Means
    tally: Tally
    progress: Progress
    base: Path = field(default_factory=Path.cwd)
    workspace: Workspace | None = None

    def report(self) -> Report:
        """Check, and remember what came of it."""
        asked = digest_of(
            f"{build()} {asked_for(self.project.configuration, self.base, verifies=self.means.verifies)}".encode()
        )
        divider = Divider(
            self.project,
            self.means.store,
            digest_of(f"{asked} {self._place()}".encode()),
            self.progress,
            self.base,
        )
        divided = divider.divided()
        self.workspace, index, parts = divider.workspace, divided.run, divided.division.parts
        results = self._results(parts, index, asked)
        while joined := joined_parts(parts, results, self.project.files, self.base):
            parts = joined
            results = self._results(parts, index, asked)
        divider.remember(divided, parts)
        return report_of(
            [results[place] for place in sorted(results)],
            self._own_files(parts),
            [each for each in divided.errors if self.means.shard.holds(each.path)],
            divided.failures,
            self.base,
        )

    def _place(self) -> str:
        """Return what tells this run from others with the same options, wherever the project lies."""
        roots = (each for each in (self.base, *self.base.parents) if exists(str(each / ".git")))
        root = next(roots, self.base)
        given = sorted(relative(path, self.base) for path in self.plan.given)
        file = self.project.configuration.file
        own = relative(file, self.base) if file is not None else ""
        return ascii((root.name, relative(self.base, root), given, own))

    def _own_files(self, parts: Sequence[Part]) -> list[SourceFile]:
        """Return the files that this run speaks for."""
        shard = self.means.shard
        if shard == ALL:
            return list(self.project.files)
        leaders = {file.display: part.files[0].display for part in parts for file in part.files}
        return [file for file in self.project.files if shard.holds(leaders.get(file.display, file.display))]

    # --- taking apart ---

    # --- parts ---

    def _results(self, parts: Sequence[Part], index: Index, asked: str) -> dict[int, PartResult]:
        """Return what is found in the parts of this run, by their places."""
        own = {
            place: part for place, part in enumerate(parts) if self.means.shard.holds(part.files[0].display)
        }
        store = self.means.store
        keys = (
            {place: _key(part, index.digests, asked) for place, part in own.items()}
            if store is not None
            else {}
        )
        found = {
            place: result
            for place, key in keys.items()
            if (result := self._remembered(key, index.disk)) is not None
        }
        missing = [place for place in own if place not in found]
        self.tally.remembered += len(found)
        self.tally.checked += len(missing)
        if missing:
            done = self._check([own[place] for place in missing])
            for place, each in zip(missing, done, strict=True):
                found[place] = each.result
                if store is not None and each.result.is_certain:
                    store.write(_PARTS, keys[place], [encoded(each.asked), encoded(each.result)])
        return found

    def _remembered(self, key: str, disk: Disk) -> PartResult | None:
        store = self.means.store
        entry = store.read(_PARTS, key) if store is not None else None
        if store is None or entry is None:
            return None
        try:
            return _sound(entry, disk)
        except (TypeError, ValueError, SourceError) as error:
            store.distrust(_PARTS, key, error)
            return None

    def _check(self, parts: Sequence[Part]) -> Iterator[Done]:
        """Check some parts, in as many processes as pay."""
        work = Work(tuple(parts), self.project.options, self.base, self.means.verifies)
        number = self._processes(parts)
        make = self.means.executor or processes
        if number < 2 and self.means.executor is None:
            yield from do_here(work, self.workspace, self.progress)
            return
        with make(number) as executor:
            for count, (part, done) in enumerate(do_elsewhere(work, executor, number), 1):
                self.progress("checking", count, len(parts))
                yield done or do_here(work._replace(parts=(part,)))[0]

    def _processes(self, parts: Sequence[Part]) -> int:
        if self.means.jobs < 2 and self.means.executor is None:
            return 1
        return min(self.means.jobs, len(parts), sum(map(size_of, parts)) // PAYS_FROM)


def _key(part: Part, digests: Mapping[str, str], asked: str) -> str:
    """Return what names the result of a part, by the contents of its files."""
    roots = {*part.candidates}, {*part.users}
    rows = (
        (file.display, *(file.real in each for each in roots), digests[file.display]) for file in part.files
    )
    return digest_of(ascii((asked, part.is_whole, *rows)).encode())


def _sound(entry: object, disk: Disk) -> PartResult | None:
    """Return the result in an entry; `None` where it does not hold any more.

    Raises:
        TypeError: It is no list.
        ValueError: It makes no sense.
        SourceError: A file cannot be read any more.
    """
    asked, result = cast("list[object]", entry)
    read_for_it = decoded(Asked, asked)
    if not disk.holds(read_for_it):
        return None
    known = decoded(PartResult, result)
    check_sound(known, read_for_it, disk.base)
    return known
