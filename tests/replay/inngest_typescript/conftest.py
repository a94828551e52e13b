"""The Node processes that run all functions, one for each version of the SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .node import Driver, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .node import Sdk


def _driver(sdk: Sdk) -> Iterator[Driver]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    driver = Driver(sdk)
    yield driver
    driver.close()


@pytest.fixture(scope="session")
def drive() -> Iterator[Driver]:
    yield from _driver("inngest")


@pytest.fixture(scope="session")
def drive_3() -> Iterator[Driver]:
    yield from _driver("inngest-3")
