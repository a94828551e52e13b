"""The JSON Schema of the configuration, for editors."""

from __future__ import annotations

import enum
import json
import typing
from collections.abc import Mapping
from typing import Final

from wflint.config.convert import members_of
from wflint.config.settings import Option, all_options
from wflint.config.toml import parse_toml

SCHEMA_FILE: Final = "wflint.schema.json"
_ID: Final = "https://json.schemastore.org/wflint.json"


def schema_text() -> str:
    """The schema of `wflint.toml` and of the table `[tool.wflint]`, as it is published."""
    schema = {
        # The draft that SchemaStore asks for.
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": _ID,
        "title": "wflint",
        "description": "Configuration of wflint, a linter for durable-workflow handlers",
        "type": "object",
        "properties": {option.key: _property(option) for option in all_options()},
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2) + "\n"


def _property(option: Option) -> dict[str, object]:
    example = parse_toml(option.about.example)[option.key]
    return {
        "description": option.about.text,
        **_schema(option.hint),
        "default": _plain(option.default),
        "examples": [example],
    }


def _schema(hint: object) -> dict[str, object]:
    shape = typing.get_origin(hint)
    if shape is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if shape is Mapping:
        return {"type": "object", "additionalProperties": _schema(typing.get_args(hint)[1])}
    if members := members_of(hint):
        return {"enum": list(members)}
    plain: dict[object, dict[str, object]] = {bool: {"type": "boolean"}, str: {"type": "string"}, object: {}}
    return plain[hint]


def _plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value
