"""Rows from tables: what is read, what is inferred, and what is rejected with which words."""

from __future__ import annotations

import pytest

from wflint.effects import (
    Access,
    ArgumentCondition,
    CalledWhen,
    DurationUnit,
    EffectKind,
    Row,
    RuntimeVersion,
)
from wflint.effects.parse import parse_rows
from wflint.errors import DataError


def parse_one(table: object, name: str = "pkg.call") -> Row:
    return parse_rows({name: table}, "mine.toml")[name]


def test_a_row_with_every_key_is_read() -> None:
    row = parse_one(
        {
            "effect": "process",
            "access": "write",
            "unless-argument": {"position": 0, "name": "seed"},
            "when-argument": {"name": "mode"},
            "write-when": {"position": 1, "contains": "wax+"},
            "returns": "pkg.Result",
            "awaitable": True,
            "context-manager": "self",
            "calls": [0, "target"],
            "calls-when": "background",
            "passes": "pkg.Client",
            "hands-back": True,
            "unit": "ms",
            "sorts": True,
            "deduplicated-by": "id",
            "attribute": True,
            "remedy": "use a step",
            "since": "3.11",
            "until": "3.13",
        }
    )

    assert row == Row(
        name="pkg.call",
        origin="mine.toml",
        effect=EffectKind.PROCESS,
        access=Access.WRITE,
        unless_argument=ArgumentCondition(0, "seed"),
        when_argument=ArgumentCondition(None, "mode"),
        write_when=ArgumentCondition(1, None, "wax+"),
        returns="pkg.Result",
        awaitable=True,
        context_manager="self",
        calls=(0, "target"),
        called_when=CalledWhen.BACKGROUND,
        passes="pkg.Client",
        hands_back=True,
        unit=DurationUnit.MILLISECONDS,
        sorts=True,
        deduplicated_by="id",
        attribute=True,
        remedy="use a step",
        since=RuntimeVersion(3, 11),
        until=RuntimeVersion(3, 13),
    )


def test_a_row_needs_no_more_than_an_effect() -> None:
    assert parse_one({"effect": "none"}) == Row(name="pkg.call", origin="mine.toml", effect=EffectKind.NONE)


@pytest.mark.parametrize("effect", ["clock", "random", "identity", "order", "environment"])
def test_values_that_change_are_reads_by_nature(effect: str) -> None:
    assert parse_one({"effect": effect}).access is Access.READ


@pytest.mark.parametrize(
    "effect", ["global", "network", "database", "filesystem", "process", "output", "none"]
)
def test_the_access_of_other_effects_is_not_guessed(effect: str) -> None:
    assert parse_one({"effect": effect}).access is None


def test_a_given_access_stands_before_the_natural_one() -> None:
    assert parse_one({"effect": "environment", "access": "write"}).access is Access.WRITE


def test_another_spelling_needs_no_effect() -> None:
    assert parse_one({"same-as": "builtins.open"}).same_as == "builtins.open"


@pytest.mark.parametrize(
    "name",
    [
        "fetch",
        "node:fs/promises.readFile",
        "@scope/pkg.Class.get",
        "pkg-name/sub.call",
        "db.$transaction",
        "@scope/p.js",
    ],
)
def test_a_name_may_be_one_of_javascript(name: str) -> None:
    assert parse_one({"effect": "none", "returns": name}, name).returns == name


def test_a_prefix_knows_that_it_is_one() -> None:
    rows = [parse_one({"effect": "none"}, name) for name in ("pkg.*", "@scope/*", "pkg.call")]

    assert [(row.is_prefix, row.subject) for row in rows] == [
        (True, "pkg"),
        (True, "@scope"),
        (False, "pkg.call"),
    ]


def test_versions_are_those_of_a_runtime() -> None:
    row = parse_one({"effect": "none", "since": "3.11", "until": "22.5"})

    assert (row.since, row.until) == ((3, 11), (22, 5))
    assert str(row.until) == "22.5"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("none", "expected a table with the keys effect, access, "),
        ({}, "the key `effect` is missing"),
        ({"effect": "clocks"}, '`effect` must be one of "clock", "random", "identity", '),
        (
            {"effect": "none", "calls": [0], "calls-when": "x"},
            '`calls-when` must be one of "now", "background", not "x"',
        ),
        ({"effect": 3}, '`effect` must be one of "clock", "random", "identity", '),
        ({"efect": "clock"}, "unknown key `efect`, did you mean `effect`?"),
        ({"effect": "none", "zzz": 1}, "unknown key `zzz`"),
        ({"sdk": {"effect": "none"}}, 'unknown key `sdk`; a dotted name needs quotes: ["package.name"]'),
        ({"effect": "none", "awaitable": "yes"}, '`awaitable` must be true or false, not "yes"'),
        ({"effect": "none", "awaitable": 1}, "`awaitable` must be true or false, not 1"),
        ({"effect": "none", "remedy": 1}, "`remedy` must be a string, not 1"),
        ({"effect": "none", "returns": "a b"}, '`returns` must be a qualified name, not "a b"'),
        ({"effect": "none", "returns": ""}, '`returns` must be a qualified name, not ""'),
        ({"effect": "none", "returns": "pkg.*"}, '`returns` must be a qualified name, not "pkg.*"'),
        (
            {"effect": "none", "since": "three"},
            '`since` must be a version of Python or Node, "3.12", not "three"',
        ),
        (
            {"effect": "none", "calls": 0},
            "`calls` must be a list, each item a whole number from 0, or a string, not 0",
        ),
        (
            {"effect": "none", "calls": [True]},
            "`calls` must be a list, each item a whole number from 0, or a string, not [true]",
        ),
        ({"effect": "none", "calls-when": "now"}, "`calls-when` needs `calls`"),
        ({"effect": "none", "passes": "pkg.Client"}, "`passes` needs `calls`"),
        (
            {"effect": "none", "when-argument": 1},
            "`when-argument` must be a table with the keys position, name, contains, matches, not 1",
        ),
        ({"effect": "none", "when-argument": {}}, "`when-argument` needs `position` or `name`"),
        (
            {"effect": "none", "when-argument": {"position": -1}},
            "`when-argument.position` must be a whole number from 0, not -1",
        ),
        (
            {"effect": "none", "when-argument": {"positon": 1}},
            "unknown key `when-argument.positon`, did you mean `position`?",
        ),
        ({"same-as": "pkg.other", "effect": "none"}, "`same-as` stands alone: the other name's row says all"),
    ],
)
def test_a_malformed_row_is_named_with_its_file_and_key(table: object, problem: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_one(table)

    assert str(caught.value).startswith('mine.toml: "pkg.call": ' + problem)


@pytest.mark.parametrize(
    "name", ["", "*", ".a", "a..b", "a.*.b", "a.b-c", "1a", "a.*x", "a b", "a/", "/a", "@a/.b"]
)
def test_a_key_that_is_no_qualified_name_is_rejected(name: str) -> None:
    with pytest.raises(DataError, match=r"is not a qualified name: expected `package\.name` or"):
        parse_one({"effect": "none"}, name)
