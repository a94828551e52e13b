"""Take a run apart: files that imports link, in any direction, belong together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from wflint.parts.groups import Groups
from wflint.parts.part import Part
from wflint.parts.roles import is_reportable
from wflint.workspace.session import Session


class Partition(NamedTuple):
    """How a run is taken apart.

    Attributes:
        parts: The parts, in the order of their roots; files about which there is nothing to say are in none.
        others: The files that there may be something to say about although nothing in them is replayed.
    """

    parts: tuple[Part, ...]
    others: frozenset[Path]


def partition_of(session: Session, *, is_whole: bool) -> Partition:
    """Take a run apart.

    Imports are followed as the text of a file shows them, wherever they stand in it, so that parts are rather too large.

    Args:
        session: The run.
        is_whole: Whether ignore comments are judged in files without handlers, too.
    """
    roots = session.roots
    others = [
        path
        for path, record in session.given.items()
        if is_reportable(session.secrets, record, is_whole=is_whole)
    ]
    starts = (*roots.candidates, *roots.users, *others)
    groups = _linked(session, starts)
    files = _by_set(groups, (file.real for file in session.files if file.real in groups))
    candidates, users = _by_set(groups, roots.candidates), _by_set(groups, roots.users)
    given = {file.real: file for file in session.files}
    parts = tuple(
        Part(
            tuple(given[path] for path in files[top]),
            tuple(candidates.get(top, ())),
            tuple(users.get(top, ())),
            is_whole,
        )
        for top in dict.fromkeys(map(groups.top, starts))
    )
    return Partition(parts, frozenset(others))


def _linked(session: Session, starts: Iterable[Path]) -> Groups:
    groups = Groups()
    pending = list(dict.fromkeys(starts))
    for path in pending:
        groups.top(path)
    while pending:
        path = pending.pop()
        for imported in session.imported_files(path):
            if imported not in groups:
                pending.append(imported)
            groups.join(path, imported)
    return groups


def _by_set(groups: Groups, paths: Iterable[Path]) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(paths):
        found.setdefault(groups.top(path), []).append(path)
    return found
