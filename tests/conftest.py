"""What all tests share: when Python looks for garbage, and how many examples stand for a law."""

from __future__ import annotations

import gc

import pytest

_MUCH = 200_000
"""How many new objects are looked over after a test."""


@pytest.hookimpl(tryfirst=True)  # Hypothesis loads what the command line names after that
def pytest_configure(config: pytest.Config) -> None:
    """Try half of the usual examples, and all with the profile `thorough`, as `make test-all` does."""
    gc.disable()
    # Not everyone who runs some of the tests has installed it.
    if config.pluginmanager.hasplugin("hypothesispytest"):
        from hypothesis import settings

        settings.register_profile("thorough", settings())
        settings.register_profile("quick", settings(), max_examples=50)
        settings.load_profile("quick")


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
        gc.collect(1)
