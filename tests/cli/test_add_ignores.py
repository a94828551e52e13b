"""`wflint check --add-ignores`."""

from __future__ import annotations

import codecs
import stat
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run

from wflint.cli import add_ignores
from wflint.files.adding import Added

if TYPE_CHECKING:
    from pathlib import Path

DONE = HANDLER.replace("time.time()\n", "time.time()  # wflint: ignore[clock-outside-step]\n")


@pytest.fixture(autouse=True)
def bill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bill.py"
    path.write_text(HANDLER, encoding="utf-8")
    return path


def test_every_finding_gets_a_comment_and_a_check_is_clean(bill: Path) -> None:
    assert run("check", "--add-ignores") == (0, "Added ignore comments in 1 file.\n", "")
    assert bill.read_text(encoding="utf-8") == DONE
    assert run("check", "--min-level", "info", "-q").exit_code == 0


def test_doing_it_again_changes_nothing(bill: Path) -> None:
    run("check", "--add-ignores")
    before = bill.stat().st_mtime_ns
    assert run("check", "--add-ignores").stdout == "Added ignore comments in 0 files.\n"
    assert bill.stat().st_mtime_ns == before


def test_the_reason_stands_behind(bill: Path) -> None:
    assert run("check", "--add-ignores", "--reason", " only logged ").exit_code == 0
    assert "# wflint: ignore[clock-outside-step] only logged\n" in bill.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (HANDLER.replace("\n", "\r\n"), "utf-8"),
        (HANDLER.rstrip("\n"), "utf-8"),
        ("# coding: latin-1\n# é\n" + HANDLER, "latin-1"),
        (HANDLER, "utf-8-sig"),
        (HANDLER.replace("time.time()", "time.time(\n    ); '''é\n'''"), "utf-8"),
    ],
    ids=["crlf", "no newline at the end", "latin-1", "bom", "multi-line string"],
)
def test_the_file_keeps_its_form(bill: Path, text: str, encoding: str) -> None:
    data = text.encode(encoding)
    bill.write_bytes(data)
    bill.chmod(0o640)
    assert run("check", "--add-ignores").exit_code == 0
    after = bill.read_bytes()
    assert after != data
    assert after.startswith(codecs.BOM_UTF8) == (encoding == "utf-8-sig")
    assert after.endswith(b"\n") == data.endswith(b"\n")
    assert after.count(b"\r\n") in {0, after.count(b"\n")}
    assert "wflint: ignore[" in after.decode(encoding)
    assert stat.S_IMODE(bill.stat().st_mode) == 0o640
    assert run("check", "-q").exit_code == 0


def test_wrong_ignore_comments_are_ignored_as_well(bill: Path) -> None:
    text = CLEAN.replace("import time\n", "import time  # wflint: ignore[WF101]\n# wflint: ignore[no-rule]\n")
    bill.write_text(text, encoding="utf-8")
    assert run("check", "-q").exit_code == 1
    assert run("check", "--add-ignores")[:2] == (0, "Added ignore comments in 1 file.\n")
    assert run("check", "-q").exit_code == 0


def test_a_comment_without_the_reason_that_is_required_is_given_it(bill: Path) -> None:
    (bill.parent / "wflint.toml").write_text("require-reason = true\n", encoding="utf-8")
    bill.write_text(DONE, encoding="utf-8")
    assert run("check", "--add-ignores", "--reason", "only logged").exit_code == 0
    assert "# wflint: ignore[clock-outside-step] only logged\n" in bill.read_text(encoding="utf-8")
    assert run("check", "-q").exit_code == 0


def test_findings_in_modules_that_are_reached_get_one_too(bill: Path) -> None:
    helper = "import time\n\n\nasync def tell(context):\n    now = time.time()\n"
    steps = '    await context.run("a", lambda: print(now))\n    await context.run("b", lambda: print(now))\n'
    (bill.parent / "tell.py").write_text(helper + steps, encoding="utf-8")
    text = (
        CLEAN.replace("import time\n", "import time\n\nfrom tell import tell\n") + "    await tell(context)\n"
    )
    bill.write_text(text, encoding="utf-8")
    assert run("check", "--add-ignores", "bill.py").exit_code == 0
    assert "time.time()  # wflint: ignore[clock-outside-step]\n" in (bill.parent / "tell.py").read_text()


def test_known_and_unselected_findings_get_none(bill: Path) -> None:
    assert run("check", "--add-ignores", "--select", "WF4").exit_code == 0
    run("baseline")
    assert run("check", "--add-ignores", "--baseline", "wflint-baseline.txt").exit_code == 0
    assert bill.read_text(encoding="utf-8") == HANDLER


def test_what_no_comment_can_silence_is_shown(bill: Path) -> None:
    bill.write_text(HANDLER + ")\n", encoding="utf-8")
    result = run("check", "--add-ignores")
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()[:2]
    assert first == "Added ignore comments in 0 files."
    assert "error[syntax-error]" in second
    assert run("check", "--add-ignores", "--silent") == (1, "", "")


def test_a_named_script_gets_one_and_an_environment_file_none(bill: Path) -> None:
    script = bill.rename(bill.parent / "bill")
    keys = "QSTASH_TOKEN=x\n"
    (bill.parent / ".env").write_text(keys, encoding="utf-8")
    result = run("check", "--add-ignores", "bill", "--min-level", "info")
    assert script.read_text(encoding="utf-8") == DONE
    assert (bill.parent / ".env").read_text(encoding="utf-8") == keys
    assert ".env:1:1: " in result.stdout


# --- errors ---


@pytest.mark.parametrize("reason", ["a\nb", "so # noqa", "--"])
def test_a_text_that_is_no_reason_is_an_error(bill: Path, reason: str) -> None:
    result = run("check", "--add-ignores", f"--reason={reason}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("wflint: error: --reason: it must be words on one line")
    assert bill.read_text(encoding="utf-8") == HANDLER


def test_where_a_reason_is_required_it_must_be_given(bill: Path) -> None:
    (bill.parent / "wflint.toml").write_text("require-reason = true\n", encoding="utf-8")
    result = run("check", "--add-ignores")
    assert result.exit_code == 2
    assert "`require-reason` is set, so say why: `--reason TEXT`" in result.stderr
    assert bill.read_text(encoding="utf-8") == HANDLER


def test_a_reason_beyond_the_encoding_is_an_error(bill: Path) -> None:
    data = b"# coding: latin-1\n" + HANDLER.encode()
    bill.write_bytes(data)
    result = run("check", "--add-ignores", "--reason", "€")
    assert (result.exit_code, result.stderr) == (2, "wflint: error: bill.py: iso8859-1 cannot express '€'\n")
    assert bill.read_bytes() == data


def test_a_read_only_file_is_an_error(bill: Path) -> None:
    bill.chmod(0o444)
    result = run("check", "--add-ignores")
    assert result.exit_code == 2
    assert result.stderr == "wflint: error: bill.py: is read-only; make it writable, or leave it out\n"


def test_a_comment_that_would_break_the_file_is_never_written(
    bill: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_ignores, "add_ignores", lambda *_: Added("x = (\n", ()))
    result = run("check", "--add-ignores")
    assert result.exit_code == 2
    assert result.stderr == "wflint: error: bill.py: ignore comments would break it, so it is left alone\n"
    assert bill.read_text(encoding="utf-8") == HANDLER


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--reason", "why"], "--reason goes with --add-ignores."),
        (["--watch", "--add-ignores"], "--watch and --add-ignores do not go together."),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], message: str) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
