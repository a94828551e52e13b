"""Ends what tests of a module share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from editor import end_shared

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def _no_server_is_left() -> AsyncGenerator[None]:
    yield
    await end_shared()
