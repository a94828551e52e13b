"""What all tests share: how often Python looks for garbage, and how many examples stand for a law."""

from __future__ import annotations

import gc

import pytest

_YOUNG, _OLDER, _OLDEST = 50_000, 20, 20
"""Checks fill the memory with trees that live until they end, and Python would look them over again and again."""

gc.set_threshold(_YOUNG, _OLDER, _OLDEST)


@pytest.hookimpl(tryfirst=True)  # Hypothesis loads what the command line names after that
def pytest_configure(config: pytest.Config) -> None:
    """Try half of the usual examples, and all with the profile `thorough`, as `make test-all` does."""
    if config.pluginmanager.hasplugin("hypothesispytest"):  # not everyone who runs some tests has installed it
        from hypothesis import settings

        settings.register_profile("thorough", settings())
        settings.register_profile("quick", settings(), max_examples=50)
        settings.load_profile("quick")


def pytest_collection_finish() -> None:
    """Leave the tests themselves, and all that their modules hold, out of every later search for garbage."""
    gc.freeze()
