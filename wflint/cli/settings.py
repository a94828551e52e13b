"""Options of the command line that are options of the configuration as well, and those that all checks share."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from wflint.cli.completion import offered_rules
from wflint.config.settings import all_options, find_option

if TYPE_CHECKING:
    from wflint.config.load import Finder
    from wflint.pipeline.plan import Plan

_Command = TypeVar("_Command", bound=Callable[..., Any])


def setting(key: str, metavar: str | None = None) -> Callable[[_Command], _Command]:
    """Return the command line's option for an option of the configuration."""
    option = find_option(key)
    if isinstance(option.default, enum.Enum):
        choices = [member.value for member in type(option.default)]
        return click.option(
            f"--{key}",
            type=click.Choice(choices),
            metavar=metavar,  # where there are many of them, the text names them, since that can be wrapped
            default=option.default.value,
            show_default=True,
            help=option.about.flag,
        )
    if isinstance(option.default, str):
        return click.option(f"--{key}", metavar=metavar, help=option.about.flag)
    complete = offered_rules if metavar == "RULES" else None
    return click.option(
        f"--{key}", multiple=True, metavar=metavar, help=option.about.flag, shell_complete=complete
    )


def planning(command: _Command) -> _Command:
    """Add the argument and the options that say which files are checked, for which rules, with which settings."""
    decorators = (
        click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
        setting("select", metavar="RULES"),
        setting("ignore", metavar="RULES"),
        setting("min-level"),
        setting("exclude", metavar="PATTERN"),
        click.option(
            "--force-exclude", is_flag=True, help="Leave them out even if they are named on the command line."
        ),
        setting("baseline", metavar="FILE"),
        click.option(
            "--config",
            multiple=True,
            metavar="FILE|OPTION",
            help='Use this configuration file and look for no other, or set an option: "key = value".',
        ),
        click.option("--isolated", is_flag=True, help="Use no configuration file and no .gitignore."),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def planned(context: click.Context) -> Plan:
    """Return the plan that the command line asks for.

    Raises:
        WflintError: A path, an option or a configuration file makes no sense.
    """
    from wflint.pipeline.plan import make_plan

    given = context.params
    return make_plan(
        given["paths"],
        finder_of(context),
        force_exclude=given["force_exclude"],
        respect_gitignore=not given["isolated"],
    )


def finder_of(context: click.Context) -> Finder:
    """Return what finds configuration as the command line asks for it.

    Raises:
        WflintError: An option makes no sense.
    """
    from wflint.pipeline.plan import make_finder

    given = context.params
    return make_finder(Path.cwd(), given["config"], given_settings(context), isolated=given["isolated"])


def given_settings(context: click.Context) -> dict[str, object]:
    """Return the values that the command line gives, as a configuration file would, by key."""
    given: dict[str, object] = {}
    for option in all_options():
        source = context.get_parameter_source(option.name)
        if source is not None and source is not ParameterSource.DEFAULT:
            value: str | tuple[str, ...] = context.params[option.name]
            given[option.key] = value if isinstance(value, str) else list(value)
    return given
