"""Samples of what takes long: `make test` tries some cases of a kind, `make test-all` every one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _pytest.mark import ParameterSet


def sampled(cases: Iterable[object], every: int) -> list[ParameterSet]:
    """Return cases as parameters, of which only the first of each so many is always tried.

    Args:
        cases: The cases, in an order that puts like ones next to each other.
        every: How many stand for one.
    """
    return [
        pytest.param(case, marks=() if place % every == 0 else pytest.mark.exhaustive)
        for place, case in enumerate(cases)
    ]


def sampled_pairs(ones: Sequence[object], others: Sequence[object]) -> list[ParameterSet]:
    """Return all pairs of two kinds as parameters, of which each case is always tried with one of the other kind."""
    most = max(len(ones), len(others))
    always = {(ones[place % len(ones)], others[place % len(others)]) for place in range(most)}
    return [
        pytest.param(*pair, marks=() if pair in always else pytest.mark.exhaustive)
        for pair in product(ones, others)
    ]
