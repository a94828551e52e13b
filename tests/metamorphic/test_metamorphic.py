"""Programs that mean the same have the same findings, by rule and handler, however they are laid out.

`tests/test_fixtures.py` tries spellings, where each finding stays on its line; here it may go elsewhere with its code.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markers import Fixture, all_fixtures, check_all
from variants import NotApplicableError, rewrites_of
from variants.python import RENAMED

from wflint.findings import Level

if TYPE_CHECKING:
    from variants.encodings import Sources, Variant

SAMPLE = 24
"""Every so many fixtures one is tried each time, with a rewrite of its own."""

_ABOUT_TEXT = {"malformed-ignore", "syntax-error", "unknown-ignore", "unused-ignore"}
"""Rules that speak of comments and of what does not parse, which belong to lines."""
_FIXTURES = [each for each in all_fixtures() if each.rule not in _ABOUT_TEXT]
_KNOWN = {
    "no-step-reached/condition_on_filled_field.py extracted_body": "a field that its own step fills is lost in a helper"
}
"""What wflint still gets wrong."""
_Findings = Counter[tuple[str, str, str]]


def _findings(files: Mapping[str, bytes], folder: Path) -> _Findings:
    """The findings above info in some files, by rule, level and handler."""
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    report = check_all(folder)
    assert not report.internal_errors
    return Counter(
        (each.code, each.level.value, (each.handler or "").removesuffix(RENAMED))
        for each in report.findings
        if each.level is not Level.INFO
    )


def _differences(fixture: Fixture, rewrites: list[Variant], folder: Path) -> list[str]:
    sources: Sources = fixture.sources()
    before = _findings({path: text.encode() for path, text in sources.items()}, folder / "before")
    found: list[str] = []
    for rewrite in rewrites:
        with contextlib.suppress(NotApplicableError):
            after = _findings(rewrite(sources), folder / rewrite.__name__)
            if after != before and f"{fixture.id} {rewrite.__name__}" not in _KNOWN:
                lost, new = dict(before - after), dict(after - before)
                found.append(f"{fixture.id} {rewrite.__name__}: lost {lost}, new {new}")
    return found


@pytest.mark.no_cover
@pytest.mark.parametrize("number", range(0, len(_FIXTURES), SAMPLE))
def test_findings_of_a_sample_survive_one_rewrite_each(number: int, tmp_path: Path) -> None:
    fixture = _FIXTURES[number]
    rewrites = rewrites_of(fixture.sources())

    assert _differences(fixture, [rewrites[number // SAMPLE % len(rewrites)]], tmp_path) == []


@pytest.mark.exhaustive
@pytest.mark.no_cover
@pytest.mark.parametrize("fixture", [pytest.param(each, id=each.id) for each in _FIXTURES])
def test_findings_survive_every_rewrite(fixture: Fixture, tmp_path: Path) -> None:
    assert _differences(fixture, list(rewrites_of(fixture.sources())), tmp_path) == []
