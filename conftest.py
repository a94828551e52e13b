"""What every test has: a folder of its own for what runs remember, and no clock that fails it."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

# A deadline fails a test because the machine is busy.
hypothesis.settings.register_profile("wflint", deadline=None)
hypothesis.settings.load_profile("wflint")


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder, so that no test finds what another one has left."""
    folder = tmp_path_factory.getbasetemp() / "no-cache-yet" / str(next(_NUMBERS))
    monkeypatch.setenv("WFLINT_CACHE_DIR", str(folder))
    return folder


_NUMBERS = iter(range(10**9))
