"""The folder of results under bad conditions: what is found never depends on it."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import HANDLER, run
from project_in_parts import Project

from wflint.parts import keys, store
from wflint.parts.asked import Disk, digest_of
from wflint.parts.store import Store, clean, default_folder, remove_old

OTHER = HANDLER.replace("bill", "ship")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    project = Project(folder, cache_folder)
    project.write(bill=HANDLER, ship=OTHER, plain="x = 1\n")
    return project


def entries(project: Project) -> list[Path]:
    found = sorted(project.cache.rglob("*.json"))
    assert len(found) == 4
    return found


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _sealed(data: bytes) -> bytes:
    """What somebody writes who knows how entries are made."""
    return digest_of(data).encode() + b"\n" + data


def _other_types(data: bytes) -> bytes:
    value = json.loads(data.partition(b"\n")[2])
    return _sealed(json.dumps([each if isinstance(each, str) else 7 for each in value]).encode())


def _replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: _sealed(data.partition(b"\n")[2].replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    "spoiled",
    [
        _truncated,
        _other_types,
        lambda _: b"",
        lambda _: b"\0" * 100,
        lambda _: _sealed(b"[" * 100_000),
        lambda _: _sealed(b'{"given": 1, "seen": {"bill.py": ["x"]}, "asked": [], "parts": 5}'),
        lambda _: b"\xff\xfe",
        lambda _: _sealed(b"1e999"),
        lambda _: _sealed(b"[[],[]]"),
    ],
)
def test_entries_that_make_no_sense_are_made_anew(
    project: Project, spoiled: Callable[[bytes], bytes]
) -> None:
    expected = project.at_once()
    project.in_parts()
    for path in entries(project):
        path.write_bytes(spoiled(path.read_bytes()))
    text, checked = project.in_parts()
    assert text == expected
    assert checked.tally is not None
    assert checked.tally.checked == 2
    assert any("ignored" in line for line in checked.tally.lines)
    assert project.checked_anew() == 0


@pytest.mark.parametrize(
    "spoiled",
    [
        _truncated,
        lambda _: _sealed(b"null"),
        lambda _: _sealed(b"[]"),
        _replaced('"given"', '"taken"'),
        _replaced('"files":{', '"files":5,"x":{'),
        _replaced('"files":{', '"files":{},"x":{'),
        _replaced('"questions":[', '"questions":[[["a"],"(a+)+$"]],"x":['),
        _replaced('"questions":[', '"questions":[],"x":['),
        _replaced('"questions":[', '"questions":7,"x":['),
        _replaced('"offers":{', '"offers":{"a":7},"x":{'),
        _replaced("true", "1"),
    ],
)
def test_roles_that_make_no_sense_are_made_anew(project: Project, spoiled: Callable[[bytes], bytes]) -> None:
    project.in_parts()
    (path,) = (project.cache / "v1/roles").rglob("*.json")
    spoiled_bytes = spoiled(path.read_bytes())
    assert spoiled_bytes != path.read_bytes()
    path.write_bytes(spoiled_bytes)
    project.write(ship=OTHER.replace("ship", "sail"))
    assert project.checked_anew() == 1


@pytest.mark.parametrize("text", ["null", '[[{}, {}, {}, {}, {}, {}, {"../../../etc/passwd": "x"}], []]'])
def test_entries_that_hold_no_more_are_made_anew(project: Project, text: str) -> None:
    project.in_parts()
    for path in entries(project):
        path.write_bytes(_sealed(text.encode()))
    assert project.checked_anew() == 2


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda row: row[:-1],
        lambda row: [*row[:-1], 7],
        lambda row: [*row, "x"],
        lambda row: {"0": row},
        lambda _: None,
        lambda row: [*row[:-1], "0" * 32],
    ],
)
def test_what_was_seen_of_files_is_asked_again_where_it_makes_no_sense(
    project: Project, monkeypatch: pytest.MonkeyPatch, spoiled: Callable[[list[object]], object]
) -> None:
    monkeypatch.setattr("wflint.parts.asked._GRACE", -(2**62))  # what was written just now is settled
    expected = project.at_once()
    project.in_parts()
    (path,) = (project.cache / "v1/runs").rglob("*.json")
    entry = json.loads(path.read_bytes().partition(b"\n")[2])
    assert sorted(entry["seen"]) == ["bill.py", "plain.py", "ship.py"]
    entry["seen"] = {name: spoiled(row) for name, row in entry["seen"].items()}
    path.write_bytes(_sealed(json.dumps(entry).encode()))
    assert project.in_parts()[0] == expected
    project.write(ship=OTHER.replace("ship", "sail"))
    assert project.checked_anew() >= 1


@pytest.mark.parametrize("seed", range(20))
def test_a_flipped_bit_is_noticed(project: Project, seed: int) -> None:
    expected = project.at_once()
    project.in_parts()
    chance = random.Random(seed)  # noqa: S311 - no secret
    for path in entries(project):
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    assert project.in_parts()[0] == expected


def test_another_version_starts_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.checked_anew() == 2
    monkeypatch.setattr("wflint.pipeline.in_parts.build", lambda: "another")
    assert project.checked_anew() == 2
    assert project.checked_anew() == 0


def test_a_build_changes_with_wflint_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.build.cache_clear()
    before = keys.build()
    (tmp_path / "rule.py").write_text("")
    monkeypatch.setattr(keys, "_PACKAGE", tmp_path)
    keys.build.cache_clear()
    assert keys.build() != before
    keys.build.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in its folders")
def test_nobody_waits_for_a_pipe_where_a_file_was(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "helper.py")
    assert Disk(tmp_path, {}).digest("helper.py") == ""


def test_a_folder_that_cannot_be_written_is_told_once(project: Project) -> None:
    project.cache.parent.mkdir(parents=True, exist_ok=True)
    project.cache.write_text("a file")
    text, checked = project.in_parts()
    assert text == project.at_once()
    assert checked.tally is not None
    assert sum("cannot be written" in line for line in checked.tally.lines) == 1


def test_a_full_disk_leaves_no_halves(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        real(path, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    text, checked = project.in_parts()
    monkeypatch.undo()
    os.chdir(project.folder)
    assert text == project.at_once()
    assert [each for each in project.cache.rglob("*") if ".json" in each.name] == []
    assert checked.tally is not None
    assert any("No space left" in line for line in checked.tally.lines)


def test_runs_at_once_disturb_each_other_not(project: Project) -> None:
    expected = project.at_once()
    texts: list[str] = []

    def check() -> None:
        texts.append(project.in_parts()[0])

    threads = [threading.Thread(target=check) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [expected] * 4
    assert project.checked_anew() == 0
    assert [each.name for each in project.cache.rglob("*.json.*")] == []


def test_an_entry_that_is_too_large_is_not_read(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.in_parts()
    monkeypatch.setattr(store, "_LARGEST", 10)
    text, checked = project.in_parts()
    assert text == project.at_once()
    assert checked.tally is not None
    assert any("too large" in line for line in checked.tally.lines)


def test_control_characters_in_entries_do_not_reach_the_terminal(project: Project) -> None:
    project.in_parts()
    for path in entries(project):
        path.write_bytes(_replaced("another time", "\\u001b[31m time")(path.read_bytes()))
    text, checked = project.in_parts()
    assert checked.tally is not None
    assert checked.tally.remembered == 2, "they are read"
    assert " time" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "spoiled",
    [
        _replaced('["bill.py","bill.py",true', '["bill.py","../secret.py",true'),
        _replaced('["bill.py",', '["bill.py",9'),
        _replaced('["bill.py",', '["bill.py",-'),
        _replaced('"bill.py"', '"/etc/passwd"'),
    ],
)
def test_entries_that_point_elsewhere_are_made_anew(
    project: Project, spoiled: Callable[[bytes], bytes]
) -> None:
    (project.folder.parent / "secret.py").write_text("PASSWORD = 'open sesame'\n" * 100)
    expected = project.at_once()
    project.in_parts()
    for path in (project.cache / "v1/parts").rglob("*.json"):
        path.write_bytes(spoiled(path.read_bytes()))
    text, checked = project.in_parts()
    assert text == expected
    assert checked.tally is not None
    assert checked.tally.checked == 1


def test_the_oldest_go_first(tmp_path: Path) -> None:
    now = time.time()
    for age in range(6):
        path = tmp_path / str(age)
        path.write_bytes(bytes(100))
        os.utime(path, (now - age * 10, now - age * 10))
    remove_old(tmp_path, now - 45, 250)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["0", "1"]


def test_tidying_is_done_once_a_day(cache_folder: Path) -> None:
    kept = Store(cache_folder)
    kept.tidy()
    assert not cache_folder.exists()
    kept.write("parts", "ab12", [1])
    path = next(cache_folder.rglob("ab12.json"))
    os.utime(path, (1, 1))
    mark = path.parents[2] / "tidied"
    mark.touch()
    kept.tidy()
    assert path.exists()
    os.utime(mark, (1, 1))
    kept.tidy()
    assert not path.exists()


def test_what_is_asked_for_stays_young(cache_folder: Path) -> None:
    kept = Store(cache_folder)
    kept.write("parts", "ab12", {"a": [1]})
    path = next(cache_folder.rglob("ab12.json"))
    os.utime(path, (1, 1))
    assert kept.read("parts", "ab12") == {"a": [1]}
    assert path.stat().st_mtime > 1


def test_clean_removes_what_is_ours(project: Project, cache_folder: Path) -> None:
    assert run("clean").stdout == f"Nothing to remove in {cache_folder}.\n"
    project.in_parts()
    (cache_folder / "mine.txt").write_text("kept")
    assert run("clean").stdout == f"Removed {cache_folder}.\n"
    assert [each.name for each in cache_folder.iterdir()] == ["mine.txt"]
    assert not clean(cache_folder)


def test_clean_leaves_a_folder_alone_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1/work.txt").write_text("precious")
    assert run("clean", "--cache-dir", tmp_path).stdout.startswith("Nothing to remove")
    assert (tmp_path / "v1/work.txt").exists()


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"WFLINT_CACHE_DIR": "here"}, "here"),
        ({"HOME": "/home/a"}, "/home/a/.cache/wflint"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": "/x"}, "/x/wflint"),
        ({"HOME": "/home/a", "XDG_CACHE_HOME": "relative"}, "/home/a/.cache/wflint"),
    ],
)
def test_the_folder_is_the_systems(
    environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert default_folder(environment) == Path(folder)


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("darwin", {"HOME": "/u"}, "/u/Library/Caches/wflint"),
        ("win32", {"HOME": "/u", "LOCALAPPDATA": "/l"}, "/l/wflint/Cache"),
        ("win32", {"HOME": "/u"}, "/u/AppData/Local/wflint/Cache"),
    ],
)
def test_other_systems_have_other_folders(
    platform: str, environment: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert default_folder(environment) == Path(folder)
