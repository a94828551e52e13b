"""Reads a file whole, whatever lies in its place: what has no end, or never begins, is refused."""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 64 * 2**20
"""Bytes of the largest file that is read; no source file, configuration or lock file comes near."""

_CHUNK: Final = 2**16
# Opening a pipe without a writer would wait for one; Windows has none in the file system.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def real_path(path: Path) -> Path:
    """Return a path without symbolic links; one that leads to itself stays, where `Path.resolve` raises."""
    return path.__class__(os.path.realpath(path))


def read_file(path: Path, largest: int = LARGEST) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a file, and its status before they were read.

    Args:
        path: The file; a symbolic link stands for the file that it points to.
        largest: Bytes that it may hold.

    Raises:
        OSError: It cannot be read, is a pipe, a device or a folder, or is too large.
    """
    _refuse(os.stat(path), largest, path)  # noqa: PTH116 - a device must not be opened to find out what it is
    # As the system does it: a file object costs as much again as the reading.
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        _refuse(status, largest, path)
        data = os.read(descriptor, status.st_size + 1)
        if len(data) != status.st_size:  # it has changed, or the system makes it up as it is read
            while len(data) <= largest and (more := os.read(descriptor, _CHUNK)):
                data += more
            if len(data) > largest:
                raise _too_large(largest, path)
        return data, status
    finally:
        os.close(descriptor)


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: It cannot be read, is a pipe, a device or a folder, or is too large.
    """
    return read_file(path, largest)[0]


def read_text(path: Path, encoding: str, errors: str = "strict") -> str:
    """Return the text of a file with a line feed at the end of each line, as `Path.read_text` does.

    Raises:
        OSError: It cannot be read, is a pipe, a device or a folder, or is too large.
        UnicodeDecodeError: It is not text of that encoding.
    """
    return io.TextIOWrapper(io.BytesIO(read_bytes(path)), encoding, errors).read()


def _refuse(status: os.stat_result, largest: int, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    if status.st_size > largest:
        raise _too_large(largest, path)


def _too_large(largest: int, path: Path) -> OSError:
    return OSError(errno.EFBIG, f"it is larger than {largest // 2**20} MiB", str(path))
