"""The options that say which fixes are applied, for each command that applies some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from wflint.cli.settings import setting

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.fixes import FixPolicy

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def fixing(command: _Command) -> _Command:
    """Add the options that say which fixes are applied."""
    decorators = (
        click.option(
            "--safe-only",
            is_flag=True,
            help="Skip fixes that need runs in flight to be drained.",
        ),
        click.option(
            "--keep-in-flight",
            "safe_only",
            is_flag=True,
            hidden=True,
            help="The earlier name of --safe-only.",
        ),
        click.option("--unsafe", is_flag=True, help="Also apply fixes that may change what a handler does."),
        setting("fixable", metavar="RULES"),
        setting("unfixable", metavar="RULES"),
        click.option("-i", "--interactive", is_flag=True, help="Show each fix and ask before applying it."),
        click.option("--diff", is_flag=True, help="Show what would change as a diff, and write nothing."),
        click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if anything was fixed."),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def policy_of(context: click.Context) -> FixPolicy:
    """Return which fixes the command line asks for.

    Raises:
        UsageError: It asks for more and for less at once.
    """
    from dataclasses import replace

    from wflint.cli.asking import asker
    from wflint.fixes import FixPolicy

    given = context.params
    policy = FixPolicy.of(unsafe=given["unsafe"], safe_only=given["safe_only"])
    return replace(policy, ask=asker(given["color"])) if given["interactive"] else policy
