"""The one build of all workflows, and what became of each."""

from __future__ import annotations

import os
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
    own = tmp_path_factory.getbasetemp()
    # The processes of one test run share a folder.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return run_all(own.parent / f"vercel-{run}" if run else own / "vercel")
