"""Read the JSON that projects are configured with, comments and trailing commas included; it may be anything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final, TypeAlias, cast

from wflint.files.folders import Folders

JsonObject: TypeAlias = "dict[str, object]"

_LARGEST: Final = 2_000_000
"""Bytes of a file that is still read; a lock file may be as long."""

_PIECE: Final = re.compile(r'"(?:\\.|[^"\\])*"|//[^\r\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)


def read_json(folders: Folders, path: Path) -> JsonObject:
    """Return the object in a file; an empty one where it is missing, unreadable, or holds none."""
    data = folders.read(path, _LARGEST)
    return parse_json(data.decode("utf-8-sig", errors="replace")) if data is not None else {}


def parse_json(text: str) -> JsonObject:
    """Return the object in a text; an empty one where it holds none."""
    for each in (
        text,
        _plain(_plain(text)),
    ):  # a comma may only be a trailing one once the comment after it is gone
        try:
            value = json.loads(each)
        except (ValueError, RecursionError):
            continue
        return cast("JsonObject", value) if isinstance(value, dict) else {}
    return {}


def text_at(holder: JsonObject, *keys: str) -> str:
    """Return the text below some keys; an empty one where there is none."""
    value = value_at(holder, *keys)
    return value if isinstance(value, str) else ""


def object_at(holder: JsonObject, *keys: str) -> JsonObject:
    """Return the object below some keys; an empty one where there is none."""
    value = value_at(holder, *keys)
    return cast("JsonObject", value) if isinstance(value, dict) else {}


def texts_at(holder: JsonObject, *keys: str) -> list[str]:
    """Return the texts in the list below some keys, or the single one that stands for it."""
    value = value_at(holder, *keys)
    if isinstance(value, str):
        return [value]
    return (
        [each for each in cast("list[object]", value) if isinstance(each, str)]
        if isinstance(value, list)
        else []
    )


def value_at(holder: JsonObject, *keys: str) -> object:
    """Return what stands below some keys; `None` where nothing does."""
    value: object = holder
    for key in keys:
        value = _member(value, key)
    return value


def _member(value: object, key: str) -> object:
    return cast("JsonObject", value).get(key) if isinstance(value, dict) else None


def _plain(text: str) -> str:
    return _PIECE.sub(lambda match: match[0] if match[0].startswith('"') else " ", text)
