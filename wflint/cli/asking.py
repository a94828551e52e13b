"""Asks about each fix below the frame of its finding, which shows what would change and the class of the fix."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wflint.fixes import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.fixes import Question


def asker(color: bool | None) -> Callable[[Question], Answer]:
    """Return what shows a finding with its fix and asks whether that is wanted: yes, no, all of this rule, or none from here on."""
    from wflint.report.full import FindingWriter

    every: set[str] = set()
    done: list[bool] = []
    writer = FindingWriter(sys.stdout, color=color)

    def ask(question: Question) -> Answer:
        code = question.finding.code
        if code in every:
            return Answer.YES
        if done:
            return Answer.NOT_ASKED
        writer.write(question.finding, question.report)
        answer = click.prompt(
            f"{question.number} of {question.total}: apply? [y]es, [n]o, [a]ll of {code}, [q]uit and keep what was accepted",
            type=click.Choice(["y", "n", "a", "q"]),
            show_choices=False,
        )
        click.echo()
        if answer == "a":
            every.add(code)
        if answer == "q":
            done.append(True)
            return Answer.NOT_ASKED
        return Answer.NO if answer == "n" else Answer.YES

    return ask
