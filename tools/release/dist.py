"""Build the wheel and the sdist twice, as two people would, and keep them where they are the same to the byte.

The first build is made from the files that git knows, the second from the sdist of the first: in another folder, by another
time zone, with files that others may not read. So the sdist is proved to hold all that a build takes, too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tools.release import ReleaseError, tracked_files

_OTHERWISE: Final = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "1"}


def build_alike(root: Path, out: Path) -> list[Path]:
    """Build both, and put them with their digests into a folder; return what is there now.

    Raises:
        ReleaseError: A build fails, or the second differs from the first.
    """
    epoch = {"SOURCE_DATE_EPOCH": _time_of_commit(root)}
    with tempfile.TemporaryDirectory() as scratch:
        here, there = Path(scratch, "here"), Path(scratch, "elsewhere")
        _copy(root, here / "sources")
        first = _built(here / "sources", here / "built", epoch)
        sdist = next(path for path in first if path.name.endswith(".tar.gz"))
        second = _built(_unpacked(sdist, there / "unpacked"), there / "built", {**epoch, **_OTHERWISE})
        digests = [{path.name: _digest(path) for path in built} for built in (first, second)]
        if digests[0] != digests[1]:
            raise ReleaseError(f"two builds differ: {digests[0]} and {digests[1]}")
        return _kept(first, digests[0], out)


def _time_of_commit(root: Path) -> str:
    command = ["git", "log", "-1", "--format=%ct"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603 - its own


def _copy(root: Path, to: Path) -> None:
    for path in tracked_files(root):
        copied = to / path.relative_to(root)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
        copied.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _unpacked(sdist: Path, to: Path) -> Path:
    """Unpack an sdist for its owner alone; return the folder in it, without what a build adds to the sources."""
    with tarfile.open(sdist) as archive:
        archive.extractall(to, filter="data")
    [folder] = to.iterdir()
    (folder / "PKG-INFO").unlink()
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    return folder


def _built(sources: Path, to: Path, environment: Mapping[str, str]) -> list[Path]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(to)]
    done = subprocess.run(  # noqa: S603 - its own command
        command, cwd=sources, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ReleaseError(f"hatchling cannot build {sources}: {done.stderr}")
    return sorted(to.iterdir())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _kept(built: list[Path], digests: Mapping[str, str], out: Path) -> list[Path]:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    sums = out / "SHA256SUMS"
    sums.write_text("".join(f"{digests[path.name]}  {path.name}\n" for path in built), encoding="ascii")
    return [Path(shutil.copy(path, out)) for path in built] + [sums]
