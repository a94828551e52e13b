"""What every test has: a folder of its own for what runs remember, no clock that fails it, and no search for garbage."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path

import hypothesis
import pytest

# A deadline fails a test because the machine is busy. `make test-all` names the profile with all examples.
hypothesis.settings.register_profile("wflint", deadline=None, max_examples=50)
hypothesis.settings.register_profile("thorough", deadline=None)
hypothesis.settings.load_profile("wflint")

_MUCH = 200_000
"""How many new objects are looked over after a test."""


def pytest_configure() -> None:
    """Have Python look for garbage only when it is asked to."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave the tests themselves, and all that their modules hold, out of every later search for garbage."""
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Look for garbage between tests alone.

    Trees of a check live until it ends, so looking them over meanwhile is wasted; and where a test reaches the limit of
    recursion on purpose, what hears of each search, such as Hypothesis, would end the process.
    """
    gc.disable()
    if gc.get_count()[0] > _MUCH:
        with warnings.catch_warnings():
            # Handlers that forget to await a step are run on purpose; what they leave is no fault of the next test.
            warnings.simplefilter("ignore", RuntimeWarning)
            gc.collect(1)


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder, so that no test finds what another one has left."""
    folder = tmp_path_factory.getbasetemp() / "no-cache-yet" / str(next(_NUMBERS))
    monkeypatch.setenv("WFLINT_CACHE_DIR", str(folder))
    return folder


_NUMBERS = iter(range(10**9))
