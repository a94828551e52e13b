from __future__ import annotations

import os
from pathlib import Path

import pytest

from wflint.errors import SourceError, UsageError
from wflint.files.discovery import discover, is_excluded
from wflint.files.gitignore import parse_patterns
from wflint.languages import SUFFIXES


def make(top: Path, *names: str) -> None:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()


def shown(top: Path, *paths: str, **options: object) -> list[str]:
    found = discover([Path(path) for path in paths], suffixes=SUFFIXES, cwd=top, **options)  # type: ignore[arg-type]
    return [file.display for file in found]


def test_a_folder_gives_its_python_files_sorted_and_relative_to_the_working_directory(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a.py", "pkg/z.py", "pkg/a.txt", "pkg/a.pyi", "pkg/sub/m.py", "c.pyc")
    assert shown(tmp_path, ".") == ["a.py", "b.py", "pkg/sub/m.py", "pkg/z.py"]
    assert shown(tmp_path, "pkg") == ["pkg/sub/m.py", "pkg/z.py"]


def test_a_found_file_has_an_absolute_path_and_is_not_explicit(tmp_path: Path) -> None:
    make(tmp_path, "pkg/a.py")
    (file,) = discover([Path("pkg")], suffixes=SUFFIXES, cwd=tmp_path)
    assert (file.path, file.explicit) == (tmp_path / "pkg" / "a.py", False)


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    make(tmp_path, "script")
    (file,) = discover([Path("script")], suffixes=SUFFIXES, cwd=tmp_path)
    assert (file.path, file.display, file.explicit) == (tmp_path / "script", "script", True)


def test_a_file_that_is_named_and_found_counts_once_and_as_named(tmp_path: Path) -> None:
    make(tmp_path, "pkg/a.py", "pkg/b.py")
    found = discover(
        [Path(), Path("pkg"), Path("pkg/a.py"), Path("pkg/../pkg/a.py")], suffixes=SUFFIXES, cwd=tmp_path
    )
    assert [(file.display, file.explicit) for file in found] == [("pkg/a.py", True), ("pkg/b.py", False)]


def test_paths_outside_the_working_directory_are_shown_as_given(tmp_path: Path) -> None:
    make(tmp_path, "other/a.py", "here/b.py")
    assert shown(tmp_path / "here", "../other") == ["../other/a.py"]
    assert shown(tmp_path / "here", str(tmp_path / "other")) == [f"{tmp_path.as_posix()}/other/a.py"]
    assert shown(tmp_path / "here", str(tmp_path / "here")) == ["b.py"]
    assert shown(tmp_path / "here", "..") == ["../here/b.py", "../other/a.py"]


def test_a_sibling_whose_name_starts_like_the_working_directory_is_outside_of_it(tmp_path: Path) -> None:
    make(tmp_path, "app/a.py", "app2/b.py")
    assert shown(tmp_path / "app", "../app2") == ["../app2/b.py"]


def test_a_path_that_does_not_exist_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"src/nothing: no such file or folder; check"):
        shown(tmp_path, "src/nothing")


@pytest.mark.parametrize(
    "folder",
    [".venv", "build", "node_modules", "lib/site-packages", ".git", ".history", "dist", "docs/_build"],
)
def test_folders_without_code_of_the_project_are_left_out(tmp_path: Path, folder: str) -> None:
    make(tmp_path, f"{folder}/x.py", "a.py")
    assert shown(tmp_path, ".") == ["a.py"]


MARKED = (
    "package.json", "build/a.js", "dist/b.js", "app/api/build/route.js", "src/dist/c.js", "packages/x/package.json",
    "packages/x/dist/d.js", "packages/x/src/build/e.js",
)  # fmt: skip
CODE = ["app/api/build/route.js", "packages/x/src/build/e.js", "src/dist/c.js"]


@pytest.mark.parametrize("start", [".", "app", "app/api", "packages", "packages/x", "src"])
def test_what_tools_build_is_left_out_at_the_top_of_a_project_and_nowhere_else(
    tmp_path: Path, start: str
) -> None:
    make(tmp_path, *MARKED)
    below = [path for path in CODE if start == "." or path.startswith(f"{start}/")]
    assert shown(tmp_path, start, project_marks=["package.json", ".git"]) == below


def test_a_working_directory_within_a_project_is_not_its_top(tmp_path: Path) -> None:
    make(tmp_path, *MARKED)
    assert shown(tmp_path / "app/api", ".", project_marks=["package.json"]) == ["build/route.js"]


def test_what_is_built_is_the_same_for_files_that_are_named(tmp_path: Path) -> None:
    make(tmp_path, *MARKED)
    marks = ["package.json"]
    files = [path for path in MARKED if path.endswith(".js")]
    taken = [path for path in files if not is_excluded(tmp_path / path, project_marks=marks, root=tmp_path)]
    assert sorted(taken) == CODE
    assert shown(tmp_path, *files, force_exclude=True, project_marks=marks) == CODE


