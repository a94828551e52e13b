"""Whether fixes hold by themselves, so that programs and editors may be offered them without a check of their results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from wflint.checking.fixes import FixOutcome
from wflint.files.edits import apply_edits, by_path, clash, line_edits
from wflint.files.text import SourceText
from wflint.findings import Edit, Fix
from wflint.ir.language import Language, Verifier
from wflint.languages import language_of
from wflint.workspace.session import Session

_WORD: Final = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class FixVerifier:
    """Verifies the fixes of one check; what has been seen of a text is remembered."""

    session: Session
    _verifiers: dict[Language, Verifier] = field(default_factory=dict["Language", "Verifier"])

    def verified(self, fixes: Sequence[Fix]) -> list[FixOutcome]:
        """Return each fix with the edits that tidy its result, or why that does not hold.

        Those that have nothing to do with each other are tried at once. Only where that does not hold as it is, the ones
        to blame are looked for by halves.
        """
        found: dict[int, FixOutcome] = {}
        for batch in _batches(fixes, self.session.sources):
            found.update(self._settled(fixes, batch))
        return [found[number] for number in range(len(fixes))]

    def _settled(self, fixes: Sequence[Fix], batch: list[int]) -> Iterator[tuple[int, FixOutcome]]:
        together = tuple(dict.fromkeys(edit for number in batch for edit in fixes[number].edits))
        edits = self._rewritten(together)
        if len(batch) == 1:
            fix = replace(fixes[batch[0]], edits=edits) if not isinstance(edits, str) else None
            yield batch[0], FixOutcome(fix, edits if isinstance(edits, str) else "")
        elif edits == together:
            yield from ((number, FixOutcome(fixes[number])) for number in batch)
        else:
            middle = len(batch) // 2
            yield from self._settled(fixes, batch[:middle])
            yield from self._settled(fixes, batch[middle:])

    def _rewritten(self, edits: tuple[Edit, ...]) -> tuple[Edit, ...] | str:
        """Return the edits to make in place of some, with those that tidy the result, or why it does not hold."""
        sources, whole = self.session.sources, dict[str, list[Edit]]()
        for path, own in by_path(edits).items():
            source = sources[path]
            plain = apply_edits(source.text, own)
            rewrite = self._verifier(path).verify(source, plain, own)
            if rewrite.problem:
                return rewrite.problem
            if rewrite.text != plain:
                whole[path] = list(line_edits(source, rewrite.text))
        kept = (edit for edit in edits if edit.span.path not in whole)
        return (*kept, *(edit for own in whole.values() for edit in own))

    def _verifier(self, path: str) -> Verifier:
        language = language_of(path)
        if language not in self._verifiers:
            self._verifiers[language] = language.verifier(language.parse)
        return self._verifiers[language]


class _Words(NamedTuple):
    """The words of which a fix takes away all that stand in its place, and those that it brings."""

    gone: set[str]
    come: set[str]


def _words(fix: Fix, sources: Mapping[str, SourceText]) -> _Words:
    taken = (sources[edit.span.path].text[edit.span.start : edit.span.end] for edit in fix.edits)
    old = {word for text in taken for word in _WORD.findall(text)}
    new = {word for edit in fix.edits for word in _WORD.findall(edit.text)}
    return _Words(old - new, new - old)


@dataclass(slots=True)
class _Batch:
    """Fixes of the same files that have nothing to do with each other, by their numbers."""

    numbers: list[int] = field(default_factory=list[int])
    edits: set[Edit] = field(default_factory=set[Edit])
    words: _Words = field(default_factory=lambda: _Words(set(), set()))

    def takes(self, number: int, fix: Fix, words: _Words) -> bool:
        """Take a fix in, unless it may hold only with the others, or only without them; return whether it is in."""
        shares = any(edit in self.edits and edit.span.start < edit.span.end for edit in fix.edits)
        if shares or words.gone & self.words.come or words.come & self.words.gone:
            return False
        if clash(fix.edits, self.edits):
            return False
        self.numbers.append(number)
        self.edits.update(fix.edits)
        self.words.gone.update(words.gone)
        self.words.come.update(words.come)
        return True


def _batches(fixes: Sequence[Fix], sources: Mapping[str, SourceText]) -> Iterator[list[int]]:
    """Yield the numbers of fixes that can be verified at once."""
    by_files: dict[frozenset[str], list[int]] = {}
    for number, fix in enumerate(fixes):
        by_files.setdefault(frozenset(edit.span.path for edit in fix.edits), []).append(number)
    words = [_words(fix, sources) for fix in fixes]
    for numbers in by_files.values():
        left = numbers
        while left:
            batch = _Batch()
            left = [number for number in left if not batch.takes(number, fixes[number], words[number])]
            yield batch.numbers
