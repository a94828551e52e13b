"""Patterns with many wildcards: they mean what they meant, and take no longer than the path is long."""

from __future__ import annotations

import random
import re
import time

import pytest
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from wflint.files.gitignore import parse_patterns
from wflint.files.wildcards import without_retries

PIECES = ("*", "*", "a", "b", "/", "/**/", "?", "[ab]", "[!a]")


def _found(regex: str, path: str) -> tuple[bool, str | None]:
    match = re.search(regex, path)
    return match is not None, match["ps_d"] if match else None


def test_a_pattern_matches_the_same_paths_as_before() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    rewritten = 0
    for _ in range(4000):
        pattern = "".join(chance.choices(PIECES, k=chance.randint(4, 14)))
        regex, _kind = GitIgnoreSpecPattern.pattern_to_regex(pattern)
        if regex is None or "ps_d" not in regex:
            continue
        ours = without_retries(regex)
        rewritten += ours != regex
        for _path in range(8):
            path = re.sub("/+", "/", "".join(chance.choices("aabb/c", k=chance.randint(1, 14)))).strip("/")
            # What is not `a` is no slash either, says git.
            assert _found(ours, path) == _found(regex.replace("[^a]", "[^a/]"), path), (pattern, path)
    assert rewritten > 1000


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 40 + "b", "a" * 250),
        ("/**/a" * 30 + "/b", "a/" * 500 + "c"),
        ("/**/*a*a*a*" * 10 + "b", "aaaa/" * 300 + "c"),
        ("*" * 5000 + "b", "a" * 250),
        ("[a-c]*" * 60 + "d", "a" * 250),
    ],
)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    began = time.process_time()
    assert parse_patterns([pattern]).verdict(path, is_dir=False) is None
    assert parse_patterns([pattern]).verdict(f"{path}{pattern[-1]}", is_dir=False) in {True, None}
    assert time.process_time() - began < 2


def test_a_pattern_longer_than_any_path_is_none() -> None:
    assert parse_patterns(["a*" * 10_000]).last_first == ()
