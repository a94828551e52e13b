"""What the SDK was measured to do, row by row: wflint reports what goes wrong and is silent about what works.

Each row in `semantics_rows/` is `--- label: codes`, then the body of a handler or, where it says `serve.`, a module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markers import check_all

from wflint.findings import Level

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

ROWS = Path(__file__).parent / "semantics_rows"
ROW = re.compile(r"^--- (?P<label>\S+):(?P<codes>.*)\n(?P<source>(?:(?!--- ).*\n)*)", re.MULTILINE)

PREAMBLE = """
import asyncio
import contextlib
import json
import os
import random
import sqlite3
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone
from functools import partial, wraps
from http import HTTPStatus

import httpx
from fastapi import HTTPException
from {framework} import {application}
from upstash_workflow import AsyncWorkflowContext, WorkflowAbort
from upstash_workflow.{framework} import Serve

app = {application}({name})
serve = Serve(app)
COUNT = 0
LOCK = asyncio.Lock()
LOCK_OF_FILES = threading.Lock()


def charge(cents=100):
    return {{"cents": cents}}


def store(value):
    return None


async def fetch(number):
    return {{"number": number}}


"""
PREAMBLES = {
    "fastapi": PREAMBLE.format(framework="fastapi", application="FastAPI", name=""),
    "flask": PREAMBLE.format(framework="flask", application="Flask", name="__name__"),
}
HANDLERS = {
    "fastapi": '@serve.post("/order")\nasync def order(context):\n',
    "flask": '@serve.route("/order")\ndef order(context):\n',
}

# Values whose type `json.dumps` refuses, and values that it takes as they are.
REFUSED = [
    "datetime.now(timezone.utc)", "date.today()", "timedelta(days=1)", "decimal.Decimal(1)", "fractions.Fraction(1)",
    "{1, 2}", "frozenset({1})", "b'x'", "bytearray(b'x')", "memoryview(b'x')", "uuid.uuid4()", "pathlib.Path('x')",
    "(x for x in [1])", "map(str, [1])", "zip([1], [2])", "range(3)", "{}.keys()", "{}.items()", "collections.deque()",
    "collections.ChainMap()", "charge", "dict", "os", "object()", "1j", "ValueError('x')",
    "ipaddress.IPv4Address('127.0.0.1')", "re.compile('x')",
]  # fmt: skip
KEPT = ["None", "True", "10**30", "1.5", "'123'", "[1, {'a': None}]", "str(uuid.uuid4())", "sorted({1, 2})"]
MORE_IMPORTS = "import collections, decimal, fractions, ipaddress, pathlib, re\n"

# Rows that wflint does not get right yet.
UNMET = {
    "m29": "steps that wait in a list are not seen to be made before they are awaited",
    "m-route": "`serve.route` of FastAPI's Serve does not exist, and is taken for no registration at all",
    "m-get": "`serve.get` does not exist, and is taken for no registration at all",
    "m-post": "`serve.post` of Flask's Serve does not exist, and is taken for no registration at all",
    "n3": "a parser that cannot be applied to its own result is not seen",
    "g dict": "a class as a step's result is not seen",
    "g os": "a module as a step's result is not seen",
    "g object()": "an object without a type of its own as a step's result is not seen",
}

# Rows on which no reading of the source can decide; CONTRIBUTING.md tells them, too.
NOT_DECIDED = {
    "c4": "depends on the version of the code that a run started with",
    "o": "depends on how far the runs in flight are when a version is deployed",
    "x9": "depends on whether a time limit runs out",
    "a3b": "depends on whether a retry happens to decide as the first attempt did",
    "p2": "depends on whether the environment has signing keys",
    "p3": "depends on whether the environment has both signing keys; `receiver=None` is the default",
    "p9": "depends on whether the keys are loaded when the handler is registered",
    "l-listdir": "depends on the order in which a file system lists its files",
    "k-server": "depends on the server: what it does with a negative duration, or a step name beyond ASCII for a call",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a small file, and the codes of the findings that it has at level warning or error."""

    label: str
    source: str
    codes: frozenset[str]


def read(framework: str) -> list[Row]:
    """The rows for a framework."""
    text = (ROWS / f"{framework}.txt").read_text(encoding="utf-8")
    return [
        Row(found["label"], complete(framework, found["source"]), frozenset(found["codes"].split()))
        for found in ROW.finditer(text)
    ]


def complete(framework: str, source: str) -> str:
    """A row's text as a file that can be checked."""
    if "serve." not in source:
        source = HANDLERS[framework] + re.sub(r"^(?=.)", "    ", source, flags=re.MULTILINE)
    return PREAMBLES[framework] + source


def values() -> list[Row]:
    """A row for each value that a step may return."""
    step = '{imports}@serve.post("/order")\nasync def order(context):\n    await context.run("a", lambda: {value})\n'
    return [
        Row(
            f"g {value}",
            complete("fastapi", step.format(imports=MORE_IMPORTS, value=value)),
            frozenset(codes),
        )
        for listed, codes in ((REFUSED, ["WF501"]), (KEPT, []))
        for value in listed
    ]


def all_rows() -> list[ParameterSet]:
    """All rows; those that are not met are expected to fail."""
    return [
        pytest.param(
            row,
            id=row.label,
            marks=[pytest.mark.xfail(reason=UNMET[row.label], strict=True)] if row.label in UNMET else [],
        )
        for row in [*read("fastapi"), *read("flask"), *values()]
    ]


@pytest.mark.parametrize("row", all_rows())
def test_the_row_has_these_findings(row: Row, tmp_path: Path) -> None:
    path = tmp_path / "order.py"
    path.write_text(row.source, encoding="utf-8")
    report = check_all(path)
    assert report.errors == ()
    assert {finding.code for finding in report.findings if finding.level is not Level.INFO} == row.codes


def test_labels_are_unique_and_exceptions_name_rows() -> None:
    labels = [row.label for row in [*read("fastapi"), *read("flask"), *values()]]
    assert len(labels) == len(set(labels))
    assert UNMET.keys() <= set(labels)
    assert NOT_DECIDED.keys().isdisjoint(labels)
