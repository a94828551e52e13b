"""Every requirement has bounds, and what developers and CI install lies between them."""

from __future__ import annotations

from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.release.__main__ import ROOT
from wflint.tables.toml import parse_toml

TABLES: Any = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = [
    Requirement(line) for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line
]


def _required(lines: list[Any]) -> list[Requirement]:
    """The requirements of a list, without groups that it includes and without what it says of wflint itself."""
    found = [Requirement(line) for line in lines if isinstance(line, str)]
    return [each for each in found if each.name != "wflint"]


INSTALLED = _required(TABLES["project"]["dependencies"]) + [
    each for extra in TABLES["project"]["optional-dependencies"].values() for each in _required(extra)
]
OURS = [each for group in TABLES["dependency-groups"].values() for each in _required(group)]


@pytest.mark.parametrize("requirement", INSTALLED, ids=str)
def test_what_users_install_has_a_lowest_and_a_first_untried_version(requirement: Requirement) -> None:
    assert {each.operator for each in requirement.specifier} == {">=", "<"}


@pytest.mark.parametrize("requirement", OURS, ids=str)
def test_what_work_on_wflint_takes_has_a_lowest_version(requirement: Requirement) -> None:
    assert ">=" in {each.operator for each in requirement.specifier}


@pytest.mark.parametrize("requirement", [*INSTALLED, *OURS], ids=str)
def test_every_pin_lies_between_the_bounds(requirement: Requirement) -> None:
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(requirement.name)]
    assert pins
    for pin in pins:
        [version] = pin.specifier
        assert requirement.specifier.contains(version.version), str(pin)


def test_all_that_users_may_choose_can_be_chosen_at_once() -> None:
    extras = TABLES["project"]["optional-dependencies"]
    [everything] = [Requirement(line) for line in extras["all"]]
    assert everything.extras == set(extras) - {"all"}


def test_pins_tell_pythons_apart_only_from_the_oldest_on() -> None:
    environments = [
        {"python_full_version": f"3.{minor}.9", "python_version": f"3.{minor}"} for minor in range(10, 15)
    ]
    for name in {pin.name for pin in PINS}:
        markers = [pin.marker or Marker("python_version >= '3.10'") for pin in PINS if pin.name == name]
        for environment in environments:
            assert sum(marker.evaluate(environment) for marker in markers) <= 1, name
