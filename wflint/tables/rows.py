"""Packaged TOML files with one row a line, of which a row is parsed when somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from wflint.errors import DataError
from wflint.record import record
from wflint.tables.read import read_table
from wflint.tables.toml import parse_toml

_ROW_LINE: Final = re.compile(r'"([^"]+)" = \{')
_Row = TypeVar("_Row")


@record
class RowFile:
    """The rows of a file, each on a line of its own: `"package.name" = { key = value }`.

    Parsing only the lines that are asked for takes a hundredth of the time that parsing the file takes.

    Attributes:
        origin: The file's name, for messages.
        lines: The lines by the names that they speak of, in the order of the file.
    """

    origin: str
    lines: Mapping[str, str]

    @classmethod
    def of(cls, text: str, origin: str) -> RowFile:
        """Find the rows in a file's text.

        Raises:
            DataError: A line holds anything else, or speaks of a name once more.
        """
        lines: dict[str, str] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line or line.startswith("#"):
                continue
            match = _ROW_LINE.match(line)
            if match is None or match[1] in lines:
                expected = 'expected one row, `"package.name" = { ... }`, that is not given above'
                raise DataError(f"{origin}:{number}: {expected}")
            lines[match[1]] = line
        return cls(origin, lines)

    def __contains__(self, name: str) -> bool:
        return name in self.lines

    def table(self, name: str) -> object:
        """Parse the row of a name.

        Raises:
            DataError: It is not valid TOML.
        """
        try:
            return parse_toml(self.lines[name])[name]
        except ValueError as error:
            raise DataError(f'{self.origin}: "{name}": {error}') from error


@dataclass(slots=True)
class Facts(Generic[_Row]):
    """What is known of names, one dataclass a row.

    A name with an asterisk stands for every name that fits; exact names come first, then the order of the file decides.

    Attributes:
        kind: The dataclass; without arguments it is what holds for names that have no row.
        file: The rows.
    """

    kind: type[_Row]
    file: RowFile
    _found: dict[str, _Row] = field(default_factory=dict[str, _Row], repr=False)
    _patterns: list[tuple[re.Pattern[str], str]] | None = field(default=None, repr=False)

    def lookup(self, name: str) -> _Row:
        """Return what is known of a name.

        Raises:
            DataError: Its row is not well formed.
        """
        found = self._found.get(name)
        if found is None:
            row = name if name in self.file else self._fitting(name)
            found = self._found[name] = self.kind() if row is None else self._read(row)
        return found

    def rows(self) -> Iterator[tuple[str, _Row]]:
        """Yield every name that has a row, with what its row says."""
        for name in self.file.lines:
            yield name, self._read(name)

    def _read(self, name: str) -> _Row:
        return read_table(self.kind, self.file.table(name), lambda _: f'{self.file.origin}: "{name}"')

    def _fitting(self, name: str) -> str | None:
        if self._patterns is None:
            self._patterns = [(_pattern(each), each) for each in self.file.lines if "*" in each]
        return next((each for pattern, each in self._patterns if pattern.fullmatch(name)), None)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, name.split("*"))))
