"""One version, told in one place: every copy is the same, and one command writes all of them."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tools.release import ReleaseError
from tools.release.__main__ import ROOT, main
from tools.release.notes import notes
from tools.release.version import set_version, version_of
from wflint import __version__

HOLDERS = (
    "wflint/_version.py",
    "npm/package.json",
    "editors/vscode/package.json",
    "editors/vscode/package-lock.json",
    "action.yml",
    "CHANGELOG.md",
    "README.md",
    "docs/how-to/ci.md",
    "docs/how-to/javascript-projects.md",
    "docs/how-to/pre-commit.md",
)
TODAY = date(2030, 1, 2)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The files of this checkout that hold the version."""
    for name in HOLDERS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def _pages(root: Path) -> list[Path]:
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def _set(root: Path, version: str) -> list[str]:
    changed = set_version(root, version, _pages(root), TODAY)
    return [path.relative_to(root).as_posix() for path in changed]


def test_the_version_is_that_of_the_module() -> None:
    assert version_of(ROOT) == __version__


def test_every_copy_changes_with_the_version(root: Path) -> None:
    before = {name: (root / name).read_text(encoding="utf-8") for name in HOLDERS}
    assert sorted(_set(root, "97.98.99")) == sorted(HOLDERS)
    told = re.compile(
        rf'(wflint(?:==|@v)|rev: v|"(?:version|wflint)": "|__version__ = "|default: "){re.escape(__version__)}\b'
    )
    for name in set(HOLDERS) - {"editors/vscode/package-lock.json"}:
        after = (root / name).read_text(encoding="utf-8")
        assert not told.search(after)
        if name != "CHANGELOG.md":
            assert after.replace("97.98.99", __version__) == before[name]
    assert version_of(root) == "97.98.99"


def test_the_lock_file_keeps_the_versions_of_others(root: Path) -> None:
    before = json.loads((root / "editors/vscode/package-lock.json").read_text(encoding="utf-8"))
    _set(root, "97.98.99")
    lock = json.loads((root / "editors/vscode/package-lock.json").read_text(encoding="utf-8"))
    assert lock["version"] == lock["packages"][""]["version"] == "97.98.99"
    lock["version"] = lock["packages"][""]["version"] = __version__
    assert lock == before


def test_the_lock_file_of_this_checkout_has_its_version() -> None:
    lock = json.loads((ROOT / "editors/vscode/package-lock.json").read_text(encoding="utf-8"))
    assert lock["version"] == lock["packages"][""]["version"] == __version__


def test_the_changelog_is_dated_and_begins_anew(root: Path) -> None:
    was = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    _set(root, "97.98.99")
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## [Unreleased]\n\n## [97.98.99] - 2030-01-02\n\n### Added\n" in text
    assert text.replace("\n\n## [97.98.99] - 2030-01-02", "") == was


def test_the_first_release_dates_the_changelog_alone(root: Path) -> None:
    assert _set(root, __version__) == ["CHANGELOG.md"]
    with pytest.raises(ReleaseError, match=rf"^CHANGELOG\.md has {__version__} already$"):
        _set(root, __version__)


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.0", "1.0 is no version: write three numbers, such as 1.2.0"),
        ("1.0.0rc1", "1.0.0rc1 is no version: write three numbers, such as 1.2.0"),
        ("01.0.0", "01.0.0 is no version: write three numbers, such as 1.2.0"),
        ("0.0.9", f"0.0.9 comes before {__version__}"),
    ],
)
def test_what_is_no_version_is_refused_and_changes_nothing(root: Path, version: str, message: str) -> None:
    before = [(root / name).read_bytes() for name in HOLDERS]
    with pytest.raises(ReleaseError, match=f"^{re.escape(message)}$"):
        _set(root, version)
    assert [(root / name).read_bytes() for name in HOLDERS] == before


def test_a_file_that_says_it_twice_is_named(root: Path) -> None:
    action = root / "action.yml"
    action.write_text(action.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r'^action\.yml has 2 places that say default: ".+", not one$'):
        _set(root, "97.98.99")


def test_a_module_without_a_version_is_named(root: Path) -> None:
    (root / "wflint" / "_version.py").write_text("", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"^wflint/_version\.py holds no version$"):
        version_of(root)


CHANGES = """\
# Changelog

## [Unreleased]

- Later.

## [0.3.0] - 2030-01-02

### Added

- One thing,
  told in two lines.
  - A part of it.
- Another.

## [0.2.0] - 2029-01-02

- Before.
"""


@pytest.fixture
def released(tmp_path: Path) -> Path:
    (tmp_path / "wflint").mkdir()
    (tmp_path / "wflint" / "_version.py").write_text('__version__ = "0.3.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    return tmp_path


def test_notes_are_those_of_the_version_with_a_line_for_each_paragraph(
    released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["notes", "--tag", "v0.3.0"], released) == 0
    told = "### Added\n\n- One thing, told in two lines.\n  - A part of it.\n- Another.\n"
    assert capsys.readouterr().out == told


def test_a_tag_of_another_version_is_refused(released: Path) -> None:
    with pytest.raises(ReleaseError, match=r"^the tag v0\.2\.0 is not that of version 0\.3\.0$"):
        notes(released, "v0.2.0")


def test_a_version_without_notes_is_refused(released: Path) -> None:
    (released / "wflint" / "_version.py").write_text('__version__ = "0.4.0"\n', encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"^CHANGELOG\.md says nothing of version 0\.4\.0$"):
        notes(released)
