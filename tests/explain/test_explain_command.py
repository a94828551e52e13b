"""`wflint explain` as it is run."""

from __future__ import annotations

import io
import json
import re
import sys
import textwrap
from pathlib import Path

import jsonschema
import pytest
from projects import BOOKINGS, handler, write

import wflint.report
from wflint.report.explain_json_schema import FORMAT, SCHEMA_FILE

sys.path.insert(0, str(Path(__file__).parents[1] / "cli"))
from command_line import run

SCHEMA = Path(wflint.report.__file__).with_name(SCHEMA_FILE)
STEP = 'await context.run("a", lambda: 1)'


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_handler_is_picked_by_its_name(folder: Path) -> None:
    write(folder, {"a.py": handler(STEP), "b.py": handler(STEP).replace("def work", "def other")})
    outcome = run("explain", f"{folder}::other")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("other  b.py:")
    assert "a.py" not in outcome.stdout


def test_without_a_path_this_folder_is_explained(folder: Path) -> None:
    write(folder, {"a.py": handler(STEP)})
    assert run("explain").stdout == run("explain", ".").stdout
    assert run("explain", "::work").stdout.startswith("work  a.py:")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("a.py::wrok", "there is no handler `wrok` in a.py, did you mean `work`?"),
        ("a.py::zzz", "there is no handler `zzz` in a.py; it has `work`"),
        ("none.py::zzz", "there is no handler `zzz` in none.py, nor any other"),
        ("a.py::", "`a.py::` names no handler after `::`"),
        ("gone.py", "gone.py"),
    ],
)
def test_what_is_not_there_exits_with_2(folder: Path, target: str, message: str) -> None:
    write(folder, {"a.py": handler(STEP), "none.py": "print(1)\n"})
    outcome = run("explain", target)
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("wflint: error: ")
    assert message in outcome.stderr


def test_no_handlers_are_no_error(folder: Path) -> None:
    write(folder, {"none.py": "print(1)\n"})
    outcome = run("explain", "none.py")
    assert (outcome.exit_code, outcome.stdout, outcome.stderr) == (
        0,
        "",
        "wflint: warning: found no handlers in `none.py`\n",
    )


def test_a_file_that_cannot_be_parsed_is_told_and_the_others_explained(folder: Path) -> None:
    write(folder, {"a.py": handler(STEP), "b.py": "import upstash_workflow\n\ndef (:\n"})
    outcome = run("explain", ".")
    assert outcome.exit_code == 2
    assert outcome.stderr.startswith("wflint: error: b.py: line 3 cannot be parsed: ")
    assert outcome.stdout.startswith("work  a.py:")


def test_configuration_holds(folder: Path) -> None:
    config = '[tool.wflint.effects]\n"crm.ask" = { effect = "network" }\n'
    write(folder, {"a.py": handler(f"crm.ask()\n{STEP}", "import crm"), "pyproject.toml": config})
    assert "network: crm.ask()  line 13" in run("explain", "a.py").stdout


def test_json_validates_and_holds_what_is_known(folder: Path) -> None:
    write(folder, BOOKINGS)
    document = json.loads(run("explain", ".", "--output-format", "json").stdout)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    [workflow] = document["workflows"]
    assert document["format"] == FORMAT
    assert workflow["served"]["route"] == '"/bookings"'
    assert workflow["steps"] == {"min": 3, "max": None}
    assert workflow["failure_function"]["call"] == "page"
    assert [node["type"] for node in workflow["body"]] == ["step", "step", "block", "block", "block"]
    hold = workflow["body"][1]
    assert (hold["kind"], hold["name"], hold["position"]) == ("run", '"hold-room"', {"min": 2, "max": 2})
    assert [each["name"] for each in hold["captures"][1]["origins"]] == ["uuid.uuid4"]
    assert [each["name"] for each in hold["effects"]] == ["httpx.post"]
    assert workflow["unknown_calls"] == []


def test_json_without_handlers_is_a_document_as_well(folder: Path) -> None:
    document = json.loads(run("explain", ".", "--output-format", "json").stdout)
    assert document["workflows"] == []


