"""Facts about libraries beside effects: every row is well formed, names what there is, and is true where that can be tried."""

from __future__ import annotations

import array
import base64
import builtins
import calendar
import collections
import datetime as dt
import decimal
import email.message
import fractions
import importlib
import io
import ipaddress
import json
import pathlib
import pickle
import re
import sqlite3
import sys
import threading
import time
import types
import uuid
import zoneinfo
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import pytest

from wflint.effects.facts import (
    Concurrency,
    Picks,
    SerializationFacts,
    call_facts,
    method_facts,
    serialization_facts,
    type_facts,
    type_name_facts,
)
from wflint.ir.nodes import ContainerKind
from wflint.tables.rows import Facts

CALLS, TYPES, METHODS = call_facts("python"), type_facts("python"), method_facts("python")
NAMES, SERIALIZATION = type_name_facts("python"), serialization_facts("python")
EVERY: list[Facts[Any]] = [CALLS, TYPES, METHODS, NAMES, SERIALIZATION]
OF_JAVASCRIPT: list[Facts[Any]] = [
    load("javascript")
    for load in (call_facts, type_facts, method_facts, type_name_facts, serialization_facts)
]

BUILTINS: Mapping[str, type] = {
    "NoneType": types.NoneType,
    "dict_items": type({}.items()),
    "dict_keys": type({}.keys()),
    "dict_values": type({}.values()),
    "file": io.TextIOWrapper,
    "generator": types.GeneratorType,
}
"""What the analysis calls built-in types that have no name in `builtins`."""

_ADDED = {"enum.StrEnum": (3, 11), "http.HTTPMethod": (3, 11), "typing.NotRequired": (3, 11), "typing.Required": (3, 11), "typing.override": (3, 12)}  # fmt: skip
_SQLITE = sqlite3.connect(":memory:")


@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: facts.kind.__name__)
def test_every_row_is_well_formed_and_says_something(facts: Facts[Any]) -> None:
    rows = dict(facts.rows())
    assert rows
    assert [name for name, row in rows.items() if row == facts.kind()] == []


@pytest.mark.parametrize(
    ("facts", "others"), [*zip(EVERY, OF_JAVASCRIPT, strict=True)], ids=lambda facts: facts.kind.__name__
)
def test_every_key_is_used_by_some_row(facts: Facts[Any], others: Facts[Any]) -> None:
    rows = [row for table in (facts, others) for _, row in table.rows()]
    defaults = {each.name: each.default for each in fields(facts.kind) if each.default is not MISSING}
    assert [
        name for name, value in defaults.items() if all(getattr(row, name) == value for row in rows)
    ] == []


