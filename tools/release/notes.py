"""The notes of a release: what the changelog says of its version."""

from __future__ import annotations

import re
from pathlib import Path

from tools.release import ReleaseError
from tools.release.version import CHANGELOG, version_of


def notes(root: Path, tag: str = "") -> str:
    """Return the notes of a checkout's version, with each paragraph in one line: a release page keeps line breaks.

    Args:
        root: The checkout.
        tag: The tag that is released, `v1.2.0`; none if empty.

    Raises:
        ReleaseError: The tag is not that of the version, or the changelog does not know the version.
    """
    version = version_of(root)
    if tag not in {"", f"v{version}"}:
        raise ReleaseError(f"the tag {tag} is not that of version {version}")
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    _, heading, below = changelog.partition(f"\n## [{version}]")
    if not heading:
        raise ReleaseError(f"{CHANGELOG.as_posix()} says nothing of version {version}")
    section = below.partition("\n## ")[0].partition("\n")[2]
    return re.sub(r"(?<=\S)\n +(?! |[-*] )", " ", section).strip() + "\n"
