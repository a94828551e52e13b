"""The JSON Schema of the configuration, for editors."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, cast

from wflint.config.convert import members_of, required_keys
from wflint.config.kinds import PYTHON_PATTERN, PythonVersion, plain
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
    # That of a version is the Python that runs.
    default = {} if option.hint is PythonVersion else {"default": plain(option.default)}
    return {"description": option.about.text, **_schema(option.hint), **default, "examples": [example]}


def _schema(hint: object) -> dict[str, object]:
    shape = typing.get_origin(hint)
    if shape is types.UnionType:
        return {"anyOf": [_schema(each) for each in typing.get_args(hint)]}
    if shape is tuple:
        return {"type": "array", "items": {"type": "string"}}
    if shape is Mapping:
        return {"type": "object", "additionalProperties": _schema(typing.get_args(hint)[1])}
    if members := members_of(hint):
        return {"enum": list(members)}
    if is_dataclass(hint):
        kind = cast("type[object]", hint)
        keys = {key: _schema(each) for key, each in typing.get_type_hints(kind).items()}
        return {
            "type": "object",
            "properties": keys,
            "required": required_keys(kind),
            "additionalProperties": False,
        }
    return dict(_SIMPLE[hint])


_SIMPLE: Final[Mapping[object, Mapping[str, object]]] = {
    bool: {"type": "boolean"},
    str: {"type": "string"},
    int: {"type": "integer", "minimum": 1},
    PythonVersion: {"type": "string", "pattern": PYTHON_PATTERN},
    object: {},
}
