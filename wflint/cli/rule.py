"""`wflint rule`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wflint.cli.conventions import color_option
from wflint.cli.offers import offered_rules
from wflint.errors import UsageError

if TYPE_CHECKING:
    from wflint.rules import RegisteredRule


@click.command(short_help="Explain a rule, or list all.")
@click.argument("name", required=False, shell_complete=offered_rules)
@click.option("--all", "everything", is_flag=True, help="Print the documentation of every rule.")
@click.option(
    "--list", "listed", is_flag=True, help="List all rules with level, fixes, languages and a summary."
)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print text or JSON.",
)
@color_option
def rule(name: str | None, output_format: str, *, everything: bool, listed: bool, color: bool | None) -> None:
    """Explain the rule NAME, given as a code (`WF101`) or a name (`clock-outside-step`)."""
    from wflint.rules import all_rules

    if (name is not None) + everything + listed != 1:
        raise click.UsageError("Name a rule, or give --list or --all.")
    rules = [_found(name)] if name is not None else list(all_rules())
    if output_format == "json":
        from wflint.report.rules_json import render

        render(rules, sys.stdout, with_pages=not listed)
    elif listed:
        from wflint.report.rules import render_list

        render_list(rules, sys.stdout, color=color)
    else:
        from wflint.report.rule_pages import render_pages

        render_pages(rules, sys.stdout, color=color)


def _found(name: str) -> RegisteredRule:
    from wflint.rules import find_rule

    found = find_rule(name)
    if found is None:
        raise UsageError(_unknown(name))
    return found


def _unknown(name: str) -> str:
    from wflint.rules import all_rules
    from wflint.tables import did_you_mean

    known = [text for each in all_rules() for text in (each.name, each.code)]
    return f"there is no rule `{name}`{did_you_mean(name, known, '; `wflint rule --list` lists the rules')}"
