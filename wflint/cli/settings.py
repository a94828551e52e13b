"""Options of the command line that are options of the configuration as well."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from wflint.config.settings import all_options, find_option

_Command = TypeVar("_Command", bound=Callable[..., Any])


def setting(key: str, metavar: str | None = None) -> Callable[[_Command], _Command]:
    """The command line's option for an option of the configuration."""
    option = find_option(key)
    if isinstance(option.default, enum.Enum):
        choices = [member.value for member in type(option.default)]
        return click.option(
            f"--{key}",
            type=click.Choice(choices),
            default=option.default.value,
            show_default=True,
            help=option.about.flag,
        )
    return click.option(f"--{key}", multiple=True, metavar=metavar, help=option.about.flag)


def given_settings(context: click.Context) -> dict[str, object]:
    """The values that the command line gives, as a configuration file would, by key."""
    given: dict[str, object] = {}
    for option in all_options():
        source = context.get_parameter_source(option.name)
        if source is not None and source is not ParameterSource.DEFAULT:
            value: str | tuple[str, ...] = context.params[option.name]
            given[option.key] = value if isinstance(value, str) else list(value)
    return given
