"""The JSON Schema of the configuration, for editors."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, cast

from wflint.config.kinds import PythonVersion
from wflint.config.settings import Option, all_options
from wflint.tables.keys import alternatives, keys_of, members_of, minimum_of, text_kind_of
from wflint.tables.toml import parse_toml, plain

SCHEMA_FILE: Final = "wflint.schema.json"
_ID: Final = "https://json.schemastore.org/wflint.json"


def schema_text() -> str:
    """Return the schema of `wflint.toml` and of the table `[tool.wflint]`, as it is published."""
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
    kinds = alternatives(hint)
    return _schema_of(kinds[0]) if len(kinds) == 1 else {"anyOf": [_schema_of(each) for each in kinds]}


def _schema_of(hint: object) -> dict[str, object]:
    shape = typing.get_origin(hint)
    if shape is tuple:
        return {"type": "array", "items": _schema(typing.get_args(hint)[0])}
    if shape is Mapping:
        return {"type": "object", "additionalProperties": _schema(typing.get_args(hint)[1])}
    if members := members_of(hint):
        return {"enum": list(members)}
    if text_kind := text_kind_of(hint):
        return {"type": "string", "pattern": text_kind.pattern()}
    if is_dataclass(hint):
        return _table_schema(cast("type[object]", hint))
    least = minimum_of(hint)
    return dict(_SIMPLE[hint]) if least is None else {"type": "integer", "minimum": least}


def _table_schema(kind: type[object]) -> dict[str, object]:
    keys = keys_of(kind)
    return {
        "type": "object",
        "properties": {name: _schema(key.hint) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.is_required],
        "additionalProperties": False,
    }


_SIMPLE: Final[Mapping[object, Mapping[str, object]]] = {
    bool: {"type": "boolean"},
    str: {"type": "string"},
    object: {},
}
