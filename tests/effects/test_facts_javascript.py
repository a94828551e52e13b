"""Facts about JavaScript's calls, types and methods: every row is well formed, and what JSON makes of values is what Node makes of them."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any

import pytest
from node import NODE, is_installed, reflected

from wflint.effects.facts import (
    Concurrency,
    call_facts,
    method_facts,
    serialization_facts,
    type_facts,
    type_name_facts,
)
from wflint.ir.nodes import ContainerKind
from wflint.tables.rows import Facts

CALLS, TYPES, METHODS = call_facts("javascript"), type_facts("javascript"), method_facts("javascript")
NAMES, SERIALIZATION = type_name_facts("javascript"), serialization_facts("javascript")
EVERY: list[Facts[Any]] = [CALLS, TYPES, METHODS, NAMES, SERIALIZATION]
OF_TYPESCRIPT = {
    "any", "never", "object", "unknown", "void",
    "AsyncGenerator", "Awaited", "Generator", "NonNullable", "Omit", "Partial", "Pick", "PromiseLike",
    "Readonly", "ReadonlyArray", "ReadonlyMap", "ReadonlySet", "Record", "Required",
}  # fmt: skip
"""Types that only annotations name."""

needs_node = pytest.mark.skipif(not is_installed(), reason="Node is not installed")


@pytest.mark.parametrize("facts", EVERY, ids=lambda facts: facts.kind.__name__)
def test_every_row_is_well_formed_and_says_something(facts: Facts[Any]) -> None:
    rows = dict(facts.rows())

    assert rows
    assert [name for name, row in rows.items() if row == facts.kind()] == []


def _is_of_node(name: str) -> bool:
    """Whether Node knows a name: its modules, globals and the types that every language has; packages have a lower-case root."""
    return name.startswith(("node:", "builtins.")) or name[:1].isupper()


@needs_node
def test_rows_name_what_there_is() -> None:
    names = {name for facts in (CALLS, TYPES, SERIALIZATION) for name in facts.file.lines} - OF_TYPESCRIPT
    names = {name for name in names if _is_of_node(name) and name != "builtins.NoneType"}

    found = reflected(names).named
    assert len(names) >= 50
    assert sorted(name for name in names if found[name] is None) == []


@needs_node
def test_methods_are_those_of_some_object_of_node() -> None:
    known = {name.rpartition(".")[2] for name in reflected([]).reachable}

    # What holds something while a function runs is a library's own.
    names = {name for name, facts in METHODS.rows() if not facts.holds}
    assert sorted(names - known) == []


@cache
def serialized() -> dict[str, dict[str, Any]]:
    rows = {
        name: {"encode": row.encode, "decode": row.decode, "members": row.plain_members}
        for name, row in SERIALIZATION.rows()
    }
    done = subprocess.run(
        ["node", "serialize.mjs"],  # noqa: S607 - the one on the path
        cwd=NODE,
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


@needs_node
def test_json_makes_of_values_what_their_rows_say() -> None:
    wrong: list[str] = []
    for name, row in SERIALIZATION.rows():
        if not _is_of_node(name):
            continue
        becomes = serialized()[name]["becomes"]
        expected = row.becomes or (name if row.is_plain else "")
        # JSON has one kind of numbers.
        if becomes != expected.replace("builtins.int", "builtins.float"):
            wrong.append(f"{name}: {becomes}")
    assert wrong == []


@needs_node
def test_what_is_carried_through_json_comes_back() -> None:
    rows = {name: row for name, row in SERIALIZATION.rows() if row.encode is not None and _is_of_node(name)}

    assert rows
    assert [name for name in rows if not serialized()[name]["carried"]] == []


@needs_node
def test_plain_members_are_members_that_give_json() -> None:
    rows = {name: row for name, row in SERIALIZATION.rows() if row.plain_members and _is_of_node(name)}

    assert rows
    assert {name: serialized()[name]["plain"] for name in rows} == {
        name: list(row.plain_members) for name, row in rows.items()
    }


@needs_node
def test_what_objects_keep_is_what_is_left_of_them() -> None:
    kept = {
        name: row.keeps
        for name, row in SERIALIZATION.rows()
        if row.becomes == "builtins.dict" and _is_of_node(name)
    }

    assert kept
    # A sample of numbers has two of them; whoever asks for the second has asked for the first.
    assert {name: [each for each in serialized()[name]["keeps"] if each != "1"] for name in kept} == {
        name: sorted(keeps) for name, keeps in kept.items()
    }


def test_only_big_integers_are_rejected() -> None:
    rejected = [
        name for name, row in SERIALIZATION.rows() if row.json_remedy is not None and _is_of_node(name)
    ]

    assert rejected == ["BigInt", "BigInt64Array", "BigUint64Array"]


def test_what_is_known_of_calls_types_and_methods() -> None:
    assert CALLS.lookup("Promise.all").concurrency is Concurrency.TOGETHER
    assert CALLS.lookup("Promise.allSettled").gives_tasks
    assert (TYPES.lookup("Set").container, TYPES.lookup("Set").own_kind) == (ContainerKind.LIST, "Set")
    assert not TYPES.lookup("Set").is_unordered
    assert TYPES.lookup("Readonly").is_transparent
    assert (METHODS.lookup("push").changes_owner, METHODS.lookup("slice").copies) == (True, True)
    assert NAMES.lookup("axiosresponse").plain_members
