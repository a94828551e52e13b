"""Looks up what a call of an external name does."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.effects.parse import parse_rows
from wflint.effects.row import Row
from wflint.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS = ("stdlib", "packages")
_SHARED = "others"
_MAX_SPELLINGS = 4
"""How many `same-as` rows a lookup follows; a longer chain can only be a circle."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All rows that are known: the packaged ones, parsed a file at a time on demand, and the user's.

    Two catalogues of the same rows answer alike; what a catalogue keeps is only what it has parsed and found so far.
    """

    _files: Mapping[str, Path]
    _own: Mapping[str, Row]
    _parsed: dict[str, Mapping[str, Row]] = field(default_factory=dict[str, Mapping[str, Row]], repr=False)
    _found: dict[str, Row | None] = field(default_factory=dict[str, Row | None], repr=False)

    def lookup(self, qualname: str) -> Row | None:
        """The most specific row for a qualified name: its own, else the longest prefix above it, else `None`.

        A user's row replaces the packaged row of the same name.

        Raises:
            DataError: The file that speaks of the name is not well formed.
        """
        if qualname not in self._found:
            self._found[qualname] = self._search(qualname, _MAX_SPELLINGS)
        return self._found[qualname]

    def with_rows(self, tables: Mapping[str, object], origin: str) -> Catalogue:
        """A catalogue that knows these rows as well.

        Args:
            tables: Qualified name or prefix to table, as in the packaged files.
            origin: Where they stand, for messages.

        Raises:
            DataError: A row is not well formed.
        """
        return Catalogue(self._files, {**self._own, **parse_rows(tables, origin)}, self._parsed)

    def rows(self) -> Iterator[Row]:
        """All rows, file by file, the user's last; parses every file."""
        for stem in self._files:
            for row in self._parse(stem).values():
                if row.name not in self._own:
                    yield row
        yield from self._own.values()

    def _search(self, qualname: str, spellings: int) -> Row | None:
        root = qualname.partition(".")[0]
        sources = (self._own, *(self._parse(stem) for stem in self._stems(root)))
        row = _get(sources, qualname)
        if row is not None and row.same_as is None:
            return row
        above, below = qualname, ""
        while above:
            row = _get(sources, above)
            if row is not None and row.same_as is not None and spellings:
                other = self._search(row.same_as + below, spellings - 1)
                if other is not None:
                    return other
            above = above.rpartition(".")[0]
            below = qualname[len(above) :]
            row = _get(sources, f"{above}.*")
            if row is not None:
                return row
        return None

    def _stems(self, root: str) -> Iterator[str]:
        """The files that may speak of names below a top-level module."""
        for folder in _FOLDERS:
            if f"{folder}/{root}" in self._files:
                yield f"{folder}/{root}"
                return
        for folder in _FOLDERS:
            if f"{folder}/{_SHARED}" in self._files:
                yield f"{folder}/{_SHARED}"

    def _parse(self, stem: str) -> Mapping[str, Row]:
        if stem not in self._parsed:
            origin = f"effects/{stem}.toml"
            try:
                tables = tomllib.loads(self._files[stem].read_text(encoding="utf-8"))
            except tomllib.TOMLDecodeError as error:
                raise DataError(f"{origin}: {error}") from error
            self._parsed[stem] = parse_rows(tables, origin)
        return self._parsed[stem]


def load_catalogue() -> Catalogue:
    """The packaged catalogue; lists its files and parses none of them."""
    # Not importlib.resources: importing it takes longer than all that a run reads here, and wheels are unpacked.
    return catalogue_in(Path(__file__).parent)


def catalogue_in(root: Path) -> Catalogue:
    """A catalogue of the files `stdlib/*.toml` and `packages/*.toml` in a folder."""
    files = {
        f"{folder}/{path.stem}": path
        for folder in _FOLDERS
        for path in sorted(root.joinpath(folder).glob("*.toml"))
    }
    return Catalogue(files, {})


def _get(sources: tuple[Mapping[str, Row], ...], name: str) -> Row | None:
    for rows in sources:
        if name in rows:
            return rows[name]
    return None
