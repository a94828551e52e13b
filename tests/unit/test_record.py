"""Records: cheap at run time, frozen for type checkers."""

from __future__ import annotations

import subprocess
import sys
import timeit
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import pytest
from sampling import sampled

from wflint.record import record


@record
class Point:
    x: int
    y: int = 0


@record(eq=False)
class Node:
    handle: object
    children: list[Node] = field(default_factory=list["Node"])


@record(eq=False)
class Leaf(Node):
    text: str = ""


@record(order=True)
class Version:
    major: int
    minor: int


@record
class Named:
    name: str
    weight: int = field(default=1, compare=False)

    def __hash__(self) -> int:
        return 7


def test_records_compare_and_hash_by_value() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 1)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert len({Point(1, 2), Point(1, 2), Point(1)}) == 2


def test_records_of_identity_are_equal_to_nothing_else() -> None:
    first, second = Node(None), Node(None)
    assert first != second
    assert {first: 1, second: 2}[first] == 1


def test_subclasses_inherit_fields() -> None:
    leaf = Leaf("handle", text="x")
    assert [each.name for each in fields(Leaf)] == ["handle", "children", "text"]
    assert (leaf.handle, leaf.children, leaf.text) == ("handle", [], "x")


def test_records_have_slots_and_no_dict() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert Point.__slots__ == ("x", "y")  # type: ignore[attr-defined]


def test_ordered_records_sort_by_their_fields() -> None:
    assert sorted([Version(1, 10), Version(1, 9)]) == [Version(1, 9), Version(1, 10)]


def test_a_hash_of_ones_own_stays() -> None:
    assert hash(Named("a")) == 7
    assert Named("a", 1) == Named("a", 2)


def test_a_field_that_cannot_be_hashed_may_be_left_out_of_the_hash() -> None:
    @record
    class Call:
        name: str
        keywords: dict[str, int] = field(default_factory=dict[str, int], hash=False)

    assert hash(Call("a", {"x": 1})) == hash(Call("a"))
    assert Call("a", {"x": 1}) != Call("a")


def test_records_are_dataclasses_for_replace_and_match() -> None:
    assert replace(Point(1, 2), y=3) == Point(1, 3)
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_making_a_record_costs_less_than_making_a_frozen_dataclass() -> None:
    @dataclass(frozen=True, slots=True)
    class Frozen:
        x: int
        y: int
        z: int

    @record
    class Cheap:
        x: int
        y: int
        z: int

    def cost(kind: type[Frozen | Cheap]) -> float:
        return min(timeit.repeat(lambda: kind(1, 2, 3), number=20_000, repeat=5))

    assert cost(Cheap) < cost(Frozen)


ASSIGNS = """
from wflint.record import record

@record
class Point:
    x: int

@record(eq=False)
class Node:
    x: int

Point(1).x = 2
Node(1).x = 2
Point("1")
print({Point(1)}, {Node(1)})
"""


@pytest.mark.parametrize("version", sampled(["3.10", "3.11"], 2))
def test_the_type_checker_refuses_to_change_a_record(tmp_path: Path, version: str) -> None:
    path = tmp_path / "assigns.py"
    path.write_text(ASSIGNS, "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--python-version",
        version,
        "--follow-imports=silent",
    ]
    cache = ["--cache-dir", str(tmp_path)]
    done = subprocess.run([*command, *cache, str(path)], capture_output=True, text=True, check=False)  # noqa: S603
    errors = [line.partition(": error: ")[2] for line in done.stdout.splitlines() if ": error: " in line]
    assert errors == [
        'Property "x" defined in "Point" is read-only  [misc]',
        'Property "x" defined in "Node" is read-only  [misc]',
        'Argument 1 to "Point" has incompatible type "str"; expected "int"  [arg-type]',
    ]
