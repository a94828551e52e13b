"""Judge rewritten files: whether they parse, and keep their comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from wflint.files.text import SourceText
from wflint.findings import Edit
from wflint.ir.language import ParsedModule, ParseError, Verified


class TypeScriptVerifier:
    """Judges rewritten files."""

    def __init__(self, parse: Callable[[SourceText], ParsedModule]) -> None:
        self._parse = parse

    def verify(self, before: SourceText, text: str, edits: Iterable[Edit]) -> Verified:  # noqa: ARG002 - Python's
        """Return a rewritten text, and what is wrong with it."""
        try:
            self._parse(replace(before, text=text))
        except ParseError as error:
            return Verified(text, f"the result would not parse: {error.reason}")
        return Verified(text)
