"""Campaigns find what breaks a promise, tell it with the seed, and make it small."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from tools.apart import Died, apart, limit
from tools.fuzz import invariants
from tools.fuzz.__main__ import main
from tools.fuzz.handlers import (
    as_handlers,
    calling,
    calling_in_typescript,
    decorated,
    inside,
    inside_in_typescript,
)
from tools.fuzz.inputs import Inputs
from tools.fuzz.invariants import problems_of
from tools.fuzz.mutations import mutated, parses
from tools.fuzz.promises import Problem
from tools.fuzz.reduce import reduced
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_session
from wflint.files.discovery import SourceFile
from wflint.rules import all_rules
from wflint.workspace.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")

_PYTHON = "import time\n\n\ndef now(x):\n    return time.time()\n\n\nclass Clock:\n    def read(self, x):\n        return now(x)\n"
_TYPESCRIPT = "export function now(x: any) {\n  return Date.now();\n}\n\nexport class Clock {}\n"


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - the same each time


def _look(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Break promises as the text asks for."""
    text = b"".join(files.values())
    if b"stop" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    while b"hang" in text:
        pass
    if b"wrong" in text and b"very" in text:
        yield Problem("it is right", "here", "because it is wrong")
    if b"raise" in text:
        raise ValueError("asked for")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "_LOOKS", (_look,))
    monkeypatch.setattr(invariants, "_SECONDS", 0.2)


def _keys(text: str) -> list[tuple[str, str]]:
    return [each.key for each in problems_of({"app.py": text.encode()})]


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize(
    ("text", "promise", "where"),
    [
        ("very wrong", "it is right", "here"),
        ("raise", "nothing is raised", "ValueError"),
        ("hang", "it ends in time", "_look: SIGPROF"),
        ("stop", "the process lives on", "_look: SIGKILL"),
    ],
)
def test_whatever_breaks_a_promise_is_told(text: str, promise: str, where: str) -> None:
    assert _keys(text) == [(promise, where)]


@pytest.mark.usefixtures("looks")
def test_an_input_that_keeps_every_promise_has_no_problem() -> None:
    assert _keys("fine") == []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("path", "text"), [("app.py", _PYTHON), ("app.ts", _TYPESCRIPT), ("app.py", "def f(:\n")]
)
def test_real_looks_find_nothing_in_ordinary_code(path: str, text: str) -> None:
    way = calling if path == "app.py" else calling_in_typescript
    assert problems_of({path: way(text).encode()}) == []


def test_the_same_seed_makes_the_same_inputs() -> None:
    first, again, other = (Inputs(seed, ("mutated",)) for seed in (3, 3, 4))
    numbers = (0, 1, 50)

    assert [first.make(each) for each in numbers] == [again.make(each) for each in reversed(numbers)][::-1]
    assert [first.make(each) for each in numbers] != [other.make(each) for each in numbers]


@pytest.mark.parametrize(
    "kind", ["stdlib", "installed", "npm", pytest.param("generated", marks=pytest.mark.exhaustive)]
)
def test_there_are_inputs_of_each_kind(kind: str) -> None:
    inputs = Inputs(1, (kind,))
    if kind == "npm" and not inputs.node_packages:
        pytest.skip("the npm packages are not installed")
    made = inputs.make(0)

    assert made.kind == kind
    assert any(made.files.values())


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="there are no inputs of the kind poems"):
        Inputs(1, ("poems",))


@pytest.mark.parametrize("suffix", [".py", ".ts"])
def test_mutations_change_code_and_mostly_leave_code(suffix: str) -> None:
    text = (_PYTHON if suffix == ".py" else _TYPESCRIPT) * 3
    made = [mutated(text, [text.upper()], suffix, _random(number)) for number in range(60)]

    assert sum(each != text for each in made) > 50
    assert sum(parses(each, suffix) for each in made) > 40


@pytest.mark.parametrize(
    ("path", "text", "handlers"),
    [
        ("app.py", calling(_PYTHON), 1),
        ("app.py", inside(_PYTHON), 1),
        ("app.py", decorated('"""A clock."""\nfrom __future__ import annotations\n' + _PYTHON), 2),
        ("app.ts", calling_in_typescript(_TYPESCRIPT), 1),
        ("app.ts", inside_in_typescript(_TYPESCRIPT), 1),
    ],
)
def test_code_without_handlers_gets_some(path: str, text: str, handlers: int) -> None:
    place = Path("/nowhere", path)
    options = CheckOptions(frozenset(rule.name for rule in all_rules()))
    file = SourceFile(place, path, explicit=True, real=place)
    report = check_session(Session([file], options.scope, buffers={place: text.encode()}), options)

    assert parses(text, place.suffix)
    assert report.handlers == handlers


def test_code_that_cannot_be_made_a_handler_stays_as_it_is() -> None:
    assert as_handlers("def f(:\n", ".py", _random(1)) == "def f(:\n"


def test_reproducers_are_made_small() -> None:
    text = "\n".join(f"line {number}" for number in range(100)) + "\nvery much\nand wrong\n"

    small = reduced(
        {"app.py": text.encode()},
        lambda files: b"very" in files["app.py"] and b"wrong" in files["app.py"],
        60,
    )

    assert small["app.py"].split() in ([b"verywrong"], [b"very", b"wrong"])


@pytest.mark.usefixtures("looks")
def test_a_campaign_writes_a_reproducer_for_each_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {0: "fine", 1: "very wrong, since", 2: "hang", 3: "so very wrong"}
    make = Inputs.make

    def fake(inputs: Inputs, number: int) -> object:
        made = make(inputs, 0)
        return type(made)(made.kind, made.origin, {"app.py": texts[number].encode()})

    monkeypatch.setattr(Inputs, "make", fake)
    code = main(
        ["--seed", "5", "--count", "4", "--kind", "mutated", "--reduce-for", "5", "--out", str(tmp_path)]
    )

    shown = capsys.readouterr().out
    assert code == 1
    assert "seed 5: 4 inputs (4 mutated)" in shown
    assert "2 times: it is right is broken (here)" in shown
    about = sorted(tmp_path.glob("it-is-right-*/about.txt"))
    assert [each.with_name("app.py").read_bytes() for each in about] == [b"verywrong"]
    assert "seed 5, number 1, mutated from " in about[0].read_text("utf-8")
    assert [
        each.with_name("app.py").read_bytes() for each in tmp_path.glob("it-ends-in-time-*/about.txt")
    ] == [b"hang"]


@pytest.mark.usefixtures("looks")
def test_a_campaign_without_trouble_ends_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(invariants, "_LOOKS", ())
    assert main(["--count", "3", "--kind", "installed", "--seed", "1", "--out", str(tmp_path / "none")]) == 0
    assert "seed 1: 3 inputs (3 installed)" in capsys.readouterr().out


def test_work_in_another_process_sends_until_it_dies() -> None:
    def work(send: object) -> None:
        assert callable(send)
        send("begun")
        limit(0.1)
        while True:
            pass

    first, last = apart(work)

    assert first == "begun"
    assert isinstance(last, Died)
    assert last.was_too_slow


def test_an_exception_in_another_process_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def work(_: object) -> None:
        raise ValueError("no way")

    with pytest.raises(RuntimeError, match="exit code 1"):
        list(apart(work))
    assert "no way" in capfd.readouterr().err