def test_a_pattern_takes_in_what_a_project_has_built(tmp_path: Path) -> None:
    make(tmp_path, *MARKED)
    found = shown(tmp_path, ".", project_marks=["package.json"], extend_exclude=["!build/", "packages"])
    assert found == ["app/api/build/route.js", "build/a.js", "src/dist/c.js"]


def test_git_ignores_what_is_built_elsewhere(tmp_path: Path) -> None:
    make(tmp_path, *MARKED, ".git/HEAD")
    (tmp_path / ".gitignore").write_text("src/dist\n", encoding="utf-8")
    assert "src/dist/c.js" not in shown(tmp_path, ".", project_marks=["package.json"])


def test_a_module_named_like_such_a_folder_is_taken(tmp_path: Path) -> None:
    make(tmp_path, "build.py", "dist.py", "venv.py")
    assert shown(tmp_path, ".") == ["build.py", "dist.py", "venv.py"]


def test_a_virtual_environment_is_left_out_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "my-env/pyvenv.cfg", "my-env/lib/x.py", "a.py")
    assert shown(tmp_path, ".") == ["a.py"]


def test_a_project_that_is_itself_a_virtual_environment_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "pyvenv.cfg", "a.py", "lib/python3.12/site-packages/x.py")
    assert shown(tmp_path, ".") == ["a.py"]


@pytest.mark.parametrize("line", ["gen", "gen/", "*.gen", "*gen", ".gen", "gen-1+2@~", "gén"])
@pytest.mark.parametrize("path", ["gen", "a/gen", "a.gen", "b/.gen", "gen/b", "gen-1+2@~", "gén", "x"])
def test_plain_patterns_mean_what_they_mean_to_pathspec(line: str, path: str) -> None:
    plain = parse_patterns([line])
    translated = parse_patterns([f"{line[0]}[{line[1]}]{line[2:]}"])  # no plain pattern, and means the same
    for is_dir in (False, True):
        assert plain.verdict(path, is_dir=is_dir) == translated.verdict(path, is_dir=is_dir)


def test_the_last_pattern_wins_among_plain_and_other_ones() -> None:
    patterns = parse_patterns(["gen", "*.log", "!keep.log", "tmp/", "keep*.log", "!x"])
    expected = {"gen": True, "a.log": True, "keep.log": True, "x": False, "tmp": None, "y": None}
    assert {name: patterns.verdict(name, is_dir=False) for name in expected} == expected
    assert patterns.verdict("tmp", is_dir=True)


def test_patterns_are_written_as_in_a_gitignore(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "a_pb2.py", "tests/data/x.py", "tests/y.py", "src/tests/data/z.py", "build/b.py")
    assert shown(tmp_path, ".", extend_exclude=["*_pb2.py", "/tests/data"]) == [
        "a.py",
        "src/tests/data/z.py",
        "tests/y.py",
    ]
    assert shown(tmp_path, ".", exclude=["tests"]) == ["a.py", "a_pb2.py"]
    assert shown(tmp_path, ".", extend_exclude=["!build/", "tests", "src", "*_pb2.py"]) == [
        "a.py",
        "build/b.py",
    ]


@pytest.mark.parametrize("start", [".", "..", "src", "src/gen/deep"])
def test_patterns_are_relative_to_their_root_wherever_the_walk_starts(tmp_path: Path, start: str) -> None:
    make(tmp_path, "top/src/gen/deep/a.py", "top/src/gen/deep/b.py")
    found = discover(
        [Path(start)],
        suffixes=SUFFIXES,
        extend_exclude=["src/gen/deep/a.py"],
        cwd=tmp_path / "top",
    )
    assert [file.path for file in found] == [tmp_path / "top/src/gen/deep/b.py"]


def test_outside_of_their_root_patterns_are_relative_to_the_named_folder(tmp_path: Path) -> None:
    make(tmp_path, "top/a.py", "other/gen/b.py", "other/src/gen/c.py")
    assert shown(tmp_path / "top", "../other", extend_exclude=["/gen"]) == ["../other/src/gen/c.py"]


def test_patterns_may_be_relative_to_another_root(tmp_path: Path) -> None:
    make(tmp_path, "pkg/gen/a.py", "pkg/b.py")
    assert shown(tmp_path / "pkg", ".", extend_exclude=["pkg/gen"], root=tmp_path) == ["b.py"]


def test_a_folder_that_is_named_is_walked_although_a_pattern_excludes_it(tmp_path: Path) -> None:
    make(tmp_path, ".git/HEAD", "build/lib/a.py", "build/venv/b.py", "gen/c.py", "gen/d_pb2.py")
    (tmp_path / ".gitignore").write_text("gen/\n")
    assert shown(tmp_path, "build") == ["build/lib/a.py"]
    assert shown(tmp_path, "build/lib") == ["build/lib/a.py"]
    assert shown(tmp_path, "gen", extend_exclude=["*_pb2.py"]) == ["gen/c.py"]


