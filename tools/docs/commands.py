"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

import inspect
from typing import Final

import click

from wflint.cli.main import cli, commands
from wflint.cli.sections import SectionedCommand

_PREFACE: Final = """# Command line

`wflint COMMAND --help` says the same in the terminal. `wflint --version` shows the version.

Every command exits with 2 and one line on standard error if the arguments or the configuration make no sense."""


def commands_page() -> str:
    """The reference of all commands, in Markdown."""
    return "\n\n".join([_PREFACE, *(_section(name, commands()[name]) for name in sorted(commands()))]) + "\n"


def _section(name: str, command: click.Command) -> str:
    # The group's settings say how the help option is written.
    context = click.Context(command, info_name=name, parent=click.Context(cli, **cli.context_settings))
    usage = " ".join(command.collect_usage_pieces(context))
    return (
        f"## `wflint {name}`\n\n`wflint {name} {usage}`\n\n{_about(command)}\n\n{_options(command, context)}"
    )


def _about(command: click.Command) -> str:
    """The command's help, with lines that click shows as they are as code; a backspace marks these."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(
        "\n".join(f"    {line}" for line in each.splitlines()[1:]) if each.startswith("\b") else each
        for each in paragraphs
    )


def _options(command: click.Command, context: click.Context) -> str:
    if isinstance(command, SectionedCommand):
        return "\n\n".join(f"{title}:\n\n{_table(rows)}" for title, rows in command.sections(context))
    records = [each.get_help_record(context) for each in command.get_params(context)]
    # Arguments have none: the help says what they are.
    return _table([record for record in records if record is not None and record[1]])


def _table(records: list[tuple[str, str]]) -> str:
    rows = [f"| `{names}` | {text} |" for names, text in records]
    return "\n".join(["| option | what it does |", "|---|---|", *rows])
