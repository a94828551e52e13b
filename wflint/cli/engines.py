"""`wflint engines`."""

from __future__ import annotations

import sys

import click

from wflint.cli.conventions import color_option
from wflint.cli.offers import offered_engines


@click.command(short_help="List engines, or describe one.")
@click.argument("name", required=False, shell_complete=offered_engines)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print text or JSON.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show everything about the engine NAME.")
@color_option
def engines(name: str | None, output_format: str, *, verbose: bool, color: bool | None) -> None:
    """List the engines that wflint knows, or describe the engine NAME.

    The description says how its handlers and steps are recognized, what replay does with them and how results are stored;
    with --verbose also what each mistake leads to.
    """
    from wflint.engine_page import all_engines, find_engine

    found = all_engines() if name is None else (find_engine(name),)
    if output_format == "json":
        from wflint.report.engines_json import render

        render(found, sys.stdout)
        return
    from wflint.report.engines import render_page, render_table

    if name is None:
        render_table(found, sys.stdout, color=color)
    else:
        render_page(found[0], sys.stdout, color=color, is_verbose=verbose)
