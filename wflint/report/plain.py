"""What is said of a report without findings where nobody wants colours: one line, for which Rich need not be loaded."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, TextIO

from wflint.report.summary import summary
from wflint.report.visible import Charset

if TYPE_CHECKING:
    from wflint.checking.report import Report

FORMATS: Final = frozenset({"full", "concise"})
"""Those that consist of the summary alone where nothing was found."""
_ASKING_FOR_A_TERMINAL: Final = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
"""Variables by which Rich takes any output for a terminal."""


def says_all(name: str, report: Report, out: TextIO, *, color: bool | None) -> bool:
    """Return whether the summary in plain text is all that a format would write."""
    if report.findings or name not in FORMATS or color or out.isatty():
        return False
    return color is False or not any(os.environ.get(each) for each in _ASKING_FOR_A_TERMINAL)


def render(report: Report, out: TextIO) -> None:
    """Write the summary."""
    out.write(f"{Charset.of(out).escape(summary(report))}\n")
    out.flush()
