"""Notebooks on the command line: places are those in cells, and nothing but code is written."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run
from notebooks import code, notebook, prose

if TYPE_CHECKING:
    from pathlib import Path

SETUP, _, REST = HANDLER.partition("\n\n\n")
BILL = REST.strip()
FIXED = CLEAN.partition("\n\n\n")[2].strip()
LINE = BILL.splitlines().index("    now = time.time()") + 1
OUTPUTS = [{"output_type": "stream", "name": "stdout", "text": ["now = time.time()\n"]}]
CONTENT = notebook(
    prose("# Bills"), code(f"%load_ext x\n{SETUP}"), code("%%bash\nls"), code(BILL, outputs=OUTPUTS)
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bills.ipynb").write_bytes(CONTENT.encode())
    return tmp_path


@pytest.mark.parametrize("paths", [(), ("bills.ipynb",)])
def test_places_are_those_in_cells(paths: tuple[str, ...]) -> None:
    outcome = run("check", *paths, "--output-format", "concise")
    assert outcome.exit_code == 1
    assert outcome.stdout.startswith(f"bills.ipynb:cell 4:{LINE}:11: error[clock-outside-step] ")


def test_a_frame_counts_lines_in_cells() -> None:
    shown = run("check").stdout
    assert f"─── bill (bills.ipynb:cell 4:{LINE - 1}): " in shown
    assert f" --> bills.ipynb:cell 4:{LINE}:11\n" in shown
    assert f"\n{LINE} │     now = time.time()\n" in shown
    assert f'\n{LINE} +     now = await context.run("get-now", time.time)\n' in shown
    assert ":::" not in shown


def test_a_page_counts_lines_in_cells() -> None:
    page = run("check", "--output-format", "html").stdout
    assert f'<p class="quiet">bills.ipynb:cell 4:{LINE - 1}: ' in page
    assert f"<figcaption>bills.ipynb:cell 4:{LINE}:11</figcaption>" in page


def test_a_frame_tells_cells_apart(folder: Path) -> None:
    helper = "def later() -> float:\n    return time.time()"
    content = notebook(code(SETUP), code(helper), code(BILL.replace("time.time()", "later()")))
    (folder / "bills.ipynb").write_text(content, encoding="utf-8")
    shown = run("check").stdout
    first, second = shown.index(" ::: cell 2\n2 │     return time.time()"), shown.index(" ::: cell 3\n3 │")
    assert first < second
    assert "::: cell 2</" not in run("check", "--output-format", "html").stdout
    assert '<td class="code">cell 2</td>' in run("check", "--output-format", "html").stdout


def test_formats_for_programs_tell_the_cell_or_the_line_of_the_file() -> None:
    [found] = json.loads(run("check", "--output-format", "json").stdout)["findings"]
    assert found["start"] == {"line": LINE, "column": 11, "cell": 4}
    [edit] = found["fix"]["edits"]
    assert edit["end"] == {"line": LINE, "column": 22, "cell": 4}
    raw = next(number for number, each in enumerate(CONTENT.splitlines(), 1) if '"    now = time' in each)
    [issue] = json.loads(run("check", "--output-format", "gitlab").stdout)
    assert issue["location"]["lines"] == {"begin": raw, "end": raw}
    assert (
        f"file=bills.ipynb,line={raw},endLine={raw},title" in run("check", "--output-format", "github").stdout
    )
    [result] = json.loads(run("check", "--output-format", "sarif").stdout)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": raw, "startColumn": 1, "endLine": raw + 1, "endColumn": 1}
    assert "fixes" not in result
    [diagnostic] = json.loads(run("check", "--output-format", "rdjson").stdout)["diagnostics"]
    assert "suggestions" not in diagnostic
    assert f'line="{raw}"' in run("check", "--output-format", "junit").stdout
    assert f"`bills.ipynb:cell 4:{LINE}:11`" in run("check", "--output-format", "markdown").stdout


def test_a_fix_writes_the_code_and_nothing_else(folder: Path) -> None:
    run("fix")
    old, new = BILL.splitlines()[LINE - 1], FIXED.splitlines()[LINE - 1]
    expected = CONTENT.replace(json.dumps(f"{old}\n"), json.dumps(f"{new}\n"))
    assert (folder / "bills.ipynb").read_bytes() == expected.encode()
    assert expected != CONTENT


def test_a_fix_may_take_all_lines_of_a_cell(folder: Path) -> None:
    imports, lone = code(SETUP.replace("import time\n", "")), code("import asyncio")
    twice = 'await asyncio.gather(\n        context.run("one", print), context.run("two", print)\n    )'
    bill = BILL.replace("now = time.time()", twice).replace("print(now)", "print()")
    (folder / "bills.ipynb").write_text(notebook(lone, imports, code(bill)), encoding="utf-8")
    outcome = run("fix")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    first, *_, last = json.loads((folder / "bills.ipynb").read_bytes())["cells"]
    assert first["source"] == []
    assert '    await context.run("one", print)\n' in last["source"]


def test_a_diff_is_about_cells(folder: Path) -> None:
    outcome = run("fix", "--diff")
    assert outcome.stdout.startswith("--- bills.ipynb:cell 4\n+++ bills.ipynb:cell 4\n@@ ")
    assert "\n-    now = time.time()\n" in outcome.stdout
    assert (folder / "bills.ipynb").read_bytes() == CONTENT.encode()


def test_an_ignore_comment_goes_into_the_cell(folder: Path) -> None:
    run("check", "--add-ignores", "--reason", "only a trial")
    expected = CONTENT.replace(
        '"    now = time.time()\\n"',
        '"    now = time.time()  # wflint: ignore[clock-outside-step] only a trial\\n"',
    )
    assert (folder / "bills.ipynb").read_bytes() == expected.encode()
    assert run("check").exit_code == 0


def test_standard_input_may_be_a_notebook() -> None:
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "wflint",
            "check",
            "-",
            "--stdin-filename",
            "a.ipynb",
            "--output-format",
            "concise",
        ],
        input=CONTENT,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert process.stdout.startswith(f"a.ipynb:cell 4:{LINE}:11: ")


def test_a_workflow_is_explained_by_its_cells() -> None:
    shown = run("explain").stdout
    assert shown.startswith(f"bill  bills.ipynb:cell 4:{LINE - 1}\n")
    assert f"clock: time.time() [1]  cell 4, line {LINE}" in shown
    [workflow] = json.loads(run("explain", "--output-format", "json").stdout)["workflows"]
    assert workflow["place"] == {"path": "bills.ipynb", "line": LINE - 1, "column": 11, "cell": 4}


def test_code_that_does_not_parse_is_told_of_in_its_cell(folder: Path) -> None:
    content = notebook(code(SETUP), code("x = (\n"), code(BILL))
    (folder / "bills.ipynb").write_text(content, encoding="utf-8")
    outcome = run("check", "--output-format", "concise")
    assert "bills.ipynb:cell 2:1:5: error[syntax-error]" in outcome.stdout


def test_a_file_that_is_no_notebook_is_told_of(folder: Path) -> None:
    (folder / "bills.ipynb").write_text("upstash_workflow {", encoding="utf-8")
    outcome = run("check", "--output-format", "concise")
    assert outcome.exit_code == 1
    assert "bills.ipynb:1:1: error[syntax-error]" in outcome.stdout
    assert "is no notebook: it is not JSON" in outcome.stdout


def test_changed_lines_are_those_of_the_file(folder: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    (folder / "bills.ipynb").write_bytes(CONTENT.replace('"ls"', '"ls -l"').encode())
    assert run("check", "--diff-base", "HEAD").exit_code == 0
    changed = CONTENT.replace('"    now = time.time()\\n"', '"    now = time.time() + 1\\n"')
    (folder / "bills.ipynb").write_bytes(changed.encode())
    assert run("check", "--diff-base", "HEAD").exit_code == 1