def test_colours_are_a_matter_of_choice(folder: Path) -> None:
    write(folder, {"a.py": handler(STEP)})
    assert "\x1b[1m" in run("explain", ".", "--color", "always").stdout
    assert "\x1b[" not in run("explain", ".", "--color", "never").stdout


def test_what_the_source_holds_does_nothing_to_the_terminal(folder: Path) -> None:
    write(folder, {"a.py": handler('await context.run("a\x1b[31m\u202e", lambda: 1)')})
    outcome = run("explain", ".", "--color", "never")
    assert r'run "a\x1b[31m\u202e"' in outcome.stdout
    assert "\x1b" not in outcome.stdout


def test_outputs_without_unicode_get_plain_lines(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wflint.explaining import explain_files
    from wflint.files.discovery import discover
    from wflint.languages import SUFFIXES
    from wflint.report.explain_text import render
    from wflint.workspace.scope import Scope

    write(folder, {"a.py": handler('await context.run("größe", lambda: 1)')})
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    render(
        explain_files(list(discover([folder], suffixes=SUFFIXES, cwd=folder)), Scope()),
        out,
        color=False,
        width=80,
    )
    out.seek(0)
    assert r'`-- step 1: run "gr\xf6\xdfe"  line 13' in out.read()


MISTAKES = """
if context.url:
    context.run("never", lambda: 1)
found = []
await context.run("early", len([1]))
await context.run("changes", lambda: found.append(1))
await context.run("rejected", lambda: {1, 2})
await context.run("tuple", lambda: (1, 2))
async def outer():
    await context.sleep("inner", 1)
await context.run("outer", outer)
await context.run("far", lambda: found + found + found + found + found + found + found + found + found + found)
unknown(outer)
"""


def test_mistakes_are_told_where_they_are(folder: Path) -> None:
    write(folder, {"a.py": handler(MISTAKES)})
    shown = run("explain", ".").stdout
    for text in (
        'step that never runs: run "never"',
        "never awaited (WF302)",
        "that is called before the step, which then has no function to call and fails (WF304)",
        "changes: found, which is lost: replay skips the step (WF503)",
        "returns: set, which JSON cannot store, so the step fails (WF501)",
        "returns: list[int] (was tuple)",
        "starts a step inside itself, which fails (WF301)",
        "does: lambda: found + found + found +",
        "found...",
        "code goes to calls that wflint cannot follow; there may be more steps",
    ):
        assert text in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (handler("print(1)"), "runs no step, so each attempt to start a run is rejected with 400"),
        (
            handler(STEP, "", "# nobody calls this"),
            "async workflow helper for Upstash Workflow; no known handler calls it",
        ),
        (handler(STEP, "", "# nobody calls this"), "runs 1 step\n"),
        (
            handler(STEP).replace("async def", "def").replace("await ", ""),
            "the function is sync, but the engine awaits it",
        ),
        (
            "from upstash_workflow import serve\n\nasync def work(context):\n    await context.run('a', f)\n\nserve(work)\n",
            "the function is async, but never awaited",
        ),
        (
            "from upstash_workflow import serve\n\ndef work(context):\n    context.run('a', f)\n\nserve(work)\n",
            "served by serve(work)",
        ),
        (handler(f"if context.url:\n    {STEP}\n    {STEP}\n    {STEP}\n{STEP}"), "step 1 to 4: run"),
    ],
)
def test_what_a_handler_is(folder: Path, text: str, shown: str) -> None:
    write(folder, {"a.py": text})
    assert shown in run("explain", ".").stdout


def test_a_source_is_told_once_and_by_its_number_from_then_on(folder: Path) -> None:
    body = "now, key = time.time(), uuid.uuid4().hex\n"
    for number in range(4):
        body += f"if now > {number} and key:\n    await context.run('step-{number}', lambda: now)\n"
    write(folder, {"a.py": handler(body + STEP, before="import time\nimport uuid")})
    lines = run("explain", "a.py").stdout.splitlines()
    changes = [line.lstrip("│├─└ ") for line in lines if "changes on replay" in line]
    assert changes == 4 * [
        "the decision changes on replay (WF101, WF102), see [1], [2]",
        "now changes on replay (WF101), see [1]",
    ]
    shown = json.loads(run("explain", "--output-format", "json", "a.py").stdout)
    assert json.dumps(shown).count('"time.time"') > 4