def test_named_paths_obey_patterns_if_forced(tmp_path: Path) -> None:
    make(tmp_path, ".git/HEAD", "build/a.py", "gen/c.py", "src/x.py", "src/y.txt")
    (tmp_path / ".gitignore").write_text("gen/\n")
    named = ["build/a.py", "build", "gen/c.py", "src/x.py", "src/y.txt"]
    assert shown(tmp_path, *named) == ["build/a.py", "gen/c.py", "src/x.py", "src/y.txt"]
    assert shown(tmp_path, *named, force_exclude=True) == ["src/x.py", "src/y.txt"]
    assert shown(tmp_path, *named, force_exclude=True, respect_gitignore=False) == [
        "gen/c.py",
        "src/x.py",
        "src/y.txt",
    ]


def test_a_named_file_outside_the_root_obeys_patterns_on_its_name_if_forced(tmp_path: Path) -> None:
    make(tmp_path, "build/top/a.py", "build/x_pb2.py", "build/y.py")
    named = ["../x_pb2.py", "../y.py"]
    assert shown(tmp_path / "build/top", *named, force_exclude=True, exclude=["*_pb2.py", "build"]) == [
        "../y.py"
    ]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        ".git/HEAD",
        "a.py",
        "gen/b.py",
        "src/c.py",
        "src/local.py",
        "src/keep/local.py",
        "scratch.py",
    )
    (tmp_path / ".gitignore").write_text("gen/\nlocal.py\n")
    (tmp_path / "src/keep/.gitignore").write_text("!local.py\n")
    (tmp_path / ".git/info").mkdir()
    (tmp_path / ".git/info/exclude").write_text("scratch.py\n")
    assert shown(tmp_path, ".") == ["a.py", "src/c.py", "src/keep/local.py"]
    assert shown(tmp_path / "src", ".") == ["c.py", "keep/local.py"]
    assert "gen/b.py" in shown(tmp_path, ".", respect_gitignore=False)


def test_a_gitignore_counts_below_the_walk_without_a_repository(tmp_path: Path) -> None:
    make(tmp_path, "src/a.py", "src/gen.py")
    (tmp_path / "src/.gitignore").write_text("gen.py\n")
    assert shown(tmp_path, ".") == ["src/a.py"]


def test_a_gitignore_that_is_a_folder_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".gitignore/x.py", "a.py")
    assert shown(tmp_path, ".") == [".gitignore/x.py", "a.py"]


def test_links_to_folders_are_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "pkg/a.py")
    (tmp_path / "pkg" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert shown(tmp_path, ".") == ["pkg/a.py"]
    assert shown(tmp_path, "pkg/loop") == ["pkg/loop/pkg/a.py"]


def test_a_link_to_a_file_counts_only_where_the_file_itself_is_not_found(tmp_path: Path) -> None:
    make(tmp_path, "src/z.py", "other/o.py")
    (tmp_path / "src" / "a.py").symlink_to("z.py")
    (tmp_path / "src" / "o1.py").symlink_to("../other/o.py")
    (tmp_path / "src" / "o2.py").symlink_to("../other/o.py")
    (tmp_path / "src" / "broken.py").symlink_to("nothing.py")
    assert shown(tmp_path, "src") == ["src/o1.py", "src/z.py"]
    assert shown(tmp_path, ".") == ["other/o.py", "src/z.py"]


def test_a_folder_named_like_a_module_is_entered_not_taken(tmp_path: Path) -> None:
    make(tmp_path, "pkg.py/a.py")
    assert shown(tmp_path, ".") == ["pkg.py/a.py"]


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "open/a.py", "shut/b.py")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError, match="shut: cannot be read: Permission denied; exclude it"):
        shown(tmp_path, ".")


def test_no_paths_give_no_files(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    assert shown(tmp_path) == []


def test_what_tools_make_of_typescript_is_left_out(tmp_path: Path) -> None:
    kept = ["app/api/route.ts", "lib/db.js", "next.config.mjs"]
    left = [
        ".next/server/route.js",
        ".turbo/cache/a.js",
        ".vercel/output/a.js",
        ".output/server/a.mjs",
        ".svelte-kit/a.js",
        ".nuxt/a.ts",
        ".expo/a.js",
        ".wrangler/tmp/a.js",
        ".yarn/releases/yarn.cjs",
        ".pnp.cjs",
        "coverage/lcov-report/sorter.js",
        "dist/index.js",
        "packages/web/.next/server/route.js",
        "node_modules/a/index.ts",
        "types/api.d.ts",
        "public/all.min.js",
    ]
    for name in (*kept, *left):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert sorted(each.display for each in discover([tmp_path], suffixes=SUFFIXES, cwd=tmp_path)) == kept
