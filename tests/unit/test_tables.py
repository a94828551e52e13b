"""Reading tables: which keys there are, what values become, and what is said of mistakes."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import pytest

from wflint.errors import DataError
from wflint.tables import (
    Minimum,
    did_you_mean,
    key_name,
    keys_of,
    not_a_key,
    read_table,
    read_values,
)
from wflint.tables.rows import Facts, RowFile
from wflint.tables.toml import plain
from wflint.tables.words import describe


class Color(enum.Enum):
    RED = "red"
    GREEN = "green"


class Letter:
    """One letter."""

    @staticmethod
    def from_text(text: str) -> str | None:
        return text if len(text) == 1 else None

    @staticmethod
    def words() -> str:
        return "a letter"

    @staticmethod
    def pattern() -> str:
        return "^.$"


@dataclass(frozen=True)
class Part:
    name: str
    first_letter: Annotated[str, Letter] = "x"


@dataclass(frozen=True)
class Whole:
    title: str
    color: Color = Color.RED
    says: str = field(default="", metadata=key_name("what-it-says"))
    origin: str = field(default="", metadata=not_a_key())
    count: int = 0
    seconds: Annotated[int, Minimum(1)] | Color | None = None
    is_big: bool = False
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[int | str, ...] = ()
    by_name: Mapping[str, Part] = field(default_factory=dict[str, Part])
    anything: object = None


def place(path: tuple[str, ...]) -> str:
    return f"my.toml:{len(path)}"


def test_values_arrive_with_their_types() -> None:
    table = {
        "title": "t",
        "color": "green",
        "what-it-says": "s",
        "count": 0,
        "seconds": 3,
        "is-big": True,
        "part": {"name": "p", "first-letter": "y"},
        "parts": [{"name": "q"}],
        "names": ["a", "b"],
        "places": [0, "key"],
        "by-name": {"r": {"name": "r"}},
        "anything": [1, {"x": 2}],
    }
    assert read_table(Whole, table, place) == Whole(
        "t",
        Color.GREEN,
        "s",
        count=0,
        seconds=3,
        is_big=True,
        part=Part("p", "y"),
        parts=(Part("q"),),
        names=("a", "b"),
        places=(0, "key"),
        by_name={"r": Part("r")},
        anything=[1, {"x": 2}],
    )


def test_one_of_several_types_is_taken() -> None:
    assert read_table(Whole, {"title": "t", "seconds": "red"}, place).seconds is Color.RED


def test_values_alone_need_no_key() -> None:
    assert read_values(Whole, {"what-it-says": "s"}, place) == {"says": "s"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (3, "my.toml:0: expected a table with the keys title, color, what-it-says, "),
        ({}, "my.toml:0: the key `title` is missing"),
        ({"title": "t", "part": {}}, "my.toml:1: the key `part.name` is missing"),
        ({"titel": "t"}, "my.toml:1: unknown key `titel`, did you mean `title`?"),
        ({"origin": "t"}, "my.toml:1: unknown key `origin`"),
        ({"is_big": True}, "my.toml:1: unknown key `is_big`, did you mean `is-big`?"),
        ({"part": {"zzz": 1}}, "my.toml:2: unknown key `part.zzz`; known are name, first-letter"),
        ({"title": 3}, "my.toml:1: `title` must be a string, not 3"),
        ({"is-big": 1}, "my.toml:1: `is-big` must be true or false, not 1"),
        ({"count": True}, "my.toml:1: `count` must be a whole number from 0, not true"),
        ({"count": -1}, "my.toml:1: `count` must be a whole number from 0, not -1"),
        ({"color": "gren"}, 'my.toml:1: `color` must be one of "red", "green", not "gren", did you mean `green`?'),
        ({"color": "blue"}, 'my.toml:1: `color` must be one of "red", "green", not "blue"'),
        ({"seconds": 0}, 'my.toml:1: `seconds` must be a whole number from 1, or one of "red", "green", not 0'),
        ({"part": 1}, "my.toml:1: `part` must be a table with the keys name, first-letter, not 1"),
        ({"part": {"name": "", "first-letter": "xy"}}, 'my.toml:2: `part.first-letter` must be a letter, not "xy"'),
        ({"parts": 1}, "my.toml:1: `parts` must be a list of tables, not 1"),
        ({"parts": [{"name": "q"}, {"name": 1}]}, "my.toml:2: `parts[1].name` must be a string, not 1"),
        ({"names": ["a", 1]}, 'my.toml:1: `names` must be a list of strings, not ["a", 1]'),
        (
            {"places": [True]},
            "my.toml:1: `places` must be a list, each item a whole number from 0, or a string, not [true]",
        ),
        ({"by-name": {"r": {"name": 1}}}, "my.toml:3: `by-name.r.name` must be a string, not 1"),
        ({"by-name": 1}, "my.toml:1: `by-name` must be a table, each value a table with the keys name, "),
    ],
)  # fmt: skip
def test_mistakes_say_where_which_key_and_what_was_meant(table: object, message: str) -> None:
    with pytest.raises(DataError) as caught:
        read_table(Whole, table, place)
    assert str(caught.value).startswith(message)


def test_keys_know_their_fields() -> None:
    keys = keys_of(Whole)
    assert keys["what-it-says"].field == "says"
    assert "origin" not in keys
    assert [name for name, key in keys.items() if key.is_required] == ["title"]


def test_types_in_words() -> None:
    assert describe(Mapping[str, object]) == "a table"
    assert describe(tuple[Color, ...]) == 'a list, each item one of "red", "green"'
    assert describe(object) == "any value"


def test_what_was_meant_or_what_there_is() -> None:
    assert did_you_mean("gren", ["red", "green"]) == ", did you mean `green`?"
    assert did_you_mean("blue", ["red", "green"]) == "; known are red, green"
    assert did_you_mean("blue", ["red", "green"], "; look around") == "; look around"


def test_a_table_is_written_with_the_keys_that_it_has() -> None:
    assert plain(Whole("t", says="s", names=("a",))) == {
        "title": "t",
        "color": Color.RED,
        "what-it-says": "s",
        "names": ("a",),
    }


ROWS = """# A comment.

