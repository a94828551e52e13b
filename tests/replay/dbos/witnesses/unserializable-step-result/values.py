"""What a step may return, and what not."""

import contextvars
import functools
import io
import queue
import re
import socket
import sqlite3
import sys
import threading
import types
import weakref
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from ipaddress import ip_address
from pathlib import PurePosixPath
from random import SystemRandom
from typing import Any
from uuid import UUID

from dbos import DBOS
from pydantic import BaseModel

LOG: list[str] = []
Pair = namedtuple("Pair", "left right")


@dataclass
class Point:
    x: int


class Model(BaseModel):
    x: int


class Colour(Enum):
    RED = "red"


class Plain:
    pass


def local() -> Any:
    class Local:
        pass

    return Local()


async def coroutine() -> None:
    pass


def generator() -> Iterator[int]:
    yield 1


async def async_generator() -> AsyncIterator[int]:
    yield 1


VALUES: dict[str, Callable[[], Any]] = {
    "lambda": lambda: lambda: 1,
    "local class": local,
    "local default": lambda: defaultdict(lambda: 1),
    "generator": generator,
    "async generator": async_generator,
    "coroutine": coroutine.__call__,
    "lock": threading.Lock,
    "thread": threading.Thread,
    "event": threading.Event,
    "future": Future,
    "pool": lambda: ThreadPoolExecutor(1),
    "queue": queue.Queue,
    "file": lambda: open(__file__),
    "socket": lambda: socket.socket(),
    "connection": lambda: sqlite3.connect(":memory:"),
    "module": lambda: io,
    "match": lambda: re.match("a", "a"),
    "dict keys": lambda: {"a": 1}.keys(),
    "dict items": lambda: {"a": 1}.items(),
    "memoryview": lambda: memoryview(b"x"),
    "frame": sys._getframe,
    "mapping proxy": lambda: types.MappingProxyType({}),
    "weak reference": lambda: weakref.ref(Plain),
    "context variable": lambda: contextvars.ContextVar("x"),
    "system random": SystemRandom,
    "none": lambda: None,
    "datetime": lambda: datetime(2026, 1, 2, tzinfo=timezone.utc),
    "date": lambda: date(2026, 1, 2),
    "timedelta": lambda: timedelta(1),
    "decimal": lambda: Decimal("1.10"),
    "fraction": lambda: Fraction(1, 3),
    "uuid": lambda: UUID(int=7),
    "path": lambda: PurePosixPath("x"),
    "address": lambda: ip_address("127.0.0.1"),
    "bytes": lambda: b"x",
    "complex": lambda: 1j,
    "tuple": lambda: (1, (2,)),
    "set": lambda: {1, 2},
    "frozenset": lambda: frozenset({1}),
    "range": lambda: range(3),
    "deque": lambda: deque([1]),
    "other keys": lambda: {1: "a", (1, 2): "b"},
    "counter": lambda: Counter("a"),
    "ordered dict": lambda: OrderedDict(a=1),
    "default dict": lambda: defaultdict(list, a=[1]),
    "pattern": lambda: re.compile("a"),
    "exception": lambda: (ValueError("x").args, KeyError),
    "partial": lambda: functools.partial(int, base=2).keywords,
    "named tuple": lambda: Pair(1, 2),
    "dataclass": lambda: Point(1),
    "model": lambda: Model(x=1),
    "enum": lambda: Colour.RED,
    "instance": lambda: type(Plain()),
    "function": lambda: local,
    "zip": lambda: type(zip([1], [2])),
}


@DBOS.workflow()
def everything() -> dict[str, str]:
    errors = {}
    results = {}
    for name, value in VALUES.items():
        try:
            results[name] = DBOS.run_step({"name": name}, value)
        except Exception as error:
            errors[name] = f"{type(error).__name__}: {error}"
    # Read back by the second process; by the first, they are the very objects.
    errors |= {
        name: f"{result!r}, not {VALUES[name]()!r}"
        for name, result in results.items()
        if type(result) is not type(VALUES[name]()) or result != VALUES[name]()
    }
    DBOS.run_step({"name": "end"}, lambda: None)
    return errors
