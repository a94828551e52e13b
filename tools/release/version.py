"""Write another version into every file that holds a copy of the one in `wflint/_version.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from tools.release import ReleaseError

VERSION_FILE: Final = Path("wflint", "_version.py")
CHANGELOG: Final = Path("CHANGELOG.md")
_LOCK: Final = Path("editors", "vscode", "package-lock.json")
_MANIFESTS: Final = (Path("npm", "package.json"), Path("editors", "vscode", "package.json"))
_ACTION: Final = Path("action.yml")
_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_UNRELEASED: Final = "## [Unreleased]\n"


def version_of(root: Path) -> str:
    """Return the version of a checkout."""
    return _found(r'^__version__ = "(.+)"$', (root / VERSION_FILE).read_text(encoding="utf-8"), VERSION_FILE)


def set_version(root: Path, version: str, pages: Iterable[Path], today: date) -> list[Path]:
    """Write a version; return the files that changed.

    Args:
        root: The checkout.
        version: The version, three numbers: npm and the Marketplace take no other form that Python takes as well.
        pages: Files that may tell users which version to install.
        today: The date that the changelog gives.

    Raises:
        ReleaseError: The version has another form or is none that follows, or a file has no place for it.
    """
    old = version_of(root)
    if not _VERSION.fullmatch(version):
        raise ReleaseError(f"{version} is no version: write three numbers, such as 1.2.0")
    if _numbers(version) < _numbers(old):
        raise ReleaseError(f"{version} comes before {old}")
    changes = {root / path: _once(this, that, path) for path, this, that in _places(old, version, today)}
    changes[root / _LOCK] = _in_lock(old, version)
    texts = {path: path.read_text(encoding="utf-8") for path in {*changes, *pages}}
    if f"\n## [{version}]" in texts[root / CHANGELOG]:
        raise ReleaseError(f"{CHANGELOG.as_posix()} has {version} already")
    told = _in_page(old, version)
    after = {path: changes.get(path, told)(text) for path, text in texts.items()}
    changed = sorted(path for path, text in after.items() if text != texts[path])
    for path in changed:
        path.write_text(after[path], encoding="utf-8", newline="\n")
    return changed


def _places(old: str, version: str, today: date) -> Iterator[tuple[Path, str, str]]:
    """Yield the files that have one place for the version each: what stands there, and what is to."""
    yield VERSION_FILE, f'"{old}"', f'"{version}"'
    yield _ACTION, f'default: "{old}"', f'default: "{version}"'
    for manifest in _MANIFESTS:
        yield manifest, f'\n  "version": "{old}"', f'\n  "version": "{version}"'
    yield CHANGELOG, _UNRELEASED, f"{_UNRELEASED}\n## [{version}] - {today}\n"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split("."))


def _once(this: str, that: str, path: Path) -> Callable[[str], str]:
    def change(text: str) -> str:
        if text.count(this) != 1:
            raise ReleaseError(
                f"{path.as_posix()} has {text.count(this)} places that say {this.strip()}, not one"
            )
        return text.replace(this, that)

    return change


def _in_lock(old: str, version: str) -> Callable[[str], str]:
    """The lock file names its own package twice, with the name before the version."""
    return lambda text: re.sub(
        rf'("name": "wflint",\s+"version": "){re.escape(old)}"', rf'\g<1>{version}"', text
    )


def _in_page(old: str, version: str) -> Callable[[str], str]:
    told = re.compile(rf'(wflint==|wflint@v|rev: v|"wflint": "){re.escape(old)}(?![\w.]*\d)')
    return lambda text: told.sub(rf"\g<1>{version}", text)


def _found(pattern: str, text: str, path: Path) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise ReleaseError(f"{path.as_posix()} holds no version")
    return found[1]
