"""Lookup: which row speaks for a name, which file is read for it, and what a user's rows change."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

import wflint.effects
from wflint.effects import Catalogue, EffectKind, load_catalogue
from wflint.effects.catalogue import catalogue_in
from wflint.errors import DataError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROWS = """
"pkg.*" = { effect = "network" }
"pkg.pure.*" = { effect = "none" }
"pkg.pure.clock" = { effect = "clock" }
"pkg.Client" = { effect = "none", returns = "pkg.Client" }
"pkg.Client.save" = { effect = "database" }
"pkg.api.Client" = { same-as = "pkg.Client" }
"pkg.api.Client.load" = { effect = "filesystem" }
"pkg.round.A" = { same-as = "pkg.round.B" }
"pkg.round.B" = { same-as = "pkg.round.A" }
"pkg.gone" = { same-as = "nowhere.at_all" }
"""

SCRIPTS = """
"@scope/pkg.*" = { effect = "network" }
"@scope/pkg.Client.get" = { effect = "database" }
"@scope/pkg/*" = { effect = "none" }
"@scope/pkg/node.*" = { effect = "filesystem" }
"""

BROKEN = """
"broken.fine" = { effect = "none" }
"broken.brace" = { effect = "none"
"broken.value" = { effect = "non" }
"""
TWICE = """
# One comment, so that the second row is on line 4.
"twice.call" = { effect = "none" }
"twice.call" = { effect = "clock" }
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "python" / "stdlib").mkdir(parents=True)
    (tmp_path / "python" / "packages").mkdir(parents=True)
    (tmp_path / "python" / "packages" / "pkg.toml").write_text(ROWS, encoding="utf-8")
    (tmp_path / "python" / "stdlib" / "others.toml").write_text(
        '"small.*" = { effect = "none" }', encoding="utf-8"
    )
    (tmp_path / "python" / "packages" / "scope-pkg.toml").write_text(SCRIPTS, encoding="utf-8")
    (tmp_path / "python" / "packages" / "broken.toml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "python" / "packages" / "loose.toml").write_text(
        '["loose.call"]\neffect = "none"', encoding="utf-8"
    )
    (tmp_path / "python" / "packages" / "twice.toml").write_text(TWICE, encoding="utf-8")
    return catalogue_in(tmp_path, "python")


def effect_of(catalogue: Catalogue, name: str) -> EffectKind | None:
    row = catalogue.lookup(name)
    return row.effect if row is not None else None


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("pkg.anything", EffectKind.NETWORK),
        ("pkg.deep.below.it", EffectKind.NETWORK),
        ("pkg.pure.helper", EffectKind.NONE),
        ("pkg.pure.clock", EffectKind.CLOCK),
        ("pkg.pure.clock.read", EffectKind.NONE),
        ("pkg.Client", EffectKind.NONE),
        ("pkg.Client.save", EffectKind.DATABASE),
        ("pkg.Client.delete", EffectKind.NETWORK),
        ("small.thing", EffectKind.NONE),
        ("@scope/pkg.anything", EffectKind.NETWORK),
        ("@scope/pkg.Client.get", EffectKind.DATABASE),
        ("@scope/pkg/edge", EffectKind.NONE),
        ("@scope/pkg/edge.Client.get", EffectKind.NONE),
        ("@scope/pkg/node.read", EffectKind.FILESYSTEM),
        ("@scope/pkg/node/deep.read", EffectKind.NONE),
        ("@scope/other.get", None),
        ("pkg", None),
        ("pkgs.thing", None),
        ("unheard.of", None),
    ],
)
def test_the_most_specific_row_wins(catalogue: Catalogue, name: str, effect: EffectKind | None) -> None:
    assert effect_of(catalogue, name) is effect


@pytest.mark.parametrize(
    ("name", "row_name"),
    [
        ("pkg.api.Client", "pkg.Client"),
        ("pkg.api.Client.save", "pkg.Client.save"),
        ("pkg.api.Client.load", "pkg.api.Client.load"),
        ("pkg.api.Client.more", "pkg.*"),
        ("pkg.round.A", "pkg.*"),
        ("pkg.gone.call", "pkg.*"),
    ],
)
def test_another_spelling_is_looked_up_under_the_name_it_stands_for(
    catalogue: Catalogue, name: str, row_name: str
) -> None:
    row = catalogue.lookup(name)

    assert row is not None
    assert row.name == row_name


def test_a_row_is_parsed_only_when_it_is_the_answer(catalogue: Catalogue) -> None:
    assert effect_of(catalogue, "broken.fine") is EffectKind.NONE

    with pytest.raises(DataError, match=r'^effects/python/packages/broken\.toml: "broken\.brace": '):
        catalogue.lookup("broken.brace")
    with pytest.raises(
        DataError, match=r'^effects/python/packages/broken\.toml: "broken\.value": .* did you mean `none`\?'
    ):
        catalogue.lookup("broken.value")


@pytest.mark.parametrize(("name", "line"), [("loose.call", 1), ("twice.call", 4)])
def test_a_packaged_file_has_one_row_a_line_and_no_row_twice(
    catalogue: Catalogue, name: str, line: int
) -> None:
    root = name.partition(".")[0]

    with pytest.raises(DataError, match=rf"^effects/python/packages/{root}\.toml:{line}: expected one row, "):
        catalogue.lookup(name)


def test_a_module_of_node_has_a_file_of_its_own_and_no_other_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "javascript" / "stdlib"
    folder.mkdir(parents=True)
    folder.joinpath("node-fs-promises.toml").write_text('"node:fs/promises.readFile" = { effect = "none" }')
    for unrelated in ("node-fs", "others"):
        folder.joinpath(f"{unrelated}.toml").write_text("not a row")
    made = catalogue_in(tmp_path, "javascript")

    assert effect_of(made, "node:fs/promises.readFile") is EffectKind.NONE
    with pytest.raises(DataError, match=r"^effects/javascript/stdlib/node-fs\.toml:1: "):
        made.lookup("node:fs.readFile")


