"""Engines as JSON: what their profiles say, with the keys that these have as files, and which rules hold."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.engine_page import EnginePage
    from wflint.rules import RegisteredRule


def render(engines: Iterable[EnginePage], out: TextIO) -> None:
    """Write a list of engines."""
    out.write(f"{json.dumps([_engine(each) for each in engines], indent=2, ensure_ascii=False)}\n")


def _engine(page: EnginePage) -> dict[str, object]:
    profile = page.profile
    return {
        "id": profile.id,
        "title": profile.engine.title,
        "packages": list(profile.engine.packages),
        "rules": _names(page.applying),
        "rules_left_out": _names(page.left_out),
        "profile": plain(profile),
    }


def _names(rules: Iterable[RegisteredRule]) -> list[str]:
    return [each.name for each in rules]


def plain(value: object) -> object:
    """Return a part of a profile as JSON data, without the keys that it leaves open."""
    if is_dataclass(value):
        held = {each.name.replace("_", "-"): plain(getattr(value, each.name)) for each in fields(value)}
        return {key: each for key, each in held.items() if each not in (None, "", [], {})}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in cast("Mapping[str, object]", value).items()}
    if isinstance(value, tuple):
        return [plain(each) for each in cast("tuple[object, ...]", value)]
    return value