def long_handler(steps: int) -> str:
    lines = ["now = time.time()"]
    lines += [f'await context.run("step-{number}", lambda: save(now))' for number in range(steps)]
    return handler(
        "\n".join(lines), "import time\nimport httpx\n\ndef save(now):\n    httpx.post('x', json=now)"
    )


def test_a_long_workflow_is_folded_to_what_matters(folder: Path) -> None:
    write(folder, {"a.py": long_handler(20)})
    rows = run("explain").stdout.splitlines()
    first = next(number for number, row in enumerate(rows) if "step 1:" in row)
    assert rows[first : first + 3] == [
        '├── step 1: run "step-0"  line 18  network write',
        "│   └── now changes on replay (WF101), see [1]",
        '├── step 2: run "step-1"  line 19  network write',
    ]
    assert "What its steps do, capture and return is folded; `--verbose` shows it." in rows
    assert len(rows) < 60


def test_verbose_shows_everything(folder: Path) -> None:
    write(folder, {"a.py": long_handler(20)})
    output = run("explain", "--verbose").stdout
    assert output.count("captures: now\n") == output.count("does: save(now)\n") == 20
    assert "folded" not in output


def test_a_short_workflow_is_never_folded(folder: Path) -> None:
    write(folder, {"a.py": long_handler(3)})
    output = run("explain").stdout
    assert output == run("explain", "-v").stdout
    assert output.count("does: save(now)\n") == 3


def test_a_source_is_described_once_and_referred_to(folder: Path) -> None:
    body = """\
        first = helper()
        await context.run("a", lambda: print(first))
        second = helper()
        await context.run("b", lambda: print(first, second))"""
    before = "import time\n\ndef helper():\n    return time.time()"
    write(folder, {"a.py": handler(textwrap.dedent(body), before)})
    output = run("explain").stdout
    assert output.count("through time.time() [1]") == 1
    assert output.count("clock: helper()") == 2
    assert output.count("clock: helper() [1]") == 1
    assert re.findall(r"(\w+) changes on replay \(WF101\), (.*)", output) == [
        ("first", "see [1]"),
        ("first", "see [1]"),
        ("second", "see [1]"),
    ]


def test_steps_with_the_same_number_are_said_to_be_alternatives(folder: Path) -> None:
    said = "steps with the same number are alternatives"
    two = 'if context.request_payload:\n    await context.run("a", f)\nelse:\n    await context.run("b", f)'
    write(folder, {"a.py": handler(two)})
    assert f"├── a run has 1 step; {said}" in run("explain").stdout.splitlines()
    write(folder, {"a.py": handler('await context.run("a", f)\nawait context.run("b", f)')})
    assert said not in run("explain").stdout


@pytest.mark.parametrize(
    ("function", "shown"),
    [
        ("def load() -> Receipt:\n    return fetch()", ["Receipt"]),
        ("def load() -> list[Receipt] | None:\n    return fetch()", ["list | None"]),
        ("def load():\n    return fetch()", []),
    ],
)
def test_of_a_result_that_nothing_else_tells_the_annotation_is_shown(
    folder: Path, function: str, shown: list[str]
) -> None:
    write(
        folder,
        {
            "a.py": handler(
                'await context.run("a", lambda: load())', f"from shop import Receipt, fetch\n\n{function}\n"
            )
        },
    )
    assert re.findall(r"returns: (.*)", run("explain").stdout) == shown


def test_a_computed_name_of_a_step_is_no_name(folder: Path) -> None:
    body = 'await context.run(name(), lambda: 1)\nawait context.run(f"a-{1 + 1}", lambda: 1)'
    write(folder, {"a.py": handler(body, "from names import name")})
    output = run("explain").stdout
    assert "step 1: run named name()  line" in output
    assert 'step 2: run "a-{1 + 1}"  line' in output
