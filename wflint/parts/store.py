"""The folder in which results are remembered: written whole or not at all, read with suspicion, and kept small."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wflint.parts.asked import digest_of

VARIABLE: Final = "WFLINT_CACHE_DIR"
_NAME: Final = "wflint"
_ENTRIES: Final = "v1"
_TAG: Final = "CACHEDIR.TAG"
_TAG_TEXT: Final = """\
Signature: 8a477f597d28d172789f06886806bc55
# What wflint remembers of its checks; `wflint clean` removes it. See https://bford.info/cachedir/
"""
_LARGEST: Final = 64 * 2**20
"""Bytes of an entry that is still read."""
MOST_BYTES: Final = 512 * 2**20
"""What the entries may take together."""
_MOST_AGE: Final = 30 * 86_400.0
"""Seconds for which an entry is kept that nobody asks for."""
_TIDIED: Final = "tidied"
_TIDY_EVERY: Final = 86_400.0


def default_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder for what is remembered, where the user names none: that of the variable, or the system's.

    Args:
        environment: The variables of the environment.
    """
    if named := environment.get(VARIABLE):
        return Path(named)
    home = Path(environment.get("HOME") or Path("~").expanduser())
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / _NAME / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / _NAME
    given = environment.get("XDG_CACHE_HOME", "")
    return (Path(given) if given.startswith("/") else home / ".cache") / _NAME


@dataclass(slots=True)
class Store:
    """The entries in a folder.

    Attributes:
        folder: The folder.
        troubles: What could not be read or written, and why, for those who want to know.
    """

    folder: Path
    troubles: list[str] = field(default_factory=list[str])
    _gives_up: bool = False

    def read(self, kind: str, key: str) -> object | None:
        """Return the JSON of an entry; `None` where there is none, or none that can be used.

        Args:
            kind: What it is, in a word.
            key: Its name, hexadecimal.
        """
        path = self._path(kind, key)
        try:
            with path.open("rb") as file:
                status = os.fstat(file.fileno())
                data = file.read(_LARGEST + 1)
            entry = _parsed(data)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            self.distrust(kind, key, error)
            return None
        if status.st_mtime + _TIDY_EVERY < time.time():
            self._touch(path)
        return entry

    def distrust(self, kind: str, key: str, reason: Exception) -> None:
        """Remember that an entry cannot be used."""
        said = (str(reason) or type(reason).__name__).partition("\n")[0]
        self.troubles.append(f"{self._path(kind, key)}: ignored, {said[:200]}")

    def write(self, kind: str, key: str, entry: object) -> None:
        """Write an entry, unless that is not possible; who reads meanwhile finds the old one or the new one."""
        if self._gives_up:
            return
        path = self._path(kind, key)
        # Not `tempfile`, which asks the system for more than the name.
        fresh = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(4).hex()}")
        try:
            text = json.dumps(entry, separators=(",", ":")).encode()
            data = digest_of(text).encode() + b"\n" + text
            if not path.parent.is_dir():
                self._make(path.parent)
            try:
                fresh.write_bytes(data)
                fresh.replace(path)
            except OSError:
                fresh.unlink(missing_ok=True)
                raise
        except OSError as error:
            # It will not go better for the next one.
            self._gives_up = True
            self.troubles.append(f"{self.folder}: cannot be written: {error.strerror or error}")

    def tidy(self) -> None:
        """Remove what nobody has asked for in a while, and the oldest of what is too much; at most once a day."""
        mark = self.folder / _ENTRIES / _TIDIED
        try:
            if mark.exists() and mark.stat().st_mtime + _TIDY_EVERY > time.time():
                return
            if not mark.parent.is_dir():
                return
            mark.touch()
        except OSError:
            return
        remove_old(self.folder / _ENTRIES, time.time() - _MOST_AGE, MOST_BYTES)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / _ENTRIES / kind / key[:2] / f"{key}.json"

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        tag = self.folder / _TAG
        if not tag.exists():
            tag.write_text(_TAG_TEXT, encoding="utf-8")
            # Where the folder lies within a repository.
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")

    def _touch(self, path: Path) -> None:
        with suppress(OSError):  # it is only removed earlier
            os.utime(path)


def _parsed(data: bytes) -> object:
    if len(data) > _LARGEST:
        raise ValueError("it is too large")
    digest, _, text = data.partition(b"\n")
    if digest != digest_of(text).encode():
        raise ValueError("it is damaged")
    entry: object = json.loads(text)
    return entry


def remove_old(folder: Path, before: float, most_bytes: int) -> None:
    """Remove the files below a folder that are older than a moment, then the oldest until the others take no more than that.

    Args:
        folder: The folder.
        before: The moment, in seconds since the epoch.
        most_bytes: What may stay.
    """
    total = 0
    for modified, size, path in sorted(_files(folder), reverse=True):
        total += size
        if modified < before or total > most_bytes:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue  # somebody else's


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for above, _, names in os.walk(folder):
        for name in names:
            path = Path(above, name)
            try:
                status = path.lstat()
            except OSError:
                continue
            if name != _TIDIED:
                yield status.st_mtime, status.st_size, path


def clean(folder: Path) -> bool:
    """Remove all that is remembered in a folder, and nothing else; return whether there was anything.

    Raises:
        OSError: It cannot be removed.
    """
    import shutil  # noqa: PLC0415 - that a check has no use for

    entries = folder / _ENTRIES
    if not (folder / _TAG).is_file() or not entries.is_dir():
        return False
    shutil.rmtree(entries)
    for name in (_TAG, ".gitignore"):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # it holds more, which is not ours
        folder.rmdir()
    return True
