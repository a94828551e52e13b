"""`wflint completion`, and the rules and engines that a shell offers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

_SHELLS: Final[Mapping[str, type[ShellComplete]]] = MappingProxyType(
    {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
)


@click.command(short_help="Print a script for shell completion.")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def completion(context: click.Context, /, shell: str) -> None:
    """Print a script that completes commands, options, rules and paths.

    \b
    bash  eval "$(wflint completion bash)"   in ~/.bashrc
    zsh   eval "$(wflint completion zsh)"    in ~/.zshrc
    fish  wflint completion fish | source    in ~/.config/fish/config.fish
    """  # noqa: D301 - click takes the character \b for "keep these lines as they are"
    made = _SHELLS[shell](context.find_root().command, {}, "wflint", "_WFLINT_COMPLETE")
    click.echo(made.source())


def offered_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose name or code begins so; after a comma the next one."""
    from wflint.rules import all_rules

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{text}", help=rule.rule.summary)
        for rule in all_rules()
        for text in (rule.name, rule.code)
        if text.lower().startswith(begun.lower())
    ]


def offered_options(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the keys of the configuration that begin so."""
    from wflint.config.settings import all_options

    return [CompletionItem(each.key) for each in all_options() if each.key.startswith(incomplete.lower())]


def offered_engines(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the engines whose short name begins so."""
    from wflint.engines import load_profiles

    return [
        CompletionItem(profile.id, help=profile.engine.title)
        for profile in load_profiles()
        if profile.id.startswith(incomplete.lower())
    ]
