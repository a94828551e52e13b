"""Whichever fixes are wanted, and in whatever order: the result parses, keeps its comments, and settles."""

from __future__ import annotations

import io
import random
import tokenize
from collections import Counter
from dataclasses import replace

import pytest
from fixing import fixed_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markers import all_fixtures

from wflint.files.text import SourceText
from wflint.findings import Level
from wflint.fixes import EVERYTHING, SAFE_ONLY, Answer, FixPolicy, FixResult, Question
from wflint.languages.python.parse import parse

pytestmark = pytest.mark.no_cover  # the golden tests run the same lines

_TEXT_OF = {
    each.id: each.path.read_text(encoding="utf-8")
    for each in all_fixtures()
    if each.path.suffix == ".py" and not each.path.name.startswith("ok_") and each.rule != "syntax-error"
}
_TEXTS = list(_TEXT_OF.values())
# A row that one fix has put into a step is what another would take out of it, which is refused.
_HINDER_EACH_OTHER = {"database-outside-step/active_records.py", "database-outside-step/models_of_django.py"}
# The same examples each time: what fails, fails for everyone.
_SLOW = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def _comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return Counter(token.string for token in tokens if token.type == tokenize.COMMENT)


def _is_about_comments(text: str) -> bool:
    return "wflint:" in text


def _wrong(result: FixResult) -> Counter[str]:
    """What is left; hints aside, since output that runs a step by now cannot go into one."""
    return Counter(each.finding.code for each in result.remaining if each.finding.level > Level.INFO)


def _some(seed: int) -> FixPolicy:
    """Wants about half of the fixes."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret

    def ask(_question: Question) -> Answer:
        return Answer.YES if chance.random() < 0.5 else Answer.NO

    return replace(chance.choice([EVERYTHING, SAFE_ONLY, FixPolicy()]), ask=ask)


@_SLOW
@given(st.sampled_from(_TEXTS), st.integers(0, 2**16))
def test_any_fixes_leave_a_file_that_parses_and_keeps_its_comments(text: str, seed: int) -> None:
    result = fixed_text(text, wanted=_some(seed))
    after = result.after.get("app.py", text)

    assert parse(SourceText("app.py", after)).module.path == "app.py"
    assert _is_about_comments(text) or not _comments(text) - _comments(after)


# Whether an ignore comment is mended before what it means to silence does make a difference.
_IN_ANY_ORDER = [
    text for name, text in _TEXT_OF.items() if name not in _HINDER_EACH_OTHER and not _is_about_comments(text)
]


@_SLOW
@given(st.sampled_from(_IN_ANY_ORDER), st.integers(0, 2**16))
def test_fixing_some_first_ends_like_fixing_all_at_once(text: str, seed: int) -> None:
    everything = EVERYTHING
    first = fixed_text(text, wanted=_some(seed)).after.get("app.py", text)
    later = fixed_text(first, wanted=everything)
    at_once = fixed_text(text, wanted=everything)

    assert _wrong(later) == _wrong(at_once)
    assert fixed_text(later.after.get("app.py", first), wanted=everything).after == {}


@_SLOW
@given(st.sampled_from(_TEXTS), st.integers(0, 2**16))
def test_a_settled_file_is_left_alone(text: str, seed: int) -> None:
    settled = fixed_text(text, wanted=EVERYTHING).after.get("app.py", text)

    assert fixed_text(settled, wanted=_some(seed)).after == {}
