"""The text of a finding without its place."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wflint.findings import FixClass, Level

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix

CLASS_TEXTS: Final[Mapping[FixClass, str]] = MappingProxyType(
    {
        FixClass.SAFE: "safe",
        FixClass.DRAIN: "drain: runs in flight must end before the deploy",
        FixClass.UNSAFE: "unsafe: may change what the handler does",
    }
)
"""What a class asks of those who deploy a fix."""


def notes(finding: Finding, fix: Fix | None, *, is_known: bool = False) -> list[tuple[str, str]]:
    """Return what is shown under the message, each with a key: what to do, the fix and maybe its class, where to read on."""
    fix_note = _fix_note(finding, fix, is_known=is_known) if fix is not None else ""
    said = [("help", finding.help), ("fix", fix_note), ("docs", finding.url)]
    return [(key, text) for key, text in said if text]


def fix_text(finding: Finding, fix: Fix, *, is_known: bool = False) -> str:
    """Return what a fix does, and what is at stake, where the command that applies it is known, and maybe its class."""
    # `fix` looks for no more than `check` does, so it has to be told of what is shown on demand.
    shown = ", with `--min-level info`" if finding.level is Level.INFO else ""
    return f"{fix.message} ({_class_text(fix, is_known=is_known)}{shown})"


def _class_text(fix: Fix, *, is_known: bool) -> str:
    return fix.fix_class.value if is_known else CLASS_TEXTS[fix.fix_class]


def sentences(finding: Finding, fix: Fix | None) -> str:
    """Return the message and the notes, each on a line, for formats that take one text."""
    return "\n".join([finding.message, *(f"{key}: {text}" for key, text in notes(finding, fix))])


def named_sentences(finding: Finding, fix: Fix | None) -> str:
    """Return the same, beginning with the rule's name, for formats that show only a rule's code."""
    return f"{finding.name}: {sentences(finding, fix)}"


def _fix_note(finding: Finding, fix: Fix, *, is_known: bool) -> str:
    # `fix` looks for no more than `check` does, so it has to be told of what is shown on demand.
    shown = "--min-level info " if finding.level is Level.INFO else ""
    asked = "--unsafe " if fix.fix_class is FixClass.UNSAFE else ""
    command = f"wflint fix {shown}{asked}--select {finding.code} {shlex.quote(finding.span.path)}"
    return f"{fix.message} ({_class_text(fix, is_known=is_known)})  (`{command}`)"
