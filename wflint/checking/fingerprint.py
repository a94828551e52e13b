"""Names for findings that outlive edits around them, so that baselines and code hosts recognise a known finding."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.files.text import SourceText
    from wflint.findings import Finding


def fingerprints(findings: Iterable[Finding], sources: Mapping[str, SourceText]) -> tuple[str, ...]:
    """One fingerprint a finding, 16 hexadecimal digits each, all different.

    It is made of the rule's code, the folder, the handler and the primary span's lines without their white space: so
    it survives moved and reindented lines and a renamed file, and changes when the marked code does. Findings that
    are equal in all of that are numbered in the order given.

    Args:
        findings: Sorted by path and position.
        sources: The text of every file that holds a primary span, by path.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    names: list[str] = []
    for finding in findings:
        identity = _identity(finding, sources[finding.span.path])
        names.append(_digest(*identity, str(seen[identity])))
        seen[identity] += 1
    return tuple(names)


def _identity(finding: Finding, source: SourceText) -> tuple[str, ...]:
    folder, _, _ = finding.span.path.replace("\\", "/").rpartition("/")
    return (finding.code, folder, finding.handler or "", _marked_lines(finding, source))


def _marked_lines(finding: Finding, source: SourceText) -> str:
    start, end = finding.span.start, finding.span.end
    first, last = source.line_of(start), source.line_of(max(start, end - 1))
    return " ".join(word for line in range(first, last + 1) for word in source.shown_line(line).split())


def _digest(*parts: str) -> str:
    # A NUL cannot stand in a path or in Python source, so no two lists of parts read the same.
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:16]
