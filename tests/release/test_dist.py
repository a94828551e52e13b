"""Wheel and sdist are the same whoever builds them, and hold what they should."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.release import ReleaseError, tracked_files
from tools.release.__main__ import ROOT, main
from tools.release.dist import build_alike
from wflint import __version__

WHEEL, SDIST = f"wflint-{__version__}-py3-none-any.whl", f"wflint-{__version__}.tar.gz"
IN_GIT = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a git checkout lists its files")

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "small"
version = "1.0"
requires-python = ">=3.10"
"""
BY_CHANCE = """
[tool.hatch.build]
artifacts = ["small/chance.txt"]

[tool.hatch.build.hooks.custom]
"""
HOOK = """\
import uuid
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        Path(self.root, "small", "chance.txt").write_text(str(uuid.uuid4()))
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project under git."""
    root = tmp_path / "small"
    (root / "small").mkdir(parents=True)
    (root / "small" / "__init__.py").write_text("", encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (root / "hatch_build.py").write_text(HOOK, encoding="utf-8")
    _commit(root)
    return root


def _commit(root: Path) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *command], cwd=root, check=True)  # noqa: S603, S607 - git


def test_what_is_built_alike_is_kept_with_its_digests(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "small-0.9.tar.gz").write_bytes(b"of the last version")
    (small / "small" / "not_in_git.py").write_text("", encoding="utf-8")

    built = build_alike(small, out)

    assert {path.name for path in built} == {path.name for path in out.iterdir()}
    assert {path.name for path in built} == {"small-1.0-py3-none-any.whl", "small-1.0.tar.gz", "SHA256SUMS"}
    lines = (out / "SHA256SUMS").read_text("ascii").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in built if path.name in sums
    }
    assert len(sums) == 2
    assert "small/not_in_git.py" not in zipfile.ZipFile(out / "small-1.0-py3-none-any.whl").namelist()


def test_builds_that_differ_are_refused(small: Path, tmp_path: Path) -> None:
    (small / "pyproject.toml").write_text(PROJECT + BY_CHANCE, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"^two builds differ: .*small-1\.0\.tar\.gz"):
        build_alike(small, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_build_that_fails_says_why(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "pyproject.toml").write_text(PROJECT.replace('version = "1.0"\n', ""), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["dist", "--out", str(tmp_path / "out")], small)
    assert left.value.code == 2
    assert "hatchling cannot build" in capsys.readouterr().err


@IN_GIT
@pytest.mark.exhaustive
def test_this_checkout_is_built_alike_and_whole(tmp_path: Path) -> None:
    build_alike(ROOT, tmp_path)

    with tarfile.open(tmp_path / SDIST) as archive:
        packed = {each.name.partition("/")[2] for each in archive if each.isfile()}
    assert packed == {path.relative_to(ROOT).as_posix() for path in tracked_files(ROOT)} | {"PKG-INFO"}

    names = set(zipfile.ZipFile(tmp_path / WHEEL).namelist())
    package = {
        path.relative_to(ROOT).as_posix()
        for path in tracked_files(ROOT)
        if path.is_relative_to(ROOT / "wflint")
    }
    about = {name for name in names if name.startswith(f"wflint-{__version__}.dist-info/")}
    assert names - about == package
    assert f"wflint-{__version__}.dist-info/licenses/LICENSE" in about
