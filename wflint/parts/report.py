"""One report of what the parts of a run have found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wflint.checking.fixes import Fixes, FixOutcome
from wflint.checking.report import Report, Worst, distinct_suppressed, in_order
from wflint.errors import InternalError, SourceError, distinct
from wflint.files.discovery import SourceFile
from wflint.files.reading import read_bytes
from wflint.files.text import SourceText, decode
from wflint.findings import Finding, Span
from wflint.parts.asked import Asked
from wflint.parts.part import PartFinding, PartResult, PartSource
from wflint.workspace.record import FileRecord


@dataclass(slots=True)
class Sources(Mapping[str, SourceText]):
    """The files that findings point into, each read when it is first shown.

    Attributes:
        base: The working directory, which paths are relative to.
        known: The files, by the paths that are shown.
    """

    base: Path
    known: Mapping[str, PartSource]
    _read: dict[str, SourceText] = field(default_factory=dict[str, SourceText])

    def __getitem__(self, display: str) -> SourceText:
        """Return the text of a file.

        Raises:
            KeyError: No finding points into it.
            SourceError: It cannot be read any more.
        """
        if display not in self._read:
            self._read[display] = _text(self.known[display], self.base)
        return self._read[display]

    def __contains__(self, display: object) -> bool:
        """Return whether findings may point into a file."""
        return display in self.known

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths that are shown."""
        return iter(self.known)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.known)


def _text(source: PartSource, base: Path) -> SourceText:
    path = base / source.path
    try:
        data = read_bytes(path)
    except OSError as error:
        raise SourceError(source.display, f"cannot be read: {error.strerror or error}") from error
    text = FileRecord(path, source.display, data).shown if source.is_code else decode(data, source.display)
    return replace(text, secrets=source.secrets)


def check_sound(result: PartResult, asked: Asked, base: Path) -> None:
    """Hold a result that somebody has written down to the files: whoever wrote it may have meant harm.

    Args:
        result: The result.
        asked: What was read for it, which is still the same.
        base: The working directory.

    Raises:
        ValueError: It points beside a text, or into a file that was not read for it.
        SourceError: A file cannot be read any more.
    """
    sources = Sources(base, {each.display: each for each in result.sources})
    for span in _spans(result):
        source = sources.known.get(span.path)
        if source is None or not asked.contents.get(source.path):
            raise ValueError(f"a finding points into {span.path!r}, which was not read")
        if not 0 <= span.start <= span.end <= len(sources[span.path].text):
            raise ValueError(f"a finding points beside the text of {span.path!r}")


def _spans(result: PartResult) -> Iterator[Span]:
    """Yield every place that a result points at."""
    for finding in (*(each.finding for each in result.findings), *result.suppressed):
        yield from (label.span for label in (finding.primary, *finding.related))
        if finding.suppression is not None and finding.suppression.span is not None:
            yield finding.suppression.span
    fixes = (fix for each in result.findings for fix in (each.fix, each.verified) if fix is not None)
    yield from (edit.span for fix in fixes for edit in fix.edits)


def report_of(
    results: Sequence[PartResult],
    files: Sequence[SourceFile],
    errors: Iterable[SourceError],
    failures: Iterable[InternalError],
    base: Path,
) -> Report:
    """Return the report of a run, as if it had been made in one go.

    Args:
        results: What its parts have found, in order.
        files: All files that were looked at.
        errors: Those that could not be read.
        failures: Mistakes of wflint itself before the parts were known.
        base: The working directory.
    """
    fixes = Fixes()
    sources = {each.display: each for result in results for each in result.sources}
    unread = [*errors, *(SourceError(one.path, one.reason) for each in results for one in each.errors)]
    findings = in_order(_distinct(results, fixes))
    return Report(
        findings,
        Sources(base, sources),
        len(files),
        sum(each.handlers for each in results),
        sum(each.steps for each in results),
        sum(each.unknown_calls for each in results),
        _hidden(results),
        tuple({str(error): error for error in unread}.values()),
        given=frozenset(file.display for file in files),
        failures=distinct([*failures, *(failure for each in results for failure in each.failures)]),
        fixes=fixes,
        engines=frozenset(engine for each in results for engine in each.engines),
        suppressed=distinct_suppressed((one for each in results for one in each.suppressed), findings),
        hidden_at=frozenset(place for each in results for place in each.hidden_at),
    )


def _distinct(results: Sequence[PartResult], fixes: Fixes) -> Iterator[Finding]:
    """Yield the findings of all parts; of those in a file beside the code that several parts look at, the worst."""
    shared = Worst()
    places = Counter(place for each in results for place in {_place(one) for one in each.findings})
    for result in results:
        for each in result.findings:
            finding = _with_fix(each, fixes)
            if places[_place(each)] > 1:
                shared.add(finding)
            else:
                yield finding
    yield from shared.findings


def _place(found: PartFinding) -> tuple[str, Span]:
    return found.finding.code, found.finding.span


def _with_fix(found: PartFinding, fixes: Fixes) -> Finding:
    if found.fix is None and not found.refusal:
        return found.finding
    published = FixOutcome(found.verified, found.unverified)
    return replace(found.finding, fix_id=fixes.add_outcome(FixOutcome(found.fix, found.refusal), published))


def _hidden(results: Sequence[PartResult]) -> Counter[str]:
    """Return how many findings are below the minimum level; those of several parts at the same place are one."""
    found = Counter[str]()
    places = Counter(place for each in results for place in each.hidden_at)
    for each in results:
        found.update(each.hidden)
    for (code, _), number in places.items():
        found[code] -= number - 1
    return found
