"""What fixes make of each fixture: set `WFLINT_UPDATE_SNAPSHOTS` to write the diffs anew, then read them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fixing import diff, fixed, fixed_text
from markers import FIXTURES, all_fixtures
from variants import VARIANTS, NotApplicableError

from wflint.files.text import SourceText
from wflint.findings import Level
from wflint.languages.python.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markers import Fixture

    Variant = Callable[[Mapping[str, str]], dict[str, bytes]]

GOLDEN = Path(__file__).parent / "golden"
_TOUR = "tour"
_WITH_DIFF = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.glob("*/*.diff")}
_WRONG = [each for each in all_fixtures() if each.rule != _TOUR and not each.path.name.startswith("ok_")]
_FIXED = [each for each in _WRONG if each.id in _WITH_DIFF]
_ONE_FILE = [each for each in _FIXED if each.path.is_file()]
_LINE_LENGTH = 110


def _id(fixture: Fixture) -> str:
    return fixture.id


@pytest.mark.parametrize("fixture", _WRONG, ids=_id)
def test_a_fixture_is_changed_as_its_diff_says(fixture: Fixture) -> None:
    shown = diff(fixed(fixture.path, [fixture.rule]))
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


@pytest.mark.parametrize("fixture", _FIXED, ids=_id)
def test_a_second_run_changes_nothing(fixture: Fixture, tmp_path: Path) -> None:
    first = fixed(fixture.path, [fixture.rule])
    root = fixture.path if fixture.path.is_dir() else fixture.path.parent
    sources = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.py")}
    sources |= {path: first.before[path].encode(text) for path, text in first.after.items()}
    for path, data in sources.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    again = fixed(tmp_path / fixture.path.name if fixture.path.is_file() else tmp_path, [fixture.rule])

    assert again.after == {}
    left = Counter(each.finding.code for each in first.remaining)
    assert Counter(each.finding.code for each in again.remaining) == left


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
@pytest.mark.parametrize("fixture", _ONE_FILE[::7], ids=_id)
def test_other_spellings_are_fixed_as_well(fixture: Fixture, variant: Variant, tmp_path: Path) -> None:
    try:
        changed = variant(fixture.sources())
    except NotApplicableError as error:
        pytest.skip(str(error))
    for path, data in changed.items():
        (tmp_path / path).write_bytes(data)
    as_it_stands = Counter(each.finding.code for each in fixed(fixture.path, [fixture.rule]).applied)
    result = fixed(tmp_path / fixture.path.name, [fixture.rule])

    assert Counter(each.finding.code for each in result.applied) == as_it_stands
    for path, text in result.after.items():
        assert parse(SourceText(path, text)).module.path == path
        newlines = {line[len(line.rstrip("\r\n")) :] for line in text.splitlines(keepends=True)} - {""}
        assert len(newlines) == 1


def test_what_was_formatted_stays_formatted(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for fixture in _ONE_FILE:
        text = fixture.path.read_text(encoding="utf-8")
        result = fixed(fixture.path, [fixture.rule]).after.get(fixture.path.name, text)
        # In longer lines only the formatter's line breaks would differ.
        if max(map(len, result.splitlines())) <= _LINE_LENGTH:
            for folder, content in ((before, text), (after, result)):
                file = folder / fixture.rule / fixture.path.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")
    was, still = _unformatted(before), _unformatted(after)

    assert len(list(after.rglob("*.py"))) > 80
    assert still <= was


def _unformatted(folder: Path) -> set[str]:
    """The files below a folder that the formatter would change."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        f"--line-length={_LINE_LENGTH}",
        "--check",
        ".",
    ]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout  # noqa: S603 - the project's own formatter
    return {
        line.removeprefix("Would reformat: ")
        for line in told.splitlines()
        if line.startswith("Would reformat")
    }


def test_the_tour_ends_without_fixable_findings() -> None:
    result = fixed(FIXTURES / _TOUR)

    assert len(result.applied) > 12
    assert [
        each
        for each in result.remaining
        if each.finding.level is Level.ERROR and result.report.fix_of(each.finding)
    ] == []
    assert fixed_text("").after == {}
