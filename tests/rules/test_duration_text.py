"""Durations in words, and how an engine writes them."""

from __future__ import annotations

import pytest

from wflint.engines import load_profiles
from wflint.rules.invalid_duration.text import respelled, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10 minutes", 600),
        ("1w", 604_800),
        ("2 Weeks", 1_209_600),
        ("1.5h", 5400),
        ("1h 30m", 5400),
        ("1h30m", 5400),
        ("1 day, 2 hours and 3 minutes", 93_780),
        (" 90s ", 90),
        ("0.5s", None),
        ("90", None),
        ("", None),
        ("0s", None),
        ("10M", None),
        ("1 month", None),
        ("ten minutes", None),
        ("10 minutes later", None),
        ("-5m", None),
    ],
)
def test_a_text_means_so_many_seconds_or_nothing_clear(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("engine", "text", "written"),
    [
        ("upstash", "10 minutes", "10m"),
        ("upstash", "1w", "7d"),
        ("upstash", "1.5h", "90m"),
        ("upstash", "1 hour 30 min", "1h30m"),
        ("upstash", "tomorrow", None),
        ("upstash-typescript", "1 week", "1w"),
        ("inngest-typescript", "1h30m", "90m"),
        ("inngest-typescript", "1 month", None),
    ],
)
def test_each_engine_has_its_own_form(engine: str, text: str, written: str | None) -> None:
    rules = next(each.duration for each in load_profiles() if each.id == engine)
    assert rules is not None
    assert respelled(text, rules) == written
