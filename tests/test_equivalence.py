"""Handlers written in both languages give the same findings, which shows that there is one analysis.

A fixture in TypeScript that bears the name of one in Python is its twin: the same mistakes in the same order.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from markers import FIXTURES, Fixture, Told, fixtures_in, found_in, told_by

from wflint.languages.typescript.suffixes import SUFFIXES as OTHERS

_PYTHON = (".py",)
_GAPS = (FIXTURES.parent / "tests" / "typescript_gaps.txt").read_text(encoding="utf-8").split()


class Twins(NamedTuple):
    """The same handlers in both languages."""

    python: Fixture
    other: Fixture

    @property
    def id(self) -> str:
        """The rule's name, and the one that they share."""
        return f"{self.python.rule}/{self.python.path.stem}"


def _by_name(suffixes: tuple[str, ...]) -> dict[str, Fixture]:
    folders = (folder for folder in sorted(FIXTURES.iterdir()) if folder.is_dir())
    fixtures = (each for folder in folders for each in fixtures_in(folder, suffixes))
    return {f"{each.rule}/{each.path.stem}": each for each in fixtures if not each.is_project}


def _pairs() -> list[Twins]:
    """Those that are about a mistake: silence is looked at file by file."""
    python, others = _by_name(_PYTHON), _by_name(OTHERS)
    wrong = [name for name in python if name in others and not python[name].path.name.startswith("ok_")]
    return [Twins(python[name], others[name]) for name in wrong]


_PAIRS = _pairs()


def _known(twins: Twins) -> list[pytest.MarkDecorator]:
    # Codes and their order may agree where a level does not.
    is_gap = twins.other.id in _GAPS
    return [pytest.mark.xfail(reason="not told yet of TypeScript", strict=False)] if is_gap else []


def _order(told: list[Told]) -> list[str]:
    """The codes of findings, in the order of their lines."""
    return [each.code for each in sorted(told)]


@pytest.mark.parametrize("twins", _PAIRS, ids=[each.id for each in _PAIRS])
def test_the_markers_of_twins_tell_the_same(twins: Twins) -> None:
    assert _order(told_by(twins.python.sources())) == _order(told_by(twins.other.sources()))


@pytest.mark.no_cover  # the fixtures are checked one by one as well
@pytest.mark.parametrize("twins", [pytest.param(each, id=each.id, marks=_known(each)) for each in _PAIRS])
def test_twins_give_the_same_findings_in_the_same_order(twins: Twins) -> None:
    python, other = (found_in(each.path, told_by(each.sources())) for each in twins)

    assert _order(python) == _order(other)


def test_there_are_twins_of_many_kinds() -> None:
    assert len(_PAIRS) >= 40
    assert len({each.python.rule for each in _PAIRS}) >= 20
