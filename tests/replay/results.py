"""What step functions return, and what becomes of it: expression by expression."""

from __future__ import annotations

from typing import Any

_REJECTED = "TypeError: Object of type {} is not JSON serializable"
_KEYS = "TypeError: keys must be str, int, float, bool or None, not {}"
_POINT = "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n"
_MODEL = "from pydantic import BaseModel\n\nclass Point(BaseModel):\n    x: int\n"
_PLAIN = "class Point:\n    pass\n"
_COLOUR = "from enum import Enum\n\nclass Colour(Enum):\n    RED = 1\n"
_CIRCLE = "def circle():\n    items = []\n    items.append(items)\n    return items\n"


def _rejects(imports: str, expression: str, type_name: str) -> tuple[str, str, str]:
    return imports, expression, _REJECTED.format(type_name)


UNSERIALIZABLE: dict[str, tuple[str, str, str]] = {
    "datetime": _rejects("import datetime", "datetime.datetime(2030, 1, 1)", "datetime"),
    "date": _rejects("import datetime", "datetime.date(2030, 1, 1)", "date"),
    "timedelta": _rejects("import datetime", "datetime.timedelta(days=1)", "timedelta"),
    "decimal": _rejects("from decimal import Decimal", 'Decimal("1.5")', "Decimal"),
    "fraction": _rejects("from fractions import Fraction", "Fraction(1, 3)", "Fraction"),
    "set": _rejects("", "{1, 2}", "set"),
    "frozenset": _rejects("", "frozenset({1})", "frozenset"),
    "bytes": _rejects("", 'b"x"', "bytes"),
    "bytearray": _rejects("", 'bytearray(b"x")', "bytearray"),
    "memoryview": _rejects("", 'memoryview(b"x")', "memoryview"),
    "uuid": _rejects("import uuid", "uuid.UUID(int=7)", "UUID"),
    "dataclass": _rejects(_POINT, "Point(1)", "Point"),
    "pydantic": _rejects(_MODEL, "Point(x=1)", "Point"),
    "enum": _rejects(_COLOUR, "Colour.RED", "Colour"),
    "path": _rejects("from pathlib import PurePosixPath", 'PurePosixPath("x")', "PurePosixPath"),
    "generator": _rejects("", "(x for x in [1])", "generator"),
    "map": _rejects("", "map(str, [1])", "map"),
    "zip": _rejects("", "zip([1], [2])", "zip"),
    "range": _rejects("", "range(3)", "range"),
    "dict keys": _rejects("", "{'a': 1}.keys()", "dict_keys"),
    "dict items": _rejects("", "{'a': 1}.items()", "dict_items"),
    "deque": _rejects("from collections import deque", "deque([1])", "deque"),
    "chain map": _rejects("from collections import ChainMap", "ChainMap({})", "ChainMap"),
    "function": _rejects("", "returning_nothing", "function"),
    "class": _rejects(_PLAIN, "Point", "type"),
    "module": _rejects("import json", "json", "module"),
    "instance": _rejects(_PLAIN, "Point()", "Point"),
    "complex": _rejects("", "1j", "complex"),
    "exception": _rejects("", 'ValueError("x")', "ValueError"),
    "ip address": _rejects("import ipaddress", 'ipaddress.ip_address("127.0.0.1")', "IPv4Address"),
    "match": _rejects("import re", 're.match("x", "x")', "Match"),
    "nested in a list": _rejects("", "[{'tags': {1}}]", "set"),
    "tuple key": ("", "{(1, 2): 3}", _KEYS.format("tuple")),
    "bytes key": ("", "{b'x': 3}", _KEYS.format("bytes")),
    "enum key": (_COLOUR, "{Colour.RED: 3}", _KEYS.format("Colour")),
    "uuid key": ("import uuid", "{uuid.UUID(int=7): 3}", _KEYS.format("UUID")),
    "circular": (_CIRCLE, "circle()", "ValueError: Circular reference detected"),
}

CHANGED: dict[str, tuple[str, str, Any]] = {
    "tuple": ("", "(1, 2)", [1, 2]),
    "namedtuple": ("from collections import namedtuple", 'namedtuple("P", "x y")(1, 2)', [1, 2]),
    "int key": ("", "{1: 'a'}", {"1": "a"}),
    "float key": ("", "{1.5: 'a'}", {"1.5": "a"}),
    "bool key": ("", "{True: 'a'}", {"true": "a"}),
    "none key": ("", "{None: 'a'}", {"null": "a"}),
    "clashing keys": ("", "{1: 'a', '1': 'b'}", {"1": "b"}),
    "str enum": ("from enum import Enum", 'Enum("C", {"RED": "red"}, type=str).RED', "red"),
    "int enum": ("from http import HTTPStatus", "HTTPStatus.OK", 200),
    "ordered dict": ("from collections import OrderedDict", "OrderedDict(a=1)", {"a": 1}),
    "defaultdict": ("from collections import defaultdict", "defaultdict(int, a=1)", {"a": 1}),
    "counter": ("from collections import Counter", "Counter('a')", {"a": 1}),
}

UNCHANGED: dict[str, Any] = {
    "none": None,
    "bool": True,
    "int": 7,
    "big int": 10**30,
    "float": 1.5,
    "digits": "123",
    "null as text": "null",
    "json as text": '{"a": 1}',
    "nested": {"a": [1, {"b": None}]},
}

_HEAD = """
from {framework} import {app}
from upstash_workflow import {context}
from upstash_workflow.{framework} import Serve

{imports}

app = {app}({name})
serve = Serve(app)
LOG: list[str] = []


def returning_nothing():
    return None


def work():
    LOG.append("work")
    return {expression}


@serve.{decorator}("/work", retries={retries})
{handler}
"""


def returning(expression: str, imports: str = "", *, retries: int = 3, flask: bool = False) -> str:
    """Return the source of a handler whose one step returns `expression`."""
    return _HEAD.format(
        framework="flask" if flask else "fastapi",
        app="Flask" if flask else "FastAPI",
        context="WorkflowContext" if flask else "AsyncWorkflowContext",
        name="__name__" if flask else "",
        decorator="route" if flask else "post",
        handler=(
            'def handler(context: WorkflowContext) -> None:\n    context.run("work", work)'
            if flask
            else 'async def handler(context: AsyncWorkflowContext) -> None:\n    await context.run("work", work)'
        ),
        imports=imports,
        expression=expression,
        retries=retries,
    )
