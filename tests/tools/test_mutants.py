"""The mutants that suites are compared with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools.mutants import ROOT, SURVIVED, MutantError, seeded, verdict
from tools.mutants.__main__ import main
from tools.mutants.seeds import MUTANTS, Mutant

if TYPE_CHECKING:
    from pathlib import Path

CAUGHT = Mutant("larger is smaller", (("written otherwise", "x"), ("a > b", "a < b")))
MISSED = Mutant("text", (('"unread"', '"read"'),))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with a function and its test."""
    (tmp_path / "wflint").mkdir()
    (tmp_path / "wflint" / "__init__.py").touch()
    (tmp_path / "wflint" / "sizes.py").write_text(
        'NOTE = "unread"\n\n\ndef larger(a, b):\n    return a > b\n'
    )
    (tmp_path / "test_sizes.py").write_text(
        "from wflint.sizes import larger\n\n\ndef test_larger():\n    assert larger(2, 1)\n"
    )
    return tmp_path


@pytest.mark.exhaustive
def test_a_mutant_is_caught_by_the_test_that_fails(tree: Path) -> None:
    assert verdict(tree, []) == SURVIVED
    with seeded(tree, CAUGHT) as file:
        assert "a < b" in file.read_text()
        assert verdict(tree, []) == "test_sizes.py::test_larger"
    assert "a > b" in file.read_text()


@pytest.mark.exhaustive
def test_a_mutant_that_no_test_sees_survives(tree: Path) -> None:
    with seeded(tree, MISSED):
        assert verdict(tree, ["test_sizes.py"]) == SURVIVED


@pytest.mark.parametrize("text", ["nowhere", "a"], ids=["missing", "ambiguous"])
def test_a_mutant_has_one_place(tree: Path, text: str) -> None:
    with (
        pytest.raises(MutantError, match="no text of this mutant stands once"),
        seeded(tree, Mutant("somewhere", ((text, ""),))),
    ):
        pass


@pytest.mark.exhaustive
def test_a_selection_without_tests_is_no_verdict(tree: Path) -> None:
    with pytest.raises(MutantError, match="1 deselected"):
        verdict(tree, ["-k", "nothing"])


def test_two_suites_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps({"a": "test_a", "b": SURVIVED, "c": "test_c"}))
    new.write_text(json.dumps({"a": "test_z", "b": "test_b", "c": SURVIVED}))

    assert main(["--compare", str(old), str(new)]) == 1
    assert capsys.readouterr().out == (
        "no longer caught: c\ncaught by now: b\ncaught: 2 before, 2 after, of 3 and 3\n"
    )
    assert main(["--compare", str(old), str(old)]) == 0


def test_there_are_twenty_mutants() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == 20


# A line may well be written anew in a change that is about something else.
@pytest.mark.exhaustive
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_each_mutant_can_be_made_and_is_python(mutant: Mutant) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "wflint").rglob("*.py")]
    found = [(text, old, new) for old, new in mutant.edits for text in texts if text.count(old) == 1]
    assert len(found) == 1
    text, old, new = found[0]
    compile(text.replace(old, new), "mutant", "exec")
