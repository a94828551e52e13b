"""Seed mutants into a copy of the sources, and see which of them a selection of tests catches.

Two suites that catch the same mutants are about as good as each other, whatever they cost.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.mutants.seeds import Mutant

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "wflint"
SURVIVED = "survived"

_PASSED = 0
_FAILURE = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv*", ".*cache", ".hypothesis", ".coverage*", "__pycache__", "node_modules", "build", "dist"
)


class MutantError(RuntimeError):
    """A mutant cannot be made, or the tests cannot be run; says why."""


@contextmanager
def copied(commit: str | None = None) -> Iterator[Path]:
    """Copy the working tree, or the tree of a commit, into a temporary folder."""
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        if commit is None:
            shutil.copytree(ROOT, tree, ignore=_NOT_COPIED)
        else:
            archive = subprocess.run(  # noqa: S603 - git, with a commit that the developer names
                ["git", "archive", commit],  # noqa: S607
                cwd=ROOT,
                check=True,
                capture_output=True,
            ).stdout
            with tarfile.open(fileobj=BytesIO(archive)) as files:
                files.extractall(tree, filter="data")
        yield tree


@contextmanager
def seeded(tree: Path, mutant: Mutant) -> Iterator[Path]:
    """Make a mutant's edit in a tree, until the end of the block; gives the file.

    Raises:
        MutantError: None of its texts stands exactly once in the sources.
    """
    file, old, new = _place(tree, mutant)
    with replaced(file, file.read_bytes().replace(old.encode(), new.encode())):
        yield file


@contextmanager
def replaced(file: Path, content: bytes) -> Iterator[None]:
    """Give a file another content, until the end of the block."""
    before = file.read_bytes()
    file.write_bytes(content)
    try:
        yield
    finally:
        file.write_bytes(before)


def _place(tree: Path, mutant: Mutant) -> tuple[Path, str, str]:
    texts = {file: file.read_text("utf-8") for file in sorted((tree / PACKAGE).rglob("*.py"))}
    for old, new in mutant.edits:
        counts = {file: text.count(old) for file, text in texts.items() if old in text}
        if sum(counts.values()) == 1:
            return next(iter(counts)), old, new
    raise MutantError(f"no text of this mutant stands once in the sources: {mutant.name}")


def verdict(tree: Path, selection: Sequence[str], patience: float | None = None) -> str:
    """Return the first test of a selection that fails in a tree, or `SURVIVED`.

    Args:
        tree: The tree, mutated or not.
        selection: Arguments of pytest.
        patience: Seconds after which the tests count as failed.

    Raises:
        MutantError: pytest could not run them.
    """
    # Nothing is cached: an edit may keep a file's size and, within a second, its time.
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *selection]
    try:
        done = subprocess.run(  # noqa: S603 - the project's own tests
            command, cwd=tree, env=environment, capture_output=True, text=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired:
        return f"ran for more than {patience} seconds"
    if done.returncode == _PASSED:
        return SURVIVED
    failure = _FAILURE.search(done.stdout)
    if failure is None:  # a failure that no test speaks of says nothing about the mutant
        raise MutantError(f"pytest ended with exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return failure[1]
