"""`wflint completion`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

_SHELLS: Final[Mapping[str, type[ShellComplete]]] = MappingProxyType(
    {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
)


@click.command(short_help="Print a shell completion script.")
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
