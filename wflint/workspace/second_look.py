"""Find the files that register handlers with what others share, without naming an engine themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from wflint.engines import Profile
from wflint.errors import Contained
from wflint.ir import nodes as ir
from wflint.workspace.outside import Outside
from wflint.workspace.record import FileRecord
from wflint.workspace.shared_names import SharedNames


def modules_with_shared(
    profiles: Iterable[Profile],
    modules: list[ir.Module],
    waiting: Mapping[Path, FileRecord],
    outside: Outside,
    names_engine: Callable[[FileRecord], bool],
    parse: Callable[[Iterable[FileRecord]], list[ir.Module]],
) -> list[ir.Module]:
    """Return the modules, among files that name no engine, which register handlers with what others share.

    Args:
        profiles: The engines to look for.
        modules: The modules of the given files that name one.
        waiting: The given files that do not.
        outside: Files that were not given.
        names_engine: Whether a file names an engine.
        parse: Parses given files.
    """
    shared = SharedNames(tuple(profiles))
    offering = [*modules, *outside.modules(each for each in outside.found if names_engine(each))]
    for module in offering:
        with Contained(outside.loader.failures, "read the code", path=module.path):
            shared.add(module)
    left = {**waiting, **{each.path: each for each in outside.found if not names_engine(each)}}
    found: list[ir.Module] = []
    while True:
        shared.add_users((*offering, *found))
        users = shared.users(left.values())
        if not users:
            return found
        for record in users:
            del left[record.path]
        found += parse(each for each in users if each.path in waiting)
        # Those that were not given hand on what others offer, and nothing in them is asked about.
        offering += outside.modules(each for each in users if each.path not in waiting)
