"""Fixes that are safe: only where the value of a call is known to come back from the engine as it was."""

from __future__ import annotations

from textwrap import indent

import pytest
from fixing import after, fixed_text, handler

from wflint.findings import Applicability
from wflint.fixes import FixPolicy

SAFE = FixPolicy()

_DBOS = """\
import functools
import re
import sqlite3
import threading
from dataclasses import dataclass
from decimal import Decimal

import httpx
import redis
import requests
import vendor
from dbos import DBOS
from sqlalchemy import create_engine


class Gate:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.lock = threading.Lock()


class Store:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)


class Pool:
    def __init__(self) -> None:
        self.free = [httpx.Client()]

    def __getstate__(self) -> dict:
        return {}


@dataclass
class Price:
    amount: Decimal
    tags: set[str]


def announce() -> None:
    httpx.post("https://shop.example/announce")


def made():
    announce()
    return {VALUE}


@DBOS.step()
def charge(value) -> None:
    print(value)


@DBOS.workflow()
def checkout(order: str) -> None:
    value = made()
    charge(order)
    charge(value)
"""

_UNKNOWN = [
    "Gate(3)",
    "Store('postgresql://shop')",
    "Pool()",
    "[Gate(3)]",
    "{'gate': Gate(3), 'limit': 3}",
    "(1, Store('postgresql://shop'))",
    "threading.Lock()",
    "create_engine('postgresql://shop')",
    "httpx.Client()",
    "requests.Session()",
    "redis.Redis()",
    "sqlite3.connect('shop.db')",
    "open('prices.csv')",
    "re.match('a', 'a')",
    "vendor.Client()",
    "vendor.price_of(3)",
    "functools.partial(vendor.price_of, 3)",
    "[vendor.price_of(each) for each in 'ab']",
]
_KNOWN = ["3", "'paid'", "{'a': [1, None]}", "{'a', 'b'}", "b'a'", "Decimal(3)", "Price(Decimal(3), {'new'})", "httpx.get('https://shop.example')"]  # fmt: skip


@pytest.mark.parametrize("value", _UNKNOWN)
def test_a_call_whose_value_may_not_be_pickled_stays_outside_of_steps(value: str) -> None:
    text = _DBOS.replace("{VALUE}", value)

    assert "value = made()" in after(text, ["network-outside-step"], SAFE)


@pytest.mark.parametrize("value", _KNOWN)
def test_a_call_whose_value_can_be_pickled_becomes_a_step(value: str) -> None:
    text = _DBOS.replace("{VALUE}", value)

    assert 'value = DBOS.run_step({"name": "get-made"}, made)' in after(text, ["network-outside-step"], SAFE)


_CLASSES = """\
import threading
from dataclasses import dataclass, field

import httpx
import vendor
from pydantic import BaseModel, PrivateAttr, SecretStr


class Order(BaseModel):
    id: str
    lines: list[str]


class Login(BaseModel):
    token: SecretStr


class Cached(BaseModel):
    id: str
    _lock: object = PrivateAttr(default_factory=threading.Lock)


@dataclass
class Line:
    sku: str
    count: int = 1


@dataclass
class Linked(Line):
    def __post_init__(self) -> None:
        self.link = vendor.connect(self.sku)


@dataclass
class Numbered:
    sku: str
    number: int = field(default=0, init=False)


@dataclass
class Derived(Numbered):
    kind: str = "a"


def made():
    httpx.post("https://shop.example/announce")
    return {VALUE}


"""
_USED = 'value = made()\nawait context.run("a", lambda: print(value))\nawait context.run("b", lambda: print(value))'


