"""One content of a file, with all that is known of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from wflint.errors import SourceError
from wflint.files.notebook import is_notebook
from wflint.files.text import SourceText
from wflint.ir.language import ImportLine, ParsedModule, ParseError
from wflint.languages import language_of
from wflint.record import with_plain_factories

OURS: Final = (b"wflint",)
"""What every ignore comment mentions."""
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


Words: TypeAlias = tuple[bytes, ...] | re.Pattern[bytes]
"""Words of which bytes may hold one, or a pattern, which is slower to find."""


class FileProblem(NamedTuple):
    """Why a file cannot be parsed.

    Attributes:
        reason: What is wrong, as a clause.
        offset: Where, in characters of the text.
    """

    reason: str
    offset: int


@dataclass(slots=True, eq=False)
@with_plain_factories
class FileRecord:
    """One content of a file, with all that is known of it.

    Attributes:
        path: Where the file is, without symbolic links.
        display: The path as it is shown to the user.
        data: Its bytes.
        problem: Why it cannot be parsed, once somebody has tried.
        before: A content of the same file that has been parsed, until this one is as well.
    """

    path: Path
    display: str
    data: bytes = field(repr=False)
    problem: FileProblem | None = None
    before: FileRecord | None = field(default=None, repr=False)
    _source: SourceText | None = field(default=None, repr=False)
    _parsed: dict[tuple[str, bool], ParsedModule] = field(
        default_factory=dict["tuple[str, bool]", "ParsedModule"], repr=False
    )
    _imports: tuple[ImportLine, ...] | None = field(default=None, repr=False)
    _mentions: dict[Words, bool] = field(default_factory=dict["Words", "bool"], repr=False)

    @property
    def source(self) -> SourceText:
        """Return the text.

        Raises:
            SourceError: It cannot be decoded.
        """
        if self._source is None:
            self._source = language_of(self.path).read(self.data, self.display)
        return self._source

    @property
    def shown(self) -> SourceText:
        """Return the text, or what can be shown of it where it cannot be decoded."""
        try:
            return self.source
        except SourceError:
            return SourceText(self.display, self._words.decode("latin-1"))

    @property
    def _words(self) -> bytes:
        # UTF-16 is no encoding of Python, but a file in it may have been meant to hold a handler.
        return self.data.replace(b"\0", b"") if self.data[:2] in _UTF16_MARKS else self.data

    @property
    def _code(self) -> bytes:
        """Return the bytes of its code, which of a notebook are not those of the file."""
        if not is_notebook(self.display):
            return self._words
        try:
            return self.source.text.encode("utf-8", "replace")
        except SourceError:
            return self._words

    @property
    def names(self) -> tuple[tuple[str, bool], ...]:
        """Return the module names under which it was parsed, each with whether it stands for its folder."""
        return tuple(self._parsed)

    def mentions(self, words: Words) -> bool:
        """Return whether the bytes hold one of some words."""
        known = self._mentions.get(words)
        if known is None:
            # Words are in the bytes of a notebook as well, what stands around them is not.
            known = (
                _holds_any(self._words, words) if isinstance(words, tuple) else bool(words.search(self._code))
            )
            self._mentions[words] = known
        return known

    @property
    def answers(self) -> Mapping[Words, bool]:
        """Return what was asked of its mentions, with the answers."""
        return self._mentions

    @property
    def imports(self) -> tuple[ImportLine, ...]:
        """Return its imports, as the bytes of its code show them."""
        if self._imports is None:
            self._imports = tuple(language_of(self.path).import_lines(self._code))
        return self._imports

    def parsed_as(self, name: str, *, is_package: bool) -> ParsedModule | None:
        """Return the parsed file, if it has been parsed under a name; see `parse`."""
        return self._parsed.get((name, is_package))

    def parse(self, name: str, *, is_package: bool) -> ParsedModule | None:
        """Return the parsed file, or `None` where it has a `problem`.

        Args:
            name: Its dotted module name.
            is_package: Whether it stands for its folder.
        """
        key = name, is_package
        if key not in self._parsed and self.problem is None:
            before = self.before.parsed_as(name, is_package=is_package) if self.before is not None else None
            parse = language_of(self.path).parse
            try:
                self._parsed[key] = parse(self.source, name, is_package=is_package, before=before)
                self.before = None
            except ParseError as error:
                self.problem = FileProblem(error.reason, error.offset)
            except SourceError as error:
                self.problem = FileProblem(error.reason, 0)
        return self._parsed.get(key)


def _holds_any(data: bytes, words: tuple[bytes, ...]) -> bool:
    # This is asked about each file of a project, and a generator takes as long as the search.
    for word in words:  # noqa: SIM110
        if word in data:
            return True
    return False
