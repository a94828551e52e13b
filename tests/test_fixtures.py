"""Each fixture gives the findings that its markers tell, in every spelling that means the same."""

from __future__ import annotations

import codecs
import contextlib
from typing import TYPE_CHECKING

import pytest
from markers import FIXTURES, all_fixtures, check_all, fixtures_in, found_in, told_by
from variants import NotApplicableError, combined, variants_of

from wflint.engines import load_profiles
from wflint.findings import Level
from wflint.languages import LANGUAGES
from wflint.languages.python import split
from wflint.languages.typescript.grammar import has_jsx
from wflint.languages.typescript.repair import first_error, parse_repaired
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from _pytest.mark import ParameterSet
    from markers import Fixture, Told
    from variants.encodings import Variant

    from wflint.ir.language import Language
    from wflint.rules import RegisteredRule

_ALL = all_fixtures()
_BROKEN = "syntax-error"
# A project with a bit of everything, which other tests check as a whole.
_TOUR = "tour"
_WITNESSES = FIXTURES.parent / "tests" / "replay" / "witnesses"

# Witnesses of one rule that another one speaks for.
_SPOKEN_FOR = {"process-identity-outside-step/pid_in_name.py": "unstable-step-name"}

# Markers need not tell infos, so that of rules whose findings often are some, silence is looked at by itself.
_TELL_INFOS = {
    *(rule.name for rule in all_rules() if rule.rule.level is Level.INFO),
    "global-state-outside-step",
    "lossy-step-result",
}
_SILENT = [each for each in _ALL if each.path.name.startswith("ok_") and each.rule in _TELL_INFOS]
# What an info tells all the same.
_TOLD_AS_INFO = {
    "global-state-outside-step/ok_caches_and_flags.py",
    "global-state-outside-step/ok_dbos_set_in_kept_settings.py",
    "http-call-in-step/ok_more_than_a_request.py",
    "output-outside-step/ok_inngest_progress.ts",
}

_FACTORY_VARIABLE = "variables of a factory are taken for those of the handler"
# What wflint still gets wrong: fixtures, and single variants of them, which are left out of all variants at once.
_KNOWN: dict[str, str] = {
    "mutation-inside-step/in_helper_of_step.py[in-factory]": _FACTORY_VARIABLE,
    "mutation-inside-step/read_before.py[in-factory]": _FACTORY_VARIABLE,
    **dict.fromkeys(
        (FIXTURES.parent / "tests" / "typescript_gaps.txt").read_text(encoding="utf-8").split(),
        "not told yet of TypeScript",
    ),
}


def _known(*ids: str) -> list[pytest.MarkDecorator]:
    reason = next((_KNOWN[id_] for id_ in ids if id_ in _KNOWN), "")
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def _variant_id(fixture: Fixture, variant: Variant) -> str:
    return f"{fixture.id}[{variant.__name__.replace('_', '-')}]"


def _spelled(fixture: Fixture, changed: Mapping[str, bytes], expected: list[Told]) -> list[Told]:
    """What wflint finds in a fixture whose files have other contents."""
    folder = fixture.path.parent.resolve()
    return found_in(fixture.path, expected, {folder / path: data for path, data in changed.items()})


@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id, marks=_known(each.id)) for each in _ALL])
def test_findings_are_those_that_the_markers_tell(fixture: Fixture) -> None:
    sources = fixture.sources()
    expected = told_by(sources)

    _compile(fixture, sources)
    assert fixture.path.name.startswith("ok_") == (not expected), "silent fixtures are named ok_*"
    assert found_in(fixture.path, expected) == expected


@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id) for each in _SILENT])
def test_a_rule_that_tells_infos_is_silent_in_its_silent_fixtures(fixture: Fixture) -> None:
    told = [each for each in check_all(fixture.path).findings if each.name == fixture.rule]
    assert bool(told) == (fixture.id in _TOLD_AS_INFO), [each.message for each in told]