def test_the_same_row_is_given_again(catalogue: Catalogue) -> None:
    assert catalogue.lookup("pkg.anything") is catalogue.lookup("pkg.anything")


def test_a_users_row_replaces_the_packaged_one_and_more_specific_ones_stay(catalogue: Catalogue) -> None:
    mine = catalogue.with_rows(
        {"pkg.*": {"effect": "sleep"}, "own.sdk.call": {"effect": "random"}}, "pyproject.toml"
    )

    assert effect_of(mine, "pkg.anything") is EffectKind.SLEEP
    assert effect_of(mine, "pkg.Client.save") is EffectKind.DATABASE
    assert effect_of(mine, "own.sdk.call") is EffectKind.RANDOM


def test_a_users_row_may_allow_what_the_catalogue_forbids(catalogue: Catalogue) -> None:
    mine = catalogue.with_rows({"pkg.Client.save": {"effect": "none"}}, "pyproject.toml")

    assert effect_of(mine, "pkg.Client.save") is EffectKind.NONE
    assert effect_of(mine, "pkg.api.Client.save") is EffectKind.NONE


def test_adding_rows_leaves_the_first_catalogue_alone(catalogue: Catalogue) -> None:
    catalogue.with_rows({"pkg.*": {"effect": "sleep"}}, "pyproject.toml")

    assert effect_of(catalogue, "pkg.anything") is EffectKind.NETWORK


def test_rows_added_twice_are_all_known_and_the_last_wins(catalogue: Catalogue) -> None:
    mine = catalogue.with_rows({"a.b": {"effect": "sleep"}, "a.c": {"effect": "sleep"}}, "one")
    mine = mine.with_rows({"a.c": {"effect": "clock"}}, "two")

    assert (effect_of(mine, "a.b"), effect_of(mine, "a.c")) == (EffectKind.SLEEP, EffectKind.CLOCK)


def test_a_users_malformed_row_names_where_it_stands(catalogue: Catalogue) -> None:
    with pytest.raises(DataError, match=r'^pyproject\.toml: "a\.b": '):
        catalogue.with_rows({"a.b": {"effect": "clok"}}, "pyproject.toml")


def test_rows_lists_every_row_once_with_the_users_in_place_of_the_packaged(tmp_path: Path) -> None:
    (tmp_path / "python" / "stdlib").mkdir(parents=True)
    (tmp_path / "python" / "packages").mkdir(parents=True)
    (tmp_path / "python" / "stdlib" / "pkg.toml").write_text(
        '"pkg.a" = { effect = "none" }\n"pkg.b" = { effect = "none" }'
    )
    mine = catalogue_in(tmp_path, "python").with_rows({"pkg.b": {"effect": "clock"}}, "pyproject.toml")

    assert [(row.name, row.origin) for row in mine.rows()] == [
        ("pkg.a", "effects/python/stdlib/pkg.toml"),
        ("pkg.b", "pyproject.toml"),
    ]


def test_a_catalogue_travels_to_another_process() -> None:
    travelled = pickle.loads(pickle.dumps(load_catalogue("python")))  # noqa: S301 - bytes made here

    assert travelled.lookup("time.time").effect is EffectKind.CLOCK


LANGUAGES = ("python", "javascript")
PACKAGED = {language: load_catalogue(language) for language in LANGUAGES}
ALL_ROWS = {language: list(catalogue.rows()) for language, catalogue in PACKAGED.items()}
ORIGINS = sorted(
    {(language, row.origin) for language, rows in ALL_ROWS.items() for row in rows if row.same_as is None}
)
of_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize(("language", "origin"), ORIGINS)
def test_every_packaged_row_is_found_by_a_lookup(language: str, origin: str) -> None:
    rows = [row for row in ALL_ROWS[language] if row.origin == origin and row.same_as is None]
    below = "name_that_no_row_mentions"

    assert [row.name for row in rows if PACKAGED[language].lookup(row.name.replace("*", below)) != row] == []


@of_each_language
def test_every_packaged_spelling_leads_to_a_row_of_the_name_that_it_stands_for(language: str) -> None:
    spellings = [row for row in ALL_ROWS[language] if row.same_as is not None]
    lookup = PACKAGED[language].lookup

    assert spellings
    assert [row.name for row in spellings if lookup(f"{row.same_as}.x") != lookup(f"{row.name}.x")] == []
    assert [row.name for row in spellings if lookup(f"{row.same_as}.x") is None] == []


@of_each_language
def test_every_packaged_file_is_toml_and_starts_with_a_comment(language: str) -> None:
    files = sorted(Path(wflint.effects.__file__).parent.joinpath(language).glob("*/*.toml"))

    assert files
    assert [file.name for file in files if not file.read_text(encoding="utf-8").startswith("# ")] == []
    assert sum(len(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files) == len(
        ALL_ROWS[language]
    )


@of_each_language
def test_every_packaged_file_speaks_of_its_own_module_only(language: str) -> None:
    strays = [
        (row.origin, row.name)
        for row in ALL_ROWS[language]
        if (file := row.origin.rpartition("/")[2].removesuffix(".toml")) != "others"
        and not _speaks_of(file, row.name.partition(".")[0])
    ]

    assert strays == []


def _speaks_of(file: str, module: str) -> bool:
    """Whether a file is that of a module, or of a package whose modules are below it."""
    spelled = module.removeprefix("@").replace(":", "/").split("/")
    return file in {"-".join(spelled[:end]) for end in range(1, len(spelled) + 1)}
