"""Parsed files, kept from one run to the next by whoever runs more than once."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from wflint.files.text import SourceText
from wflint.languages.python.parse import ParsedModule, ParseError, parse

_Key = tuple[Path, str]


@dataclass(slots=True)
class Parses:
    """The last parse of each file; a file whose text is the same is not parsed again."""

    _kept: dict[_Key, tuple[SourceText, ParsedModule | ParseError]] = field(
        default_factory=dict["_Key", "tuple[SourceText, ParsedModule | ParseError]"]
    )

    def parse(self, path: Path, source: SourceText, name: str, *, is_package: bool) -> ParsedModule:
        """Parse a file, or recall it.

        Args:
            path: Where the file is; absolute.
            source: Its text.
            name: Its dotted module name.
            is_package: Whether it is an `__init__`.

        Raises:
            ParseError: It does not parse.
        """
        known, outcome = self._kept.get((path, name), (None, None))
        if known != source or outcome is None:
            try:
                outcome = parse(source, name, is_package=is_package)
            except ParseError as error:
                outcome = error
            self._kept[path, name] = source, outcome
        if isinstance(outcome, ParseError):
            raise ParseError(outcome.reason, outcome.offset)
        return outcome

    def keep_only(self, paths: Container[Path]) -> None:
        """Forget all other files."""
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] in paths}
