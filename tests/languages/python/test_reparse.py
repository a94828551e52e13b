"""Files that were edited: the tree comes out as if the whole had been parsed anew."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import libcst as cst
import pytest

from wflint.domain.sites import Site
from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.ir.language import ParseError
from wflint.ir.walk import walk
from wflint.languages.python import split
from wflint.languages.python.parse import PythonModule, parse
from wflint.languages.python.reparse import reparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINES = "".join(f"    value_{number} = compute({number}, 'some text')\n" for number in range(6))
_FUNCTIONS = [f"def function_{number}(a, b=1):\n{_LINES}    return value_{number}\n" for number in range(5)]
_METHODS = "\n".join(f"    {line}" if line else "" for line in _FUNCTIONS[0].splitlines())
_CLASS = f"@made\nclass Store(Base):\n    limit: int = 3\n\n{_METHODS}\n\n    # of the class\n"
TEXT = "\n\n".join(
    (
        "# The file's header\n\nimport os\n\nLIMIT = 3",
        *_FUNCTIONS[:2],
        "# outside\n@decorated\n# inside\n@again(1)\nasync " + _FUNCTIONS[2],
        _CLASS,
        "if LIMIT:\n    LIMIT = 4",
        *_FUNCTIONS[3:],
        "end = 1\n# the end\n",
    )
)
_TYPED = (
    "", "", "", "x = 1\n", "    y = 2\n", "\n", "  # a comment\n", "# outermost\n", "    # within\n", '"""', "(", ")", ":",
    "@decorated\n", "def added():\n    return 1\n", f"{_FUNCTIONS[4].replace('function_4', 'other')}\n", "else:\n    z = 3\n",
    "\t", "\\\n", "'", "if a:\n        b()\n", " ", "    return None\n", "class Added:\n    a = 1\n",
)  # fmt: skip
STARTS = 16
STEPS = 25


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "SMALLEST", 0)


def _edits(seed: int) -> Iterator[str]:
    """Yield the states of a text that somebody edits, most of them by whole lines."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    text = TEXT if seed % 4 else TEXT.replace("\n", "\r\n")
    for _ in range(STEPS):
        lines = text.splitlines(keepends=True)
        if chance.random() < 0.7:
            place = chance.randrange(len(lines) + 1)
            removed = chance.choice((0, 0, 1, 1, 2, 12))
            text = "".join((*lines[:place], chance.choice(_TYPED), *lines[place + removed :]))
        else:
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(_TYPED) + text[place + chance.choice((0, 1, 3)) :]
        yield text
        if chance.random() < 0.4:
            yield TEXT  # as who takes it all back


def _parsed(text: str, before: PythonModule | None = None) -> PythonModule | None:
    try:
        return parse(SourceText("orders.py", text), "orders", before=before)
    except ParseError:
        return None


def _sites(parsed: PythonModule) -> list[tuple[str, int, int]]:
    """Return what stands where, in all functions."""
    found: list[tuple[str, int, int]] = []

    def look(block: ir.Block, outermost: object) -> None:
        for node in walk(block):
            around = outermost
            if isinstance(node, ir.Function):
                around = node.enclosing_definition
            span = parsed.span(Site(parsed.module, node, around)) if not isinstance(node, ir.Block) else None
            if span is not None:
                found.append((type(node).__name__, span.start, span.end))

    look(parsed.module.body.block, None)
    return found


@pytest.mark.parametrize("seed", range(STARTS))
def test_edits_at_random(seed: int) -> None:
    known = _parsed(TEXT)
    shared = 0
    for text in _edits(seed):
        edited, anew = _parsed(text, known), _parsed(text)
        assert (edited is None) is (anew is None)
        if edited is None or anew is None:
            continue
        if known is not None:
            shared += len(set(map(id, known.late.tree.body)) & set(map(id, edited.late.tree.body)))
        assert edited.module.body.mentions == anew.module.body.mentions
        assert edited.module.body.locals == anew.module.body.locals
        assert edited.tree.code == anew.tree.code
        assert edited.tree.deep_equals(anew.tree)
        known = edited
    assert shared


def test_only_the_definition_around_a_change_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    known = _parsed(TEXT)
    assert known is not None
    texts: list[str] = []
    parse_module = cst.parse_module

    def noted(text: str) -> cst.Module:
        texts.append(text)
        return parse_module(text)

    monkeypatch.setattr(cst, "parse_module", noted)
    edited = _parsed(TEXT.replace("value_1 = ", "changed = ", 1), known)
    assert edited is not None
    assert len(texts) == 1
    assert "function_0" in texts[0]
    assert "function_1" not in texts[0]
    first, second = (
        {
            each.function.name: each.function
            for each in parsed.module.body.block.statements
            if isinstance(each, ir.Define)
        }
        for parsed in (known, edited)
    )
    assert [name for name in second if first[name] is not second[name]] == ["function_0"]
    assert "changed" in second["function_0"].mentions


def test_what_was_edited_stands_where_it_stands() -> None:
    known = _parsed(TEXT)
    assert known is not None
    _sites(known)
    text = TEXT.replace("import os\n", "import os\nimport sys\n", 1)
    edited, anew = _parsed(text, known), _parsed(text)
    assert edited is not None
    assert anew is not None
    assert _sites(edited) == _sites(anew)


def test_a_text_without_anything_to_keep_is_parsed_as_a_whole() -> None:
    known = _parsed(TEXT)
    assert known is not None
    assert reparsed(known.late, TEXT, "x = 1\n") is None
