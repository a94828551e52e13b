"""What there is to say of a rule in few words: its fixes, languages and engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.engines import load_profiles
from wflint.languages import LANGUAGES
from wflint.public_home import DOCUMENTATION

if TYPE_CHECKING:
    from wflint.engines import Profile
    from wflint.rules import RegisteredRule

FIXES_PAGE: Final = f"{DOCUMENTATION}fixes/"
"""Where the classes of fixes are explained."""


def levels_in_words(rule: RegisteredRule) -> str:
    """Return the levels of a rule's findings, the worst first: `error or warning`, `error to info`."""
    worst, *others = [each.value for each in (rule.rule.level, *rule.rule.also)]
    return f"{worst} {'to' if len(others) > 1 else 'or'} {others[-1]}" if others else worst


def fixes_in_words(rule: RegisteredRule) -> str:
    """Return the classes of a rule's fixes, the most harmless first; empty where there is no fix."""
    *others, last = [each.value for each in rule.rule.fixes] or [""]
    return f"{', '.join(others)} or {last}" if others else last


def profiles_of(rule: RegisteredRule) -> tuple[Profile, ...]:
    """Return the profiles of the engines that a rule holds for."""
    return tuple(each for each in load_profiles() if rule.rule.applies(each))


def languages_of(rule: RegisteredRule) -> tuple[str, ...]:
    """Return the names of the languages that a rule holds in."""
    names = {profile.engine.language for profile in profiles_of(rule)}
    return tuple(each.name for each in LANGUAGES if each.name in names)


def headline(rule: RegisteredRule) -> str:
    """Return the code, the levels, the fixes, the languages and the engines of a rule."""
    newest = [each for each in load_profiles() if not each.engine.supersedes]
    engines = [each.id for each in profiles_of(rule) if not each.engine.supersedes]
    languages = languages_of(rule)
    parts = (
        rule.code,
        levels_in_words(rule),
        "in preview: runs with `--preview` only" if rule.rule.is_preview else "",
        f"fix: {fixes_in_words(rule)}" if rule.rule.fixes else "no fix",
        f"{languages[0]} only" if len(languages) == 1 else "",
        "every engine" if len(engines) == len(newest) else f"engines: {', '.join(engines)}",
    )
    return " · ".join(filter(None, parts))
