"""The fixtures in TypeScript are well formed, and there are some for every rule that holds for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

import pytest
from markers import FIXTURES, Fixture, Told, fixtures_in, told_by
from oracle import compiled, is_installed, own
from variants import NotApplicableError, combined, variants_of
from variants.typescript import blanked, can_blank, without_types

from wflint.files.text import SourceText
from wflint.ir.language import ParseError
from wflint.languages.typescript.parse import parse
from wflint.languages.typescript.suffixes import SUFFIXES
from wflint.rules import all_rules

_BROKEN = frozenset(
    f"syntax-error/{name}" for name in ("unclosed_bracket.ts", "half_written.js", "ok_not_a_candidate.ts")
)
_MISREAD = {"resource-across-steps/locks_and_disposables.ts", "step-in-cleanup/disposed.ts"}
"""Those with `await using`, which the grammar takes for an `await` of something called `using`."""

_OTHER_ENGINES = "it is about engines that have no profile for TypeScript"
_PYTHON_ONLY = {
    "async-step-in-sync-handler": "the SDK calls functions of every kind",
    "function-called-directly": _OTHER_ENGINES,
    "unpicklable-exception": "nothing is pickled",
}
"""Rules that say nothing about TypeScript, and why."""

_ALL = [
    fixture
    for folder in sorted(FIXTURES.iterdir())
    if folder.is_dir()
    for fixture in fixtures_in(folder, SUFFIXES)
]
_VALID = [each for each in _ALL if each.id not in _BROKEN]
_IDS = [each.id for each in _VALID]


def _parses(path: str, text: str) -> bool:
    try:
        parse(SourceText(path, text))
    except ParseError:
        return False
    return True


def _keep(spellings: Iterable[Mapping[str, bytes]], told: list[Told]) -> None:
    """Fail where a spelling of files does not parse or tells something else."""
    for spelling in spellings:
        texts = {path: data.decode("utf-8-sig") for path, data in spelling.items()}
        assert [path for path, text in texts.items() if not _parses(path, text)] == []
        assert [each.code for each in told_by(texts)] == [each.code for each in told]


@pytest.mark.parametrize("fixture", _VALID, ids=_IDS)
def test_a_fixture_parses_in_all_spellings_at_once_and_keeps_its_markers(fixture: Fixture) -> None:
    sources = fixture.sources()
    told = told_by(sources)

    assert fixture.path.name.startswith("ok_") == (not told), "silent fixtures are named ok_*"
    _keep([{path: text.encode() for path, text in sources.items()}, combined(sources)], told)


@pytest.mark.exhaustive
@pytest.mark.parametrize("fixture", _VALID, ids=_IDS)
def test_a_fixture_parses_in_each_spelling_and_keeps_its_markers(fixture: Fixture) -> None:
    sources = fixture.sources()
    spellings: list[dict[str, bytes]] = []
    for variant in set(variants_of(sources)) - {without_types}:  # which the test below tries for all of them
        with contextlib.suppress(NotApplicableError):
            spellings.append(variant(sources))

    assert len(spellings) > 3
    _keep(spellings, told_by(sources))


@pytest.mark.skipif(not can_blank(), reason="ts-blank-space is not installed: run `npm ci` in tests/node")
def test_fixtures_are_javascript_without_their_types() -> None:
    sources = {f"{each.rule}/{path}": text for each in _VALID for path, text in each.sources().items()}
    left = {path: text for path, text in blanked(sources).items() if text is not None}

    assert len(left) > 0.8 * len(sources)
    as_javascript = {f"{path}.js": text for path, text in left.items() if not path.endswith(".tsx")}
    assert [path for path, text in as_javascript.items() if not _parses(path, text)] == []
    assert [(each.path, each.line) for each in told_by(left)] == [
        (each.path, each.line) for each in told_by(sources) if each.path in left
    ]


def test_files_that_are_broken_do_not_parse() -> None:
    broken = [each for each in _ALL if each.id in _BROKEN]

    assert len(broken) == len(_BROKEN)
    assert [path for each in broken for path, text in each.sources().items() if _parses(path, text)] == []


@pytest.mark.skipif(
    not is_installed(), reason="TypeScript's compiler is not installed: run `npm ci` in tests/node"
)
def test_the_compiler_sees_the_same_trees() -> None:
    paths = [each.path.parent / path for each in _VALID for path in each.sources()]
    ascii_only = [path for path in paths if path.read_bytes().isascii()]
    expected = compiled(ascii_only)

    assert [path for path, nodes in expected.items() if nodes is None] == []
    differ = {f"{path.parent.name}/{path.name}" for path in ascii_only if own(path) != expected[path]}
    assert differ == _MISREAD


def test_each_rule_has_an_expecting_and_a_silent_fixture_or_says_why_not() -> None:
    codes = {rule.name: rule.code for rule in all_rules()}
    told = {name: [told_by(each.sources()) for each in _ALL if each.rule == name] for name in codes}
    wrong = {name for name in codes if any(codes[name] in {one.code for one in each} for each in told[name])}
    silent = {name for name in codes if any(not each for each in told[name])}

    assert set(codes) - (wrong & silent) == set(_PYTHON_ONLY)


def test_fixtures_are_where_they_are_looked_for() -> None:
    found = {each.path.parent / path for each in _ALL for path in each.sources()}

    assert found == {path for path in FIXTURES.rglob("*") if path.suffix in SUFFIXES}
