"""One look at everything that is open: a check, and later an explanation of the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wflint.checking.baseline import compared, read_baseline
from wflint.checking.fixes import Fixes
from wflint.checking.report import Report, in_order
from wflint.explaining import Explanation
from wflint.files.reading import real_path
from wflint.findings import Finding
from wflint.lsp.documents import OpenFile
from wflint.lsp.projects import Found, Projects, WorkspaceSpec
from wflint.pipeline.merge import merged
from wflint.pipeline.run import CheckedProject, check_projects, explain_sessions
from wflint.record import record
from wflint.workspace.workspace import Workspace


class SupersededError(Exception):
    """What is being checked has changed, so nobody wants the result."""


@record
class CheckTask:
    """What is to be checked: a spec, with the open documents by their paths."""

    spec: WorkspaceSpec
    documents: Mapping[Path, OpenFile]


@record
class Checked:
    """What a check has found.

    Attributes:
        task: What was checked.
        report: The findings that no baseline holds.
        known: Those that one holds.
        projects: The sub-projects that it is made of.
        analyzed: The states of open documents that the findings speak of: older ones for those that do not parse, except
            where a finding is about just that.
        broken: The paths of open documents that do not parse.
        lasting: The files that are checked whether they are open or not.
        paths: Where the files are, without symbolic links, by the paths that are shown.
        workspace: What has been read and parsed.
    """

    task: CheckTask
    report: Report
    known: tuple[Finding, ...]
    projects: tuple[CheckedProject, ...]
    analyzed: Mapping[Path, OpenFile]
    broken: frozenset[Path]
    lasting: frozenset[Path]
    paths: Mapping[str, Path]
    workspace: Workspace = field(repr=False)


@dataclass(slots=True)
class Checker:
    """Checks again and again; what has been read and parsed is kept. It lives on a thread of its own."""

    _projects: Projects = field(default_factory=Projects)
    _workspace: Workspace = field(default_factory=Workspace)
    _good: dict[Path, OpenFile] = field(default_factory=dict["Path", "OpenFile"])
    """The last state of each open document that parsed."""

    def check(self, task: CheckTask, is_stale: Callable[[], bool]) -> Checked:
        """Check all files of a task.

        A document that does not parse is reported as such, and for everything else its last state that did counts: the
        findings elsewhere do not come and go while somebody types.

        Raises:
            SupersededError: `is_stale` said so.
            WflintError: A configuration makes no sense.
        """
        found = self._projects.find(task.spec, task.documents.values())
        projects = self._run(found, task.documents, is_stale)
        report = _merged(projects)
        broken = frozenset(task.documents).intersection(_broken(projects))
        good = {path: self._good[path] for path in broken if path in self._good}
        analyzed = {**task.documents, **good}
        if good:
            now, projects = report, self._run(found, analyzed, is_stale)
            report = _laid_over(_merged(projects), now, _displays(projects, broken))
        for path in _read(projects):
            if path in task.documents and path not in broken:
                self._good[path] = task.documents[path]
        report, known = self._without_known(report, found.baselines)
        self._forget(task, found, projects)
        paths = {display: real_path(Path.cwd() / display) for display in report.sources}
        return Checked(task, report, known, projects, analyzed, broken, found.lasting, paths, self._workspace)

    def _run(
        self, found: Found, documents: Mapping[Path, OpenFile], is_stale: Callable[[], bool]
    ) -> tuple[CheckedProject, ...]:
        def look(_doing: str, _done: int, _total: int | None) -> None:
            if is_stale():
                raise SupersededError

        buffers = {path: document.data for path, document in documents.items()}
        return check_projects(found.projects, workspace=self._workspace, buffers=buffers, progress=look)

    def _without_known(self, report: Report, baselines: Iterable[Path]) -> tuple[Report, tuple[Finding, ...]]:
        """Return a report without the findings that baselines hold, and these."""
        known: list[Finding] = []
        for path in sorted(baselines):
            entries = read_baseline(path, self._workspace.files.content)
            each = compared(report, entries, path, lambda _: False)
            report = each.report
            known += each.known
        return report, tuple(known)

    def _forget(self, task: CheckTask, found: Found, projects: tuple[CheckedProject, ...]) -> None:
        given = {path for each in projects for path in each.session.given}
        looked_at = {record.path for each in projects for record in each.session.looked_at}
        self._workspace.keep_only({*given, *looked_at, *_read(projects), *found.baselines})
        self._good = {path: state for path, state in self._good.items() if path in task.documents}


def explain(checked: Checked) -> Explanation:
    """Return the workflows in what was checked.

    Raises:
        SupersededError: What was checked has changed since.
    """
    return explain_sessions(each.session for each in checked.projects)


def _merged(projects: tuple[CheckedProject, ...]) -> Report:
    return merged([each.report for each in projects])


def _read(projects: tuple[CheckedProject, ...]) -> set[Path]:
    return {record.path for each in projects for record in each.session.read}


def _broken(projects: tuple[CheckedProject, ...]) -> set[Path]:
    return {record.path for each in projects for record in each.session.read if record.problem is not None}


def _displays(projects: tuple[CheckedProject, ...], paths: frozenset[Path]) -> set[str]:
    given = (record for each in projects for record in each.session.given.values())
    return {record.display for record in given if record.path in paths}


def _laid_over(report: Report, now: Report, displays: set[str]) -> Report:
    """Return a report on the last good states, with what the one on the present states says of files that do not parse."""
    kept = [each for each in report.findings if each.span.path not in displays]
    kept += [each for each in now.findings if each.span.path in displays]
    fixes = Fixes.merged([report.fixes, now.fixes])
    return replace(report, findings=in_order(kept), fixes=fixes)
