"""Environment files: which files are ones, what they set, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wflint.files.environment import EnvFiles, env_paths, folders_of, read_settings
from wflint.files.folders import Folders
from wflint.files.text import SourceText

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=value", "value"),
        ("  NAME = value  ", "value"),
        ("export NAME=value", "value"),
        ('NAME="a value # with a hash"', "a value # with a hash"),
        ("NAME='value' # why", "value"),
        ("NAME=value # why", "value"),
        ("NAME=a#b", "a#b"),
        ("NAME=", ""),
        ("NAME=''", ""),
        ("NAME=first\r\nNAME=second\r\n", "second"),
        ("# NAME=value", ""),
        ("OTHER=value", ""),
    ],
)
def test_a_setting_has_the_value_that_a_shell_would_give_it(tmp_path: Path, line: str, value: str) -> None:
    file = read_settings(tmp_path / ".env", SourceText(".env", line))

    assert file.value("NAME") == value


def test_a_setting_knows_where_it_stands(tmp_path: Path) -> None:
    text = "# first\nexport TOKEN='secret' # why\n"

    setting = read_settings(tmp_path / ".env", SourceText(".env", text)).settings["TOKEN"]

    assert text[setting.start : setting.end] == "TOKEN='secret'"


def test_templates_and_other_files_are_no_environment_files(tmp_path: Path) -> None:
    for name in (".env", ".env.local", ".env.production", "docker.env", "compose.env"):
        (tmp_path / name).touch()
    for name in (
        ".env.example",
        ".env.sample",
        "example.env",
        ".envrc",
        "env.py",
        "environment",
        ".env.test",
    ):
        (tmp_path / name).touch()
    (tmp_path / "venv.env").mkdir()

    assert [path.name for path in env_paths(tmp_path, Folders())] == [
        ".env",
        ".env.local",
        ".env.production",
        "compose.env",
        "docker.env",
    ]
    assert env_paths(tmp_path / "missing", Folders()) == []


def test_the_folders_of_a_file_end_at_its_project(tmp_path: Path) -> None:
    folder = tmp_path / "project" / "src" / "app"
    folder.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").touch()

    assert folders_of(folder / "main.py", Folders(), ("pyproject.toml",)) == (
        folder,
        folder.parent,
        tmp_path / "project",
    )


def test_a_file_without_a_project_has_its_own_folder_only(tmp_path: Path) -> None:
    assert folders_of(tmp_path / "a" / "main.py", Folders(), ("no such mark",)) == (tmp_path / "a",)


def test_each_folder_is_read_once_and_unreadable_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".env").write_text("A=1")
    (tmp_path / "bad.env").write_text("A=2")
    read: list[str] = []

    def source_of(path: Path) -> SourceText | None:
        read.append(path.name)
        return None if path.name == "bad.env" else SourceText(path.name, path.read_text())

    files = EnvFiles(source_of, Folders(), ("pyproject.toml",))

    assert [each.path.name for each in files.around(tmp_path / "main.py")] == [".env"]
    assert [each.value("A") for each in files.around(tmp_path / "other.py")] == ["1"]
    assert read == [".env", "bad.env"]
