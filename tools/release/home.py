"""Move the project to another home: every address in every file, `wflint/public_home.py` first of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from tools.release import ReleaseError

HOME_FILE: Final = Path("wflint", "public_home.py")
_REPOSITORY: Final = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)")
_SITE: Final = re.compile(r"https://[\w.-]+/(?:[\w.-]+/)*")


class Home(NamedTuple):
    """Where the project is at home.

    Attributes:
        source: The repository, without a slash at its end. It is on GitHub, whose workflows and issue forms it holds.
        documentation: The documentation, with a slash at its end.
    """

    source: str
    documentation: str

    @property
    def action(self) -> str:
        """Return how a workflow names the action, `owner/name@`."""
        return f"{self.source.removeprefix('https://github.com/')}@"


def new_home(source: str, documentation: str) -> Home:
    """Return the home at two addresses.

    Raises:
        ReleaseError: One of them is no such address.
    """
    if not _REPOSITORY.fullmatch(source):
        raise ReleaseError(f"{source} is no repository: write https://github.com/OWNER/NAME")
    if not _SITE.fullmatch(documentation):
        raise ReleaseError(f"{documentation} is no site: write https://HOST/ or https://HOST/PATH/")
    return Home(source, documentation)


def home_of(root: Path) -> Home:
    """Return the home that a checkout names."""
    text = (root / HOME_FILE).read_text(encoding="utf-8")
    source, documentation = (_constant(text, name) for name in ("SOURCE", "DOCUMENTATION"))
    return Home(source, documentation)


def _constant(text: str, name: str) -> str:
    found = re.search(rf'^{name}: Final = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise ReleaseError(f"{HOME_FILE.as_posix()} has no line {name}")
    return found[1]


def move(root: Path, files: Iterable[Path], home: Home) -> list[Path]:
    """Write the addresses of a home into files, in place of those of the present one; return the files that changed."""
    old = home_of(root)
    pairs = [
        (old.source, home.source),
        (old.documentation, home.documentation),
        (f"uses: {old.action}", f"uses: {home.action}"),
    ]
    changed = []
    for path in files:
        before = after = path.read_bytes()
        for this, that in pairs:
            after = after.replace(this.encode(), that.encode())
        if after != before:
            path.write_bytes(after)
            changed.append(path)
    return changed
