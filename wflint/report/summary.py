"""The one line that ends what people read: what was looked at, what was found, what can be done about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wflint.levels import HiddenBy

if TYPE_CHECKING:
    from wflint.checking.report import Report


def summary(report: Report) -> str:
    """Return the summary of a report: plain text with code in backticks, on one line."""
    sentences = [
        _looked_at(report),
        _fixable(report),
        _below_min_level(report),
        _in_baseline(report),
        _in_files(report),
        _on_unchanged_lines(report),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _looked_at(report: Report) -> str:
    files = count(report.files, "file")
    if report.handlers:
        inside = f"{count(report.handlers, 'handler')}, {count(report.steps, 'step')}"
    else:
        inside = "no handlers"
    if not report.findings:
        return f"No findings in {files} ({inside})."
    concerned = len({finding.span.path for finding in report.findings})
    if concerned < report.files:
        files = f"{concerned} of {files}"
    return f"Found {_found(report)} in {files} ({inside})."


def _found(report: Report) -> str:
    levels = Counter(finding.level for finding in report.findings)
    *others, last = [count(levels[level], level.value) for level in sorted(levels, reverse=True)]
    return f"{', '.join(others)} and {last}" if others else last


def _fixable(report: Report) -> str:
    if not report.findings:
        return ""
    from wflint.findings import FixClass, Level  # noqa: PLC0415 - most runs find nothing

    fixes = [(each.level, fix) for each in report.findings if (fix := report.fix_of(each)) is not None]
    classes = Counter(fix.fix_class for _, fix in fixes)
    # `wflint fix` looks at no infos by itself.
    command = (
        "wflint fix --min-level info" if any(level is Level.INFO for level, _ in fixes) else "wflint fix"
    )
    safe, drain, unsafe = (classes[each] for each in (FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE))
    # A fix may still be refused when its result is verified, which takes too long to be done here.
    said = f"`{command}` can fix {safe + drain}"
    if safe and drain:
        said += (
            f": {safe} safe, {_drained(drain)} (`--safe-only` leaves {'it' if drain == 1 else 'those'} out)"
        )
    elif drain:
        said += f", which need{'s' if drain == 1 else ''} running workflows drained"
    if not safe and not drain:
        return f"`{command} --unsafe` can fix {unsafe}." if unsafe else ""
    return f"{said}; with `--unsafe`, {unsafe} more." if unsafe else f"{said}."


def _drained(number: int) -> str:
    return f"{number} that need{'s' if number == 1 else ''} running workflows drained"


def _below_min_level(report: Report) -> str:
    hidden = sum(report.below_min_level.values())
    if not hidden:
        return ""
    are = "is" if hidden == 1 else "are"
    return f"{count(hidden, 'finding')} below the minimum level {are} hidden (`--min-level info` shows them)."


def _in_baseline(report: Report) -> str:
    known = report.hidden_by(HiddenBy.BASELINE)
    if not known:
        return ""
    are = "is" if known == 1 else "are"
    return f"{count(known, 'known finding')} in the baseline {are} hidden."


def _in_files(report: Report) -> str:
    hidden = report.hidden_by(HiddenBy.PER_FILE)
    if not hidden:
        return ""
    are = "is" if hidden == 1 else "are"
    return f"{count(hidden, 'finding')} {are} hidden by `per-file-ignores`."


def _on_unchanged_lines(report: Report) -> str:
    if not report.on_unchanged_lines:
        return ""
    are = "is" if report.on_unchanged_lines == 1 else "are"
    return f"{count(report.on_unchanged_lines, 'finding')} on unchanged lines {are} hidden."


def count(number: int, noun: str) -> str:
    """Format a number with its noun in the right form: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
