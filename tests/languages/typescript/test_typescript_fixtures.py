"""The fixtures in TypeScript are well formed."""

from __future__ import annotations

import contextlib

import pytest
from markers import FIXTURES, Fixture, fixtures_in, told_by
from oracle import compiled, is_installed, own
from variants import NotApplicableError, combined, variants_of

from wflint.files.text import SourceText
from wflint.ir.language import ParseError
from wflint.languages.typescript.parse import parse
from wflint.languages.typescript.resolver import SUFFIXES

_BROKEN = "syntax-error"
_ALL = [
    fixture
    for folder in sorted(FIXTURES.iterdir())
    if folder.is_dir()
    for fixture in fixtures_in(folder, SUFFIXES)
]
_VALID = [each for each in _ALL if each.rule != _BROKEN or each.path.name.startswith("ok_")]
_IDS = [each.id for each in _VALID]


def _parses(path: str, text: str) -> bool:
    try:
        parse(SourceText(path, text))
    except ParseError:
        return False
    return True


@pytest.mark.parametrize("fixture", _VALID, ids=_IDS)
def test_every_spelling_parses_and_keeps_the_markers(fixture: Fixture) -> None:
    sources = fixture.sources()
    expected = told_by(sources)

    assert fixture.path.name.startswith("ok_") == (not expected), "silent fixtures are named ok_*"
    spellings = [combined(sources)]
    for variant in variants_of(sources):
        with contextlib.suppress(NotApplicableError):
            spellings.append(variant(sources))
    for spelling in spellings:
        texts = {path: data.decode("utf-8-sig") for path, data in spelling.items()}
        assert [path for path, text in texts.items() if not _parses(path, text)] == []
        assert [each.code for each in told_by(texts)] == [each.code for each in expected]


@pytest.mark.skipif(
    not is_installed(), reason="TypeScript's compiler is not installed: run `npm ci` in tests/node"
)
def test_the_compiler_sees_the_same_trees() -> None:
    paths = [folder / path for each in _VALID for folder in [each.path.parent] for path in each.sources()]
    ascii_only = [path for path in paths if path.read_bytes().isascii()]
    expected = compiled(ascii_only)

    assert [path for path, nodes in expected.items() if nodes is None] == []
    assert [path for path in ascii_only if own(path) != expected[path]] == []


def test_fixtures_are_where_they_are_looked_for() -> None:
    found = {each.path.parent / path for each in _ALL for path in each.sources()}
    there = {path for path in FIXTURES.rglob("*") if path.suffix in SUFFIXES}

    assert found == there
