"""The engines that a check looks for, by the configuration; nothing that reasons about code is loaded for that."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wflint.engines import Profile, load_profiles
from wflint.engines.wrappers import with_handlers, with_steps
from wflint.errors import DataError
from wflint.tables import did_you_mean

if TYPE_CHECKING:
    from wflint.config.layers import Configuration


def profiles_of(configuration: Configuration) -> tuple[Profile, ...]:
    """Return the engines that a configuration asks for, with the wrappers around them that it names.

    Raises:
        DataError: It names an unknown engine, or a row of `handlers` or `steps` makes no sense.
    """
    settings = configuration.settings
    chosen = _chosen(configuration)
    profiles = with_handlers(chosen, settings.handlers, partial(configuration.named, "handlers"))
    return with_steps(profiles, settings.steps, partial(configuration.named, "steps"))


def _chosen(configuration: Configuration) -> tuple[Profile, ...]:
    """Return the engines that the user names, or all."""
    names = configuration.settings.engines
    if not names:
        return load_profiles()
    known = {name for profile in load_profiles() for name in profile.names}
    for name in names:
        if name not in known:
            raise DataError(
                f"{configuration.named('engines')}: there is no engine `{name}`{did_you_mean(name, known)}"
            )
    return tuple(profile for profile in load_profiles() if not set(names).isdisjoint(profile.names))
