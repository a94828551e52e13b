"""The standard library's rows against the running interpreter."""

from __future__ import annotations

import sys

import pytest
from effect_names import (
    context_problems,
    covered,
    exists_here,
    problem_with,
    resolve,
    signature_problems,
    stdlib_modules,
    types_named_by,
)

from wflint.effects import Access, CalledWhen, Catalogue, Effect, Row, load_catalogue

CATALOGUE = load_catalogue("python")
ROWS = [row for row in CATALOGUE.rows() if row.origin.startswith("effects/python/stdlib/")]
FILES = sorted({row.origin for row in ROWS})

# Bound to the instance by its constructor, so the class does not have it.
SET_BY_THE_CONSTRUCTOR = {"asyncio.Condition.acquire"}


def is_built(row: Row) -> bool:
    """Whether the interpreter comes with the row's module: some are optional, or of one platform only."""
    root = row.name.partition(".")[0]
    return root not in sys.stdlib_module_names or problem_with(root) is None


def checked(origin: str) -> list[Row]:
    rows = [row for row in ROWS if row.origin == origin and row.name not in SET_BY_THE_CONSTRUCTOR]
    return [row for row in rows if is_built(row)]


@pytest.mark.parametrize("origin", FILES)
def test_every_name_exists_in_the_versions_that_its_row_gives(origin: str) -> None:
    rows = [row for row in checked(origin) if exists_here(row)]

    assert [problem for row in rows if (problem := problem_with(row.name.removesuffix(".*")))] == []


@pytest.mark.parametrize("origin", FILES)
def test_no_name_exists_in_a_version_that_its_row_excludes(origin: str) -> None:
    # A prefix may have a `since` although its module is older: it speaks of what is below.
    rows = [row for row in ROWS if row.origin == origin and not exists_here(row)]

    assert [row.name for row in rows if problem_with(row.name.removesuffix(".*")) is None] == []


@pytest.mark.parametrize("origin", FILES)
def test_every_type_that_a_row_names_exists(origin: str) -> None:
    names = {name for row in checked(origin) if exists_here(row) for name in types_named_by(row)}

    assert [problem for name in sorted(names) if (problem := problem_with(name))] == []


@pytest.mark.parametrize("origin", FILES)
def test_the_arguments_of_conditions_are_those_of_the_signature(origin: str) -> None:
    rows = [row for row in checked(origin) if exists_here(row) and not row.is_prefix]

    assert [problem for row in rows for problem in signature_problems(row)] == []


@pytest.mark.parametrize("origin", FILES)
def test_attribute_rows_name_values_and_other_rows_callables(origin: str) -> None:
    rows = [row for row in checked(origin) if exists_here(row) and not row.is_prefix and row.same_as is None]

    assert [row.name for row in rows if callable(resolve(row.name)) is row.attribute] == []


@pytest.mark.parametrize("origin", FILES)
def test_what_is_its_own_context_manager_can_be_entered(origin: str) -> None:
    rows = [row for row in checked(origin) if exists_here(row)]

    assert [p for row in rows if row.context_manager for p in context_problems(row, resolve(row.name))] == []


def test_every_public_callable_of_the_standard_library_has_a_row() -> None:
    known, unknown = covered(CATALOGUE, stdlib_modules())

    assert sorted(unknown) == []
    assert len(known) >= 1500


def lookup(name: str, catalogue: Catalogue = CATALOGUE) -> Row:
    row = catalogue.lookup(name)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("name", "effect", "access"),
    [
        ("time.time", Effect.CLOCK, Access.READ),
        ("time.struct_time", Effect.NONE, None),
        ("datetime.datetime.now", Effect.CLOCK, Access.READ),
        ("datetime.datetime.isoformat", Effect.NONE, None),
        ("datetime.date.today", Effect.CLOCK, Access.READ),
        ("random.choice", Effect.RANDOM, Access.READ),
        ("secrets.compare_digest", Effect.NONE, None),
        ("uuid.uuid4", Effect.RANDOM, Access.READ),
        ("uuid.uuid5", Effect.NONE, None),
        ("os.urandom", Effect.RANDOM, Access.READ),
        ("os.environ", Effect.ENVIRONMENT, Access.READ),
        ("os.environ.get", Effect.ENVIRONMENT, Access.READ),
        ("os.environ.setdefault", Effect.ENVIRONMENT, Access.WRITE),
        ("os.listdir", Effect.ORDER, Access.READ),
        ("os.remove", Effect.FILESYSTEM, Access.WRITE),
        ("posix.remove", Effect.FILESYSTEM, Access.WRITE),
        ("posixpath.join", Effect.NONE, None),
        ("pathlib.Path.with_suffix", Effect.NONE, None),
        ("pathlib.PosixPath.read_text", Effect.FILESYSTEM, Access.READ),
        ("pathlib.Path.write_text", Effect.FILESYSTEM, Access.WRITE),
        ("platform.node", Effect.IDENTITY, Access.READ),
        ("platform.system", Effect.ENVIRONMENT, Access.READ),
        ("builtins.set.pop", Effect.ORDER, Access.READ),
        ("builtins.list.pop", Effect.NONE, None),
        ("builtins.ValueError", Effect.NONE, None),
        ("asyncio.sleep", Effect.SLEEP, None),
        ("asyncio.create_task", Effect.PROCESS, None),
        ("subprocess.run", Effect.PROCESS, None),
        ("logging.Logger.info", Effect.OUTPUT, None),
        ("sys.stderr.write", Effect.OUTPUT, None),
        ("sqlite3.Connection.commit", Effect.DATABASE, Access.WRITE),
        ("smtplib.SMTP.send_message", Effect.NETWORK, Access.WRITE),
        ("urllib.parse.urlencode", Effect.NONE, None),
        ("hashlib.scrypt", Effect.HEAVY, None),
        ("textwrap.dedent", Effect.NONE, None),
    ],
)
def test_well_known_names_have_the_effect_that_they_have(
    name: str, effect: Effect, access: Access | None
) -> None:
    row = lookup(name)

    assert (row.effect, row.access) == (effect, access)


def test_a_thread_calls_its_target_in_the_background() -> None:
    row = lookup("threading.Thread")

    assert (row.calls, row.called_when) == ((1, "target"), CalledWhen.BACKGROUND)


def test_sorting_calls_the_key_at_once_and_clears_the_order() -> None:
    row = lookup("builtins.sorted")

    assert (row.calls, row.called_when, row.sorts) == (("key",), CalledWhen.NOW, True)


def test_an_opened_file_is_written_in_the_modes_that_write() -> None:
    row = lookup("builtins.open")

    assert row.access is Access.READ
    assert row.write_when is not None
    assert (row.write_when.position, row.write_when.name, row.write_when.contains) == (1, "mode", "wax+")
