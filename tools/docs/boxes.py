"""What is reported, as Markdown's readers show a box."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Final

from wflint.findings import Level
from wflint.report.sentences import CLASS_TEXTS

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix

_BOXES: Final = {Level.ERROR: "failure", Level.WARNING: "warning", Level.INFO: "info"}


def box(finding: Finding, fix: Fix | None) -> str:
    """A finding with its help and its fix."""
    lines = [f"{finding.message}."]
    if finding.help:
        lines.append(f"**help**: {finding.help}")
    if fix is not None:
        lines.append(f"**fix**: {fix.message} ({CLASS_TEXTS[fix.fix_class]})")
    return f'!!! {_BOXES[finding.level]} "{finding.level.value}"\n\n' + indent("\n\n".join(lines), "    ")
