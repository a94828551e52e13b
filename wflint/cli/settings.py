"""Options of the command line that are options of the configuration as well, and those that all checks share."""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource
from click.types import StringParamType

from wflint.cli.offers import offered_rules
from wflint.config.settings import all_options, find_option
from wflint.config.variables import variable_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.config.load import Finder
    from wflint.pipeline.plan import Plan

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Separated(StringParamType):
    """Text, of which an environment variable holds several with a separator between."""

    def __init__(self, separator: str) -> None:
        self._separator = separator

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Return the values in an environment variable."""
        return [part for each in rv.split(self._separator) if (part := each.strip())]


class _SettingOption(click.Option):
    """An option of the command line that is one of the configuration; others may bear the same name."""


_WITH_COMMAS = _Separated(",")
# An option in TOML may hold commas and spaces.
_WITH_LINES = _Separated("\n")


def setting(key: str, metavar: str | None = None) -> Callable[[_Command], _Command]:
    """Return the command line's option for an option of the configuration."""
    option = find_option(key)
    common: dict[str, Any] = {"cls": _SettingOption, "help": option.about.flag, **from_environment(key)}
    if isinstance(option.default, enum.Enum):
        choices = [member.value for member in type(option.default)]
        return click.option(
            f"--{key}",
            type=click.Choice(choices),
            metavar=metavar,  # where there are many of them, the text names them, since that can be wrapped
            default=option.default.value,
            show_default=True,
            **common,
        )
    if isinstance(option.default, bool):
        return click.option(f"--{key}/--no-{key}", default=option.default, **common)
    if isinstance(option.default, str):
        return click.option(f"--{key}", metavar=metavar, **common)
    complete = offered_rules if metavar == "RULES" else None
    return click.option(
        f"--{key}", multiple=True, type=_WITH_COMMAS, metavar=metavar, shell_complete=complete, **common
    )


def from_environment(key: str) -> dict[str, Any]:
    """Return the arguments of an option that an environment variable can give as well."""
    return {"envvar": variable_of(key), "show_envvar": True}


def configuring(command: _Command) -> _Command:
    """Add the options that say where the configuration is."""
    return _decorated(
        command,
        click.option(
            "--config",
            multiple=True,
            type=_WITH_LINES,
            metavar="FILE|OPTION",
            help='Read this configuration file and no other, or set an option: "key = value".',
            **from_environment("config"),
        ),
        click.option(
            "--isolated",
            is_flag=True,
            help="Ignore all configuration files and .gitignore.",
            **from_environment("isolated"),
        ),
    )


def planning(command: _Command) -> _Command:
    """Add the argument and the options that say which files are checked, for which rules, with which settings."""
    return _decorated(
        command,
        click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
        setting("select", metavar="RULES"),
        setting("extend-select", metavar="RULES"),
        setting("ignore", metavar="RULES"),
        setting("preview"),
        setting("min-level", metavar="LEVEL"),
        setting("exclude", metavar="PATTERN"),
        click.option("--force-exclude", is_flag=True, help="Skip them even if the command line names them."),
        setting("baseline", metavar="FILE"),
        configuring,
    )


def _decorated(command: _Command, *decorators: Callable[[_Command], _Command]) -> _Command:
    return reduce(lambda decorated, decorate: decorate(decorated), reversed(decorators), command)


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
    settings = given_settings(context)
    variables = {
        key
        for key in settings
        if context.get_parameter_source(find_option(key).name) is ParameterSource.ENVIRONMENT
    }
    return make_finder(Path.cwd(), given["config"], settings, isolated=given["isolated"], variables=variables)


def given_settings(context: click.Context) -> dict[str, object]:
    """Return the values that the command line and the environment give, as a configuration file would, by key."""
    given: dict[str, object] = {}
    taken = {each.name for each in context.command.params if isinstance(each, _SettingOption)}
    for option in all_options():
        if option.name in taken and context.get_parameter_source(option.name) is not ParameterSource.DEFAULT:
            value: str | bool | tuple[str, ...] = context.params[option.name]
            given[option.key] = value if isinstance(value, (str, bool)) else list(value)
    return given
