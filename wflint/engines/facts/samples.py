"""Sentences of a profile that are about nobody's code: their placeholders stand for samples."""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from wflint.engines.profile import Profile

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "inner": "the inner step",
        "outer": "the outer step",
        "step": "the step",
        "next": "the next step",
        "other": "the other step",
        "call": "the call",
        "what": "this",
        "variable": "a variable",
        "type": "value",
        "a_type": "a value",
        "error": "the exception",
        "failure": "an error",
    }
)
"""What stands where a message describes a part of the code at hand."""

_CODE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "pay",
        "class": "Shop",
        "method": "run",
        "registers": "serve",
        "member": "POST",
        "days": "1000",
    }
)
"""What stands where a message names something, in backticks."""

_CODE_OF: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "argument_unknown": {"name": "data"},
        "body_object": {"name": "body"},
        "group_name": {"name": "shop/pay"},
    }
)
"""The same where the name is not that of a handler, by the mistake."""

_DURATIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "negative": ("a negative number", "-10"),
        "short": ("a small number", "10"),
        "long": ("a large number", "86400000"),
        "fraction": ("a fraction", "1.5"),
        "text": ("other text", '"soon"'),
        "bool": ("`{type}`", "{true}"),
        "limit-short": ("a small number as a time limit", "10"),
        "limit-part": ("a part of a second as a time limit", "1500"),
    }
)
"""What is no duration, in words and as a sample; other keys are types."""

_OWN_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "Python": {"bool": "bool", "NoneType": "None", "true": "True"},
        "TypeScript": {"bool": "boolean", "NoneType": "undefined", "true": "true"},
    }
)
"""What types and values are called, by language."""

_PLACEHOLDER: Final = re.compile(r"(`?)\{(\w+)\}")


def filled(template: str, profile: Profile, mistake: str = "") -> str:
    """Fill in a sentence of a profile.

    Args:
        template: The sentence, with placeholders.
        profile: The profile.
        mistake: The key of the mistake that it is about, if it is about one.
    """
    words = {**_WORDS, "signal": profile.suspend.name if profile.suspend else "", "needed": _needed(profile)}
    names = ChainMap(dict(_CODE_OF.get(mistake, {})), dict(_CODE))

    def sample(match: re.Match[str]) -> str:
        quote, name = match.groups()
        return f"{quote}{words[name] if name in words else names[name] if quote else f'`{names[name]}`'}"

    return _capitalized(_PLACEHOLDER.sub(sample, template))


def _needed(profile: Profile) -> str:
    """Return what a call step needs: one of some arguments."""
    needs = dict.fromkeys(each for step in profile.step for each in step.needs)
    return " or ".join(f"`{each}`" for each in needs)


def wrong_duration(kind: str, says: str, profile: Profile) -> tuple[str, str]:
    """Return what is no duration, and what happens with it.

    Args:
        kind: The key of the profile's table.
        says: What happens, with placeholders.
        profile: The profile.
    """
    own = _OWN_WORDS[profile.engine.language]
    what, value = _DURATIONS.get(kind, (f"`{own.get(kind, kind)}`", ""))
    said = says.format(value=value.format(true=own["true"]), days=_CODE["days"])
    return what.format(type=own["bool"]), _capitalized(said)


def bare(template: str) -> str:
    """Return what an SDK says, with gaps where it speaks of the code at hand."""
    return template.format_map(defaultdict[str, str](lambda: "..."))


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
