"""The text of a finding without its place."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from wflint.findings import Applicability, FixClass, InFlight, Level

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix

_IN_FLIGHT: Final = {
    InFlight.KEEPS: "runs in flight during the deploy go on",
    InFlight.BREAKS: "runs in flight during the deploy fail",
}
_STAKES: Final = {
    FixClass.SAFE: "safe",
    FixClass.DRAIN: f"drain: {_IN_FLIGHT[InFlight.BREAKS]}",
    FixClass.UNSAFE: "unsafe: may change what the handler does",
}


def notes(finding: Finding, fix: Fix | None) -> list[tuple[str, str]]:
    """Return what is shown under the message, each with a key: what to do, the fix, where to read on."""
    fix_note = _fix_note(finding, fix) if fix is not None else ""
    said = [("help", finding.help), ("fix", fix_note), ("docs", finding.url)]
    return [(key, text) for key, text in said if text]


def fix_text(finding: Finding, fix: Fix) -> str:
    """Return what a fix does, and what is at stake, where the command that applies it is known."""
    # `fix` looks for no more than `check` does, so it has to be told of what is shown on demand.
    shown = ", with `--min-level info`" if finding.level is Level.INFO else ""
    return f"{fix.message} ({_STAKES[fix.fix_class]}{shown})"


def sentences(finding: Finding, fix: Fix | None) -> str:
    """Return the message and the notes, each on a line, for formats that take one text."""
    return "\n".join([finding.message, *(f"{key}: {text}" for key, text in notes(finding, fix))])


def named_sentences(finding: Finding, fix: Fix | None) -> str:
    """Return the same, beginning with the rule's name, for formats that show only a rule's code."""
    return f"{finding.name}: {sentences(finding, fix)}"


def _fix_note(finding: Finding, fix: Fix) -> str:
    safe = fix.applicability is Applicability.SAFE
    # `fix` looks for no more than `check` does, so it has to be told of what is shown on demand.
    shown = "--min-level info " if finding.level is Level.INFO else ""
    command = f"wflint fix {shown}{'' if safe else '--unsafe '}{shlex.quote(finding.span.path)}"
    kind = "safe" if safe else "unsafe (may change what the handler does)"
    return f"{kind}: {fix.message}; {_IN_FLIGHT[fix.in_flight]}  (`{command}`)"
