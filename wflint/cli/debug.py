"""`wflint debug`."""

from __future__ import annotations

from pathlib import Path

import click

from wflint.cli.conventions import say
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import planned, planning


@click.command(short_help="Print facts for a bug report.", cls=SectionedCommand)
@planning
@click.pass_context
def debug(context: click.Context, /, **_others: object) -> None:
    """Print facts for a bug report: versions, the configuration, and the number of handlers per engine in PATHS.

    None of your code is printed, and nothing is sent anywhere.
    """
    from wflint.pipeline.check import check_all
    from wflint.report.debug import debug_lines

    plan = planned(context)
    for line in debug_lines(plan.projects, check_all(plan).report, Path.cwd()):
        say(line)
