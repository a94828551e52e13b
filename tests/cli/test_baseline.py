"""`wflint baseline`, and checks beside a baseline."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run

import wflint.workspace.files
from wflint.checking.baseline import Entry, baseline_text, parse_baseline
from wflint.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "wflint-baseline.txt"
USE = f'baseline = "{FILE}"\n'
TWO = HANDLER + "    uuid.uuid4()\n    random = __import__('random')\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "bill.py").write_text(HANDLER, encoding="utf-8")
    (tmp_path / "wflint.toml").write_text(USE, encoding="utf-8")
    return tmp_path


def lines(folder: Path) -> list[str]:
    return (folder / FILE).read_text(encoding="utf-8").splitlines()[1:]


# --- writing ---


def test_each_finding_is_a_line_that_says_what_it_is(folder: Path) -> None:
    result = run("baseline")
    assert (result.exit_code, result.stdout) == (0, f"{FILE}: 1 known finding (1 added, 0 taken out).\n")
    (line,) = lines(folder)
    assert line.rpartition(" ")[0] == "app/bill.py WF101 clock-outside-step"
    assert len(line.rpartition(" ")[2]) == 16


def test_without_configuration_the_file_lies_here_and_what_to_do_with_it_is_told(folder: Path) -> None:
    (folder / "wflint.toml").unlink()
    result = run("baseline", "app")
    assert "`baseline = " in result.stdout
    assert len(lines(folder)) == 1


def test_the_file_may_be_named(folder: Path) -> None:
    assert run("baseline", "--baseline", "known.txt").stdout.startswith("known.txt: 1 known finding")
    assert not (folder / FILE).exists()


def test_lines_are_sorted(folder: Path) -> None:
    for name in ("z.py", "a.py", "app/c.py"):
        (folder / name).write_text(HANDLER, encoding="utf-8")
    run("baseline")
    assert lines(folder) == sorted(lines(folder))
    assert len(set(lines(folder))) == 4


def test_writing_it_again_changes_nothing(folder: Path) -> None:
    run("baseline")
    before = (folder / FILE).read_bytes()
    assert "(0 added, 0 taken out)" in run("baseline").stdout
    assert (folder / FILE).read_bytes() == before


def test_what_is_gone_is_taken_out_and_said(folder: Path) -> None:
    run("baseline")
    (folder / "app" / "bill.py").write_text(CLEAN, encoding="utf-8")
    assert run("baseline").stdout == f"{FILE}: 0 known findings (0 added, 1 taken out).\n"
    assert lines(folder) == []


@pytest.mark.parametrize(
    "arguments", [["app/new.py"], ["other"], ["--select", "WF4"], ["--min-level", "error"]]
)
def test_what_is_not_checked_this_time_stays(folder: Path, arguments: list[str]) -> None:
    warning = HANDLER.replace('"create", lambda: print(now)', '"create", lambda: 1')
    (folder / "app" / "bill.py").write_text(warning, encoding="utf-8")
    (folder / "app" / "new.py").write_text(CLEAN, encoding="utf-8")
    (folder / "other").mkdir()
    run("baseline")
    before = lines(folder)
    assert len(before) == 1
    assert "(0 added, 0 taken out)" in run("baseline", *arguments).stdout
    assert lines(folder) == before


def test_syntax_errors_are_never_known(folder: Path) -> None:
    (folder / "app" / "bill.py").write_text(HANDLER + ")\n", encoding="utf-8")
    result = run("baseline")
    assert (result.exit_code, lines(folder)) == (0, [])
    assert "left out 1 syntax-error" in result.stderr
    assert run("check").exit_code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_ends_it(folder: Path) -> None:
    (folder / "app" / "bill.py").chmod(0)
    assert run("baseline").exit_code == 2
    assert not (folder / FILE).exists()


def test_an_error_while_reading_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(wflint.workspace.files, "read_file", fail)
    result = run("baseline")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "wflint: error: app/bill.py: Permission denied\n"
    assert not (folder / FILE).exists()


def test_files_on_another_drive_are_named_in_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ValueError

    monkeypatch.setattr(os.path, "relpath", fail)
    run("baseline")
    assert lines(folder)[0].startswith(f"{folder.as_posix()}/app/bill.py WF101 ")
    assert run("check", "-q").exit_code == 0


def test_a_folder_that_does_not_exist_is_an_error() -> None:
    result = run("baseline", "--baseline", "nowhere/known.txt")
    assert result.exit_code == 2
    assert result.stderr == "wflint: error: nowhere/known.txt: cannot be written: No such file or directory\n"


def test_a_file_that_is_something_else_is_not_written_over(folder: Path) -> None:
    result = run("baseline", "--baseline", "app/bill.py")
    assert result.exit_code == 2
    assert result.stderr.startswith("wflint: error: app/bill.py:1: is not a known finding")
    assert (folder / "app" / "bill.py").read_text(encoding="utf-8") == HANDLER


# --- checking ---


def test_known_findings_are_hidden_and_counted() -> None:
    run("baseline")
    result = run("check")
    assert result.exit_code == 0
    assert "No findings in 1 file" in result.stdout
    assert "1 known finding in the baseline is hidden." in result.stdout


@pytest.mark.parametrize("arguments", [["--baseline", ""], ["--isolated"], ["--config", 'baseline = ""']])
def test_a_baseline_can_be_left_out(arguments: list[str]) -> None:
    run("baseline")
    assert run("check", *arguments).exit_code == 1


def test_a_second_finding_of_the_same_kind_is_new(folder: Path) -> None:
    run("baseline")
    text = HANDLER.replace("    await context", "    then = time.time()\n    await context", 1)
    (folder / "app" / "bill.py").write_text(text.replace("print(now)", "print(now, then)"), encoding="utf-8")
    result = run("check", "--output-format", "concise")
    assert result.stdout.splitlines()[0].startswith("app/bill.py:14:")
    assert "Found 1 error" in result.stdout


def test_known_findings_are_known_after_lines_moved_and_the_file_got_another_name(folder: Path) -> None:
    run("baseline")
    (folder / "app" / "bill.py").unlink()
    (folder / "app" / "invoice.py").write_text("# more\n\n" + HANDLER, encoding="utf-8")
    result = run("check", "--baseline-strict")
    assert (result.exit_code, result.stderr) == (0, "")


def test_they_are_known_from_every_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("baseline")
    monkeypatch.chdir(folder / "app")
    assert run("check").exit_code == 0
    assert run("check", folder).exit_code == 0
    monkeypatch.chdir("/")
    assert run("check", folder).exit_code == 0


def test_what_is_gone_is_told_and_fails_only_if_asked_to(folder: Path) -> None:
    run("baseline")
    (folder / "app" / "bill.py").write_text(CLEAN, encoding="utf-8")
    before = (folder / FILE).read_bytes()
    told = f"wflint: {FILE}: 1 known finding is gone (line 2); `wflint baseline` takes them out\n"
    for arguments, code in (([], 0), (["--baseline-strict"], 1), (["--baseline-strict", "--exit-zero"], 0)):
        result = run("check", *arguments)
        assert (result.exit_code, result.stderr) == (code, told)
    assert run("check", "--quiet", "--baseline-strict") == (1, "", "")
    assert (folder / FILE).read_bytes() == before


def test_many_that_are_gone_are_told_in_short(folder: Path) -> None:
    entries = (Entry(f"app/{n}.py", "WF101", "clock-outside-step", f"{n:016x}") for n in range(7))
    (folder / FILE).write_text(baseline_text(entries), encoding="utf-8")
    assert "7 known findings are gone (lines 2, 3, 4, 5, 6, ...)" in run("check", "--exit-zero").stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["app/bill.py"],
        ["other"],
        ["--ignore", "WF101"],
        ["--min-level", "error", "--config", 'levels.WF101="info"'],
    ],
)
def test_what_was_not_looked_for_is_not_called_gone(folder: Path, arguments: list[str]) -> None:
    (folder / "other").mkdir()
    run("baseline")
    (folder / "app" / "bill.py").write_text(
        CLEAN if "app/bill.py" in arguments else HANDLER, encoding="utf-8"
    )
    assert run("check", "--silent", "--baseline-strict", *arguments) == (0, "", "")
    assert "gone" not in run("check", *arguments).stderr


def test_what_a_syntax_error_hides_is_not_called_gone(folder: Path) -> None:
    run("baseline")
    (folder / "app" / "bill.py").write_text(HANDLER + ")\n", encoding="utf-8")
    assert run("check").stderr == ""


def test_a_rule_that_there_is_not_any_more_is_gone(folder: Path) -> None:
    (folder / FILE).write_text("app/bill.py WF999 old-rule 0123456789abcdef\n", encoding="utf-8")
    assert "(line 1)" in run("check").stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\napp/bill.py WF101\n", f"{FILE}:2: is not a known finding, expected `path code rule fingerprint`"),
        ("a.py WF101 clock-outside-step 0123\n", f"{FILE}:1: is not a known finding"),
        ("<<<<<<< HEAD\n", f"{FILE}:1: is not a known finding"),
        ("# x\n" + "a.py WF1 a 0123456789abcdef\n" * 2, f"{FILE}:3: stands in line 2 already"),
    ],
)
def test_a_malformed_baseline_is_an_error(folder: Path, text: str, message: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8")
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"wflint: error: {message}")


def test_a_missing_baseline_is_an_error() -> None:
    result = run("check")
    assert result.exit_code == 2
    assert result.stderr == f"wflint: error: {FILE}: there is no such baseline; `wflint baseline` writes it\n"


def test_strictness_without_a_baseline_is_an_error(folder: Path) -> None:
    (folder / "wflint.toml").unlink()
    result = run("check", "--baseline-strict")
    assert result.exit_code == 2
    assert "--baseline-strict: there is no baseline" in result.stderr


def test_windows_newlines_and_blanks_are_read() -> None:
    text = "# known\r\n\r\n  my app/b c.py WF101 clock-outside-step 0123456789abcdef \r\n"
    assert parse_baseline(text, "f") == (
        Entry("my app/b c.py", "WF101", "clock-outside-step", "0123456789abcdef", 3),
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    "name", ["new\nline.py", " blank .py", "back\\slash.py", "\udcff.py", "WF101 x 0.py"]
)
def test_strange_file_names_are_written_on_one_line_and_known_again(folder: Path, name: str) -> None:
    (folder / "app" / "bill.py").rename(folder / "app" / name)
    run("baseline")
    assert len(lines(folder)) == 1
    assert run("check", "--baseline-strict", "-q").exit_code == 0


def test_a_line_break_within_is_told_with_its_line() -> None:
    with pytest.raises(DataError, match=r"^f:1: "):
        parse_baseline("a\n", "f")


@pytest.mark.parametrize("has_repository", [True, False])
def test_a_configuration_cannot_have_it_written_outside(folder: Path, *, has_repository: bool) -> None:
    inner = folder / "inner"
    inner.mkdir()
    if has_repository:
        (inner / ".git").mkdir()
    (inner / "wflint.toml").write_text('baseline = "../outside.txt"\n')
    outcome = run("baseline", inner)
    assert outcome.exit_code == 2
    assert outcome.stderr == (
        f"wflint: error: inner/wflint.toml:1: `baseline`: {folder.as_posix()}/outside.txt lies outside of {inner.as_posix()}\n"
    )
    assert not (folder / "outside.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_does_not_lead_it_outside(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "known.txt").symlink_to(folder / "outside.txt")
    (inner / "wflint.toml").write_text('baseline = "known.txt"\n')
    assert run("baseline", inner).exit_code == 2
    assert not (folder / "outside.txt").exists()


def test_a_repository_may_share_one(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (folder / ".git").mkdir()
    (inner / "wflint.toml").write_text('baseline = "../known.txt"\n')
    assert run("baseline", inner).exit_code == 0
    assert (folder / "known.txt").exists()


def test_the_command_line_may_name_any_place(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "wflint.toml").touch()
    assert run("baseline", inner, "--baseline", folder / "known.txt").exit_code == 0
    assert (folder / "known.txt").exists()
