"""`wflint check -` and `--stdin-filename`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, MISTAKE_LINE, Outcome, run
from standard_input import piped

if TYPE_CHECKING:
    from pathlib import Path

TYPESCRIPT = """\
import { serve } from "@upstash/workflow/nextjs";

export const { POST } = serve(async (context) => {
  const now = Date.now();
  await context.run("create", async () => console.log(now));
  await context.run("send", async () => console.log(now));
});
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(text: str, *arguments: str | Path) -> Outcome:
    with piped(text):
        return run("check", "--output-format", "concise", *arguments)


def test_without_a_name_it_is_python_in_this_folder() -> None:
    result = check(HANDLER, "-")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"stdin.py:{MISTAKE_LINE}:11: error[clock-outside-step]")


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_the_text_stands_for_the_file_of_its_name(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    result = check(HANDLER, "--stdin-filename", "bill.py", *arguments)
    assert result.stdout.startswith(f"bill.py:{MISTAKE_LINE}:11: error[clock-outside-step]")
    assert (folder / "bill.py").read_text(encoding="utf-8") == CLEAN


def test_an_absolute_name_is_shown_from_here(folder: Path) -> None:
    assert check(HANDLER, "--stdin-filename", folder / "app" / "bill.py").stdout.startswith("app/bill.py:")


def test_the_name_says_which_language_it_is() -> None:
    assert check(TYPESCRIPT, "--stdin-filename", "route.ts").stdout.startswith(
        "route.ts:4:15: error[clock-outside-step]"
    )


def test_modules_beside_it_are_followed(folder: Path) -> None:
    (folder / "clock.py").write_text("import time\n\ndef now() -> float:\n    return time.time()\n", "utf-8")
    text = HANDLER.replace("import time", "from clock import now as read").replace("time.time()", "read()")
    assert "error[clock-outside-step]" in check(text, "--stdin-filename", "bill.py").stdout


def test_the_configuration_of_its_folder_holds(folder: Path) -> None:
    (folder / "app").mkdir()
    (folder / "app" / "wflint.toml").write_text('ignore = ["WF101"]\n', encoding="utf-8")
    assert check(HANDLER, "--stdin-filename", "app/bill.py").exit_code == 0
    assert check(HANDLER, "--stdin-filename", "bill.py").exit_code == 1


def test_an_excluded_name_is_checked_unless_exclusion_is_forced(folder: Path) -> None:
    (folder / "wflint.toml").write_text('exclude = ["gen/"]\n', encoding="utf-8")
    assert check(HANDLER, "--stdin-filename", "gen/bill.py").exit_code == 1
    forced = check(HANDLER, "--stdin-filename", "gen/bill.py", "--force-exclude")
    assert forced.exit_code == 0
    assert "clock-outside-step" not in forced.stdout


def test_what_git_ignores_is_excluded_too(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("gen/\n", encoding="utf-8")
    assert check(HANDLER, "--stdin-filename", "gen/bill.py", "--force-exclude").exit_code == 0
    assert check(HANDLER, "--stdin-filename", "gen/bill.py", "--force-exclude", "--isolated").exit_code == 1


def test_an_excluded_text_comes_back_unfixed(folder: Path) -> None:
    (folder / "wflint.toml").write_text('exclude = ["gen/"]\n', encoding="utf-8")
    with piped(HANDLER):
        result = run("fix", "--stdin-filename", "gen/bill.py", "--force-exclude", "-q")
    assert result == (0, HANDLER, "")


def test_machine_formats_name_the_file() -> None:
    with piped(HANDLER):
        result = run("check", "--stdin-filename", "bill.py", "--output-format", "json")
    assert [each["path"] for each in json.loads(result.stdout)["findings"]] == ["bill.py"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-", "bill.py"), "standard input goes with no other path; leave out bill.py"),
        (("--stdin-filename", "a.py", "bill.py"), "leave out bill.py"),
        (("-", "--fix"), "`wflint fix -` prints what becomes of standard input"),
        (("-", "--add-ignores"), "--add-ignores is about files"),
        (("-", "--watch"), "--watch is about files"),
        (("-", "--diff-base", "HEAD"), "--diff-base is about files"),
    ],
)
def test_what_makes_no_sense_with_it_exits_with_2(arguments: tuple[str, ...], says: str) -> None:
    result = check(HANDLER, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