@pytest.mark.no_cover  # runs the same lines of wflint as the test above
@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id, marks=_known(each.id)) for each in _ALL])
def test_all_other_spellings_at_once_give_the_same_findings(
    fixture: Fixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split, "SMALLEST", 0)
    monkeypatch.setattr(split, "SHORTEST", 8)
    monkeypatch.setattr(split, "LEAST_SHARE", 0.0)
    known = [each for each in variants_of(fixture.sources()) if _variant_id(fixture, each) in _KNOWN]
    changed = combined(fixture.sources(), leave_out=known)
    expected = told_by({path: data.decode("utf-8-sig") for path, data in changed.items()})

    _compile(fixture, changed)
    assert len(expected) == len(told_by(fixture.sources()))
    assert _spelled(fixture, changed, expected) == expected, (
        f'this tells which spelling is at fault: pytest tests/test_fixtures.py -m exhaustive -k "{fixture.id}"'
    )


@pytest.mark.exhaustive
@pytest.mark.no_cover
@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id, marks=_known(each.id)) for each in _ALL])
def test_each_other_spelling_gives_the_same_findings(fixture: Fixture) -> None:
    as_it_stands = told_by(fixture.sources())
    wrong: list[str] = []
    for variant in variants_of(fixture.sources()):
        with contextlib.suppress(NotApplicableError):
            changed = variant(fixture.sources())
            expected = told_by({path: data.decode("utf-8-sig") for path, data in changed.items()})
            _compile(fixture, changed)
            assert len(expected) == len(as_it_stands), variant.__name__
            if _spelled(fixture, changed, expected) != expected:
                wrong.append(_variant_id(fixture, variant))

    assert wrong == [each for each in _KNOWN if each.startswith(f"{fixture.id}[")]


def _compile(fixture: Fixture, texts: Mapping[str, str | bytes]) -> None:
    """Fail where a fixture is no Python or TypeScript, unless it is about that."""
    if fixture.rule != _BROKEN:
        for path, text in texts.items():
            if path.endswith(".py"):
                compile(text, path, "exec", dont_inherit=True)
            else:
                data = text.encode() if isinstance(text, str) else text.removeprefix(codecs.BOM_UTF8)
                assert first_error(parse_repaired(data, jsx=has_jsx(path)).tree) is None, path


def _holding() -> list[ParameterSet]:
    """Each rule with each language that it holds for; why it does not for another is on its page."""
    engines = load_profiles()
    return [
        pytest.param(rule, language, id=f"{rule.name}-{language.name}")
        for rule in all_rules()
        for language in LANGUAGES
        if any(rule.rule.applies(each) for each in engines if each.engine.language == language.name)
    ]


@pytest.mark.parametrize(("rule", "language"), _holding())
def test_each_rule_has_an_expecting_and_a_silent_fixture_in_each_language_that_it_holds_for(
    rule: RegisteredRule, language: Language
) -> None:
    own = [told_by(fixture.sources()) for fixture in fixtures_in(FIXTURES / rule.name, language.suffixes)]

    assert any(rule.code in {finding.code for finding in told} for told in own)
    assert any(not told for told in own)


def test_each_folder_is_a_rule() -> None:
    rules = {rule.name for rule in all_rules()}

    assert {folder.name for folder in FIXTURES.iterdir() if folder.is_dir()} - rules <= {_TOUR}


def _witnesses(pattern: str) -> list[Path]:
    rules = {rule.name for rule in all_rules()}
    return [path for path in sorted(_WITNESSES.glob(pattern)) if path.parent.name in rules | {"silent"}]


def _ids(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize(
    "path", [pytest.param(p, id=_ids(p), marks=_known(_ids(p))) for p in _witnesses("silent/*.py")]
)
def test_handlers_that_run_correctly_give_nothing_above_info(path: Path) -> None:
    found = [(each.code, each.message) for each in check_all(path).findings if each.level is not Level.INFO]

    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=_ids(path), marks=_known(_ids(path)))
        for path in _witnesses("*/*.py")
        if path.parent.name != "silent"
    ],
)
def test_witnesses_give_their_rule_and_fixed_ones_do_not(path: Path) -> None:
    found = {each.name for each in check_all(path).findings}

    rule = _SPOKEN_FOR.get(_ids(path), path.parent.name)

    assert (rule in found) == (not path.stem.endswith("_fixed"))
