"""Asks about each fix below the frame of its finding, which shows what would change and the class of the fix."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.checking.report import Report
    from wflint.findings import Finding, Fix


def asker(color: bool | None) -> Callable[[Finding, Fix, Report], bool]:
    """Return what shows a finding with its fix and asks whether that is wanted: yes, no, all of this rule, or none from here on."""
    from wflint.report.full import render_finding

    every: set[str] = set()
    done: list[bool] = []

    def ask(finding: Finding, _fix: Fix, report: Report) -> bool:
        if finding.code in every or done:
            return finding.code in every
        render_finding(finding, report, sys.stdout, color=color)
        answer = click.prompt(
            "Apply? [y]es, [n]o, [a]ll of this rule, [q]uit",
            type=click.Choice(["y", "n", "a", "q"]),
            show_choices=False,
        )
        if answer == "a":
            every.add(finding.code)
        if answer == "q":
            done.append(True)
        return answer in ("y", "a")

    return ask
