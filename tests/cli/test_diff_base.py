"""`wflint check --diff-base`."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run

if TYPE_CHECKING:
    from pathlib import Path

MISTAKE = "    now = time.time()\n"


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)  # noqa: S603, S607 - git, for real


def commit() -> None:
    git("add", "-A")
    git("commit", "-qm", "x")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    git("init", "-q", "-b", "main", ".")
    (tmp_path / "old.py").write_text(HANDLER, encoding="utf-8")
    commit()
    return tmp_path


def found(*arguments: str | Path) -> list[str]:
    """The places of the findings."""
    output = run("check", "--output-format", "concise", "--diff-base", *(arguments or ("main",))).stdout
    return [line.partition(": ")[0] for line in output.splitlines()[:-1]]


def test_findings_on_unchanged_lines_are_hidden_and_counted() -> None:
    result = run("check", "--diff-base", "main")
    assert result.exit_code == 0
    assert "1 finding on unchanged lines is hidden." in result.stdout


def test_an_uncommitted_change_counts(folder: Path) -> None:
    (folder / "old.py").write_text(HANDLER.replace("now = time", "now  =  time"), encoding="utf-8")
    assert found() == ["old.py:13:13"]
    git("add", "-A")
    assert found() == ["old.py:13:13"]
    git("commit", "-qam", "y")
    assert found() == []
    assert found("main~1") == ["old.py:13:13"]


def test_a_change_beside_the_line_does_not_count(folder: Path) -> None:
    (folder / "old.py").write_text("# more\n" + HANDLER + "    print(now)\n", encoding="utf-8")
    assert found() == []


def test_a_line_that_was_taken_away_before_does_not_count(folder: Path) -> None:
    (folder / "old.py").write_text(CLEAN, encoding="utf-8")
    commit()
    (folder / "old.py").write_text(HANDLER.replace("\n\n\n", "\n"), encoding="utf-8")
    assert found("main~1") == []


def test_a_file_that_git_does_not_know_yet_counts_whole(folder: Path) -> None:
    (folder / "new one.py").write_text(HANDLER, encoding="utf-8")
    assert found() == ["new one.py:13:11"]
    git("add", "-N", ".")
    assert found() == ["new one.py:13:11"]


def test_a_renamed_file_counts_where_it_changed(folder: Path) -> None:
    git("mv", "old.py", "renamed.py")
    assert found() == []
    text = HANDLER.replace("time.time()", "time.time()  # then")
    (folder / "renamed.py").write_text(text, encoding="utf-8")
    assert found() == ["renamed.py:13:11"]


def test_a_finding_over_several_lines_counts_if_one_of_them_changed(folder: Path) -> None:
    text = HANDLER.replace("time.time()", "time.time(\n    )")
    (folder / "old.py").write_text(text, encoding="utf-8")
    commit()
    (folder / "old.py").write_text(
        text.replace("time.time(\n    )", "time.time(\n        )"), encoding="utf-8"
    )
    assert found() == ["old.py:13:11"]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_lines_are_counted_as_git_counts_them(folder: Path, newline: str) -> None:
    text = ("# first\n" * 3 + HANDLER).replace("\n", newline)
    (folder / "old.py").write_bytes(text.encode())
    commit()
    assert found() == []
    (folder / "old.py").write_bytes(text.replace("time.time()", "time.time( )").encode())
    assert found() == ["old.py:16:11"]


@pytest.mark.parametrize(
    "name", ["sp ace.py", 'quo"te.py', "é🎉.py", "tab\t.py", "new\nline.py", "back\\slash.py"]
)
def test_strange_file_names_are_understood(folder: Path, name: str) -> None:
    (folder / name).write_text(CLEAN, encoding="utf-8")
    commit()
    (folder / name).write_text(HANDLER, encoding="utf-8")
    assert len(found()) == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "99"),
        ("diff.relative", "true"),
        ("core.quotePath", "true"),
        ("diff.renames", "false"),
    ],
)
def test_the_users_own_settings_of_git_do_no_harm(folder: Path, key: str, value: str) -> None:
    git("config", key, value)
    (folder / "sub").mkdir()
    git("mv", "old.py", "sub/é.py")
    text = HANDLER.replace("import time\n", "import time  # a\n").replace('"send"', '"post"')
    (folder / "sub" / "é.py").write_text(text, encoding="utf-8")
    assert found() == []
    (folder / "sub" / "é.py").write_text(text.replace("time.time()", "time.time( )"), encoding="utf-8")
    assert found() == ["sub/é.py:13:11"]


def test_lines_that_look_like_a_patch_do_no_harm(folder: Path) -> None:
    text = HANDLER + 'TEXT = """\n@@ -1,1 +13,1 @@\n++ b/old.py\ndiff --git a/old.py b/old.py\n"""\n'
    (folder / "old.py").write_text(text, encoding="utf-8")
    assert found() == []
    commit()
    (folder / "old.py").write_text(text.replace("@@ -1", "@@ -2").replace("++ b", "++ c"), encoding="utf-8")
    assert found() == []


def test_from_a_folder_below_it_is_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "new.py").write_text(HANDLER, encoding="utf-8")
    (folder / "old.py").write_text(HANDLER.replace(MISTAKE, MISTAKE.replace("()", "( )")), encoding="utf-8")
    monkeypatch.chdir(folder / "sub")
    assert found() == ["new.py:13:11"]
    assert len(found("main", folder)) == 2


def test_known_findings_are_taken_out_first(folder: Path) -> None:
    run("baseline")
    (folder / "wflint-baseline.txt").rename(folder / "known.txt")
    result = run("check", "--diff-base", "main", "--baseline", "known.txt", "--baseline-strict")
    assert result.exit_code == 0
    assert "unchanged" not in result.stdout


# --- errors ---


def refused(*arguments: str) -> str:
    result = run("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("revision", ["nowhere", "", "--output=x", "main..main"])
def test_an_unknown_revision_is_an_error(folder: Path, revision: str) -> None:
    message = refused(f"--diff-base={revision}")
    assert message.startswith(
        f"wflint: error: --diff-base: there is no revision `{revision}`; a shallow clone"
    )
    assert not (folder / "x").exists()


def test_a_folder_outside_of_any_repository_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    monkeypatch.chdir(outside)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(outside.parent))
    message = refused("--diff-base", "main")
    assert message.startswith(
        f"wflint: error: --diff-base: {outside} is in no git repository (fatal: not a git"
    )


def test_a_repository_without_a_commit_has_no_revision(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    git("init", "-q", ".")
    assert "there is no revision `HEAD`" in refused("--diff-base", "HEAD")


def test_a_missing_git_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused("--diff-base", "main") == (
        "wflint: error: --diff-base: git is not installed, or not on the PATH\n"
    )


@pytest.fixture
def trap(folder: Path) -> Path:
    """A file that each program of a hostile repository makes."""
    made = folder.parent / f"{folder.name}-ran"
    (folder / "gitconfig").write_text("", encoding="utf-8")
    program = folder.parent / f"{folder.name}-program"
    program.write_text(f"#!/bin/sh\necho ran >> '{made}'\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    return made


def program_of(trap: Path) -> str:
    return str(trap).removesuffix("-ran") + "-program"


@pytest.mark.parametrize(
    "key",
    [
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.process",
        "filter.Evil.one.clean",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "core.pager",
        "core.sshCommand",
    ],
)
def test_no_program_that_the_repository_names_is_run(folder: Path, trap: Path, key: str) -> None:
    driver = key.split(".", 1)[1].rpartition(".")[0] or "evil"
    (folder / ".gitattributes").write_text(f"*.py filter={driver} diff={driver}\n", encoding="utf-8")
    commit()
    git("config", key, program_of(trap))
    git("config", "filter.evil.required", "true")
    (folder / "old.py").write_text(HANDLER.replace("now = time", "now  =  time"), encoding="utf-8")

    assert found() == ["old.py:13:13"]
    assert not trap.exists()


def test_no_hook_is_run(folder: Path, trap: Path) -> None:
    hooks = folder / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\nexec '{program_of(trap)}'\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    git("config", "core.hooksPath", str(hooks))
    (folder / "old.py").touch()

    assert found() == []
    assert not trap.exists()


@pytest.mark.parametrize("kind", ["ext", "uploadpack", "vcs"])
def test_nothing_that_a_partial_clone_lacks_is_fetched(folder: Path, trap: Path, kind: str) -> None:
    blob = subprocess.run(
        ["git", "rev-parse", "HEAD:old.py"],  # noqa: S607 - git, for real
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (folder / "old.py").write_text(HANDLER.replace("now = time", "now  =  time"), encoding="utf-8")
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    url = f"ext::{program_of(trap)}" if kind == "ext" else str(folder)
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", url),
        ("protocol.ext.allow", "always"),
        *([("remote.origin.uploadpack", program_of(trap))] if kind == "uploadpack" else []),
        *([("remote.origin.vcs", "ext")] if kind == "vcs" else []),
    ):
        git("config", key, value)

    result = run("check", "--diff-base", "main")

    assert result.exit_code == 2
    assert "git cannot compare the files" in result.stderr
    assert not trap.exists()


def test_a_filter_that_cannot_be_left_out_is_told(folder: Path, trap: Path) -> None:
    with (folder / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(f'[filter "a=b"]\n\tclean = {program_of(trap)}\n')

    result = run("check", "--diff-base", "main")

    assert result.exit_code == 2
    assert "names a filter with `=`" in result.stderr
    assert not trap.exists()
