"""Known findings: a file with one line each, and what is new in a report beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from wflint.checking.fingerprint import fingerprints
from wflint.checking.report import Report, in_order
from wflint.config.layers import Configuration
from wflint.errors import DataError, SourceError
from wflint.files.display import display_path
from wflint.files.reading import read_bytes
from wflint.files.text import SourceText, decode
from wflint.findings import Finding, HiddenBy, Span, Suppression
from wflint.record import record

_HEAD: Final = """\
# Known findings of wflint, one a line: file, code, rule, fingerprint. Written by `wflint baseline`.
"""
_LINE: Final = re.compile(
    r"(?P<path>\S(?:.*\S)?) (?P<code>[A-Z]+[0-9]+) (?P<name>[a-z0-9-]+) (?P<fingerprint>[0-9a-f]{16})"
)
# These would break a line, or tear the file's encoding.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]|^ | $")
NEVER_KNOWN: Final = frozenset({"syntax-error"})
"""Rules whose findings cannot be known: they hide all others in their file."""


@record(order=True)
class Entry:
    """A known finding.

    Attributes:
        path: Its file, relative to the baseline's folder; the fingerprint alone decides, so the file may be renamed.
        code: The rule's code.
        name: The rule's name.
        fingerprint: The fingerprint.
        line: Its line in the baseline, 0 for one that is in none yet.
    """

    path: str
    code: str
    name: str
    fingerprint: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path} {self.code} {self.name} {self.fingerprint}"


@record
class Compared:
    """A report beside a baseline.

    Attributes:
        report: The report, in which the known findings are hidden.
        known: These findings, as they were found.
        stale: Entries whose findings are gone.
    """

    report: Report
    known: tuple[Finding, ...]
    stale: tuple[Entry, ...]


def parse_baseline(text: str, origin: str) -> tuple[Entry, ...]:
    """Return the entries of a baseline.

    Args:
        text: The file's text.
        origin: The file, for messages.

    Raises:
        DataError: A line is no entry, or an entry stands there twice.
    """
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            expected = "`path code rule fingerprint`; remove the file, and `wflint baseline` writes it again"
            raise DataError(f"{origin}:{number}: is not a known finding, expected {expected}")
        entry = Entry(match["path"], match["code"], match["name"], match["fingerprint"], number)
        if entry.fingerprint in entries:
            raise DataError(f"{origin}:{number}: stands in line {entries[entry.fingerprint].line} already")
        entries[entry.fingerprint] = entry
    return tuple(entries.values())


def baseline_text(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline."""
    return _HEAD + "".join(f"{entry}\n" for entry in sorted(entries))


def known_findings(report: Report, folder: Path) -> tuple[Entry, ...]:
    """Return the entries for all findings of a report that can be known.

    Args:
        report: A report on files whose paths are shown relative to the working directory, or absolute.
        folder: The folder of the baseline.
    """
    return tuple(entry for entry, finding in _entries(report, folder) if finding.name not in NEVER_KNOWN)


def baseline_path(configuration: Configuration) -> Path | None:
    """Return the file with known findings that the configuration names, absolute."""
    folder, named = configuration.folder("baseline"), configuration.settings.baseline
    return Path(os.path.normpath(folder / named)) if folder is not None and named else None


def read_baseline(path: Path, read: Callable[[Path], bytes] = read_bytes) -> tuple[Entry, ...]:
    """Return the known findings in a file.

    Args:
        path: The file.
        read: Reads it.

    Raises:
        DataError: There is no such file, or a line of it is no entry.
        SourceError: It cannot be read.
    """
    shown = display_path(path)
    if not path.exists():
        raise DataError(f"{shown}: there is no such baseline; `wflint baseline` writes it")
    try:
        data = read(path)
    except OSError as error:
        raise SourceError(shown, f"cannot be read: {error.strerror or error}") from error
    return parse_baseline(decode(data, shown).text, shown)


def compared(
    report: Report, known: Iterable[Entry], file: Path, is_judged: Callable[[Entry], bool]
) -> Compared:
    """Return a report without the findings that are known, and these.

    Args:
        report: The report.
        known: The entries of the baseline.
        file: The file that holds them.
        is_judged: Whether the run would have found what an entry speaks of.
    """
    fingerprinted = {entry.fingerprint for entry in known}
    pairs = list(_entries(report, file.parent))
    new = tuple(finding for entry, finding in pairs if entry.fingerprint not in fingerprinted)
    left_out = tuple(finding for entry, finding in pairs if entry.fingerprint in fingerprinted)
    found = {entry.fingerprint for entry, _ in pairs}
    stale = tuple(entry for entry in known if entry.fingerprint not in found and is_judged(entry))
    hidden = replace(
        report, findings=new, suppressed=in_order((*report.suppressed, *_hidden(left_out, file)))
    )
    return Compared(hidden, left_out, stale)


def _hidden(findings: Iterable[Finding], file: Path) -> Iterator[Finding]:
    suppression = Suppression(HiddenBy.BASELINE, display_path(file))
    return (replace(each, suppression=suppression, fix_id=None) for each in findings)


def _entries(report: Report, folder: Path) -> Iterator[tuple[Entry, Finding]]:
    """Yield each finding with its entry; the fingerprints are those of paths from the baseline's folder."""
    moved = {path: _from_folder(path, folder) for path in {each.span.path for each in report.findings}}
    sources: Mapping[str, SourceText] = {moved[path]: report.sources[path] for path in moved}
    findings = [_at(finding, moved[finding.span.path]) for finding in report.findings]
    for finding, fingerprint in zip(report.findings, fingerprints(findings, sources), strict=True):
        path = _UNSAFE.sub(lambda match: f"\\x{ord(match[0]):02x}", moved[finding.span.path])
        yield Entry(path, finding.code, finding.name, fingerprint), finding


def _from_folder(path: str, folder: Path) -> str:
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`
    try:
        return Path(os.path.relpath(absolute, folder)).as_posix()
    except ValueError:  # on another drive
        return absolute.as_posix()


def _at(finding: Finding, path: str) -> Finding:
    span = Span(path, finding.span.start, finding.span.end)
    return replace(finding, primary=replace(finding.primary, span=span))
