"""Watches what Python itself tells of a process: programs, connections, writes and modules (`sys.addaudithook`)."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.spawn"}
_CHANGES = {
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.setxattr", "os.removexattr", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile",
}  # fmt: skip


@dataclass
class Confinement:
    """What one run did beyond what it may.

    Attributes:
        tree: The folder that it may write into, whose code it must not run.
        broken: What it did, in words.
        started: The programs that it ran.
    """

    tree: str
    broken: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _STARTS:
            self.started.append(Path(str(args[0])).name)
        elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
            self.broken.append(f"{event} {args}")
        elif event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
            if isinstance(args[2], int) and args[2] & _WRITING and not self._holds(args[0]):
                self.broken.append(f"wrote {args[0]!r}")
        elif event in _CHANGES:
            paths = [each for each in args if isinstance(each, (str, bytes, os.PathLike))]
            self.broken += [f"{event} {each!r}" for each in paths[:2] if not self._holds(each)]
        elif event == "exec" and self._holds(args[0].co_filename):
            self.broken.append(f"ran {args[0].co_filename}")
        elif event == "import" and isinstance(args[1], str) and self._holds(args[1]):
            self.broken.append(f"imported {args[1]}")

    def _holds(self, path: str | bytes | os.PathLike[Any]) -> bool:
        named = os.fsdecode(path)
        if named == os.devnull:
            return True
        return Path(named).is_absolute() and os.path.realpath(named).startswith(self.tree + os.sep)


_WATCHED: list[Confinement] = []
_IS_HOOKED: list[bool] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    # A hook stays for ever, so that it asks for nothing where nobody watches.
    if _WATCHED:
        watch = _WATCHED.pop()
        try:
            watch.hear(event, args)
        finally:
            _WATCHED.append(watch)


@contextmanager
def confined(tree: Path) -> Generator[Confinement]:
    """Watch what happens meanwhile; `tree` is where a run may write."""
    if not _IS_HOOKED:
        sys.addaudithook(_hook)
        _IS_HOOKED.append(True)
    watch = Confinement(os.path.realpath(tree))
    _WATCHED.append(watch)
    try:
        yield watch
    finally:
        _WATCHED.clear()
