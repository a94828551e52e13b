"""The names that all profiles together give a meaning to, as tables for quick look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wflint.engines.profile import Color, HandlerPattern, Profile, Via


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What qualified names mean to one of the engines.

    Attributes:
        registrars: What registers handlers.
        registration_classes: Classes whose objects register handlers.
        contexts: Types of contexts.
        suspensions: The exceptions that suspend a pass.
        responses: Types of what steps give that send requests.
        triggers: Plain names without which code can register no handler.
    """

    registrars: Mapping[str, tuple[Profile, HandlerPattern]]
    registration_classes: frozenset[str]
    contexts: Mapping[str, tuple[Profile, Color]]
    suspensions: frozenset[str]
    responses: frozenset[str]
    triggers: frozenset[str]


def vocabulary(profiles: tuple[Profile, ...]) -> Vocabulary:
    """Lay out the names of some profiles."""
    patterns = [(profile, pattern) for profile in profiles for pattern in profile.handler]
    owners = (each.pattern.rpartition(".")[0] for _, each in patterns if each.via is Via.DECORATOR)
    return Vocabulary(
        {pattern.pattern: (profile, pattern) for profile, pattern in patterns},
        frozenset(owners),
        {
            name: (profile, context.color)
            for profile in profiles
            for context in profile.context
            for name in context.types
        },
        frozenset(name for profile in profiles for name in profile.suspend.names),
        frozenset(profile.response.type for profile in profiles),
        frozenset(part for _, each in patterns for part in each.pattern.split(".")[-2:]),
    )
