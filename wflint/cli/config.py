"""`wflint config`."""

from __future__ import annotations

import json

import click

from wflint.cli.offers import offered_options
from wflint.config.settings import Option, all_options
from wflint.errors import UsageError


@click.command(short_help="List configuration options, or describe one.")
@click.argument("key", required=False, shell_complete=offered_options)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print text or JSON.",
)
def config(key: str | None, output_format: str) -> None:
    """List the options of `wflint.toml` and `[tool.wflint]`, or describe the option KEY.

    `wflint check --show-settings` shows the values in effect.
    """
    from wflint.config.reference import option_facts

    found = all_options() if key is None else (_found(key),)
    if output_format == "json":
        click.echo(json.dumps([option_facts(each) for each in found], indent=2))
    elif key is None:
        click.echo(_list(found), nl=False)
    else:
        click.echo(_described(found[0]), nl=False)


def _found(key: str) -> Option:
    from wflint.tables import did_you_mean

    by_key = {option.key: option for option in all_options()}
    wanted = key.replace("_", "-").lower()
    if wanted not in by_key:
        hint = did_you_mean(wanted, by_key, "; `wflint config` lists the options")
        raise UsageError(f"there is no option `{key}`{hint}")
    return by_key[wanted]


def _list(options: tuple[Option, ...]) -> str:
    from wflint.config.reference import first_sentence

    formatter = click.get_current_context().make_formatter()
    formatter.write_dl([(each.key, first_sentence(each.about.text)) for each in options])
    return formatter.getvalue()


def _described(option: Option) -> str:
    from wflint.config.reference import option_facts

    facts = option_facts(option)
    formatter = click.get_current_context().make_formatter()
    formatter.write(f"{option.key}\n")
    formatter.write_paragraph()
    formatter.write_text(facts["text"])
    formatter.write_paragraph()
    said = {
        "Type": facts["type"],
        "Default": facts["default"],
        "Command line": facts["flag"],
        "Environment": facts["variable"],
    }
    formatter.write_dl([(f"{name}:", text) for name, text in said.items() if text])
    formatter.write_paragraph()
    formatter.write(f"[tool.wflint]\n{facts['example']}\n")
    return formatter.getvalue()
