"""Imports as the bytes of a file show them."""

from __future__ import annotations

import pytest

from wflint.languages.python.import_lines import import_lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from shop.core import flow, recorded as step", [("core", {"flow", "recorded"})]),
        ("from . import core", [("", {"core"})]),
        ("from ..core import *", [("core", {"*"})]),
        (
            "    from shop import (\n    flow as wf,  # ours\n    recorded,\n)\n",
            [("shop", {"flow", "recorded"})],
        ),
        ("from shop import flow, \\\n    recorded\nx = 1", [("shop", {"flow", "recorded"})]),
        ("import shop.core as rt, os", [("core", set[str]()), ("os", set[str]())]),
        ("x = 1\r\nimport os\r\n", [("os", set[str]())]),
        ("important = from_here", []),
    ],
)
def test_imports_are_read_without_a_parse(text: str, found: list[tuple[str, set[str]]]) -> None:
    assert [(line.module, set(line.names)) for line in import_lines(text.encode())] == found
