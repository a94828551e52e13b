"""What each option does to `wflint check`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from command_line import run

if TYPE_CHECKING:
    from pathlib import Path

_HANDLER = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

serve = Serve(FastAPI())


@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[str]) -> None:
    now = time.time()
    await context.run("a", lambda: print(now))
    await context.run("b", lambda: print(now))
"""
_CLOCK = {("flow.py", "clock-outside-step", "error")}


@dataclass(frozen=True, slots=True)
class _Project:
    """A project in the working directory, and the command line in it."""

    root: Path

    def write(self, name: str, text: str = _HANDLER) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return the exit code, with what is printed, or what is said to be wrong."""
        result = run("check", *arguments)
        wrong = result.stderr.removeprefix("wflint: error: ").removesuffix("\n")
        return result.exit_code, wrong if result.exit_code == 2 else result.stdout

    def findings(self, *arguments: str) -> set[tuple[str, str, str]]:
        output = self.report(*arguments)
        return {(each["path"], each["name"], each["level"]) for each in output["findings"]}

    def report(self, *arguments: str) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.run("--output-format", "json", *arguments)[1])
        return report


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Project:
    monkeypatch.chdir(tmp_path)
    made = _Project(tmp_path)
    made.write("pyproject.toml", '[project]\nname = "x"\n')
    made.write("flow.py")
    return made


def test_without_configuration_every_rule_runs(project: _Project) -> None:
    assert project.findings() == _CLOCK
    assert project.run("-q")[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        'select = ["WF2"]',
        'ignore = ["clock-outside-step"]',
        'ignore = ["WF101,WF2"]',
        'per-file-ignores = { "flow.py" = ["WF1"] }',
        'per-file-ignores = { "*.py" = ["clock-outside-step"] }',
        'levels.WF101 = "info"',
        'exclude = ["flow.py"]',
        'engines = ["dbos", "inngest-0.4"]',
    ],
)
def test_findings_that_the_configuration_leaves_out(project: _Project, text: str) -> None:
    project.write("wflint.toml", text)
    assert project.findings() == set()
    assert project.run("-q")[0] == 0
    assert project.findings("--isolated") == _CLOCK


@pytest.mark.parametrize("text", ['select = ["WF2"]', 'ignore = ["WF1"]', 'select = []\nignore = ["WF101"]'])
def test_select_on_the_command_line_starts_anew(project: _Project, text: str) -> None:
    project.write("wflint.toml", text)
    assert project.findings("--select", "WF1,") == _CLOCK


def test_select_and_ignore_as_inline_options_come_in_any_order(project: _Project) -> None:
    given = ["--config", 'ignore = ["WF101"]', "--config", 'select = ["WF1"]']
    assert project.findings(*given) == set()


@pytest.mark.parametrize(
    ("levels", "level"),
    [
        ('WF1 = "warning"', "warning"),
        ('WF = "warning"\nWF101 = "error"\nWF1 = "info"', "error"),
        ('clock-outside-step = "warning"\nWF10 = "info"', "warning"),
    ],
)
def test_the_most_specific_level_holds(project: _Project, levels: str, level: str) -> None:
    project.write("wflint.toml", f'min-level = "info"\n[levels]\n{levels}')
    assert project.findings() == {("flow.py", "clock-outside-step", level)}


def test_min_level_hides_and_the_command_line_wins(project: _Project) -> None:
    project.write("wflint.toml", 'min-level = "error"\nlevels.WF1 = "warning"')
    assert project.findings() == set()
    assert project.findings("--min-level", "warning") == {("flow.py", "clock-outside-step", "warning")}


def test_fail_level_decides_the_exit_code(project: _Project) -> None:
    project.write("wflint.toml", 'fail-level = "error"\nlevels.WF1 = "warning"')
    assert project.run("-q")[0] == 0
    assert project.run("-q", "--fail-level", "warning")[0] == 1


def test_the_output_format_is_taken_from_the_configuration(project: _Project) -> None:
    project.write("wflint.toml", 'output-format = "json"')
    assert json.loads(project.run()[1])["summary"]["errors"] == 1
    assert project.run("--output-format", "concise")[1].startswith("flow.py:12:11: ")


def test_a_pattern_of_a_folder_leaves_rules_out_below_it(project: _Project) -> None:
    project.write("tests/deep/flow.py")
    project.write("wflint.toml", 'per-file-ignores."/tests/" = ["WF"]')
    assert project.findings() == _CLOCK


def test_an_ignore_comment_stays_used_where_its_rule_is_left_out_in_the_file(project: _Project) -> None:
    project.write("flow.py", _HANDLER.replace("time.time()", "time.time()  # wflint: ignore[WF101] logged"))
    project.write("wflint.toml", 'per-file-ignores."flow.py" = ["WF101"]')
    assert project.findings() == set()


@pytest.mark.parametrize(
    ("comment", "names"),
    [
        ("# wflint: ignore[WF101] only logged", set[str]()),
        ("# wflint: ignore[WF101]", {"malformed-ignore"}),
        ("# wflint: ignore[WF101]: -", {"malformed-ignore"}),
        ("# wflint: ignore[WF101, malformed-ignore]", set[str]()),
    ],
)
def test_an_ignore_without_a_reason_is_a_finding_where_one_is_required(
    project: _Project, comment: str, names: set[str]
) -> None:
    project.write("flow.py", _HANDLER.replace("time.time()", f"time.time()  {comment}"))
    project.write("wflint.toml", "require-reason = true")
    assert {name for _, name, _ in project.findings()} == names
    found = project.report("--select", "WF904")["findings"]
    assert all(each["message"] == "This ignore comment has no reason" for each in found)
    without = project.findings("--isolated") - {("flow.py", "unused-ignore", "warning")}
    assert without == set()


def test_rows_of_the_users_own_say_what_calls_do(project: _Project) -> None:
    project.write(
        "flow.py", _HANDLER.replace("time.time()", "acme.now()").replace("import time", "import acme")
    )
    assert project.findings() == set()
    project.write("wflint.toml", 'effects."acme.now" = { effect = "clock" }')
    assert project.findings() == _CLOCK
    project.write("wflint.toml", '\n[effects]\n"acme.now" = { efect = "clock" }')
    message = 'wflint.toml:3: "acme.now": unknown key `efect`, did you mean `effect`?'
    assert project.run() == (2, message)


@pytest.mark.parametrize(
    ("limit", "is_found"),
    [("119", True), ("120", False), ('"vercel-hobby"', False), ('"vercel-enterprise"', False)],
)
def test_step_timeout_says_how_long_a_step_may_take(project: _Project, limit: str, *, is_found: bool) -> None:
    project.write("flow.py", _HANDLER.replace("print(now)", "time.sleep(120)").replace("time.time()", "1"))
    assert ("flow.py", "long-step", "warning") in project.findings()
    project.write("wflint.toml", f"step-timeout = {limit}")
    assert (("flow.py", "long-step", "warning") in project.findings()) is is_found


@pytest.mark.parametrize(
    ("version", "is_found"), [("3.9", True), ("3.10", True), ("3.11", False), ("3.14", False)]
)
def test_target_python_says_what_handlers_run_on(project: _Project, version: str, *, is_found: bool) -> None:
    sleep = 'await context.sleep_until("c", "2030-01-01T00:00:00Z")'
    project.write("flow.py", _HANDLER.replace("time.time()", "1") + f"    {sleep}\n")
    project.write("wflint.toml", f'target-python = "{version}"')
    assert (("flow.py", "invalid-timestamp", "warning") in project.findings()) is is_found


def test_handlers_and_steps_behind_wrappers_are_found(project: _Project) -> None:
    wrapped = _HANDLER.replace("serve.post", "acme.durable").replace("context.run(", "acme.step(context, ")
    project.write("flow.py", wrapped.replace("import time", "import acme, time"))
    assert project.findings() == set()
    row = '{ parameters = ["context", "name", "fn"], name = "name", function = "fn" }'
    project.write(
        "wflint.toml",
        f'handlers."acme.durable" = "upstash_workflow.fastapi.Serve.post"\nsteps."acme.step" = {row}\n',
    )
    assert project.findings() == _CLOCK
    shown = [" ".join(line.split()) for line in project.run("--show-settings")[1].splitlines()]
    expected = 'steps."acme.step" = { parameters = ["context", "name", "fn"], name = "name", function = "fn", method = "run" }'
    assert f"{expected} # wflint.toml:2" in shown


def test_src_says_where_modules_are_imported_from(project: _Project) -> None:
    project.write("flow.py", _HANDLER.replace("import time", "from clock import time"))
    project.write("elsewhere/clock.py", "import time\n")
    assert project.findings() == set()
    project.write("wflint.toml", 'src = ["elsewhere"]')
    assert project.findings() == _CLOCK


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nselect = ["WF77"]', "wflint.toml:2: `select`: there is no rule `WF77`"),
        ('ignore = ["clock-outside"]', "did you mean `clock-outside-step`?"),
        ('[levels]\nWF77 = "info"', "wflint.toml:2: `levels.WF77`: there is no rule `WF77`"),
        ('per-file-ignores."a.py" = ["no-rule"]', "wflint.toml:1: `per-file-ignores.a.py`: there is no rule"),
        ("nonsense = 1", "wflint.toml:1: unknown key `nonsense`"),
        ('handlers.x = "y"', "wflint.toml:1: `handlers.x`: `x` is not a qualified name"),
        ('[handlers]\n"a.b" = "y"', "wflint.toml:2: `handlers.a.b`: no engine registers handlers with `y`"),
        ('steps."a.b" = { parameters = ["c"] }', "wflint.toml:1: `steps.a.b`: the key `function` is missing"),
    ],
)
def test_mistakes_in_the_configuration_end_the_run_with_their_place(
    project: _Project, text: str, message: str
) -> None:
    project.write("wflint.toml", text)
    code, output = project.run()
    assert code == 2
    assert message in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config", "none.toml"], "--config: there is no file `none.toml`; options are written"),
        (
            ["--config", "a.toml", "--config", "b.toml"],
            "--config: a.toml, b.toml: there can be one file only",
        ),
        (["--config", "a.toml", "--isolated"], "--isolated reads no configuration file"),
        (["--config", "min-level=info"], "--config: min-level=info: "),
        (["--config", 'min-levl="info"'], "--config: unknown key `min-levl`, did you mean `min-level`?"),
        (["--select", "clock-outside"], "--select: there is no rule `clock-outside`, did you mean "),
        (["empty", "--select", "WF77"], "--select: there is no rule `WF77`"),
    ],
)
def test_mistakes_on_the_command_line(project: _Project, arguments: list[str], message: str) -> None:
    project.write("a.toml", "")
    project.write("b.toml", "")
    project.write("empty/readme.txt", "")
    code, output = project.run(*arguments)
    assert (code, output[: len(message)]) == (2, message)


def test_a_given_file_holds_and_no_other_is_looked_for(project: _Project) -> None:
    project.write("wflint.toml", 'ignore = ["WF1"]')
    project.write("ci/strict.toml", 'levels.WF101 = "warning"')
    assert project.findings("--config", "ci/strict.toml") == {("flow.py", "clock-outside-step", "warning")}


def test_inline_options_hold_even_in_isolation(project: _Project) -> None:
    assert project.findings("--isolated", "--config", 'ignore=["WF1"]') == set()


def test_sub_projects_keep_their_own_settings(project: _Project) -> None:
    project.write("a/flow.py")
    project.write("b/flow.py")
    project.write("wflint.toml", 'levels.WF101 = "warning"')
    project.write("a/wflint.toml", 'ignore = ["WF101"]')
    project.write("b/pyproject.toml", "[tool.wflint]\n")
    expected = {("flow.py", "clock-outside-step", "warning"), ("b/flow.py", "clock-outside-step", "error")}
    assert project.findings() == expected
    assert project.findings("a", "b/flow.py", "flow.py", ".") == expected
    summary = project.report()["summary"]
    assert (summary["files"], summary["handlers"], summary["steps"]) == (3, 3, 6)


def test_a_sub_project_may_leave_out_more_files(project: _Project) -> None:
    project.write("a/gen/flow.py")
    project.write("a/flow.py")
    project.write("b/gen/flow.py")
    project.write("wflint.toml", 'exclude = ["/b/"]')
    project.write("a/wflint.toml", 'exclude = ["gen/"]')
    assert project.run("--show-files") == (0, "a/flow.py\nflow.py\n")
    assert project.run("--show-files", "a/gen/flow.py", ".") == (0, "a/flow.py\na/gen/flow.py\nflow.py\n")
    assert project.run("--show-files", "a/gen/flow.py", "b/gen/flow.py", "--force-exclude") == (0, "")


def test_exclude_is_relative_to_the_configuration_file(
    project: _Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("a/gen/flow.py")
    project.write("a/b/gen/flow.py")
    project.write("wflint.toml", 'exclude = ["/a/gen/"]')
    monkeypatch.chdir(project.root / "a")
    assert project.run("--show-files") == (0, "b/gen/flow.py\n")
    assert project.run("--show-files", "--exclude", "/b/") == (0, "gen/flow.py\n")


def test_exclude_may_take_back_in_what_is_left_out_by_default(project: _Project) -> None:
    project.write("build/flow.py")
    assert project.run("--show-files") == (0, "flow.py\n")
    project.write("wflint.toml", 'exclude = ["!build/"]')
    assert project.run("--show-files") == (0, "build/flow.py\nflow.py\n")


def test_the_whole_run_takes_its_format_from_the_folder_that_holds_all_paths(project: _Project) -> None:
    project.write("a/flow.py")
    project.write("wflint.toml", 'output-format = "concise"')
    project.write("a/wflint.toml", 'output-format = "json"\nignore = ["WF101"]')
    assert project.run("a")[1].startswith("{")
    assert project.run("a/flow.py")[1].startswith("{")
    assert project.run("a", "flow.py")[1].startswith("flow.py:12:11: ")
    assert project.run()[1].startswith("flow.py:12:11: ")


def test_settings_are_shown_with_their_origins(project: _Project) -> None:
    project.write("a/flow.py")
    project.write("wflint.toml", '\nignore = ["WF2"]\n[levels]\nWF1 = "info"')
    project.write("a/wflint.toml", 'extend = "../wflint.toml"\nper-file-ignores."t s/" = []')
    code, output = project.run("--show-settings", "--min-level", "info", "--config", "require-reason=true")
    outer, inner = sorted(output.split("\n\n"), key=len)
    assert code == 0
    assert outer.splitlines()[0] == "# wflint.toml"
    assert inner.splitlines()[0] == "# a/wflint.toml"
    shown = [" ".join(line.split()) for line in inner.splitlines()]
    assert 'extend = "../wflint.toml" # a/wflint.toml:1' in shown
    assert 'select = ["WF"] # default' in shown
    assert 'ignore = ["WF2"] # wflint.toml:2' in shown
    assert 'levels.WF1 = "info" # wflint.toml:4' in shown
    assert 'per-file-ignores."t s/" = [] # a/wflint.toml:2' in shown
    assert 'min-level = "info" # --min-level' in shown
    assert "require-reason = true # --config" in shown
    assert "effects = {} # default" in shown


def test_settings_are_shown_without_a_file_as_well(project: _Project) -> None:
    assert project.run("--show-settings", "--isolated")[1].startswith("# no configuration file\n")


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        ('["upstsh"]', "`engines`: there is no engine `upstsh`, did you mean `upstash`?"),
        ('["zzz"]', "`engines`: there is no engine `zzz`; known are "),
    ],
)
def test_engines_that_cannot_be_looked_for(project: _Project, names: str, complaint: str) -> None:
    project.write("wflint.toml", f"engines = {names}")
    code, said = project.run()
    assert code == 2
    assert complaint in said


def test_an_engine_that_is_named_is_looked_for(project: _Project) -> None:
    project.write("wflint.toml", 'engines = ["upstash"]')
    assert project.findings() == _CLOCK
