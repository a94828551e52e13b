"""The one Node process that runs all handlers in TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .node import Driver, missing

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def drive() -> Iterator[Driver]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    driver = Driver()
    yield driver
    driver.close()
