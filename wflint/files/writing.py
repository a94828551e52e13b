"""Writes a changed source file: in its own encoding, and either whole or not at all."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from wflint.errors import SourceError
from wflint.files.reading import read_bytes
from wflint.files.text import decode

if TYPE_CHECKING:
    from wflint.files.text import ReadText, SourceText

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_PREFIX: Final = ".wflint-"
"""Begins the names of files that are written and not yet in their place."""
_ABANDONED: Final = 3600
"""Seconds after which nobody is writing such a file any more."""
_UNCHANGED: Final = "the file is as it was"


def write_text(path: Path, source: SourceText, new_text: str, read: ReadText = decode) -> None:
    r"""Put a changed text in the place of a file's old one.

    Encoding, BOM, permissions, owner and extended attributes stay. Where the file ends all its lines alike, `new_text` is
    written so as well, whichever newlines it holds. The file is replaced in one go: any reader, and any failure, sees the old
    file or the new one. Of a symbolic link the file that it points to is replaced. A file with several names is written over
    in its place, so that it keeps them; if that fails, it gets its old content back.

    Args:
        path: The file.
        source: Its text as it was read, before the change.
        new_text: The text that it shall hold.
        read: Decodes such a file.

    Raises:
        SourceError: The file cannot be written, has changed since it was read, or its encoding cannot hold the text.
    """
    target = Path(os.path.realpath(path))
    try:
        info = target.stat()
        _refuse_unwritable(target, info, source)
        if read(read_bytes(target), source.path).text != source.text:
            raise SourceError(
                source.path, "has changed since it was read, so it is left alone; run wflint again"
            )
        data = _encoded(source, new_text, read)
        if info.st_nlink > 1:
            _write_over(target, data)
        else:
            _replace(target, info, data)
    except OSError as error:
        reason = f"cannot be written: {error.strerror or error}; {_UNCHANGED}"
        raise SourceError(source.path, reason) from error


def write_new(path: Path, display: str, text: str) -> None:
    """Write a file that is not there yet, in UTF-8; a failure leaves none.

    Raises:
        SourceError: It cannot be written.
    """
    try:
        _replace(path, None, text.encode())
    except OSError as error:
        raise SourceError(display, f"cannot be written: {error.strerror or error}") from error


def _refuse_unwritable(target: Path, info: os.stat_result, source: SourceText) -> None:
    """Say what replacing would ignore: it needs no permission for the file, only for its folder."""
    if not stat.S_ISREG(info.st_mode):
        raise SourceError(source.path, "cannot be written: it is not a regular file")
    # Root may write everything, yet a file without any write permission is meant to stay.
    if not info.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise SourceError(source.path, "is read-only; make it writable, or leave it out")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise SourceError(
            source.path, f"the folder {target.parent} is read-only; make it writable, or leave it out"
        )


def _encoded(source: SourceText, new_text: str, read: ReadText) -> bytes:
    newlines = set(_NEWLINE.findall(source.text))
    if len(newlines) == 1:
        new_text = _NEWLINE.sub(lambda _: source.newline, new_text)
    data = source.encode(new_text)
    # The coding comment may have moved off the first two lines, or been changed.
    written = read(data, source.path)
    # Of a notebook, the code alone is compared: a cell that has lost all its lines is read with an empty one.
    if written.cells(written.text) != source.cells(new_text):
        raise SourceError(source.path, f"would not be read as {source.encoding} any more; {_UNCHANGED}")
    return data


def _replace(target: Path, info: os.stat_result | None, data: bytes) -> None:
    """Put a new file in the place of one, or where there is none yet."""
    _sweep(target.parent)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if info is None:
            temporary.chmod(0o666 & ~_umask())
        else:
            _keep_owner(temporary, info)
            temporary.chmod(stat.S_IMODE(info.st_mode))
            _keep_attributes(temporary, target)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_over(target: Path, data: bytes) -> None:
    """Write over the content of a file."""
    old = read_bytes(target)
    with target.open("r+b") as file:
        try:
            _fill(file, data)
        except BaseException:
            _fill(file, old)
            raise


def _fill(file: BinaryIO, data: bytes) -> None:
    file.seek(0)
    file.write(data)
    file.flush()
    file.truncate()
    os.fsync(file.fileno())


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed while they wrote have left behind."""
    for path in folder.glob(f"{_PREFIX}*"):
        # Another run may be writing right now; one of a moment ago is alive.
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > _ABANDONED:
                path.unlink()


def _umask() -> int:
    # Setting it is the only way to ask for it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _keep_attributes(temporary: Path, target: Path) -> None:
    """Give a file the extended attributes of another, its access control list among them, as far as that is allowed."""
    if hasattr(os, "listxattr"):  # only Linux shows them to Python
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _keep_owner(temporary: Path, info: os.stat_result) -> None:
    # Windows has no owners of this kind; elsewhere only root may give files away.
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(temporary, info.st_uid, info.st_gid)
