from __future__ import annotations

import codecs
import os
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from wflint.errors import SourceError
from wflint.files.text import decode, read_source
from wflint.files.writing import write_new, write_text
from wflint.languages.python.encoding import encoding_of


def write(path: Path, new_text: str) -> None:
    write_text(
        path, read_source(path, path.name, encoding_of), new_text, partial(decode, encoding_of=encoding_of)
    )


def names_in(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "f.py"
    path.write_bytes(b"a = 1\n")
    return path


def test_the_new_text_stands_in_the_file_and_nothing_beside_it(path: Path) -> None:
    write(path, "a = 2\n")
    assert path.read_bytes() == b"a = 2\n"
    assert names_in(path.parent) == ["f.py"]


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (b"# coding: latin-1\n\xe9\n", "# coding: latin-1\n\xe9\xe8\n", b"# coding: latin-1\n\xe9\xe8\n"),
        (codecs.BOM_UTF8 + b"a\n", "\xe9\n", codecs.BOM_UTF8 + b"\xc3\xa9\n"),
        (b"a\r\nb\r\n", "a\r\nb\nc\n", b"a\r\nb\r\nc\r\n"),
        (b"a\rb\r", "a\nb\n", b"a\rb\r"),
        (b"a\nb\r\nc", "a\nb\r\nc\rd\n", b"a\nb\r\nc\rd\n"),
        (b"a", "a\r\nb", b"a\r\nb"),
        (b"a\nb", "a\nc", b"a\nc"),
        (b"", "a\n", b"a\n"),
    ],
    ids=["coding", "bom", "crlf", "cr", "mixed newlines", "no newline yet", "no newline at the end", "empty"],
)
def test_a_file_keeps_its_encoding_bom_and_newlines(
    path: Path, before: bytes, text: str, after: bytes
) -> None:
    path.write_bytes(before)
    write(path, text)
    assert path.read_bytes() == after


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664])
def test_a_file_keeps_its_mode(path: Path, mode: int) -> None:
    path.chmod(mode)
    write(path, "a = 2\n")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(path: Path) -> None:
    os.chown(path, 12345, 23456)
    write(path, "a = 2\n")
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_a_file_of_another_owner_is_written_even_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    write(path, "a = 2\n")
    assert path.read_text() == "a = 2\n"


def test_a_system_without_owners_is_no_trouble(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "chown")
    write(path, "a = 2\n")
    assert path.read_text() == "a = 2\n"


def test_a_symbolic_link_stays_one(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.py"
    link.symlink_to(path)
    write(link, "a = 2\n")
    assert link.is_symlink()
    assert path.read_text() == "a = 2\n"
    assert names_in(folder) == ["link.py"]


def refused(path: Path, new_text: str = "a = 2\n") -> str:
    """The error of a write, which must leave everything as it was."""
    before = path.read_bytes()
    source = read_source(path, path.name, encoding_of)
    with pytest.raises(SourceError) as caught:
        write_text(path, source, new_text, partial(decode, encoding_of=encoding_of))
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]
    return str(caught.value)


def test_a_read_only_file_is_left_alone(path: Path) -> None:
    path.chmod(0o444)
    assert refused(path) == "f.py: is read-only; make it writable, or leave it out"


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    barred = path.resolve() if what == "file" else path.resolve().parent
    monkeypatch.setattr(os, "access", lambda each, _: Path(each) != barred)
    expected = "is read-only" if what == "file" else f"the folder {barred} is read-only"
    assert refused(path) == f"f.py: {expected}; make it writable, or leave it out"


def test_a_character_beyond_the_encoding_is_an_error(path: Path) -> None:
    path.write_bytes(b"# coding: latin-1\n")
    assert refused(path, "# coding: latin-1\n'\u20ac'\n") == "f.py: iso8859-1 cannot express '\u20ac'"


def test_a_moved_coding_comment_is_an_error(path: Path) -> None:
    path.write_bytes(b"#!python\n# coding: koi8-r\n'\xc1'\n")
    moved = "#!python\nimport a\n# coding: koi8-r\n'\u0430'\n"
    assert refused(path, moved).startswith("f.py: line 4 is not utf-8")


def test_a_changed_coding_comment_is_an_error(path: Path) -> None:
    path.write_bytes(b"# coding: koi8-r\n'\xc1'\n")
    message = "f.py: would not be read as koi8-r any more; the file is as it was"
    assert refused(path, "# coding: latin-1\n'\u0430'\n") == message


