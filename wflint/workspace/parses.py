"""Parsed files, kept from one run to the next by whoever runs more than once."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from wflint.files.text import SourceText
from wflint.ir.language import ParsedModule, ParseError
from wflint.languages import language_of

_Name = tuple[str, bool]
_Outcomes = dict[SourceText, "ParsedModule | ParseError"]

_MOST_TEXTS = 4
"""How many texts of a file are kept: a run that tries fixes returns to the text before them."""


@dataclass(slots=True)
class Parses:
    """The last parses of each file; a text that is among them is not parsed again."""

    _kept: dict[Path, dict[_Name, _Outcomes]] = field(default_factory=dict["Path", "dict[_Name, _Outcomes]"])

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
        outcomes = self._kept.setdefault(path, {}).setdefault((name, is_package), {})
        outcome = outcomes.pop(source, None)
        if outcome is None:
            try:
                outcome = language_of(path).parse(source, name, is_package=is_package)
            except ParseError as error:
                outcome = error
        outcomes[source] = outcome
        if len(outcomes) > _MOST_TEXTS:
            del outcomes[next(iter(outcomes))]
        if isinstance(outcome, ParseError):
            raise ParseError(outcome.reason, outcome.offset)
        return outcome

    def parse_again(self, path: Path, source: SourceText) -> ParsedModule:
        """Parse another text of a file that has been parsed, as the same module.

        Raises:
            ParseError: It does not parse.
        """
        name, is_package = next(iter(self._kept[path]))
        return self.parse(path, source, name, is_package=is_package)

    def keep_only(self, paths: Container[Path]) -> None:
        """Forget all other files."""
        self._kept = {path: kept for path, kept in self._kept.items() if path in paths}
