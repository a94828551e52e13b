"""The rows of JavaScript's own names and Node's modules against the Node that is installed."""

from __future__ import annotations

from functools import cache

import pytest
from node import Reflected, is_installed, names_in, reflected, types_of

from wflint.effects import Access, CalledWhen, EffectKind, Row, load_catalogue

CATALOGUE = load_catalogue("javascript")
ROWS = [row for row in CATALOGUE.rows() if row.origin.startswith("effects/javascript/stdlib/")]
FILES = sorted({row.origin for row in ROWS})
needs_node = pytest.mark.skipif(not is_installed(), reason="Node is not installed")


@cache
def node() -> Reflected:
    return reflected(names_in(ROWS))


def rows_of(origin: str) -> list[Row]:
    return [row for row in ROWS if row.origin == origin]


@needs_node
@pytest.mark.parametrize("origin", FILES)
def test_every_name_exists_in_the_versions_that_its_row_gives(origin: str) -> None:
    names = {name for row in rows_of(origin) if node().has(row) for name in (row.subject, *types_of(row))}

    assert sorted(name for name in names if node().named[name] is None) == []


@needs_node
@pytest.mark.parametrize("origin", FILES)
def test_no_name_exists_in_a_version_that_its_row_excludes(origin: str) -> None:
    rows = [row for row in rows_of(origin) if not node().has(row) and not row.is_prefix]

    assert [row.name for row in rows if node().named[row.name] is not None] == []


@needs_node
@pytest.mark.parametrize("origin", FILES)
def test_attribute_rows_name_values_and_other_rows_callables(origin: str) -> None:
    rows = [row for row in rows_of(origin) if node().has(row) and not row.is_prefix and row.same_as is None]

    assert [row.name for row in rows if (node().named[row.name] == "value") is not row.attribute] == []


@needs_node
def test_every_function_and_class_that_code_reaches_has_a_row() -> None:
    reachable = node().reachable
    # A class is there to be constructed; a few are functions as well.
    asked = [
        f"{name}.new" if kind == "class" and _is_class(name) else name for name, kind in reachable.items()
    ]

    assert sorted(name for name in asked if CATALOGUE.lookup(name) is None) == []
    assert len(asked) >= 4000


def _is_class(name: str) -> bool:
    """Whether a name is spelled like that of a class: functions of old can be constructed too, and nobody does."""
    return name.rpartition(".")[2][:1].isupper()


def lookup(name: str) -> Row:
    row = CATALOGUE.lookup(name)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "effect", "access"),
    [
        ("Date.now", EffectKind.CLOCK, Access.READ),
        ("Date", EffectKind.CLOCK, Access.READ),
        ("Date.getTime", EffectKind.NONE, None),
        ("performance.now", EffectKind.CLOCK, Access.READ),
        ("node:perf_hooks.performance.now", EffectKind.CLOCK, Access.READ),
        ("process.hrtime", EffectKind.CLOCK, Access.READ),
        ("node:process.hrtime.bigint", EffectKind.CLOCK, Access.READ),
        ("Math.random", EffectKind.RANDOM, Access.READ),
        ("Math.max", EffectKind.NONE, None),
        ("crypto.randomUUID", EffectKind.RANDOM, Access.READ),
        ("node:crypto.randomUUID", EffectKind.RANDOM, Access.READ),
        ("node:crypto.webcrypto.getRandomValues", EffectKind.RANDOM, Access.READ),
        ("node:crypto.createHash", EffectKind.NONE, None),
        ("node:crypto.Hash.digest", EffectKind.NONE, None),
        ("node:crypto.scryptSync", EffectKind.HEAVY, None),
        ("process.env", EffectKind.ENVIRONMENT, Access.READ),
        ("process.pid", EffectKind.IDENTITY, Access.READ),
        ("node:os.hostname", EffectKind.IDENTITY, Access.READ),
        ("node:os.platform", EffectKind.ENVIRONMENT, Access.READ),
        ("node:fs.readdirSync", EffectKind.ORDER, Access.READ),
        ("node:fs/promises.readdir", EffectKind.ORDER, Access.READ),
        ("node:fs.promises.writeFile", EffectKind.FILESYSTEM, Access.WRITE),
        ("node:fs.existsSync", EffectKind.FILESYSTEM, Access.READ),
        ("node:path.join", EffectKind.NONE, None),
        ("node:path/posix.join", EffectKind.NONE, None),
        ("fetch", EffectKind.NETWORK, None),
        ("Response.json", EffectKind.NONE, None),
        ("node:https.get", EffectKind.NETWORK, Access.READ),
        ("node:dns/promises.lookup", EffectKind.NETWORK, Access.READ),
        ("console.log", EffectKind.OUTPUT, None),
        ("node:console.error", EffectKind.OUTPUT, None),
        ("process.stdout.write", EffectKind.OUTPUT, None),
        ("node:child_process.execSync", EffectKind.PROCESS, None),
        ("node:worker_threads.Worker.new", EffectKind.PROCESS, None),
        ("node:timers/promises.setTimeout", EffectKind.SLEEP, None),
        ("setTimeout", EffectKind.NONE, None),
        ("JSON.stringify", EffectKind.NONE, None),
        ("builtins.str.trim", EffectKind.NONE, None),
    ],
)
def test_well_known_names_have_the_effect_that_they_have(
    name: str, effect: EffectKind, access: Access | None
) -> None:
    row = lookup(name)

    assert (row.effect, row.access) == (effect, access)


def test_only_a_date_that_is_made_of_nothing_reads_the_clock() -> None:
    row = lookup("Date.new")

    assert (row.effect, row.returns) == (EffectKind.CLOCK, "Date")
    assert row.unless_argument is not None
    assert row.unless_argument.position == 0


@pytest.mark.parametrize("name", ["setTimeout", "setInterval", "queueMicrotask", "node:timers.setImmediate"])
def test_a_timer_calls_what_it_is_given_later(name: str) -> None:
    row = lookup(name)

    assert (row.calls, row.called_when) == ((0,), CalledWhen.BACKGROUND)
