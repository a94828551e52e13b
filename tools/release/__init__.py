"""What a release needs beside the tests: one home, one version, notes, and packages that anyone can build alike.

python -m tools.release home SOURCE DOCUMENTATION  # moves the project: writes every copy of its addresses anew
python -m tools.release version 0.2.0              # writes every copy of the version anew, and dates the changelog
python -m tools.release notes                      # prints what the changelog says of this version
python -m tools.release dist                       # builds wheel and sdist twice, into dist/; fails if they differ
python -m tools.release bill ENVIRONMENT OUT       # writes what an installation brings along
python -m tools.release elsewhere OUT              # writes what goes into repositories of others
"""

from __future__ import annotations

import subprocess
from pathlib import Path


class ReleaseError(ValueError):
    """What is asked for makes no sense, or a file is not as it should be; says why."""


def tracked_files(root: Path) -> list[Path]:
    """Return the files of a checkout that git knows and that are there, links left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)  # noqa: S607 - git
    paths = (root / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and not path.is_symlink()]
