from __future__ import annotations

import os
import random
import subprocess
from typing import TYPE_CHECKING

import pytest
from sampling import sampled

from wflint.files.gitignore import GitRules, parse_patterns, rules_above

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "a.py", "b.py", "keep.py", "foo.py", "foo1.py", "#x.py", "!x.py", "sp ace.py", "trail ", "x[1].py", "é.py",
    "a/a.py", "a/b.py", "a/b/c.py", "a/b/foo/c.py", "a/foo.py", "a/x/b/c.py", "b/a.py", "b/keep.py",
    "foo/a.py", "foo/bar/a.py", "foo/bar/foo/keep.py", "foobar/a.py", "a-b/c_d.py", "A/B.py", "deep/a/b/c/d/e.py",
]  # fmt: skip


def git(top: Path, *args: str, given: bytes = b"") -> bytes:
    config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "LC_ALL": "C.UTF-8"}
    env = {"PATH": os.environ["PATH"], "HOME": str(top)} | config
    done = subprocess.run(  # noqa: S603 - the test's own arguments
        ["git", *args],  # noqa: S607 - the git of the machine is the one to agree with
        cwd=top,
        input=given,
        capture_output=True,
        env=env,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def ignored_by_git(top: Path) -> set[str]:
    given = "\0".join(FILES).encode()
    out = git(top, "check-ignore", "--no-index", "-z", "--stdin", given=given)
    return set(out.decode().split("\0")) - {""}


def ignored_by_wflint(top: Path) -> set[str]:
    return {name for name in FILES if rules_above(str(top / name), is_dir=False) is None}


PATTERNS = [
    "*.py", "*", "!*/", "!*.py", "a/", "/a", "/a/", "a", "!a", "!a/", "a/*", "a/**", "!a/b", "!a/b/", "a/b", "/a/b/",
    "**/foo", "foo/**", "foo/**/keep.py", "**/b/**", "**", "**/", "/**", "/*", "!/a", "!/foo/", "b/", "!b/keep.py",
    "foo?.py", "foo*", "*foo*", "[ab].py", "[!a]*.py", "[^a-b]*.py", "[[:bogus:]].py", "[a", "[]]",
    "[]a].py", "[a-]-b", "[z-a].py", "x[[]1[]].py", "x\\[1\\].py", "\\#x.py", "\\!x.py", "!x.py", "#x.py",
    "sp ace.py", "sp\\ ace.py", "trail", "trail ", "trail\\ ", "a.py   ", "a.py\\", "", "/", "!", "//", "a//b",
    "a/**b", "a*b**/c.py", "***", "a/*/c.py", "a/?/c.py", "*/a.py", "*/", "?", "??", "é.py", "\\a.py", "A/",
    "a-b/c[_-]d.py", "a[,-.]b", "deep/**/e.py", "deep/**/c/", "!deep/a/", ".", "./a.py", "a/./b",
    "[[:x", "[[a]1].py", "**/**/c.py", "a/b/**/", "*.py\r", "\t", "*/**", "*/**/", "/**/", "foo/**/", "/*/", "a//", "!/",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_one_pattern_ignores_what_git_ignores(repository: Path, pattern: str) -> None:
    (repository / ".gitignore").write_bytes(pattern.encode() + b"\n")
    assert ignored_by_wflint(repository) == ignored_by_git(repository)


@pytest.mark.parametrize(
    "lines",
    [
        ["foo/**", "!foo/a.py"],
        ["a/*", "!a/b/"],
        ["*", "!*/", "!keep.py"],
        ["*/", "!a/"],
        ["*.py", "!foo"],
        ["foo/", "!foo/bar/a.py"],
        ["/*", "!/foo/", "/foo/*", "!/foo/bar/"],
    ],
)
def test_what_is_taken_back_in_is_what_git_takes_back_in(repository: Path, lines: list[str]) -> None:
    (repository / ".gitignore").write_text("\n".join(lines))
    assert ignored_by_wflint(repository) == ignored_by_git(repository) != set()


@pytest.mark.parametrize("seed", sampled(range(60), 4))
def test_patterns_in_nested_files_ignore_what_git_ignores(repository: Path, seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311 - a repeatable choice
    for folder in [".", ".git/info", "a", "a/b", "foo"]:
        name = "exclude" if folder == ".git/info" else ".gitignore"
        lines = choice.choices(PATTERNS, k=choice.randint(0, 4))
        (repository / folder / name).write_text("\n".join(lines), encoding="utf-8", newline="")
    assert ignored_by_wflint(repository) == ignored_by_git(repository)


def test_a_byte_order_mark_is_not_part_of_the_first_pattern(repository: Path) -> None:
    (repository / ".gitignore").write_bytes(b"\xef\xbb\xbffoo/\n")
    assert ignored_by_wflint(repository) == ignored_by_git(repository) != set()


def test_patterns_above_the_repository_do_not_count(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.py\n")
    top = tmp_path / "top"
    (top / ".git").mkdir(parents=True)
    assert rules_above(str(top / "a.py"), is_dir=False) == GitRules()


def test_a_repository_inside_another_starts_anew(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    rules = GitRules().enter(str(tmp_path))
    assert rules.ignore(str(tmp_path / "a.py"), is_dir=False)
    rules = rules.enter(str(tmp_path / "inner"))
    assert not rules.ignore(str(tmp_path / "inner" / "a.py"), is_dir=False)


def test_a_name_that_is_not_utf8_matches_its_pattern(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"\xe9.py\n")
    rules = GitRules().enter(str(tmp_path))
    assert rules.ignore(str(tmp_path / os.fsdecode(b"\xe9.py")), is_dir=False)


def test_without_a_word_on_a_path_there_is_no_verdict() -> None:
    patterns = parse_patterns(["*.txt", "!keep.txt"])
    assert patterns.verdict("a/b.txt", is_dir=False) is True
    assert patterns.verdict("keep.txt", is_dir=False) is False
    assert patterns.verdict("b.py", is_dir=False) is None


def test_many_patterns_fit_into_one_file() -> None:
    patterns = parse_patterns([f"name{number}.py" for number in range(500)] + ["!name7.py"])
    assert patterns.verdict("x/name499.py", is_dir=False) is True
    assert patterns.verdict("x/name7.py", is_dir=False) is False
