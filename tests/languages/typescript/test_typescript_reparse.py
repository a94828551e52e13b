"""Files that were edited: the tree comes out as if the whole had been parsed anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sampling import sampled

from wflint.files.text import SourceText
from wflint.ir.language import ParseError
from wflint.languages.typescript.grammar import Node, parse_tree
from wflint.languages.typescript.parse import TypeScriptModule, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_HANDLERS = Path(__file__).parents[2] / "replay" / "typescript" / "handlers" / "silent"
FILES = sorted(_HANDLERS.glob("*.ts"))
_TYPED = (
    "", "", "const x = 1;\n", "\n", "// a comment\n", "/*", "*/", "`", "${", "}", "{", "(", ")", "'", '"', "é", "<T>", "await f<T>(x);\n",
    "export ", "async ", "function added() { return 1 }\n", "if (a) {\n", "}\n", ";", "x!", "type A = { a: string };\n", " ", "/x/", "=>",
)  # fmt: skip
STEPS = 30


def _edits(text: str, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    original = text
    for _ in range(STEPS):
        place = chance.randrange(len(text) + 1)
        if chance.random() < 0.5:
            place = text.rfind("\n", 0, place) + 1
        text = text[:place] + chance.choice(_TYPED) + text[place + chance.choice((0, 0, 1, 4, 30)) :]
        yield text
        if chance.random() < 0.4:
            text = original
            yield text


def _parsed(text: str, before: TypeScriptModule | None = None) -> TypeScriptModule | None:
    try:
        return parse(SourceText("route.ts", text), "route", before=before)
    except ParseError:
        return None


def _shown(node: Node) -> Iterator[tuple[object, ...]]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each.type, each.start_byte, each.end_byte, each.start_point, each.end_point, each.is_extra
        waiting += each.children


@pytest.mark.parametrize("path", sampled(FILES, 12), ids=lambda path: path.stem)
def test_edits_at_random(path: Path) -> None:
    original = path.read_text(encoding="utf-8")
    known = _parsed(original)
    compared = 0
    for text in _edits(original, FILES.index(path)):
        edited, anew = _parsed(text, known), _parsed(text)
        assert (edited is None) is (anew is None), text
        if edited is None or anew is None:
            continue
        assert edited.repaired.data == anew.repaired.data
        assert list(_shown(edited.repaired.tree.root_node)) == list(_shown(anew.repaired.tree.root_node))
        compared += 1
        known = edited
    assert compared


def test_the_tree_before_stays_as_it_was() -> None:
    text = FILES[0].read_text(encoding="utf-8")
    known = _parsed(text)
    assert known is not None
    shown = list(_shown(known.repaired.tree.root_node))
    assert _parsed(f"// first\n{text}", known) is not None
    assert list(_shown(known.repaired.tree.root_node)) == shown
    assert shown == list(_shown(parse_tree(known.repaired.data, jsx=False).root_node))
