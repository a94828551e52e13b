"""What grows with the code it reads, and no faster."""

from __future__ import annotations

import cProfile
from pathlib import Path

import pytest
from fixing import after, handler

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.explaining import explain_session
from wflint.files.discovery import SourceFile
from wflint.interpreter import collections
from wflint.rules import all_rules
from wflint.workspace.session import Session

_DEEP = 18


def _checked(text: str, tmp_path: Path) -> tuple[Session, Report]:
    path = tmp_path / "app.py"
    path.write_text(text, encoding="utf-8")
    options = CheckOptions(frozenset(rule.name for rule in all_rules()))
    session = Session([SourceFile(path, "app.py", explicit=True, real=path)], options.scope)
    return session, check_session(session, options)


def _seen(text: str, tmp_path: Path) -> tuple[list[str], int]:
    """The codes of the findings of a file, and how many nodes explain its workflow."""
    session, report = _checked(text, tmp_path)
    (workflow,) = explain_session(session).workflows
    nodes = (*workflow.prelude, *workflow.body, *workflow.tail)
    return [each.code for each in report.findings], len(nodes)


def _helpers(body: str, last: str, *, is_async: bool) -> str:
    """Helpers that call each other in a row."""
    head = "async def" if is_async else "def"
    return "".join(
        f"{head} f{each}(x):\n" + (body.format(next=f"f{each + 1}(x)") if each < _DEEP - 1 else last) + "\n\n"
        for each in range(_DEEP)
    )


@pytest.mark.parametrize(
    "body",
    [
        "    return await {next}\n",
        "    for each in x.request_payload:\n        try:\n            await {next}\n        except ValueError:\n            print(each)\n",
    ],
)
def test_a_row_of_helpers_is_explained_in_one_walk(body: str, tmp_path: Path) -> None:
    helpers = _helpers(body, "    return httpx.get('https://shop.example')\n", is_async=True)
    codes, nodes = _seen(
        handler('await f0(context)\nawait context.run("a", print)', f"import httpx\n\n\n{helpers}"), tmp_path
    )
    assert "WF201" in codes
    assert nodes < 60


def test_helpers_that_call_the_next_one_twice_with_a_result_are_looked_into_once(tmp_path: Path) -> None:
    helpers = _helpers("    {next}\n    return {next}\n", "    return x.total\n", is_async=False)
    codes, _ = _seen(
        handler(
            "found = await context.run('a', lambda: {'total': 1})\nf0(found)\nawait context.run('b', print)",
            f"{helpers}",
        ),
        tmp_path,
    )
    assert codes == ["WF504"]


@pytest.mark.parametrize(
    "line",
    [
        'print(time.time())\nif order["a{each}"]:\n    print(order)\n',
        'for item in set(order["a{each}"]):\n    print(item, time.time())\n',
    ],
)
def test_a_handler_of_twice_the_length_takes_twice_the_calls(line: str, tmp_path: Path) -> None:
    def calls(count: int) -> int:
        body = "".join(line.format(each=each) for each in range(count))
        text = handler(f'{body}await context.run("last", print)', "import time\n\n")
        with cProfile.Profile() as profile:
            _checked(text, tmp_path)
        return sum(each.callcount for each in profile.getstats())

    calls(1)
    assert calls(160) < 2.3 * calls(80)


@pytest.mark.parametrize(
    ("beginning", "link", "end"), [("", "order + ", "1"), ("", "not ", "order"), ("order", ".a()", "")]
)
def test_an_expression_of_twice_the_length_takes_twice_the_calls(
    beginning: str, link: str, end: str, tmp_path: Path
) -> None:
    def calls(count: int) -> int:
        text = handler(f'v = {beginning}{link * count}{end}\nawait context.run("last", lambda: print(v))')
        with cProfile.Profile() as profile:
            _checked(text, tmp_path)
        return sum(each.callcount for each in profile.getstats())

    calls(1)  # what is made once
    base = calls(1)
    assert calls(240) - base < 2.3 * (calls(120) - base)


def test_a_dictionary_that_holds_itself_is_looked_into_once(tmp_path: Path) -> None:
    rows = "\n".join(f'd["k{each}"] = d' for each in range(120))
    codes, _ = _seen(handler(f'd = {{}}\n{rows}\nawait context.run("a", lambda: d)'), tmp_path)
    assert codes == []


@pytest.mark.parametrize("line", ['d["k{each}"] = d', 'd = {{**d, "k{each}": order}}'])
def test_a_dictionary_of_twice_the_size_takes_twice_the_calls(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "_MOST_COPIED", 8)

    def calls(count: int) -> int:
        rows = "\n".join(line.format(each=each) for each in range(count))
        text = handler(f'd = {{}}\n{rows}\nprint(d)\nawait context.run("last", print)')
        with cProfile.Profile() as profile:
            _checked(text, tmp_path)
        return sum(each.callcount for each in profile.getstats())

    calls(1)  # what is made once
    base = calls(1)
    assert calls(160) - base < 2.3 * (calls(80) - base)


@pytest.mark.parametrize(("limit", "codes"), [(256, []), (1, ["WF403"])])
def test_keys_of_a_copied_dictionary_are_told_apart_up_to_a_limit(
    limit: int, codes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "_MOST_COPIED", limit)
    body = 'd = {"a": uuid.uuid4(), "b": 1}\nd = {**d, "c": 2}\nawait context.run(f"s-{d[\'b\']}", print)'
    _, report = _checked(handler(body, "import uuid\n\n"), tmp_path)
    assert [each.code for each in report.findings if each.code == "WF403"] == codes


def test_text_that_grows_and_grows_is_not_computed() -> None:
    grown = "s = 'abc'\n" + "s += s\n" * 60 + "t = s\n" + "t = f'{t}{t}'\n" * 60
    text = handler(
        f'{grown}u = "%9999999999d" % 1\nv = 2\n'
        + "v = v * v\n" * 60
        + 'await context.run("a", lambda: (t, u, v))'
    )
    assert after(text) == text
