"""`wflint baseline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wflint.cli.conventions import EXIT_ERROR, say, tell_errors
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import planned, planning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.checking.baseline import Entry

DEFAULT_FILE: Final = "wflint-baseline.txt"


@click.command(short_help="Record current findings as known.", cls=SectionedCommand)
@planning
@click.pass_context
def baseline(context: click.Context, /, **_others: object) -> None:
    """Record the findings in PATHS as known, so that `wflint check` reports only new ones.

    They are written to the file given by --baseline or by the option `baseline` of the configuration, else to
    wflint-baseline.txt in the current directory. Entries for files and rules that are not checked this time are kept.

    \b
    Exit codes:
      0  the file was written
      2  it was not
    """  # noqa: D301 - click takes the character \b for "keep these lines as they are"
    from wflint.checking.baseline import (
        baseline_path,
        baseline_text,
        known_findings,
        read_baseline,
    )
    from wflint.config.load import refuse_outside
    from wflint.files.display import display_path
    from wflint.pipeline.check import check_all

    plan = planned(context)
    configured = baseline_path(plan.whole)
    path = configured or Path.cwd() / DEFAULT_FILE
    if plan.whole.file is not None and plan.whole.is_in_file("baseline"):
        refuse_outside(path, plan.whole.file, plan.whole.named("baseline"), writes=True)
    before = read_baseline(path) if path.exists() else ()
    checked = check_all(plan)
    tell_errors(checked.report.problems)
    if checked.report.problems:
        context.exit(EXIT_ERROR)
    found = known_findings(checked.report, path.parent)
    known, is_judged = {entry.fingerprint for entry in found}, checked.judge(path.parent)
    kept = [entry for entry in before if entry.fingerprint not in known and not is_judged(entry)]
    after = [*found, *kept]
    _write(path, display_path(path), baseline_text(after))
    say(_summary(display_path(path), before, after))
    if configured is None:
        click.echo(f'`baseline = "{DEFAULT_FILE}"` in the configuration makes `wflint check` hide them.')
    if unknown := len(checked.report.findings) - len(found):
        click.echo(f"wflint: left out {unknown} syntax-error, since it hides what else is wrong", err=True)


def _summary(shown: str, before: Iterable[Entry], after: Iterable[Entry]) -> str:
    from wflint.report.summary import count

    old, new = {entry.fingerprint for entry in before}, {entry.fingerprint for entry in after}
    return (
        f"{shown}: {count(len(new), 'known finding')} ({len(new - old)} added, {len(old - new)} taken out)."
    )


def _write(path: Path, shown: str, text: str) -> None:
    from wflint.files.text import read_source
    from wflint.files.writing import write_new, write_text

    if path.exists():
        write_text(path, read_source(path, shown), text)
        return
    write_new(path, shown, text)