def _resolve(name: str) -> object:
    """The object of a qualified name of the standard library."""
    parts = name.split(".")
    if parts[0] == "builtins" and parts[1] in BUILTINS:
        return BUILTINS[parts[1]]
    for length in range(len(parts) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise LookupError(name)


@pytest.mark.parametrize("facts", [CALLS, TYPES, SERIALIZATION], ids=lambda facts: facts.kind.__name__)
def test_rows_of_the_standard_library_name_what_there_is(facts: Facts[Any]) -> None:
    names = [name for name in facts.file.lines if name.partition(".")[0] in sys.stdlib_module_names]
    missing: list[str] = []
    for name in names:
        if "*" in name or sys.version_info < _ADDED.get(name, (3,)):
            continue
        try:
            _resolve(name)
        except (LookupError, AttributeError):
            missing.append(name)
    assert names
    assert missing == []


@pytest.mark.parametrize(
    ("name", "concurrency"),
    [
        ("asyncio.gather", Concurrency.TOGETHER),
        ("asyncio.wait_for", Concurrency.LIMITED),
        ("asyncio.create_task", Concurrency.TASK),
        ("asyncio.tasks.create_task", Concurrency.TASK),
        ("asyncio.AbstractEventLoop.create_task", Concurrency.TASK),
        ("asyncio.TaskGroup.create_task", Concurrency.GROUP),
        ("anyio.abc.TaskGroup.start_soon", Concurrency.GROUP),
        ("trio.Nursery.start", Concurrency.GROUP),
        ("concurrent.futures.ThreadPoolExecutor.submit", Concurrency.POOL),
        ("multiprocessing.pool.Pool.imap", Concurrency.POOL),
        ("asyncio.AbstractEventLoop.run_in_executor", Concurrency.POOL),
        ("threading.Thread", Concurrency.POOL),
        ("threading.Thread.start", None),
        ("asyncio.sleep", None),
        ("pkg.map", None),
    ],
)
def test_what_starts_other_things(name: str, concurrency: Concurrency | None) -> None:
    assert CALLS.lookup(name).concurrency is concurrency


def test_what_else_is_known_of_calls() -> None:
    assert CALLS.lookup("flask.abort").raises == "werkzeug.exceptions.HTTPException"
    assert (CALLS.lookup("random.choice").picks, CALLS.lookup("random.sample").picks) == (
        Picks.ONE,
        Picks.SEVERAL,
    )
    assert CALLS.lookup("tenacity.retry").retries
    assert CALLS.lookup("functools.wraps").keeps_signature
    assert not CALLS.lookup("functools.singledispatch").keeps_signature


def test_what_is_known_of_types() -> None:
    assert TYPES.lookup("builtins.frozenset").container is ContainerKind.SET
    assert TYPES.lookup("typing.Optional").is_transparent
    assert TYPES.lookup("datetime.datetime").is_immutable
    assert TYPES.lookup("pkg.Type") == TYPES.kind()


def test_the_last_part_of_a_name_tells() -> None:
    assert NAMES.lookup("asyncsession").is_session
    assert NAMES.lookup("chatresponse").plain_members == NAMES.lookup("response").plain_members != ()


def test_immutable_types_have_no_method_that_changes_them() -> None:
    changing = {name for name, row in METHODS.rows() if row.changes_owner}
    immutable = [name for name, row in TYPES.rows() if row.is_immutable]
    # `datetime.replace` and the like give another object; what is named as a change must not be there at all.
    assert [name for name in immutable if changing & set(vars(_resolve(name)))] == []


def test_methods_that_change_are_methods_of_collections() -> None:
    kinds = (list, dict, set, bytearray, collections.deque, collections.OrderedDict, collections.Counter)
    known = {name for kind in kinds for name in dir(kind)} | {"put_nowait"}
    assert {name for name, row in METHODS.rows() if row.changes_owner} <= known


# --- serialization ---

SAMPLES: Mapping[str, object] = {
    "array.array": array.array("i", [1]),
    "builtins.bytearray": bytearray(b"a"),
    "builtins.bytes": b"a",
    "builtins.complex": 1 + 2j,
    "builtins.dict_items": {"a": 1}.items(),
    "builtins.dict_keys": {"a": 1}.keys(),
    "builtins.dict_values": {"a": 1}.values(),
    "builtins.enumerate": enumerate("a"),
    "builtins.filter": filter(None, [1]),
    "builtins.frozenset": frozenset({1}),
    "builtins.generator": (each for each in (1, 2)),
    "builtins.map": map(int, ["1"]),
    "builtins.memoryview": memoryview(b"a"),
    "builtins.object": object(),
    "builtins.range": range(2),
    "builtins.reversed": reversed((1,)),
    "builtins.set": {1},
    "builtins.zip": zip([1], [2], strict=True),
    "calendar.Calendar": calendar.Calendar(),
    "collections.ChainMap": collections.ChainMap({"a": 1}),
    "collections.UserDict": collections.UserDict({"a": 1}),
    "collections.UserList": collections.UserList([1]),
    "collections.UserString": collections.UserString("a"),
    "collections.deque": collections.deque([1]),
    "datetime.date": dt.date(2020, 1, 2),
    "datetime.datetime": dt.datetime(2020, 1, 2, tzinfo=dt.timezone.utc),
    "datetime.time": dt.time(1, 2),
    "datetime.timedelta": dt.timedelta(seconds=1.5),
    "datetime.timezone": dt.timezone.utc,
    "decimal.Decimal": decimal.Decimal("1.1"),
    "email.message.EmailMessage": email.message.EmailMessage(),
    "email.message.Message": email.message.Message(),
    "fractions.Fraction": fractions.Fraction(1, 3),
    "io.BytesIO": io.BytesIO(),
    "io.StringIO": io.StringIO("a"),
    "ipaddress.IPv4Address": ipaddress.IPv4Address("127.0.0.1"),
    "ipaddress.IPv4Network": ipaddress.IPv4Network("127.0.0.0/8"),
    "ipaddress.IPv6Address": ipaddress.IPv6Address("::1"),
    "ipaddress.IPv6Network": ipaddress.IPv6Network("::/8"),
    "pathlib.Path": pathlib.Path("/a"),
    "pathlib.PurePath": pathlib.PurePath("/a"),
    "re.Match": re.match("a", "a"),
    "re.Pattern": re.compile("a"),
    "sqlite3.Connection": _SQLITE,
    "sqlite3.Cursor": _SQLITE.execute("select 1"),
    "time.struct_time": time.gmtime(0),
    "types.MappingProxyType": types.MappingProxyType({"a": 1}),
    "types.SimpleNamespace": types.SimpleNamespace(a=1),
    "uuid.UUID": uuid.UUID(int=1),
    "zoneinfo.ZoneInfo": zoneinfo.ZoneInfo("UTC"),
}

MODULES = {"base64": base64, "collections": collections, "datetime": dt, "decimal": decimal, "fractions": fractions, "ipaddress": ipaddress, "pathlib": pathlib, "time": time, "uuid": uuid, "zoneinfo": zoneinfo}  # fmt: skip


def _filled(template: str, value: object) -> object:
    code = re.sub(r"<([\w.]+)>", r"\1", template).replace("{}", "value")
    return eval(code, {**MODULES, "value": value})  # noqa: S307 - a template of the package itself


REJECTED = {
    name: row for name, row in SERIALIZATION.rows() if row.json_remedy is not None and name in SAMPLES
}
CARRIED = {name: row for name, row in SERIALIZATION.rows() if row.encode is not None and name in SAMPLES}


@pytest.mark.parametrize("name", sorted(REJECTED))
def test_what_is_said_to_be_no_json_is_rejected_under_that_name(name: str) -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps(SAMPLES[name])
    spelled = REJECTED[name].rejected_as or name.rpartition(".")[2]
    assert str(caught.value) == f"Object of type {spelled} is not JSON serializable"


CONSUMED = {"builtins.generator", "builtins.map", "builtins.zip", "builtins.filter", "builtins.enumerate", "builtins.reversed"}  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted(name for name in REJECTED if name not in CONSUMED | {"builtins.memoryview"})
)
def test_the_remedy_makes_json_of_it(name: str) -> None:
    remedy = REJECTED[name].json_remedy
    if remedy:
        json.dumps(_filled(remedy, SAMPLES[name]))


