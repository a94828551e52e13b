"""Explains the workflows in some files: the workflow model as plain data, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.errors import Contained, InternalError, SourceError, distinct
from wflint.explaining.counts import Counts
from wflint.explaining.nodes import Explanation, Link, Served, SourcePlace, Workflow
from wflint.explaining.payload import payload_text
from wflint.explaining.snippets import SourceSnippets
from wflint.explaining.tree import Tree, split
from wflint.explaining.unfollowed import UnfollowedCalls
from wflint.workspace.scope import Scope
from wflint.workspace.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.domain.sites import Site
    from wflint.files.discovery import SourceFile
    from wflint.files.text import CellLine
    from wflint.model.handler import Handler

__all__ = ["Explanation", "Workflow", "explain_files", "explain_session"]


def explain_files(files: Sequence[SourceFile], scope: Scope) -> Explanation:
    """Explain the workflows in some files.

    Args:
        files: The files to look at; modules that they import are read where needed.
        scope: What the user says about the code.

    Raises:
        DataError: A row of the user's effects is not well formed.
    """
    return explain_session(Session(files, scope))


def explain_session(session: Session) -> Explanation:
    """Explain the workflows in what a session looks at."""
    snippets = SourceSnippets(session)
    failures: list[InternalError] = []
    workflows: list[Workflow] = []
    for number, handler in enumerate(session.handlers):
        session.progress("explaining handlers", number, len(session.handlers))
        with Contained(failures, "explain the code", path=handler.site.module.path, handler=handler.name):
            workflows.append(_workflow(handler, snippets))
    ordered = sorted(workflows, key=lambda each: _in_order(each.shown_at))
    errors = (*session.errors, *_unparsed(session))
    return Explanation(tuple(ordered), errors, distinct([*session.failures, *failures]))


def _in_order(place: SourcePlace) -> tuple[str, CellLine, int]:
    return place.path, place.cell_line, place.column


def _unparsed(session: Session) -> Iterator[SourceError]:
    for record in session.candidates:
        if record.problem is not None:
            shown = record.shown
            line = shown.cell_line(shown.line_of(record.problem.offset))
            reason = f"{line.words} cannot be parsed: {record.problem.reason}"
            yield SourceError(record.display, reason)


def _workflow(handler: Handler, snippets: SourceSnippets) -> Workflow:
    """Explain one workflow."""
    counts = Counts(handler)
    unfollowed = UnfollowedCalls(snippets)
    nodes = Tree(handler, snippets, counts, unfollowed).nodes()
    prelude, body, tail = split(nodes)
    profile = handler.context.profile
    return Workflow(
        handler.name,
        profile.engine.title,
        profile.id,
        snippets.place(handler.site),
        snippets.place(handler.variable) if handler.variable is not None else None,
        snippets.extent(_written_at(handler)),
        handler.context.color.value == "async",
        _served(handler, snippets),
        payload_text(handler, snippets),
        _failure(handler, snippets),
        profile.replay.handler,
        profile.replay.every,
        profile.passes,
        handler.rejection.message if handler.rejection is not None else "",
        counts.steps(),
        counts.prelude if handler.is_served else None,
        prelude,
        body,
        tail,
        unfollowed.beside(nodes),
        handler.has_wrong_color,
        not handler.is_complete,
        handler.words.unawaited,
    )


def _written_at(handler: Handler) -> Site:
    """Return what holds the code of a workflow: its function, or the call of the factory that is given it."""
    callers = handler.registration.callers if handler.registration is not None else ()
    return callers[0] if handler.variable is not None and callers else handler.site


def _served(handler: Handler, snippets: SourceSnippets) -> Served | None:
    if handler.registration is None:
        return None
    registered_by = handler.registration.registered_by
    pattern = registered_by.pattern
    route = None
    if "path" in pattern.parameters:
        actual = registered_by.options.get(pattern.parameters.index("path"), "path")
        if actual is not None and actual.node is not None:
            route = snippets.text_at(registered_by.site, actual.node)
    site = registered_by.site
    return Served(pattern.pattern, snippets.registration(site, handler.site), route, snippets.place(site))


def _failure(handler: Handler, snippets: SourceSnippets) -> Link | None:
    if handler.failure is None:
        return None
    followed, described = handler.failure.followed, handler.profile.failure
    name = described.option if described and followed.function.is_lambda else followed.name
    return Link(name, snippets.place(followed.site))
