"""`wflint rule`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from wflint.cli.completion import offered_rules
from wflint.errors import UsageError

if TYPE_CHECKING:
    from wflint.rules import RegisteredRule


@click.command(short_help="Explain a rule.")
@click.argument("name", required=False, shell_complete=offered_rules)
@click.option("--all", "everything", is_flag=True, help="Show every rule.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to show them.",
)
def rule(name: str | None, everything: bool, output_format: str) -> None:
    """Print the documentation of the rule NAME, a name (`clock-outside-step`) or a code (`WF101`)."""
    from wflint.rules import all_rules, find_rule

    if everything == (name is not None):
        raise click.UsageError("Name a rule, or give --all.")
    found = find_rule(name) if name else None
    rules = list(all_rules()) if everything else [found] if found else []
    if not rules:
        raise UsageError(_unknown(str(name)))
    if output_format == "json":
        click.echo(json.dumps([_as_json(each) for each in rules], indent=2, ensure_ascii=False))
    else:
        click.echo("\n\n".join(f"{_page(each)}\n\n{each.code} · {each.url}" for each in rules))


def _page(rule: RegisteredRule) -> str:
    """Return the rule's page, with a heading above the code of each language."""
    from wflint.languages import LANGUAGES

    titles = {language.name.lower(): language.name for language in LANGUAGES}
    return rule.page_by_language(lambda language, block: f"### {titles.get(language, language)}\n\n{block}")


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    from wflint.rules import all_rules

    close = get_close_matches(name, [text for each in all_rules() for text in (each.name, each.code)], n=1)
    hint = f", did you mean `{close[0]}`?" if close else "; `wflint rule --all` lists the rules"
    return f"there is no rule `{name}`{hint}"


def _as_json(each: RegisteredRule) -> dict[str, str]:
    return {
        "code": each.code,
        "name": each.name,
        "summary": each.rule.summary,
        "level": each.rule.level.value,
        "url": each.url,
        "documentation": each.documentation,
    }
