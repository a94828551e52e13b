"""Looks up what a call of an external name does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.effects.parse import parse_row, parse_rows
from wflint.effects.row import Row
from wflint.record import record
from wflint.tables.rows import RowFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS = ("stdlib", "packages")
_SHARED = "others"
_MAX_SPELLINGS = 4
"""How many `same-as` rows a lookup follows; a longer chain can only be a circle."""


@record
class Catalogue:
    """All rows that are known: the packaged ones, parsed one at a time when somebody asks for them, and the user's.

    Two catalogues of the same rows answer alike; what a catalogue keeps is only what it has read and found so far.
    """

    _language: str
    _files: Mapping[str, Path]
    _own: Mapping[str, Row]
    _read: dict[str, RowFile] = field(default_factory=dict[str, RowFile], repr=False)
    _found: dict[str, Row | None] = field(default_factory=dict[str, Row | None], repr=False)

    def lookup(self, qualname: str) -> Row | None:
        """Find the most specific row for a qualified name: its own, else the longest prefix above it, else `None`.

        A user's row replaces the packaged row of the same name.

        Raises:
            DataError: The row, or a line of the file that speaks of the name, is not well formed.
        """
        if qualname not in self._found:
            self._found[qualname] = self._search(qualname, _MAX_SPELLINGS)
        return self._found[qualname]

    def with_rows(self, tables: Mapping[str, object], origin: str) -> Catalogue:
        """Make a catalogue that knows these rows as well.

        Args:
            tables: Qualified name or prefix to table, as in the packaged files.
            origin: Where they stand, for messages.

        Raises:
            DataError: A row is not well formed.
        """
        own = {**self._own, **parse_rows(tables, origin)}
        return Catalogue(self._language, self._files, own, self._read)

    def rows(self) -> Iterator[Row]:
        """Yield all rows, file by file, the user's last; parses every file."""
        for stem in self._files:
            for name in self._file(stem).lines:
                if name not in self._own:
                    yield self._parse(stem, name)
        yield from self._own.values()

    def _search(self, qualname: str, spellings: int) -> Row | None:
        stems = self._stems(qualname.partition(".")[0])
        row = self._row(qualname, stems)
        if row is not None and row.same_as is None:
            return row
        above, below = qualname, ""
        while above:
            row = self._row(above, stems)
            if row is not None and row.same_as is not None and spellings:
                other = self._search(row.same_as + below, spellings - 1)
                if other is not None:
                    return other if below else self._own_class(other, row.same_as, above, stems)
            end = max(above.rfind("."), above.rfind("/"))
            row = self._row(f"{above[: end + 1]}*", stems) if end >= 0 else None
            if row is not None:
                return row
            above = above[: max(end, 0)]
            below = qualname[len(above) :]
        return None

    def _own_class(self, row: Row, same_as: str, name: str, stems: tuple[str, ...]) -> Row:
        """Return the row of a class that is like another one, so that its objects have the methods that only it has."""
        has_methods = any(each.startswith(f"{name}.") for stem in stems for each in self._file(stem).lines)
        return replace(row, returns=name) if row.returns == same_as and has_methods else row

    def _row(self, name: str, stems: tuple[str, ...]) -> Row | None:
        """Find the row of exactly this name."""
        if name in self._own:
            return self._own[name]
        for stem in stems:
            if name in self._file(stem):
                return self._parse(stem, name)
        return None

    def _stems(self, root: str) -> tuple[str, ...]:
        """Name the files that may speak of names below a top-level module: its own, else those of all small modules.

        A module of JavaScript may be a path: `@scope/package/path` is spoken of in `scope-package-path.toml`, else in
        `scope-package.toml`, else in `scope.toml`.
        """
        path = root.removeprefix("@").replace(":", "-")
        while path:
            stem = path.replace("/", "-")
            for folder in _FOLDERS:
                if f"{folder}/{stem}" in self._files:
                    return (f"{folder}/{stem}",)
            path = path.rpartition("/")[0]
        return tuple(stem for folder in _FOLDERS if (stem := f"{folder}/{_SHARED}") in self._files)

    def _file(self, stem: str) -> RowFile:
        if stem not in self._read:
            text = self._files[stem].read_text(encoding="utf-8")
            self._read[stem] = RowFile.of(text, f"effects/{self._language}/{stem}.toml")
        return self._read[stem]

    def _parse(self, stem: str, name: str) -> Row:
        file = self._file(stem)
        return parse_row(name, file.table(name), file.origin)


@cache
def load_catalogue(language: str) -> Catalogue:
    """Return the packaged catalogue of a language; list its files and parse none of them.

    There is one for the whole process, since an editor checks again and again: what it has looked up stays parsed.
    """
    # Not importlib.resources: importing it takes longer than all that a run reads here, and wheels are unpacked.
    return catalogue_in(Path(__file__).parent, language)


def catalogue_in(root: Path, language: str) -> Catalogue:
    """Make a catalogue of the files `stdlib/*.toml` and `packages/*.toml` in a language's folder."""
    files = {
        f"{folder}/{path.stem}": path
        for folder in _FOLDERS
        for path in sorted(root.joinpath(language, folder).glob("*.toml"), key=str)
    }
    return Catalogue(language, files, {})
