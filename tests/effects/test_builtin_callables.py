"""Whether what the tables call built in really takes no attributes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import tomllib

import wflint.effects

_TABLE = Path(wflint.effects.__file__).parent / "python" / "calls.toml"


def _builtins() -> list[str]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return [name for name, row in table.items() if row.get("is-builtin")]


def _found(name: str) -> Any:
    module, *attributes = name.split(".")
    found: Any = import_module(module)
    for attribute in attributes:
        found = getattr(found, attribute)
    return found


@pytest.mark.parametrize("name", _builtins())
def test_what_is_built_in_takes_no_attributes(name: str) -> None:
    with pytest.raises(AttributeError):
        _found(name).noted = True
