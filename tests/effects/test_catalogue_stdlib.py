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

from wflint.effects import Access, CalledWhen, Catalogue, EffectKind, Row, load_catalogue

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
        ("time.time", EffectKind.CLOCK, Access.READ),
        ("time.struct_time", EffectKind.NONE, None),
        ("datetime.datetime.now", EffectKind.CLOCK, Access.READ),
        ("datetime.datetime.isoformat", EffectKind.NONE, None),
        ("datetime.date.today", EffectKind.CLOCK, Access.READ),
        ("random.choice", EffectKind.RANDOM, Access.READ),
        ("secrets.compare_digest", EffectKind.NONE, None),
        ("uuid.uuid4", EffectKind.RANDOM, Access.READ),
        ("uuid.uuid5", EffectKind.NONE, None),
        ("os.urandom", EffectKind.RANDOM, Access.READ),
        ("os.environ", EffectKind.ENVIRONMENT, Access.READ),
        ("os.environ.get", EffectKind.ENVIRONMENT, Access.READ),
        ("os.environ.setdefault", EffectKind.ENVIRONMENT, Access.WRITE),
        ("os.listdir", EffectKind.ORDER, Access.READ),
        ("os.remove", EffectKind.FILESYSTEM, Access.WRITE),
        ("posix.remove", EffectKind.FILESYSTEM, Access.WRITE),
        ("posixpath.join", EffectKind.NONE, None),
        ("pathlib.Path.with_suffix", EffectKind.NONE, None),
        ("pathlib.PosixPath.read_text", EffectKind.FILESYSTEM, Access.READ),
        ("pathlib.Path.write_text", EffectKind.FILESYSTEM, Access.WRITE),
        ("platform.node", EffectKind.IDENTITY, Access.READ),
        ("platform.system", EffectKind.ENVIRONMENT, Access.READ),
        ("builtins.set.pop", EffectKind.ORDER, Access.READ),
        ("builtins.list.pop", EffectKind.NONE, None),
        ("builtins.ValueError", EffectKind.NONE, None),
        ("asyncio.sleep", EffectKind.SLEEP, None),
        ("asyncio.create_task", EffectKind.PROCESS, None),
        ("subprocess.run", EffectKind.PROCESS, None),
        ("logging.Logger.info", EffectKind.OUTPUT, None),
        ("sys.stderr.write", EffectKind.OUTPUT, None),
        ("sqlite3.Connection.commit", EffectKind.DATABASE, Access.WRITE),
        ("smtplib.SMTP.send_message", EffectKind.NETWORK, Access.WRITE),
        ("urllib.parse.urlencode", EffectKind.NONE, None),
        ("hashlib.scrypt", EffectKind.HEAVY, None),
        ("textwrap.dedent", EffectKind.NONE, None),
    ],
)
def test_well_known_names_have_the_effect_that_they_have(
    name: str, effect: EffectKind, access: Access | None
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
