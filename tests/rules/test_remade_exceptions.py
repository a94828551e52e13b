"""What is said of exceptions and their pickles is what pickle does with them."""

from __future__ import annotations

import importlib
import pickle
import sys
from typing import TYPE_CHECKING

import pytest
from markers import check_all

if TYPE_CHECKING:
    from pathlib import Path

    from wflint.findings import Finding

_CASES = {
    "nothing handed on, by position": ("def __init__(self, a): self.a = a", "(1)"),
    "nothing handed on, by name": ("def __init__(self, a): self.a = a", "(a=1)"),
    "all handed on": ("def __init__(self, a, b): super().__init__(a, b)", "(1, 2)"),
    "a text handed on": ("def __init__(self, a, b): super().__init__(f'{a}{b}')", "(1, 2)"),
    "a text handed on for one": ("def __init__(self, a): super().__init__(f'{a}')", "(1)"),
    "too much handed on": ("def __init__(self): super().__init__('a')", "()"),
    "two too much handed on": ("def __init__(self, a): super().__init__('a', 'b', 'c')", "(1)"),
    "through the class": ("def __init__(self, a, b): Exception.__init__(self, a)", "(1, 2)"),
    "by name only": ("def __init__(self, *, a): super().__init__(a)", "(a=1)"),
    "two by name only": ("def __init__(self, *, a, b): super().__init__()", "(a=1, b=2)"),
    "three missing": ("def __init__(self, a, b, c): super().__init__()", "(1, 2, 3)"),
    "any": ("def __init__(self, *args, a=0): super().__init__(*args)", "(1, a=1)"),
    "too much for a default": ("def __init__(self, a=0): super().__init__('a', 'b')", "(1)"),
    "too much for several defaults": (
        "def __init__(self, a, b=0, c=0): super().__init__('a', 'b', 'c', 'd')",
        "(1)",
    ),
    "default": ("def __init__(self, a, b=0): super().__init__(a)", "(1, b=2)"),
    "own args": ("def __init__(self, a, b): super().__init__(a); self.args = (a, b)", "(1, 2)"),
    "reduced": (
        "def __init__(self, a, b): super().__init__(a)\n    def __reduce__(self): return type(self), (1, 2)",
        "(1, 2)",
    ),
    "inherited": ("", "('a')"),
}


@pytest.mark.parametrize("case", _CASES)
def test_what_is_told_of_an_exception_is_what_pickle_says(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, call = _CASES[case]
    source = f"class OwnError(Exception):\n    {body or 'pass'}\n"
    (tmp_path / "own_errors.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "own_errors", raising=False)
    own_errors = importlib.import_module("own_errors")
    path = tmp_path / "orders.py"
    path.write_text(_HANDLER.format(source=source, call=call), encoding="utf-8")

    told = [finding.message for finding in check_all(path).findings if finding.code == "WF512"]
    error = eval(f"own_errors.OwnError{call}", {"own_errors": own_errors})  # noqa: S307 - one of the cases
    failure = _failure(error)
    monkeypatch.delitem(sys.modules, "own_errors", raising=False)

    assert len(told) == bool(failure)
    assert all(f"`{failure}`" in message for message in told)


def _failure(error: Exception) -> str:
    """What Python says when the pickle of an exception is read back; empty where it is read."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - its own pickle
    except TypeError as failure:
        return f"TypeError: {failure}"
    return ""


_HANDLER = """\
from dbos import DBOS


{source}

@DBOS.step()
def work():
    raise OwnError{call}


@DBOS.workflow()
def flow():
    work()
"""


_MANY = """\
from dbos import DBOS


class Declined(Exception):
    def __init__(self, card: str, reason: str) -> None:
        super().__init__(f"{card}: {reason}")


class Blocked(Declined):
    pass


@DBOS.step()
def pay(card: str, way: int) -> None:
RAISES


@DBOS.workflow()
def order(card: str, way: int) -> None:
    pay(card, way)
    pay(card, way)
"""


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (1, []),
        (2, ["raised here, too"]),
        (4, ["raised here, too"] * 3),
        (5, ["raised here, too", "raised here, too", "raised here, too, and in 1 more place"]),
        (9, ["raised here, too", "raised here, too", "raised here, too, and in 5 more places"]),
    ],
)
def test_a_class_is_told_once_with_the_other_places_as_labels(
    times: int, expected: list[str], tmp_path: Path
) -> None:
    raises = [f'    if way == {way}:\n        raise Declined(card, "way {way}")' for way in range(times)]
    (finding,) = _unpicklable(tmp_path, raises)
    assert _told_at(tmp_path, finding) == 'raise Declined(card, "way 0")'
    assert [each.message for each in finding.related if each.message.startswith("raised")] == expected


def test_each_class_is_told(tmp_path: Path) -> None:
    raises = [
        f'    if way == {way}:\n        raise {name}(card, "no")'
        for way, name in enumerate(["Declined", "Blocked", "Declined", "Blocked"])
    ]
    told = [_told_at(tmp_path, finding) for finding in _unpicklable(tmp_path, raises)]
    assert told == ['raise Declined(card, "no")', 'raise Blocked(card, "no")']


def _unpicklable(folder: Path, raises: list[str]) -> list[Finding]:
    path = folder / "orders.py"
    path.write_text(_MANY.replace("RAISES", "\n".join(raises)), encoding="utf-8")
    return [finding for finding in check_all(path).findings if finding.code == "WF512"]


def _told_at(folder: Path, finding: Finding) -> str:
    text = (folder / "orders.py").read_text(encoding="utf-8")
    return text[finding.span.start : finding.span.end]