@pytest.mark.parametrize("name", sorted(CARRIED.keys() - CONSUMED))
def test_what_is_carried_through_json_comes_back(name: str) -> None:
    row, value = CARRIED[name], SAMPLES[name]
    stored = json.loads(json.dumps(_filled(row.encode or "", value)))
    back = _filled(row.decode, stored)
    if row.decode == "{}":
        # What becomes a list serves as well: its items are the same.
        assert [tuple(each) if isinstance(each, list) else each for each in stored] == list(value)  # type: ignore[call-overload]
    else:
        assert back == value


@pytest.mark.parametrize("name", sorted(name for name, row in SERIALIZATION.rows() if row.pickle_rejects and name in SAMPLES))  # fmt: skip
def test_what_is_said_not_to_be_picklable_is_rejected_under_that_name(name: str) -> None:
    with pytest.raises(TypeError, match=f"'?{SERIALIZATION.lookup(name).pickle_rejects}'? object"):
        pickle.dumps(SAMPLES[name])


@pytest.mark.parametrize("name", sorted(name for name, row in SERIALIZATION.rows() if row.pickles and name in SAMPLES))  # fmt: skip
def test_what_is_said_to_come_back_from_a_pickle_does(name: str) -> None:
    back = pickle.loads(pickle.dumps(SAMPLES[name]))  # noqa: S301 - it was written a moment ago
    assert type(back) is type(SAMPLES[name])
    assert back == SAMPLES[name] or str(back) == str(SAMPLES[name]) or vars(back) == vars(SAMPLES[name])


def test_locks_cannot_be_pickled() -> None:
    for name, lock in (("threading.Lock", threading.Lock()), ("threading.RLock", threading.RLock())):
        with pytest.raises(
            TypeError, match=f"cannot pickle '{SERIALIZATION.lookup(name).pickle_rejects}' object"
        ):
            pickle.dumps(lock)


def test_keys_that_python_takes_and_json_does_not() -> None:
    for name, row in SERIALIZATION.rows():
        if not row.is_json_key and name in SAMPLES:
            with pytest.raises(TypeError, match="keys must be str, int, float, bool or None"):
                json.dumps({SAMPLES[name]: 1})


def test_plain_members_are_members_that_give_json() -> None:
    for name, row in SERIALIZATION.rows():
        for member in row.plain_members if name in SAMPLES else ():
            json.dumps(getattr(SAMPLES[name], member))


def test_every_builtin_is_named_as_the_analysis_names_it() -> None:
    names = [name.partition(".")[2] for name in SERIALIZATION.file.lines if name.startswith("builtins.")]
    unnamed = [name for name in names if not hasattr(builtins, name) and name not in BUILTINS]
    assert unnamed == [], "a built-in type that `builtins` does not name goes into `BUILTINS`"


def test_a_type_without_a_row_is_taken_for_anything() -> None:
    assert SERIALIZATION.lookup("pkg.Type") == SerializationFacts()
    assert SerializationFacts().json_remedy is None
    assert SerializationFacts(encode="<a.b>({})").json_remedy == "a.b({})"
    assert SerializationFacts(encode="list({})", becomes="list").json_remedy is None
