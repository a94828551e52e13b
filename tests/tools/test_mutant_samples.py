"""Mutants that are drawn by chance, each tried with the tests that run its line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage

from tools.mutants import SURVIVED
from tools.mutants import sample as sampling
from tools.mutants.operators import iterate

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZES = """\
def larger(a, b):
    return a > b


def unused(a):
    return a + 1


def told(a):
    note(a)
    return a


def note(a):
    pass
"""
_TESTS = """\
from wflint.sizes import larger, told


def test_larger():
    assert larger(2, 1) and not larger(1, 1)


def test_told():
    assert told(3) == 3
"""


def _changed(text: str) -> list[tuple[str, str]]:
    source = text.encode()
    return [(each.what, each.applied(source).decode()) for each in iterate(source)]


@pytest.mark.parametrize(
    ("text", "what", "changed"),
    [
        ("a < b\n", "`<` becomes `<=`", "a <= b\n"),
        ("a is not b\n", "`is not` becomes `is`", "a is b\n"),
        ("a not in b\n", "`not in` becomes `in`", "a in b\n"),
        ("a and b\n", "`and` becomes `or`", "a or b\n"),
        ("a | b\n", "`|` becomes `&`", "a & b\n"),
        ("x = not a\n", "leave out `not`", "x = a\n"),
        ("x = 3\n", "3 becomes 4", "x = 4\n"),
        ("x = True\n", "True becomes False", "x = False\n"),
        ("if ä > b: pass\n", "turn the condition round", "if (not (ä > b)): pass\n"),
        ("x = a if b else c\n", "turn the condition round", "x = a if (not (b)) else c\n"),
        ("def f():\n    return a\n", "return `None`", "def f():\n    return None\n"),
        ("f(a)\n", "leave out the call", "pass\n"),
        ("a += b\n", "leave out the assignment", "pass\n"),
    ],
)
def test_each_operator_changes_one_place(text: str, what: str, changed: str) -> None:
    assert (what, changed) in _changed(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""A text."""\n',
        "if TYPE_CHECKING:\n    x = 1\n",
        "x: Literal[1]\n",
        "@decorated(1)\ndef f(a: int | str) -> bool | None:\n    return None\n",
    ],
)
def test_what_no_test_can_notice_is_left_alone(text: str) -> None:
    assert _changed(text) == []


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with tests, and what they run, as the sample finds it."""
    (tmp_path / "wflint").mkdir()
    (tmp_path / "wflint" / "__init__.py").touch()
    sizes = tmp_path / "wflint" / "sizes.py"
    sizes.write_text(_SIZES)
    (tmp_path / "test_sizes.py").write_text(_TESTS)
    data = Coverage(str(tmp_path / ".coverage")).get_data()
    for test, lines in (("test_larger", [2]), ("test_told", [10, 11, 15])):
        data.set_context(f"test_sizes.py::{test}|run")
        data.add_lines({str(sizes): lines})
    data.write()

    @contextmanager
    def copied() -> Iterator[Path]:
        yield tmp_path

    monkeypatch.setattr(sampling, "copied", copied)
    return tmp_path


@pytest.mark.exhaustive
def test_each_mutant_is_tried_with_the_tests_of_its_line(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "setup.cfg").touch()
    code = sampling.main(["wflint", "--seed", "1", "--coverage", str(tree / ".coverage")])

    shown = capsys.readouterr().out
    assert code == 1
    assert "wflint/sizes.py:2: `>` becomes `>=`: test_sizes.py::test_larger" in shown
    assert f"wflint/sizes.py:10: leave out the call: {SURVIVED}" in shown
    assert "wflint/sizes.py:6" not in shown  # no test runs it
    assert "wflint: 3 of 4 killed, of 4 mutants; seed 1" in shown
    assert (tree / "wflint" / "sizes.py").read_text() == _SIZES


@pytest.mark.exhaustive
def test_the_same_seed_draws_the_same_mutants(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown: list[str] = []
    for first in ("0", "1"):
        sampling.main(
            ["wflint", "--seed", "4", "--count", "2", "--first", first, "--coverage", str(tree / ".coverage")]
        )
        shown.append(capsys.readouterr().out)

    assert shown[1].splitlines()[0] == shown[0].splitlines()[1]


def test_no_mutant_is_begun_when_the_time_is_over(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sampling.main(["wflint", "--seed", "1", "--seconds", "0", "--coverage", str(tree / ".coverage")])

    assert "of 1 killed" in capsys.readouterr().out
