"""What every test has: a folder of its own for what runs remember."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder, so that no test finds what another one has left."""
    folder = tmp_path_factory.getbasetemp() / "no-cache-yet" / str(next(_NUMBERS))
    monkeypatch.setenv("WFLINT_CACHE_DIR", str(folder))
    return folder


_NUMBERS = iter(range(10**9))
