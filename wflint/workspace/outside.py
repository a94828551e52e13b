"""Files that were not given, which those that were lead to by their imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wflint.ir import nodes as ir
from wflint.ir.language import Language, SourceResolver
from wflint.languages import language_of
from wflint.workspace.loading import Loader
from wflint.workspace.record import FileRecord

_MOST_LINKS: Final = 4
"""How many imports lead at most from a file to one that names an engine: to the functions that a project makes of the
engine's, what it makes of these, and the modules that only hand them on."""


@dataclass(slots=True)
class Outside:
    """Files that were not given, which those that were lead to by their imports.

    Only what they offer is looked at, so the loader is none of those whose modules are analysed.

    Attributes:
        loader: What reads them.
        resolvers: What finds them.
    """

    loader: Loader
    resolvers: Mapping[Language, SourceResolver]
    _found: dict[Path, FileRecord | None] = field(default_factory=dict["Path", "FileRecord | None"])

    @property
    def found(self) -> Iterator[FileRecord]:
        """Yield the files, the nearest first."""
        return (record for record in self._found.values() if record is not None)

    def look_from(self, records: Iterable[FileRecord], given: Mapping[Path, FileRecord]) -> None:
        """Follow the imports of some files, as their text shows them; each file is looked at once.

        Args:
            records: The files to start from.
            given: The files that were given.
        """
        for _ in range(_MOST_LINKS):
            records = list(self._imported(records, given))

    def _imported(
        self, records: Iterable[FileRecord], given: Mapping[Path, FileRecord]
    ) -> Iterator[FileRecord]:
        """Yield the files that some import, as far as none has been seen."""
        for importer in records:
            resolver = self.resolvers[language_of(importer.path)]
            for line in importer.imports:
                for path in resolver.files(line, importer.path):
                    if path not in given and path not in self._found:
                        record = self._found[path] = self.loader.record(path)
                        if record is not None:
                            yield record

    def modules(self, records: Iterable[FileRecord]) -> list[ir.Module]:
        """Return the modules in some files, without those that cannot be parsed."""
        found = [self.resolvers[language_of(each.path)].module_at(each.path) for each in records]
        return [module for module in found if module is not None]
