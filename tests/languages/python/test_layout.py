from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from wflint.files.text import SourceText, read_source
from wflint.languages.python import layout
from wflint.languages.python.encoding import encoding_of
from wflint.languages.python.layout import find_layout

SOURCES = [
    path for module in (json, asyncio) for path in sorted(Path(str(module.__file__)).parent.glob("*.py"))
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_scanner_for_broken_source_sees_sound_source_as_the_tokenizer_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_source(path, path.name, encoding_of)
    tokenized = find_layout(source)

    def give_up(_: SourceText) -> None:
        raise SyntaxError

    monkeypatch.setattr(layout, "_tokenized", give_up)
    assert find_layout(source) == tokenized
