"""The one build of all workflows, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .runs import Told, missing, run_all

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Told]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    return run_all(tmp_path_factory.mktemp("vercel"))