"pkg.call" = { name = "exact" }
"*.call" = { name = "pattern" }
"pkg.*" = { name = "prefix" }
"broken" = { nme = "x" }
"no-toml" = { name = }
"""


@dataclass(frozen=True)
class Fact:
    name: str = "default"


def facts() -> Facts[Fact]:
    return Facts(Fact, RowFile.of(ROWS, "facts.toml"))


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("pkg.call", "exact"),
        ("other.call", "pattern"),
        ("pkg.inner.call", "pattern"),
        ("pkg.other", "prefix"),
        ("call", "default"),
        ("other.recall", "default"),
    ],
)
def test_an_exact_row_comes_first_then_the_first_pattern_that_fits(name: str, row: str) -> None:
    assert facts().lookup(name) == Fact(row)


def test_a_row_is_read_once() -> None:
    held = facts()
    assert held.lookup("other.call") is held.lookup("other.call")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("broken", 'facts.toml: "broken": unknown key `nme`, did you mean `name`?'),
        ("no-toml", 'facts.toml: "no-toml": '),
    ],
)
def test_a_malformed_row_is_an_error_when_it_is_asked_for(name: str, message: str) -> None:
    assert facts().lookup("pkg.call") == Fact("exact")
    with pytest.raises(DataError) as caught:
        facts().lookup(name)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("text", "line"), [("[table]", 1), ('"a" = { x = 1 }\n"a" = { x = 1 }', 2)])
def test_a_file_of_rows_has_one_row_a_line_and_none_twice(text: str, line: int) -> None:
    with pytest.raises(DataError, match=rf"^facts\.toml:{line}: expected one row, "):
        RowFile.of(text, "facts.toml")
