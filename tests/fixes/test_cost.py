"""What a fix costs: each text that it makes is parsed and linted once."""

from __future__ import annotations

from collections import Counter

import libcst as cst
import pytest
from fixing import fixed_text, handler
from pyflakes import checker

from wflint.fixes import FixResult


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text is parsed."""
    found: Counter[str] = Counter()
    original = cst.parse_module

    def counted(text: str) -> cst.Module:
        found[text] += 1
        return original(text)

    monkeypatch.setattr(cst, "parse_module", counted)
    return found


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What pyflakes is run on."""
    found: list[object] = []
    original = checker.Checker.__init__

    def counted(self: checker.Checker, tree: object) -> None:
        found.append(tree)
        original(self, tree)  # type: ignore[arg-type]

    monkeypatch.setattr(checker.Checker, "__init__", counted)
    return found


def check(result: FixResult, applied: int) -> None:
    assert len(result.applied) == applied


def test_one_fix(parsed: Counter[str], linted: list[object]) -> None:
    text = handler('now = time.time()\nawait context.run("a", lambda: print(order, now))', "import time\n")
    check(fixed_text(text), 1)
    assert (len(parsed), set(parsed.values())) == (2, {1})
    assert len(linted) == 2


def test_a_fix_that_leaves_an_import_unused(parsed: Counter[str], linted: list[object]) -> None:
    text = handler('time.sleep(3)\nawait context.run("a", lambda: print(order))', "import time\n")
    check(fixed_text(text), 1)
    assert (len(parsed), set(parsed.values())) == (3, {1})
    assert len(linted) == 3


def test_fixes_that_are_tried_in_parts(parsed: Counter[str], linted: list[object]) -> None:
    text = handler(
        """
a = time.time()
await context.run("a", lambda: print(a))
await asyncio.gather(*[
    # why
    context.run(f"b-{each}", print) for each in order])
""",
        "import asyncio\nimport time\n",
    )
    result = fixed_text(text)
    check(result, 1)
    assert [each.reason for each in result.remaining] == ["the comment `# why` would be lost"]
    assert set(parsed.values()) == {1}
    assert len(linted) <= len(parsed)