@pytest.mark.parametrize(
    ("value", "is_fixed"),
    [
        ("Order(id='a', lines=[])", True),
        ("Line('a')", True),
        ("[Line('a')]", True),
        ("Login(token='a')", False),
        ("Cached(id='a')", False),
        ("Linked('a')", False),
        ("Numbered('a')", False),
        ("Derived('a')", False),
        ("vendor.Client('a')", False),
        ("{'client': httpx.Client()}", False),
    ],
)
def test_an_object_goes_through_json_where_its_fields_are_all_there_is(value: str, *, is_fixed: bool) -> None:
    text = handler(_USED, _CLASSES.replace("{VALUE}", value))
    fixed = after(text, ["network-outside-step"], SAFE)

    assert ("value = made()" not in fixed) is is_fixed


@pytest.mark.parametrize(
    ("line", "is_safe"),
    [
        ('data = open("model.bin", "rb").read()', False),
        ('with open("model.bin", mode="rb") as file:\n    data = file.read()', False),
        ('data = open("notes.txt", order["mode"]).read()', False),
        ('data = httpx.get("https://shop.example/model").content', False),
        ('data = open("notes.txt").read()', True),
        ('data = json.loads(open("rates.json", "rb").read())', True),
        ("data = os.urandom(16)", True),
    ],
)
def test_what_may_be_large_is_put_into_the_log_of_steps_only_when_asked(line: str, *, is_safe: bool) -> None:
    text = handler(
        f'{line}\nawait context.run("a", lambda: use(data))\nawait context.run("b", lambda: use(data))',
        "import json\nimport os\n\nimport httpx\nfrom shop import use\n",
    )

    assert (after(text, wanted=SAFE) != text) is is_safe


@pytest.mark.parametrize(
    ("clock", "is_safe"),
    [
        ("time.time()", True),
        ("time.time_ns()", True),
        ("time.monotonic()", False),
        ("time.perf_counter_ns()", False),
        ("started()", False),
    ],
)
def test_a_clock_that_each_process_starts_anew_is_stored_only_when_asked(
    clock: str, *, is_safe: bool
) -> None:
    text = handler(
        f'start = {clock}\nawait context.run("a", lambda: print(start))\nawait context.run("b", lambda: print(start))',
        "import time\n\n\ndef started():\n    return time.process_time()\n",
    )

    assert (after(text, ["clock-outside-step"], SAFE) != text) is is_safe


@pytest.mark.parametrize(
    "line",
    [
        "raise vendor.Retry(time.time() + 60)",
        'raise vendor.Retry("busy", at=datetime.now() + timedelta(minutes=5))',
        "retry_at = datetime.now() + timedelta(minutes=5)\nraise vendor.Retry(retry_at)",
        "raise later(60)",
    ],
)
def test_when_to_try_again_is_computed_anew_in_each_attempt(line: str) -> None:
    body = f'await context.run("a", lambda: print(1))\nif order["busy"]:\n{indent(line, "    ")}\nawait context.run("b", print)'
    imports = (
        "import time\nfrom datetime import datetime, timedelta\n\nimport vendor\n\n\n"
        "def later(seconds):\n    return vendor.Retry(time.time() + seconds)\n\n\n"
    )
    result = fixed_text(handler(body, imports))

    assert not result.applied
    assert not [each for each in result.remaining if each.finding.code == "WF101"]


def test_errors_that_are_returned_beside_results_are_not_stored() -> None:
    body = (
        "found = await asyncio.gather(load(1), load(2){OPTION})\n"
        'await context.run("a", lambda: print(found))\nawait context.run("b", lambda: print(found))'
    )
    imports = (
        "import asyncio\n\nimport httpx\n\n\nasync def load(number):\n"
        "    async with httpx.AsyncClient() as client:\n"
        '        return (await client.get(f"https://shop.example/{number}")).json()\n\n\n'
    )
    plain = fixed_text(handler(body.replace("{OPTION}", ""), imports))
    with_errors = fixed_text(handler(body.replace("{OPTION}", ", return_exceptions=True"), imports))

    assert [each.fix.applicability for each in plain.applied] == [Applicability.SAFE]
    assert all(each.fix.applicability is Applicability.UNSAFE for each in with_errors.applied)
