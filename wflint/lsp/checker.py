"""One look at everything that is open: a check, and later an explanation of the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.baseline import compared, read_baseline
from wflint.checking.options import Options
from wflint.checking.run import check_session
from wflint.errors import distinct
from wflint.explaining import Explanation, explain_session
from wflint.lsp.projects import Found, Projects
from wflint.pipeline.merge import Part, merged
from wflint.pipeline.plan import options
from wflint.workspace.parses import Parses
from wflint.workspace.session import Session

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.files.discovery import SourceFile
    from wflint.lsp.documents import Document
    from wflint.lsp.projects import Scene


class SupersededError(Exception):
    """What is being checked has changed, so nobody wants the result."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be checked: a scene, with the open documents by their paths."""

    scene: Scene
    documents: Mapping[Path, Document]


@dataclass(frozen=True, slots=True)
class Piece:
    """What became of one sub-project.

    Attributes:
        files: Its files.
        options: What was looked for.
        report: What was found.
        session: What was read for it.
    """

    files: tuple[SourceFile, ...]
    options: Options
    report: Report
    session: Session = field(repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found.

    Attributes:
        task: What was checked.
        report: The findings.
        pieces: The sub-projects that it is made of.
        meant: The states of open documents that the findings speak of: older ones for those that do not parse, except
            where a finding is about just that.
        broken: The paths of open documents that do not parse.
        paths: Where the files are, without symbolic links, by the paths that are shown.
    """

    task: Task
    report: Report
    pieces: tuple[Piece, ...]
    meant: Mapping[Path, Document]
    broken: frozenset[Path]
    paths: Mapping[str, Path]


@dataclass(slots=True)
class Checker:
    """Checks again and again; what has been parsed is kept. It lives on a thread of its own."""

    _projects: Projects = field(default_factory=Projects)
    _parses: Parses = field(default_factory=Parses)
    _good: dict[Path, Document] = field(default_factory=dict["Path", "Document"])
    """The last state of each open document that parsed."""

    def check(self, task: Task, is_stale: Callable[[], bool]) -> Checked:
        """Check all files of a task.

        A document that does not parse is reported as such, and for everything else its last state that did counts: the
        findings elsewhere do not come and go while somebody types.

        Raises:
            SupersededError: `is_stale` said so.
            WflintError: A configuration makes no sense.
        """
        found = self._projects.find(task.scene, task.documents.values())
        pieces = self._run(found, task.documents, is_stale)
        report = _merged(pieces)
        broken = frozenset(task.documents).intersection(_broken(pieces))
        good = {path: self._good[path] for path in broken if path in self._good}
        meant = {**task.documents, **good}
        if good:
            now, pieces = report, self._run(found, meant, is_stale)
            report = _laid_over(_merged(pieces), now, _displays(pieces, broken))
        for path in {path for piece in pieces for path in piece.session.paths.values()}:
            if path in task.documents and path not in broken:
                self._good[path] = task.documents[path]
        self._forget(task, pieces)
        paths = {display: (Path.cwd() / display).resolve() for display in report.sources}
        return Checked(task, _without_known(report, found.baselines), pieces, meant, broken, paths)

    def _run(
        self, found: Found, documents: Mapping[Path, Document], is_stale: Callable[[], bool]
    ) -> tuple[Piece, ...]:
        def look(_doing: str, _done: int, _total: int | None) -> None:
            if is_stale():
                raise SupersededError

        buffers = {path: document.data for path, document in documents.items()}
        pieces: list[Piece] = []
        for part in found.parts:
            wanted = options(part.configuration)
            session = Session(part.files, wanted.scope, buffers=buffers, progress=look, parses=self._parses)
            pieces.append(Piece(part.files, wanted, check_session(session, wanted), session))
        return tuple(pieces)

    def _forget(self, task: Task, pieces: tuple[Piece, ...]) -> None:
        read = {path for piece in pieces for path in (*piece.session.paths.values(), *piece.session.broken)}
        self._parses.keep_only(read)
        self._good = {path: state for path, state in self._good.items() if path in task.documents}


def explain(checked: Checked) -> Explanation:
    """The workflows in what was checked."""
    found = [explain_session(piece.session) for piece in checked.pieces]
    # Sub-projects that import each other may find a handler twice.
    workflows = {each.place: each for one in found for each in one.workflows}
    failures = distinct(error for one in found for error in one.internal_errors)
    return Explanation(tuple(workflows.values()), internal_errors=failures)


def _merged(pieces: tuple[Piece, ...]) -> Report:
    parts = [Part(piece.report, {file.display for file in piece.files}) for piece in pieces]
    return merged(parts)


def _without_known(report: Report, baselines: Iterable[Path]) -> Report:
    for path in sorted(baselines):
        report = compared(report, read_baseline(path), path.parent, lambda _: False).report
    return report


def _broken(pieces: tuple[Piece, ...]) -> set[Path]:
    return {path for piece in pieces for path in piece.session.broken}


def _displays(pieces: tuple[Piece, ...], paths: frozenset[Path]) -> set[str]:
    return {
        piece.session.displays[path] for piece in pieces for path in paths if path in piece.session.displays
    }


def _laid_over(report: Report, now: Report, displays: set[str]) -> Report:
    """A report on the last good states, with what the one on the present states says of files that do not parse."""
    kept = [each for each in report.findings if each.span.path not in displays]
    kept += [each for each in now.findings if each.span.path in displays]
    return replace(report, findings=tuple(sorted(kept, key=lambda each: (each.span, each.code))))
