"""Whether the result of fixes is better than what was there: two reports compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from wflint.checking.report import Report
from wflint.findings import Finding, Level

_STILL_THERE: Final = "the finding would still be there"


def objection(before: Report, after: Report, fixed: Sequence[Finding], *, exposes_new_code: bool) -> str:
    """Return why the result of fixes is not to be had, as a clause; empty where it is.

    Args:
        before: What a check says of the old texts.
        after: What it says of the new ones.
        fixed: What the fixes that made them are to mend.
        exposes_new_code: Whether code runs in the new texts that has not run before.
    """
    if failure := next(iter(set(after.failures).difference(before.failures)), None):
        return f"wflint fails on the result: {failure.reason}"
    if exposes_new_code:
        return _STILL_THERE if _remain(fixed, before, after, _saying) else ""
    if _remain(fixed, before, after, _kind):
        return _STILL_THERE
    return new_finding(before, after, lambda finding: _is_lesser(finding, after, fixed, before))


def new_finding(before: Report, after: Report, is_harmless: Callable[[Finding], bool]) -> str:
    """Return which finding of another kind than before there is after fixes, as a clause; empty where there is none.

    Args:
        before: What a check says of the old texts.
        after: What it says of the new ones.
        is_harmless: Whether a finding does not matter.
    """
    old, new = (Counter(map(_kind, each.findings)) for each in (before, after))
    for finding in after.findings:
        kind = _kind(finding)
        if new[kind] > old[kind] and finding.level is not Level.INFO and not is_harmless(finding):
            return f"the result would have another finding, {finding.code}: {finding.message}"
    return ""


def _is_lesser(finding: Finding, after: Report, fixed: Iterable[Finding], before: Report) -> bool:
    """Return whether a finding says something less bad of a line that a fixed one spoke of."""
    line = _line(finding, after)
    return any(
        finding.level < each.level and finding.span.path == each.span.path and line == _line(each, before)
        for each in fixed
    )


def _line(finding: Finding, report: Report) -> str:
    source = report.sources[finding.span.path]
    return source.line_text(source.line_of(finding.span.start)).strip()


def _remain(
    fixed: Iterable[Finding], before: Report, after: Report, kind: Callable[[Finding], tuple[str, ...]]
) -> bool:
    """Return whether a check still finds as many findings of a kind as if one of them had not been fixed."""
    old, new = (Counter(map(kind, report.findings)) for report in (before, after))
    return any(new[each] > old[each] - number for each, number in Counter(map(kind, fixed)).items())


def _kind(finding: Finding) -> tuple[str, ...]:
    return finding.span.path, finding.code


def _saying(finding: Finding) -> tuple[str, ...]:
    """Code that has not run before may have more findings of the same rule, which say something else."""
    return finding.span.path, finding.code, finding.message
