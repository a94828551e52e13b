"""What a check is asked for, by the configuration: names of rules and engines are looked up here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wflint.checking.options import CheckOptions, FileIgnore
from wflint.checking.selection import rules_meant
from wflint.config.kinds import Platform
from wflint.config.load import import_roots
from wflint.files.patterns import FolderPatterns
from wflint.model.handler import Deployment
from wflint.pipeline.engines import profiles_of
from wflint.pipeline.selecting import selected
from wflint.rules import all_rules
from wflint.workspace.scope import Scope

if TYPE_CHECKING:
    from wflint.config.layers import Configuration


def options_of(configuration: Configuration) -> CheckOptions:
    """Return what a check with a configuration is asked for.

    Raises:
        UsageError: A rule is unknown.
        DataError: A folder of `src` does not exist, an engine is unknown, or a row of `handlers` or `steps` makes no
            sense.
    """
    settings = configuration.settings
    selection = selected(configuration)
    return CheckOptions(
        rules=selection.rules,
        min_level=settings.min_level,
        levels=selection.levels,
        file_ignores=_file_ignores(configuration),
        require_reason=settings.require_reason,
        unfixable=_unfixable(configuration),
        safe_fixes=rules_meant(settings.extend_safe_fixes, partial(configuration.named, "extend-safe-fixes")),
        scope=_scope(configuration),
    )


def _unfixable(configuration: Configuration) -> frozenset[str]:
    settings, named = configuration.settings, configuration.named
    fixable = rules_meant(settings.fixable, partial(named, "fixable"))
    every = frozenset(rule.name for rule in all_rules())
    return (every - fixable) | rules_meant(settings.unfixable, partial(named, "unfixable"))


def _scope(configuration: Configuration) -> Scope:
    settings = configuration.settings
    timeout = settings.step_timeout
    seconds = timeout.seconds if isinstance(timeout, Platform) else timeout
    return Scope(
        import_roots(configuration),
        settings.effects,
        {name: configuration.place("effects", name) for name in settings.effects},
        Deployment(seconds, settings.target_python),
        profiles_of(configuration),
    )


def _file_ignores(configuration: Configuration) -> tuple[FileIgnore, ...]:
    found: list[FileIgnore] = []
    for pattern, given in configuration.settings.per_file_ignores.items():
        path = ("per-file-ignores", pattern)
        rules = rules_meant(given, partial(configuration.named, *path))
        folder = configuration.origins[path].folder
        found.append(FileIgnore(pattern, FolderPatterns.of(folder, [pattern]), rules))
    return tuple(found)
