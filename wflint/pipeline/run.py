"""The one loop of all commands: over sub-projects, each with its options, to one report, explanation or result of fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.errors import distinct
from wflint.explaining import Explanation, explain_session
from wflint.fixes import FixPolicy, FixResult, fix_files
from wflint.pipeline.limits import analysis_limits
from wflint.pipeline.merge import merged
from wflint.pipeline.plan import SubProject
from wflint.record import record
from wflint.workspace.progress import Progress, no_progress
from wflint.workspace.session import Session
from wflint.workspace.workspace import Workspace


@record
class CheckedProject:
    """A sub-project and what a check of it has found.

    Attributes:
        project: The sub-project.
        report: What was found.
        session: What was read for it.
    """

    project: SubProject
    report: Report
    session: Session = field(repr=False)


def check_projects(
    projects: Sequence[SubProject],
    *,
    workspace: Workspace | None = None,
    buffers: Mapping[Path, bytes] | None = None,
    progress: Progress = no_progress,
) -> tuple[CheckedProject, ...]:
    """Check sub-projects.

    Args:
        projects: The sub-projects.
        workspace: What earlier runs have read and parsed.
        buffers: Contents that stand for those on disk, by absolute path.
        progress: Hears of a long check's progress.

    Raises:
        WflintError: The options of a sub-project make no sense.
    """
    # All options first, so that what is wrong with one of them is told before anything takes its time.
    sessions = list(_sessions(projects, workspace, buffers, progress))
    with analysis_limits():
        return tuple(
            CheckedProject(project, check_session(session, project.options), session)
            for project, session in sessions
        )


def explain_projects(projects: Sequence[SubProject]) -> Explanation:
    """Explain the workflows in sub-projects.

    Raises:
        WflintError: The options of a sub-project make no sense.
    """
    return explain_sessions(session for _, session in _sessions(projects, None, None, no_progress))


def explain_sessions(sessions: Iterable[Session]) -> Explanation:
    """Explain the workflows in what some sessions have read."""
    with analysis_limits():
        found = [explain_session(session) for session in sessions]
    # Sub-projects that import each other may find a handler twice, and only some of them what a factory makes of it.
    every = [each for one in found for each in one.workflows]
    made = {each.place for each in every if each.variable is not None}
    workflows = {
        (each.place, each.variable): each
        for each in every
        if each.variable is not None or each.place not in made
    }
    errors = {str(error): error for one in found for error in one.errors}
    failures = distinct(error for one in found for error in one.internal_errors)
    return Explanation(tuple(workflows.values()), tuple(errors.values()), failures)


def fix_projects(
    projects: Sequence[SubProject],
    policy: FixPolicy,
    *,
    workspace: Workspace | None = None,
    buffers: Mapping[Path, bytes] | None = None,
) -> FixResult:
    """Fix what can be fixed in sub-projects; nothing is written.

    Args:
        projects: The sub-projects.
        policy: Which fixes are wanted.
        workspace: What earlier runs have read and parsed.
        buffers: Contents that stand for those on disk, by absolute path.

    Raises:
        WflintError: The options of a sub-project make no sense.
    """
    workspace = workspace if workspace is not None else Workspace()
    # Each pass makes trees of its own.
    with analysis_limits(collects=True):
        found = [
            fix_files(each.files, each.options, policy, workspace=workspace, buffers=buffers)
            for each in projects
        ]
    return FixResult(
        {path: source for each in found for path, source in each.before.items()},
        {path: text for each in found for path, text in each.after.items()},
        tuple(applied for each in found for applied in each.applied),
        tuple(remaining for each in found for remaining in each.remaining),
        merged([each.report for each in found]),
        sum(each.late for each in found),
        tuple(failure for each in found for failure in each.failures),
    )


def _sessions(
    projects: Iterable[SubProject],
    workspace: Workspace | None,
    buffers: Mapping[Path, bytes] | None,
    progress: Progress,
) -> Iterator[tuple[SubProject, Session]]:
    workspace = workspace if workspace is not None else Workspace()
    for project in projects:
        scope = project.options.scope
        session = Session(project.files, scope, workspace=workspace, buffers=buffers, progress=progress)
        yield project, session
