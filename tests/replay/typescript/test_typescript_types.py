"""The compiler accepts the handlers as they are, mistakes included: it does not find what the rules find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .compiler import told
from .node import HANDLERS, missing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.exhaustive
@pytest.mark.skipif(missing() != "", reason=missing())
def test_the_compiler_objects_only_to_a_promise_as_a_condition(tmp_path: Path) -> None:
    errors = told(tmp_path, HANDLERS)

    assert [line.partition("(")[0] for line in errors] == ["step-not-awaited/always_true.ts"]
    assert "TS2801" in errors[0]
