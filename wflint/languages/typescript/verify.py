"""Judge rewritten files: whether they parse, and keep their comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wflint.files.comments import lost_comment
from wflint.files.text import SourceText
from wflint.findings import Edit
from wflint.ir.language import ParsedModule, ParseError, Verified


class TypeScriptVerifier:
    """Judges rewritten files."""

    def __init__(self, parse: Callable[[SourceText], ParsedModule]) -> None:
        self._parse = parse

    def verify(self, before: SourceText, text: str, edits: Iterable[Edit]) -> Verified:
        """Return a rewritten text, and what is wrong with it."""
        from wflint.languages.typescript.layout import find_layout

        after = SourceText(before.path, text, before.encoding, before.bom)
        try:
            self._parse(after)
        except ParseError as error:
            return Verified(text, f"the result would not parse: {error.reason}")
        lost = lost_comment(before, after, edits, find_layout)
        return Verified(text, f"the comment `{lost}` would be lost" if lost is not None else "")
