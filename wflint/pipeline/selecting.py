"""Which rules a configuration runs, and at which levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from wflint.checking.selection import rules_meant
from wflint.config.kinds import Off
from wflint.record import record
from wflint.rules import all_rules, find_rule

if TYPE_CHECKING:
    from wflint.config.layers import Configuration
    from wflint.findings import Level


@record
class Selection:
    """The rules that a configuration runs.

    Attributes:
        rules: Their names.
        levels: Levels that replace those of a rule's findings, by the rule's name.
        warnings: What is asked for and has no effect, a sentence without a full stop each.
    """

    rules: frozenset[str]
    levels: Mapping[str, Level]
    warnings: tuple[str, ...] = ()


def selected(configuration: Configuration) -> Selection:
    """Return what a configuration selects.

    Raises:
        UsageError: A rule is unknown.
    """
    settings, named = configuration.settings, configuration.named
    levels = _levels(configuration)
    off = {name for name, level in levels.items() if isinstance(level, Off)}
    wanted = rules_meant(settings.select, partial(named, "select"))
    added = _added(configuration, settings.extend_select)
    left_out = rules_meant(settings.ignore, partial(named, "ignore")) | off
    rules = ((wanted | added) - left_out) | _added(configuration, configuration.overriding)
    tried = frozenset(each.name for each in all_rules() if each.rule.is_preview)
    return Selection(
        rules if settings.preview else rules - tried,
        {name: level for name, level in levels.items() if not isinstance(level, Off)},
        () if settings.preview else tuple(_without_effect(configuration, rules & tried)),
    )


def _added(configuration: Configuration, items: Iterable[str]) -> frozenset[str]:
    named = configuration.named_item
    each = (rules_meant([item], partial(named, "extend-select", item)) for item in items)
    return frozenset[str]().union(*each)


def _levels(configuration: Configuration) -> dict[str, Level | Off]:
    levels = configuration.settings.levels
    meant = {key: rules_meant([key], partial(configuration.named, "levels", key)) for key in levels}
    general_first = sorted(meant, key=lambda key: -len(meant[key]))
    return {name: levels[key] for key in general_first for name in meant[key]}


def _without_effect(configuration: Configuration, tried: frozenset[str]) -> Iterator[str]:
    """Yield a warning for each rule in preview that is selected by its own name or code."""
    settings = configuration.settings
    chosen = {text for each in (*settings.select, *settings.extend_select) for text in each.split(",")}
    for rule in sorted(filter(None, map(find_rule, chosen)), key=lambda each: each.code):
        if rule.name in tried:
            yield f"`{rule.name}` ({rule.code}) does not run: it is in preview, and `--preview` is off"
