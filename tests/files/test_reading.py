"""Files are read whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from wflint.files.reading import read_bytes, read_file, read_text, real_path

no_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none in its folders")


def test_a_file_is_read_with_its_status(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one\r\ntwo\r")
    data, status = read_file(tmp_path / "a")
    assert (data, status.st_size) == (b"one\r\ntwo\r", 9)
    assert read_text(tmp_path / "a", "utf-8") == "one\ntwo\n"


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert read_bytes(tmp_path / "a") == b""


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(2**40)  # a hole, which takes no room
    with pytest.raises(OSError, match="it is larger than 64 MiB") as raised:
        read_bytes(tmp_path / "a")
    assert raised.value.errno == errno.EFBIG
    assert read_bytes(_with(tmp_path / "b", b"abc"), largest=3) == b"abc"
    with pytest.raises(OSError, match="it is larger"):
        read_bytes(tmp_path / "b", largest=2)


def _with(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc")
def test_what_the_system_makes_up_has_a_limit_too() -> None:
    assert read_bytes(Path("/proc/self/status"))
    with pytest.raises(OSError, match="it is larger"):
        read_bytes(Path("/proc/self/status"), largest=10)


@no_windows
def test_pipes_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="it is not a regular file"):
            read_bytes(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_bytes(tmp_path)


@no_windows
def test_a_link_that_leads_to_itself_has_a_path(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    (tmp_path / "b").symlink_to("c")
    (tmp_path / "c").touch()
    assert real_path(tmp_path / "b") == tmp_path / "c"
    assert real_path(tmp_path / "a") == tmp_path / "a"
