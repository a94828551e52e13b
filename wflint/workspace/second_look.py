"""Find the files that register handlers with what others share, without naming an engine themselves."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wflint.engines import Profile
from wflint.errors import Contained
from wflint.ir import nodes as ir
from wflint.workspace.outside import Outside
from wflint.workspace.record import FileRecord
from wflint.workspace.shared_names import SharedNames


@dataclass(slots=True, eq=False)
class Links:
    """Tells which files are linked by imports with those that offer something.

    Without a link, a file that uses a variable of the same name uses another one: `app` stands in many.

    Attributes:
        records: The files that may be linked.
        imported: Returns the files that one imports, as its text shows them.
    """

    records: Container[Path]
    imported: Callable[[Path], Iterable[Path]]
    _starts: set[Path] = field(default_factory=set["Path"])
    _reached: set[Path] = field(default_factory=set["Path"])

    def add(self, paths: Iterable[Path]) -> None:
        """Take files that offer something, which they may hand to all that they import, directly or through others."""
        pending = list(paths)
        self._starts.update(pending)
        while pending:
            path = pending.pop()
            if path not in self._reached:
                self._reached.add(path)
                pending.extend(self.imported(path) if path in self.records else ())

    def hold(self, record: FileRecord) -> bool:
        """Return whether a file is linked with one of those."""
        return record.path in self._reached or not self._starts.isdisjoint(self.imported(record.path))


class SecondLook(NamedTuple):
    """What came of looking for those files.

    Attributes:
        modules: The modules in them.
        shared: What modules share.
    """

    modules: list[ir.Module]
    shared: SharedNames


def modules_with_shared(
    profiles: Iterable[Profile],
    modules: list[ir.Module],
    given: Mapping[Path, FileRecord],
    outside: Outside,
    names_engine: Callable[[FileRecord], bool],
    imported: Callable[[Path], Iterable[Path]],
    parse: Callable[[Iterable[FileRecord]], list[ir.Module]],
) -> SecondLook:
    """Find the modules, among files that name no engine, which register handlers with what others share.

    Args:
        profiles: The engines to look for.
        modules: The modules of the given files that name one.
        given: The given files.
        outside: Files that were not given.
        names_engine: Whether a file names an engine.
        imported: Returns the files that one imports, as its text shows them.
        parse: Parses given files.
    """
    shared = SharedNames(tuple(profiles))
    offering = [*modules, *outside.modules(each for each in outside.found if names_engine(each))]
    for module in offering:
        with Contained(outside.loader.failures, "read the code", path=module.path):
            shared.add(module)
    every = {**given, **{each.path: each for each in outside.found}}
    left = {path: record for path, record in every.items() if not names_engine(record)}
    links = Links(every, imported)
    links.add(every.keys() - left.keys())
    found: list[ir.Module] = []
    while True:
        shared.add_users((*offering, *found))
        users = shared.users(left.values(), links.hold)
        if not users:
            return SecondLook(found, shared)
        for record in users:
            del left[record.path]
        links.add(each.path for each in users)
        found += parse(each for each in users if each.path in given)
        # Those that were not given hand on what others offer, and nothing in them is asked about.
        offering += outside.modules(each for each in users if each.path not in given)
