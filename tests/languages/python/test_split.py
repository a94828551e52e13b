"""Bodies that are parsed later: the tree comes out as if all had been parsed at once."""

from __future__ import annotations

import sysconfig
from pathlib import Path

import libcst as cst
import pytest
from sampling import sampled

from wflint.files.text import SourceText
from wflint.languages.python import split
from wflint.languages.python.late_bodies import LateBodies, with_stubs
from wflint.languages.python.parse import parse

LINES = "".join(f"    value_{number} = compute({number}, 'some text')\n" for number in range(8))
FUNCTION = f"def first(a, b=1):\n{LINES}    return value_1\n"
METHODS = "\n".join(f"    {line}" if line else "" for line in FUNCTION.splitlines())
CLASS = f"class Store(Base):\n    limit: int = 3\n\n{METHODS}\n\n    @property\n{METHODS.replace('first', 'second')}\n"
LOOPING_CLASS = CLASS.replace("        value_0", "        for a in b:\n            c()\n        value_0")
STANDARD_LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))


@pytest.fixture(autouse=True)
def _of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "SMALLEST", 0)


def late(text: str) -> LateBodies:
    definitions = split.split(text)
    tree = cst.parse_module(with_stubs(text, 0, len(text), definitions))
    return LateBodies.of(tree, text, definitions)


def left_out(text: str) -> list[str]:
    return [each.name for each in split.split(text) if each.body is not None]


TEXTS = {
    "functions": f"import os\n\n\n{FUNCTION}\n\n{FUNCTION.replace('first', 'other')}\nend = 1\n",
    "a class": f"{CLASS}\n\nstore = Store()\n",
    "decorators": f"@outer(\n    1,\n)\n@inner\nasync {FUNCTION}\nx = 1\n",
    "a class that the file ends with, without a line end": f"{FUNCTION * 3}\n\n{LOOPING_CLASS.rstrip()}",
    "comments": f"def f():  # head\n    # first\n\n    # second\n{LINES}        # deeper\n    # last\n  # odd\n# outside\nx = 1\n",
    "a docstring with code": f'def f():\n    """\ndef g():\n    pass\n"""\n{LINES}\n\ndef h():\n    pass\n',
    "a docstring that ends in what looks like a comment": f'def f():\n{LINES}    x = """\n# """\n\ny = 1\n',
    "brackets over lines": f"def f(\n    a,\n):\n{LINES}    return call(\n1,\n)\n\ny = 1\n",
    "lines that go on": f"def f(): \\\n    pass\n\ndef g():\n{LINES}    return 1 + \\\n2\n\ny = 1\n",
    "two spaces within four": f"if x:\n    y = 1\n\ndef f():\n{LINES.replace('    ', '  ')}  if a:\n    b()\n\nz = 1\n",
    "tabs": FUNCTION.replace("    ", "\t") + "\nx = 1\n",
    "Windows": f"{FUNCTION}\nx = 1\n".replace("\n", "\r\n"),
    "nested functions": f"def f():\n{LINES}    def g():\n        return 1\n    return g\n\nx = 1\n",
    "text with braces": f'def f():\n{LINES}    return f"{{value_1!r:>{{width}}}} {{{{x}}}}"\n\nx = 1\n',
    "blank lines with spaces": f"def f():\n{LINES}    \n        \n\nx = 1\n",
    "semicolons": f"def f():\n{LINES}    a = 1; b = 2  # both\n\nx = 1\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_tree_is_that_of_the_whole_text(text: str) -> None:
    bodies = late(text)
    assert bodies.tree.code != text, "something is left out at first"
    assert len(bodies.tree.code) == len(text)
    assert bodies.completed().code == text
    assert bodies.completed().deep_equals(cst.parse_module(text))


@pytest.mark.parametrize("path", sampled(STANDARD_LIBRARY, 12))
def test_the_standard_library_is_read_as_at_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert late(text).completed().deep_equals(cst.parse_module(text))


def test_a_class_gets_its_body_before_its_methods_get_theirs() -> None:
    bodies = late(TEXTS["a class"])
    node = cst.ensure_type(bodies.tree.body[0], cst.ClassDef)
    outline = bodies.left_out.outline(node)
    assert outline is not None
    assert {"limit", "first", "compute"} <= outline.mentions
    bodies.left_out.open(node)
    assert bodies.left_out.outline(node) is None
    assert "limit" in bodies.tree.code
    assert "compute" not in bodies.tree.code
    bodies.left_out.complete(node)
    assert bodies.tree.code == TEXTS["a class"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXTS["functions"], ["first", "other"]),
        (TEXTS["a class"], ["Store"]),
        (TEXTS["a docstring with code"], ["f"]),
        (f"if x:\n{METHODS}\n", []),
        ("def f():\n    return 1\n", []),
        (FUNCTION.rstrip("\n"), []),  # its last line has no end
        (f"{FUNCTION}\nx = (1\n", []),
        (f"{FUNCTION}\nx = 1 +\n", []),
        (f"{FUNCTION}\nx = 'a\n", []),
        (f"{FUNCTION}\n\x0c\nx = 1\n", []),
        (f"{FUNCTION}\nx = 1)\n", []),
    ],
)
def test_what_is_left_out(text: str, expected: list[str]) -> None:
    assert left_out(text) == expected


def test_what_python_reads_otherwise_is_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    def misread(text: str) -> list[split.Line]:
        lines = read(text)
        return [line for line in lines if not text.startswith("def other", line.start)]

    read = split.logical_lines
    monkeypatch.setattr(split, "logical_lines", misread)
    assert left_out(TEXTS["functions"]) == []


def test_what_nobody_asks_for_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse_module = cst.parse_module

    def noting(text: str) -> cst.Module:
        parsed.append(text)
        return parse_module(text)

    monkeypatch.setattr(cst, "parse_module", noting)
    module = parse(SourceText("shop.py", TEXTS["functions"]), "shop").module
    assert len(parsed) == 1
    first, other = (each.function for each in module.body.block.statements if hasattr(each, "function"))
    assert "compute" in other.mentions
    assert len(parsed) == 1
    assert "value_1" in first.body.locals
    assert len(parsed) == 2


def test_a_small_file_is_parsed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "SMALLEST", len(TEXTS["functions"]) + 1)
    assert left_out(TEXTS["functions"]) == []
