"""Code of others: nothing is found where there are no handlers, and no code makes the analysis fail."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
from forcing import LIBRARIES, Forcing, check_installed, library_files
from sampling import sampled

if TYPE_CHECKING:
    from pathlib import Path

_SEED, _MODULES, _LINES = 7, 150, 250


@cache
def _sample() -> list[Path]:
    """Short modules of the standard library, which reach little: the script in `benchmarks` looks at everything."""
    files = [path for path in library_files() if path.is_relative_to(LIBRARIES[0])]
    short = [path for path in files if path.read_bytes().count(b"\n") <= _LINES]
    return random.Random(_SEED).sample(short, _MODULES)  # noqa: S311 - always the same ones


@pytest.mark.exhaustive
@pytest.mark.no_cover
def test_nothing_is_found_in_installed_code() -> None:
    report = check_installed()

    assert report.files > 1000
    assert [(each.span.path, each.code, each.message) for each in report.findings] == []
    assert report.handlers == 0


@pytest.fixture(scope="module")
def forcing() -> Forcing:
    return Forcing()


@pytest.mark.no_cover
@pytest.mark.parametrize("number", sampled(range(_MODULES), 15))
def test_any_function_can_be_followed_as_if_it_were_replayed(number: int, forcing: Forcing) -> None:
    path = _sample()[number]

    followed = forcing.force(path)

    assert followed.rejected == "", path
    assert followed.functions >= 0
