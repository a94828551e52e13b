"""What fixes make of each fixture: set `WFLINT_UPDATE_SNAPSHOTS` to write the diffs anew, then read them."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixing import diff, fixed, fixed_text, patched
from markers import FIXTURES, all_fixtures
from variants import NotApplicableError, combined, variants_of

from wflint.files.text import SourceText
from wflint.findings import Level
from wflint.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _pytest.mark import ParameterSet
    from markers import Fixture

    from wflint.fixes import FixResult

GOLDEN = Path(__file__).parent / "golden"
_TOUR = "tour"
_WITH_DIFF = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.glob("*/*.diff")}
# Each list is the beginning of the one before, so that pytest puts the tests of one fixture next to each other.
_WRONG = sorted(
    (each for each in all_fixtures() if each.rule != _TOUR and not each.path.name.startswith("ok_")),
    key=lambda each: (each.id not in _WITH_DIFF, each.is_project),
)
_FIXED = [each for each in _WRONG if each.id in _WITH_DIFF]
_ONE_FILE = [each for each in _FIXED if not each.is_project]
_RESPELLED = _ONE_FILE[::5]
_LINE_LENGTH = 110
_KNOWN = {
    "database-outside-step/sqlmodel_sessions.py": "a class that stands in a factory is not named by what is moved",
}
"""What wflint does not fix yet in another spelling."""


def _marked(fixtures: Iterable[Fixture]) -> list[ParameterSet]:
    return [
        pytest.param(
            each, marks=pytest.mark.xfail(reason=_KNOWN[each.id], strict=True) if each.id in _KNOWN else ()
        )
        for each in fixtures
    ]


def _id(fixture: Fixture) -> str:
    return fixture.id


@lru_cache(maxsize=2)
def _fixed(fixture: Fixture) -> FixResult:
    """What its own rule makes of a fixture; tests of one fixture share it."""
    return fixed(fixture.path, [fixture.rule])


def _fixed_anew(fixture: Fixture, changed: Mapping[str, bytes]) -> FixResult:
    """The same where some of its files have other contents."""
    folder = fixture.path if fixture.is_project else fixture.path.parent
    buffers = {(folder / path).resolve(): data for path, data in changed.items()}
    return fixed(fixture.path, [fixture.rule], buffers=buffers)


@pytest.mark.parametrize("fixture", _WRONG, ids=_id, scope="module")
def test_a_fixture_is_changed_as_its_diff_says(fixture: Fixture) -> None:
    shown = diff(_fixed(fixture))
    path = GOLDEN / f"{fixture.id}.diff"
    if os.environ.get("WFLINT_UPDATE_SNAPSHOTS"):
        path.unlink(missing_ok=True)
        if shown:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8")

    assert shown == (path.read_text(encoding="utf-8") if path.exists() else "")


def test_each_diff_belongs_to_a_fixture() -> None:
    assert {each.id for each in _WRONG} >= _WITH_DIFF
    assert len(_FIXED) > 150


@pytest.mark.no_cover  # the first run was covered
@pytest.mark.parametrize("fixture", _FIXED, ids=_id, scope="module")
def test_a_second_run_changes_nothing(fixture: Fixture) -> None:
    first = _fixed(fixture)
    changed = {path: first.before[path].encode(text) for path, text in first.after.items()}
    again = _fixed_anew(fixture, changed)

    assert changed
    assert again.after == {}
    left = Counter(each.finding.code for each in first.remaining)
    assert Counter(each.finding.code for each in again.remaining) == left


def test_what_was_formatted_stays_formatted(tmp_path: Path) -> None:
    """The texts are those that the diffs lead to, for which the formatter starts twice instead of a thousand times."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for fixture in _ONE_FILE:
        if fixture.path.suffix == ".py":
            text = fixture.path.read_text(encoding="utf-8")
            changed = patched(text, (GOLDEN / f"{fixture.id}.diff").read_text(encoding="utf-8"))
            # In longer lines only the formatter's line breaks would differ.
            if max(map(len, changed.splitlines())) <= _LINE_LENGTH:
                before[fixture.id], after[fixture.id] = text, changed
    formatted = before.keys() - _unformatted(tmp_path / "before", before)

    assert len(formatted) > 250
    assert formatted & _unformatted(tmp_path / "after", after) == set()


def test_a_diff_leads_from_one_text_to_the_other() -> None:
    for fixture in _ONE_FILE[::20]:
        text, result = fixture.path.read_text(encoding="utf-8"), _fixed(fixture)
        assert patched(text, diff(result)) == result.after[fixture.path.name]


def _unformatted(folder: Path, texts: Mapping[str, str]) -> set[str]:
    """The names of the texts that the formatter would change."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    ruff = str(Path(sys.executable).with_name("ruff"))
    options = ["--isolated", "--no-cache", "--output-format=concise", f"--line-length={_LINE_LENGTH}"]
    command = [ruff, "format", "--check", *options, "."]
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)  # noqa: S603 - the project's own formatter
    assert done.stderr == ""
    found = re.findall(r"^(.+?):\d+:\d+: ", done.stdout, re.MULTILINE)
    return {Path(each).as_posix() for each in found}


@pytest.mark.no_cover
@pytest.mark.parametrize("fixture", _marked(_RESPELLED), ids=_id)
def test_all_other_spellings_at_once_are_fixed_as_well(fixture: Fixture) -> None:
    problem = _fixed_otherwise(fixture, combined(fixture.sources()))

    assert problem == "", (
        f'this tells which spelling is at fault: pytest tests/fixes -m exhaustive -k "{fixture.id}"'
    )


@pytest.mark.exhaustive
@pytest.mark.no_cover
@pytest.mark.parametrize("fixture", _marked(_ONE_FILE), ids=_id)
def test_each_other_spelling_is_fixed_as_well(fixture: Fixture) -> None:
    wrong: dict[str, str] = {}
    for variant in variants_of(fixture.sources()):
        with contextlib.suppress(NotApplicableError):
            problem = _fixed_otherwise(fixture, variant(fixture.sources()))
            wrong |= {variant.__name__: problem} if problem else {}

    assert wrong == {}


def _fixed_otherwise(fixture: Fixture, changed: Mapping[str, bytes]) -> str:
    """What is wrong with what fixes make of a fixture with other contents; empty where they do what they did."""
    as_it_stands = Counter(each.finding.code for each in _fixed(fixture).applied)
    result = _fixed_anew(fixture, changed)
    applied = Counter(each.finding.code for each in result.applied)
    if applied != as_it_stands:
        return f"fixed {applied} instead of {as_it_stands}"
    for path, text in result.after.items():
        assert language_of(path).parse(SourceText(path, text)).module.path == path
        newlines = {line[len(line.rstrip("\r\n")) :] for line in text.splitlines(keepends=True)} - {""}
        if len(newlines) != 1:
            return f"lines end with {newlines}"
    return ""


def test_the_tour_ends_without_fixable_findings() -> None:
    result = fixed(FIXTURES / _TOUR)

    assert len(result.applied) > 12
    assert [
        each
        for each in result.remaining
        if each.finding.level is Level.ERROR and result.report.fix_of(each.finding)
    ] == []
    assert fixed_text("").after == {}
