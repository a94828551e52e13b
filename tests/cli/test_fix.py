"""`wflint fix` and `wflint check --fix`, from the arguments to the files."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from command_line import CLEAN, HANDLER, run, run_for_real

UNSAFE = (
    HANDLER.replace("time.time()", "crm.value()")
    .replace("import time", "import crm")
    .replace("    now = crm", "    now = await crm")
)
TWO = (
    HANDLER.replace("import time\n", "import time\nimport uuid\n")
    .replace("    now = time.time()\n", "    now = time.time()\n    key = uuid.uuid4().hex\n")
    .replace("print(now)", "print(now, key)")
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "app.py"
    path.write_text(HANDLER, encoding="utf-8")
    return path


def test_a_file_is_rewritten(file: Path) -> None:
    outcome = run("fix", file)

    assert outcome.exit_code == 0
    assert file.read_text(encoding="utf-8") == CLEAN
    assert "Fixed 1 finding in 1 file:" in outcome.stdout
    assert "app.py:13: clock-outside-step (WF101): do it in a step of its own" in outcome.stdout


def test_runs_in_flight_are_spoken_of_where_a_step_is_added(file: Path) -> None:
    said = " ".join(run("fix", file).stdout.split())

    assert "do it in a step of its own (drain)" in said
    assert (
        '`bill` (app.py): runs that are in flight during the deploy fail with "Incompatible step name"'
        in said
    )
    assert "How to deploy: start no new runs and deploy when none is in progress any more, or" in said


def test_a_second_run_has_nothing_to_do(file: Path) -> None:
    run("fix", file)
    outcome = run("fix", file)

    assert (outcome.exit_code, outcome.stdout) == (0, "Nothing to fix.\n")
    assert file.read_text(encoding="utf-8") == CLEAN


def test_a_diff_writes_nothing_and_fails(file: Path) -> None:
    outcome = run("fix", "--diff", file)

    assert outcome.exit_code == 1
    assert '+    now = await context.run("get-now", time.time)\n' in outcome.stdout
    assert file.read_text(encoding="utf-8") == HANDLER


def test_a_diff_says_what_would_be_done(file: Path) -> None:
    said = run("fix", "--diff", file).stderr

    assert said.startswith("warning: Steps would be added, renamed or moved in `bill` (app.py)")
    assert "\n\nWould fix 1 finding in 1 file:\n" in said


def test_places_are_those_of_what_is_on_disk(file: Path) -> None:
    # The fix of WF205 takes the import of asyncio away, so that lines move up.
    file.write_text(
        HANDLER.replace("import time\n", "import asyncio\nimport time\n")
        .replace(
            "    now = time.time()\n",
            "    me = id(context)\n    now = time.time()\n    await asyncio.sleep(2)\n",
        )
        .replace("print(now)", "print(now, me)"),
        encoding="utf-8",
    )
    shown = run("fix", "--diff", file).stderr
    written = run("fix", file).stdout

    assert re.findall(r"app\.py:[\d:]+", shown) == ["app.py:15:", "app.py:16:", "app.py:14:10:"]
    assert re.findall(r"app\.py:[\d:]+", written) == ["app.py:14:", "app.py:15:", "app.py:13:10:"]


def test_a_fix_for_what_another_fix_brings_about_is_told(file: Path) -> None:
    helper = "async def remind(context):\n    requests.get('https://x.example')\n    await context.sleep('nap', 5)\n"
    file.write_text(
        HANDLER.replace("import time\n", "import requests\n")
        .replace("    now = time.time()\n", '    await context.run("remind", lambda: remind(context))\n')
        .replace("print(now)", "print(1)")
        + f"\n\n{helper}",
        encoding="utf-8",
    )

    assert (
        "Would fix 2 findings in 1 file (1 of them appears only once others are fixed):"
        in run("fix", "--diff", file).stderr
    )


def test_a_diff_can_be_applied(file: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)  # noqa: S607 - whichever git there is
    shown = run("fix", "--diff", "--quiet", "app.py").stdout
    subprocess.run(["git", "apply", "-p0", "-"], input=shown, text=True, check=True)  # noqa: S607 - as above

    assert file.read_text(encoding="utf-8") == CLEAN


def test_a_diff_of_a_file_without_a_newline_at_its_end(file: Path) -> None:
    file.write_text(
        HANDLER.rstrip().replace("print(now))\n    await", "print(1))\n    await"), encoding="utf-8"
    )

    shown = run("fix", "--diff", "--quiet", "app.py").stdout
    assert shown.endswith(
        '+    now = await context.run("get-now", time.time)\n     await context.run("create", lambda: print(1))\n     await context.run("send", lambda: print(now))\n\\ No newline at end of file\n'
    )


def test_a_diff_of_clean_files_is_empty(file: Path) -> None:
    file.write_text(CLEAN, encoding="utf-8")

    assert run("fix", "--diff", "--quiet", file) == (0, "", "")


def test_an_unsafe_fix_needs_to_be_asked_for(file: Path) -> None:
    file.write_text(UNSAFE, encoding="utf-8")
    refused = run("fix", "--min-level=info", file)

    assert "not fixed: its fix is unsafe; `--unsafe` applies it" in refused.stdout
    assert file.read_text(encoding="utf-8") == UNSAFE
    assert "Fixed 1 finding" in run("fix", "--min-level=info", "--unsafe", file).stdout


@pytest.mark.parametrize("option", ["--safe-only", "--keep-in-flight"])
def test_fixes_that_ask_for_draining_can_be_left_out(file: Path, option: str) -> None:
    file.write_text(HANDLER + '    await context.sleep("nap", 2.0)\n', encoding="utf-8")
    outcome = run("fix", option, file)

    assert outcome.exit_code == 1
    assert "not fixed: runs in flight would have to be drained; `--safe-only` leaves it out" in outcome.stdout
    assert "How to deploy" not in outcome.stdout
    assert file.read_text(encoding="utf-8") == HANDLER + '    await context.sleep("nap", 2)\n'


def test_an_earlier_name_of_an_option_is_not_shown() -> None:
    assert "--safe-only" in run("fix", "--help").stdout
    assert "--keep-in-flight" not in run("fix", "--help").stdout


@pytest.mark.parametrize("command", [["fix"], ["check", "--fix"]])
def test_more_and_less_than_usual_do_not_go_together(file: Path, command: list[str]) -> None:
    outcome = run(*command, "--safe-only", "--unsafe", file)

    assert outcome.exit_code == 2
    assert "--safe-only and --unsafe do not go together" in outcome.stderr
    assert file.read_text(encoding="utf-8") == HANDLER


@pytest.mark.parametrize(
    ("configured", "given", "fixed"),
    [
        ("", [], ["now", "key"]),
        ('unfixable = ["clock-outside-step"]', [], ["key"]),
        ('fixable = ["WF101"]', [], ["now"]),
        ('fixable = ["WF1"]\nunfixable = ["WF102"]', [], ["now"]),
        ('unfixable = ["WF1"]', ["--fixable=WF101"], ["now"]),
        ("", ["--unfixable=WF101", "--unfixable", "WF102"], []),
        ("", ["--config", 'fixable = ["WF1"]', "--config", 'unfixable = ["WF101"]'], ["key"]),
    ],
)
def test_rules_whose_fixes_are_wanted_can_be_chosen(
    file: Path, configured: str, given: list[str], fixed: list[str]
) -> None:
    file.with_name("wflint.toml").write_text(configured + "\n", encoding="utf-8")
    file.write_text(TWO, encoding="utf-8")
    outcome = run("fix", *given, file)

    text = file.read_text(encoding="utf-8")
    assert [name for name in ("now", "key") if f'"get-{name}"' in text] == fixed
    assert outcome.stdout.count("not fixed: the configuration wants no fixes of this rule") == 2 - len(fixed)


def test_a_finding_without_a_wanted_fix_is_shown_without_one(file: Path) -> None:
    (found,) = json.loads(run("check", "--output-format=json", file).stdout)["findings"]
    (bare,) = json.loads(run("check", "--output-format=json", "--unfixable=WF101", file).stdout)["findings"]

    assert found["fix"]["class"] == "drain"
    assert {**found, "fix": None} == bare


def test_a_rule_that_is_unknown_is_told_with_the_option(file: Path) -> None:
    assert "--fixable: there is no rule `clocks`" in run("fix", "--fixable=clocks", file).stderr
    file.with_name("wflint.toml").write_text('extend-safe-fixes = ["clocks"]\n', encoding="utf-8")
    assert "wflint.toml:1: `extend-safe-fixes`: there is no rule `clocks`" in run("fix", file).stderr


def test_fixes_that_the_user_calls_safe_are_applied_with_the_safe_ones_and_draining_is_still_told(
    file: Path,
) -> None:
    file.with_name("wflint.toml").write_text('extend-safe-fixes = ["WF101"]\n', encoding="utf-8")
    outcome = run("fix", "--safe-only", file)

    assert file.read_text(encoding="utf-8") == CLEAN
    assert "How to deploy" in outcome.stdout


def test_rules_can_be_chosen(file: Path) -> None:
    file.write_text(TWO, encoding="utf-8")
    run("fix", "--select=random-outside-step", file)

    text = file.read_text(encoding="utf-8")
    assert "    now = time.time()\n" in text
    assert '    key = await context.run("get-key", lambda: uuid.uuid4().hex)\n' in text


def test_exit_non_zero_on_fix(file: Path) -> None:
    assert run("fix", "--exit-non-zero-on-fix", file).exit_code == 1
    assert run("fix", "--exit-non-zero-on-fix", file).exit_code == 0


def test_quiet(file: Path) -> None:
    assert run("fix", "--quiet", file) == (0, "", "")
    assert file.read_text(encoding="utf-8") == CLEAN


def test_standard_input(file: Path) -> None:
    data = io.TextIOWrapper(io.BytesIO(HANDLER.encode()))
    with patch.object(sys, "stdin", data):
        outcome = run("fix", "--stdin-filename", "other.py", "-")

    assert (outcome.exit_code, outcome.stdout) == (0, CLEAN)
    assert "Fixed 1 finding" in outcome.stderr
    assert file.read_text(encoding="utf-8") == HANDLER
    assert not Path("other.py").exists()


def test_standard_input_without_findings_comes_back_as_it_is(file: Path) -> None:
    data = io.TextIOWrapper(io.BytesIO(CLEAN.encode() + b"# \xc3\xa9\r\n"))
    with patch.object(sys, "stdin", data):
        outcome = run("fix", "--stdin-filename", file.name, "--quiet", "-")

    assert outcome.stdout == CLEAN + "# é\r\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-", "app.py"], "standard input goes with no other path; leave out app.py"),
        (["app.py", "--stdin-filename=a.py"], "standard input goes with no other path; leave out app.py"),
        (["-", "-"], "leave out the second -"),
        (["--output-format=json", "-i", "app.py"], "--interactive asks on standard output"),
        (["--output-format=json", "-"], "is printed as it is; leave out --output-format"),
        (["-", "--stdin-filename=a.py", "--interactive"], "--interactive asks on standard input"),
        (["nowhere.py"], "nowhere.py: no such file or folder"),
        (["--select=clock", "app.py"], "clock"),
    ],
)
def test_arguments_that_make_no_sense(file: Path, arguments: list[str], says: str) -> None:
    outcome = run("fix", *arguments)

    assert outcome.exit_code == 2
    assert says in outcome.stderr
    assert file.read_text(encoding="utf-8") == HANDLER


@pytest.mark.parametrize(
    ("answers", "fixed"),
    [
        ("y\ny\n", ["now", "key"]),
        ("n\ny\n", ["key"]),
        ("y\nq\n", ["now"]),
        ("q\n", []),
        ("x\ny\nn\n", ["now"]),
    ],
)
def test_each_fix_is_asked_for(file: Path, answers: str, fixed: list[str]) -> None:
    file.write_text(TWO, encoding="utf-8")
    with patch.object(sys, "stdin", io.StringIO(answers)):
        outcome = run("fix", "--interactive", file)

    text = file.read_text(encoding="utf-8")
    assert [name for name in ("now", "key") if f'"get-{name}"' in text] == fixed
    assert "error[clock-outside-step]" in outcome.stdout
    assert '+     now = await context.run("get-now", time.time)' in outcome.stdout
    assert "do it in a step of its own (drain: runs in flight must end before the deploy)" in outcome.stdout


def test_what_was_declined_needs_no_change_by_hand(file: Path) -> None:
    file.write_text(TWO.replace("print(now, key)", "print(now, key, id(context))"), encoding="utf-8")
    with patch.object(sys, "stdin", io.StringIO("n\nq\n")):
        outcome = run("fix", "--interactive", file)

    assert "1 of 2: apply?" in outcome.stdout
    assert "2 of 2: apply?" in outcome.stdout
    assert outcome.stdout.count("─── bill") == 1
    assert outcome.stdout.endswith("\nApplied 0, declined 1, not asked 1.\n")


def test_an_answer_to_one_finding_is_none_to_another_one_like_it(file: Path) -> None:
    step = '    await context.run("send", lambda: print(1))\n'
    file.write_text(
        HANDLER.replace("    now = time.time()\n", step + step)
        .replace("print(now)", "print(1)")
        .replace("import time\n", ""),
        encoding="utf-8",
    )
    with patch.object(sys, "stdin", io.StringIO("y\nn\nn\nn\n")):
        outcome = run("fix", "--interactive", file)

    assert "Applied 1, declined 1, not asked 0." in outcome.stdout


def test_all_fixes_of_a_rule_are_taken_at_once(file: Path) -> None:
    file.write_text(TWO.replace("uuid.uuid4().hex", "time.ctime()"), encoding="utf-8")
    with patch.object(sys, "stdin", io.StringIO("a\n")):
        run("fix", "--interactive", file)

    text = file.read_text(encoding="utf-8")
    assert '"get-now"' in text
    assert '"get-key"' in text


def test_check_fix_checks_what_remains(file: Path) -> None:
    file.write_text(
        TWO.replace("print(now, key))\n    await", "print(now, key, me))\n    await").replace(
            "    key", "    me = id(context)\n    key"
        ),
        encoding="utf-8",
    )
    outcome = run("check", "--fix", "--output-format=concise", file)

    assert outcome.exit_code == 1
    assert "wflint: fixed 2 findings in 1 file" in outcome.stderr
    assert '"get-now"' in file.read_text(encoding="utf-8")
    assert "process-identity-outside-step" in outcome.stdout
    assert "clock-outside-step" not in outcome.stdout


def test_check_fix_says_which_handlers_to_drain(file: Path) -> None:
    outcome = run("check", "--fix", file)

    assert file.read_text(encoding="utf-8") == CLEAN
    assert "wflint: Steps were added, renamed or moved in `bill` (app.py)" in outcome.stderr


def test_check_fix_takes_the_options_of_fix(file: Path) -> None:
    assert run("check", "--fix", "--safe-only", file).exit_code == 1
    assert file.read_text(encoding="utf-8") == HANDLER

    shown = run("check", "--fix", "--diff", file)
    assert (shown.exit_code, file.read_text(encoding="utf-8")) == (1, HANDLER)
    assert '+    now = await context.run("get-now", time.time)\n' in shown.stdout
    assert "wflint: would fix 1 finding in 1 file" in shown.stderr

    with patch.object(sys, "stdin", io.StringIO("n\n")):
        asked = run("check", "--fix", "--interactive", file)
    assert "1 of 1: apply?" in asked.stdout
    assert file.read_text(encoding="utf-8") == HANDLER

    assert run("check", "--fix", "--exit-non-zero-on-fix", file).exit_code == 1
    assert file.read_text(encoding="utf-8") == CLEAN
    assert run("check", "--fix", "--exit-non-zero-on-fix", file).exit_code == 0
    assert run("check", "--fix", "--diff", file)[:2] == (0, "")


@pytest.mark.parametrize(
    "option", ["--safe-only", "--unsafe", "--interactive", "--diff", "--exit-non-zero-on-fix"]
)
def test_options_of_fixes_need_fix(file: Path, option: str) -> None:
    outcome = run("check", option, file)

    assert outcome.exit_code == 2
    assert f"{option} goes with --fix" in outcome.stderr


def test_check_fix_goes_with_no_other_writer(file: Path) -> None:
    outcome = run("check", "--fix", "--add-ignores", file)

    assert outcome.exit_code == 2
    assert "--fix goes neither with --add-ignores nor with --watch" in outcome.stderr


def test_a_read_only_file_is_told_and_kept(file: Path) -> None:
    file.chmod(0o444)
    outcome = run("fix", file)

    assert outcome.exit_code == 2
    assert "app.py: is read-only" in outcome.stderr
    assert file.read_text(encoding="utf-8") == HANDLER


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: ("# coding: latin-1\n" + text + "# caf\xe9\n").encode("latin-1"),
        lambda text: text.rstrip().encode(),
        lambda text: text.replace("    ", "\t").encode(),
    ],
    ids=["crlf", "bom", "latin-1", "no newline at the end", "tabs"],
)
def test_files_keep_their_form(file: Path, change: object) -> None:
    assert callable(change)
    file.write_bytes(change(HANDLER))
    file.chmod(0o640)

    assert run("fix", file).exit_code == 0
    assert file.read_bytes() == change(CLEAN)
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.py"
    link.symlink_to(file)
    run("fix", link)

    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == CLEAN


def test_a_helper_in_a_file_that_was_not_given_is_left_alone(file: Path, tmp_path: Path) -> None:
    helper = tmp_path / "billing.py"
    helper.write_text(
        "import time\n\nfrom upstash_workflow import AsyncWorkflowContext\n\n\n"
        "async def pay(context: AsyncWorkflowContext[dict]) -> None:\n    at = time.time()\n"
        '    await context.run("pay", lambda: print(at))\n    await context.run("tell", lambda: print(at))\n',
        encoding="utf-8",
    )
    before = helper.read_bytes()
    file.write_text(
        CLEAN.replace("import time", "import time\nfrom billing import pay") + "    await pay(context)\n",
        encoding="utf-8",
    )
    outcome = run("fix", "app.py")

    assert helper.read_bytes() == before
    assert "it would change a file that was not given" in " ".join(outcome.stdout.split())


def test_known_findings_are_not_told_again(file: Path) -> None:
    file.write_text(HANDLER.replace("time.time()", "id(context)"), encoding="utf-8")
    assert run("fix", ".").exit_code == 1
    run("baseline", ".")
    outcome = run("fix", "--baseline", "wflint-baseline.txt", ".")

    assert (outcome.exit_code, outcome.stdout) == (0, "Nothing to fix.\n")


def test_broken_files_are_told_and_the_others_fixed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import upstash_workflow\ndef f(:\n", encoding="utf-8")
    outcome = run("fix", ".")

    assert outcome.exit_code == 1
    assert "broken.py:2" in outcome.stdout
    assert file.read_text(encoding="utf-8") == CLEAN


def test_the_real_process(file: Path) -> None:
    result = run_for_real("fix", "app.py", cwd=file.parent)

    assert result.returncode == 0
    assert file.read_text(encoding="utf-8") == CLEAN
