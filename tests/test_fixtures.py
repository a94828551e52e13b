"""Each fixture gives the findings that its markers tell, in every spelling that means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markers import FIXTURES, all_fixtures, check_all, found_in, told_by
from variants import VARIANTS, NotApplicableError

from wflint.findings import Level
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from _pytest.mark import ParameterSet
    from markers import Fixture

    from wflint.rules import RegisteredRule

    Variant = Callable[[Mapping[str, str]], dict[str, bytes]]

_ALL = all_fixtures()
_BROKEN = "syntax-error"
# A project with a bit of everything, which other tests check as a whole.
_TOUR = "tour"
_WITNESSES = FIXTURES.parent / "tests" / "replay" / "witnesses"

# Witnesses of one rule that another one speaks for.
_SPOKEN_FOR = {"process-identity-outside-step/pid_in_name.py": "unstable-step-name"}

_FACTORY_VARIABLE = "variables of a factory are taken for those of the handler"
# What wflint still gets wrong: fixtures, and single variants of them; an empty reason takes a variant out.
_KNOWN: dict[str, str] = {
    "mutation-inside-step/in_helper_of_step.py[in-factory]": _FACTORY_VARIABLE,
    "abort-swallowed/own_context_manager.py": "own context managers that swallow are not looked into",
    "resource-across-steps/exit_stack.py": "`enter_context` is not a `with` item",
}


def _parameters() -> list[ParameterSet]:
    found = []
    for fixture in _ALL:
        for variant in VARIANTS:
            id_ = f"{fixture.id}[{variant.__name__.replace('_', '-')}]"
            found.append(pytest.param(fixture, variant, id=id_, marks=_known(id_, fixture.id)))
    return found


def _known(*ids: str) -> list[pytest.MarkDecorator]:
    reason = next((_KNOWN[id_] for id_ in ids if id_ in _KNOWN), "")
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id, marks=_known(each.id)) for each in _ALL])
def test_findings_are_those_that_the_markers_tell(fixture: Fixture) -> None:
    expected = told_by(fixture.sources())

    assert found_in(fixture.path, expected) == expected


@pytest.mark.parametrize(("fixture", "variant"), _parameters())
def test_other_spellings_give_the_same_findings(fixture: Fixture, variant: Variant, tmp_path: Path) -> None:
    try:
        changed = variant(fixture.sources())
    except NotApplicableError as error:
        pytest.skip(str(error))
    for path, data in changed.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        if fixture.rule != _BROKEN:
            compile(data, path, "exec", dont_inherit=True)
    expected = told_by({path: data.decode("utf-8-sig") for path, data in changed.items()})

    assert found_in(tmp_path / fixture.path.name, expected) == expected
    assert len(expected) == len(told_by(fixture.sources()))


@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id) for each in _ALL if each.rule != _BROKEN])
def test_fixtures_compile(fixture: Fixture) -> None:
    assert all(compile(text, path, "exec", dont_inherit=True) for path, text in fixture.sources().items())


@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id) for each in _ALL])
def test_silent_fixtures_bear_it_in_their_name(fixture: Fixture) -> None:
    told = told_by(fixture.sources())

    assert fixture.path.name.startswith("ok_") == (not told)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_each_rule_has_an_expecting_and_a_silent_fixture(rule: RegisteredRule) -> None:
    own = [told_by(fixture.sources()) for fixture in _ALL if fixture.rule == rule.name]

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