def test_a_file_that_changed_meanwhile_is_left_alone(path: Path) -> None:
    source = read_source(path, path.name)
    path.write_text("b = 1\n")
    with pytest.raises(SourceError, match="has changed since it was read"):
        write_text(path, source, "a = 2\n")
    assert path.read_text() == "b = 1\n"


def test_a_file_that_went_away_is_an_error(path: Path) -> None:
    source = read_source(path, path.name)
    path.unlink()
    with pytest.raises(SourceError, match=r"f\.py: cannot be written: No such file"):
        write_text(path, source, "a = 2\n")
    assert names_in(path.parent) == []


def test_a_folder_in_its_place_is_an_error(path: Path) -> None:
    source = read_source(path, path.name)
    path.unlink()
    path.mkdir()
    with pytest.raises(SourceError, match="it is not a regular file"):
        write_text(path, source, "a = 2\n")


@pytest.mark.parametrize(
    ("place", "name"),
    [(tempfile, "mkstemp"), (os, "fdopen"), (os, "fsync"), (os, "chown"), (Path, "chmod"), (Path, "replace")],
)
def test_a_failure_on_the_way_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, name, fail)
    assert refused(path) == "f.py: cannot be written: No space left on device; the file is as it was"


def test_an_interrupt_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> NoReturn:
        raise KeyboardInterrupt

    source = read_source(path, path.name)
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, source, "a = 2\n")
    assert path.read_text() == "a = 1\n"
    assert names_in(path.parent) == ["f.py"]


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="Python shows extended attributes on Linux alone")
def test_extended_attributes_stay(path: Path) -> None:
    try:
        os.setxattr(path, "user.origin", b"a colleague")
    except OSError:
        pytest.skip("this file system has none")
    write_text(path, read_source(path, path.name), "a = 2\n")
    assert path.read_text() == "a = 2\n"
    assert os.getxattr(path, "user.origin") == b"a colleague"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="Python shows extended attributes on Linux alone")
def test_attributes_that_may_not_be_set_are_no_trouble(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "listxattr", lambda _: ["security.label"])
    monkeypatch.setattr(os, "getxattr", lambda *_: b"")
    monkeypatch.setattr(os, "setxattr", refuse)
    write_text(path, read_source(path, path.name), "a = 2\n")
    assert path.read_text() == "a = 2\n"


@pytest.mark.parametrize("text", ["a = 2\n", "", "a = 2\n" * 5000])
def test_all_names_of_a_file_stay_with_it(path: Path, text: str) -> None:
    other = path.with_name("other.py")
    other.hardlink_to(path)
    write_text(path, read_source(path, path.name), text)
    assert (path.read_text(), other.read_text()) == (text, text)
    assert path.samefile(other)


def test_a_failure_leaves_the_old_content_under_all_names(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = path.with_name("other.py")
    other.hardlink_to(path)
    syncing = os.fsync
    failed: list[bool] = []

    def fail_once(handle: int) -> None:
        if not failed:
            failed.append(True)
            raise OSError(28, "No space left on device")
        syncing(handle)

    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(SourceError, match="No space left on device; the file is as it was"):
        write(path, "a = 2\n")
    assert (path.read_text(), other.read_text()) == ("a = 1\n", "a = 1\n")


def test_what_a_killed_run_left_behind_is_removed_after_a_while(path: Path) -> None:
    old, fresh = path.with_name(".wflint-old"), path.with_name(".wflint-fresh")
    for each in (old, fresh):
        each.write_text("half of a fi")
    os.utime(old, (1, 1))
    write_text(path, read_source(path, path.name), "a = 2\n")
    assert sorted(names_in(path.parent)) == [".wflint-fresh", "f.py"]


def test_a_new_file_is_as_open_as_the_user_wants_it(tmp_path: Path) -> None:
    made = tmp_path / "known.txt"
    (tmp_path / "usual").touch()
    write_new(made, "known.txt", "a\n")
    assert made.read_bytes() == b"a\n"
    assert made.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_new_file_that_cannot_be_written_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SourceError, match=r"known\.txt: cannot be written: No space left on device"):
        write_new(tmp_path / "known.txt", "known.txt", "a\n")
    assert names_in(tmp_path) == []
