"""What is in folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.files.folders import Folders

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "first.py").touch()
    folders = Folders()

    assert folders.names(tmp_path) == {"first.py"}
    (tmp_path / "second.py").touch()
    assert folders.names(tmp_path) == {"first.py"}
    assert Folders().names(tmp_path) == {"first.py", "second.py"}


def test_what_is_no_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert Folders().names(tmp_path / "missing") == frozenset()
    assert Folders().names(tmp_path / "file") == frozenset()


def test_one_of_several_names_is_enough(tmp_path: Path) -> None:
    (tmp_path / "setup.py").touch()

    assert Folders().holds_any(tmp_path, ("pyproject.toml", "setup.py"))
    assert not Folders().holds_any(tmp_path, ("pyproject.toml", ".git"))
