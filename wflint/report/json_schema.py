"""The shape of the JSON format: these types check the renderer, and its published JSON Schema is made from them."""

from __future__ import annotations

import json
import types
from inspect import cleandoc
from typing import (
    Final,
    Literal,
    TypeAlias,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

SCHEMA_FILE: Final = "wflint-json-v1.schema.json"


LevelName: TypeAlias = Literal["error", "warning", "info"]


class CellJson(TypedDict, total=False):
    """Which cell of a notebook something is in, counted from 1 with those that hold no code."""

    cell: int


class PositionJson(CellJson):
    """A place in a file; line and column count from 1, the column in characters, the line in a notebook in its `cell`."""

    line: int
    column: int


class RelatedJson(TypedDict):
    """Another place that tells the story: the handler, a link of the cause chain, a sink."""

    message: str
    path: str
    start: PositionJson
    end: PositionJson


class EditJson(TypedDict):
    """Replaces what stands between two places; `end` is after the last character."""

    path: str
    start: PositionJson
    end: PositionJson
    text: str


FixClassJson = TypedDict("FixClassJson", {"class": Literal["safe", "drain", "unsafe"]})
"""What follows for a deploy from the two facts about a fix, and from what the configuration counts as safe."""


class FixJson(FixClassJson):
    """A rewrite that removes the finding's cause; apply all edits or none.

    `class` is `safe` where the handler does the same and runs in flight go on, `drain` where runs in flight have to end
    first, `unsafe` where the handler may do something else.
    """

    message: str
    applicability: Literal["safe", "unsafe"]
    in_flight: Literal["keeps", "breaks"]
    edits: list[EditJson]


class FindingJson(TypedDict):
    """One mistake; `start` and `end` are those of its primary span."""

    code: str
    name: str
    level: LevelName
    message: str
    help: str
    url: str
    engine: str | None
    handler: str | None
    path: str
    start: PositionJson
    end: PositionJson
    related: list[RelatedJson]
    fix: FixJson | None
    fingerprint: str


class ErrorJson(TypedDict):
    """A file that could not be read, so that nothing in it has been checked."""

    path: str
    message: str


class HiddenJson(TypedDict):
    """How many findings are hidden, by what hides them; rules that are off and files that are left out find none."""

    ignore_comments: int
    per_file_ignores: int
    baseline: int
    min_level: int
    diff_base: int


class SummaryJson(TypedDict):
    """What was looked at, how many findings there are of each level, and how many are hidden."""

    files: int
    handlers: int
    steps: int
    errors: int
    warnings: int
    infos: int
    unknown_calls: int
    hidden: HiddenJson


class InternalErrorJson(TypedDict):
    """A mistake of wflint itself, which ended what it was doing there and nothing else; please report it.

    `activity` says what could not be done, `error` is the exception, `frame` the place in wflint that it comes from.
    """

    path: str | None
    handler: str | None
    rule: str | None
    activity: str
    error: str
    frame: str


class InternalErrorsJson(TypedDict, total=False):
    """What documents hold where wflint itself has failed, and only there."""

    internal_errors: list[InternalErrorJson]


class ReportJson(InternalErrorsJson):
    """What `wflint check --output-format json` prints; `internal_errors` is there only if there are any."""

    format: Literal["wflint-json-v1"]
    version: str
    findings: list[FindingJson]
    errors: list[ErrorJson]
    summary: SummaryJson


def schema_text(shape: object = ReportJson, title: str = "wflint-json-v1") -> str:
    """Return the JSON Schema of a document's shape, as it is published."""
    definitions: dict[str, object] = {}
    root = (
        _object_schema(shape, definitions)
        if isinstance(shape, type) and is_typeddict(shape)
        else _schema(shape, definitions)
    )
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **root}
    return json.dumps({**schema, "$defs": dict(sorted(definitions.items()))}, indent=2) + "\n"


def _object_schema(shape: type, definitions: dict[str, object]) -> dict[str, object]:
    hints = get_type_hints(shape)
    required: frozenset[str] = shape.__required_keys__  # type: ignore[attr-defined] # it is a TypedDict
    return {
        "description": cleandoc(shape.__doc__ or ""),  # Python 3.13 does so by itself
        "type": "object",
        "properties": {name: _schema(hint, definitions) for name, hint in hints.items()},
        "required": [name for name in hints if name in required],
        "additionalProperties": False,
    }


def _schema(hint: object, definitions: dict[str, object]) -> dict[str, object]:
    """Return the schema of a type annotation; shapes are defined once, in `definitions`."""
    if isinstance(hint, type) and is_typeddict(hint):
        name = hint.__name__.removesuffix("Json")
        if name not in definitions:
            definitions[name] = {}  # known from here on, as shapes may hold each other
            definitions[name] = _object_schema(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    if get_origin(hint) is Literal:
        values = get_args(hint)
        return {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
    if get_origin(hint) is list:
        return {"type": "array", "items": _schema(get_args(hint)[0], definitions)}
    if get_origin(hint) in (types.UnionType, Union):
        return {"anyOf": [_schema(part, definitions) for part in get_args(hint)]}
    plain: dict[object, dict[str, object]] = {
        str: {"type": "string"},
        int: {"type": "integer", "minimum": 0},
        bool: {"type": "boolean"},
        types.NoneType: {"type": "null"},
    }
    return plain[hint]
