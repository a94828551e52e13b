"""Documents that are nowhere on disk: they are checked as the files that they might become."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from pygls.uris import to_fs_path

from wflint.files.reading import real_path

_FILE: Final = "file"
_UNTITLED: Final = "untitled"


def path_of(uri: str, suffix: str | None, folder: Path) -> Path | None:
    """Return the file that a document stands for, without symbolic links; `None` for one that wflint does not read.

    Args:
        uri: The document.
        suffix: What the names of such files end with; `None` for one in another language.
        folder: Where a document would be saved that has no name yet; its configuration holds.
    """
    scheme, _, rest = uri.partition(":")
    if scheme == _FILE:
        path = to_fs_path(uri)
        if path:
            return real_path(Path(path))
        rest = ""  # Neovim names a buffer that has no name so
    if scheme in (_FILE, _UNTITLED) and suffix is not None:
        return real_path(_unused(unquote(rest), suffix, folder))
    return None


def _unused(name: str, suffix: str, folder: Path) -> Path:
    """Return a file that does not exist, named after a document."""
    given = PurePosixPath(name)
    # Editors also open what will be saved at a place that they know.
    above = Path(given.parent) if given.is_absolute() and Path(given.parent).is_dir() else folder
    stem = given.name.removesuffix(suffix) or _UNTITLED
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(path for each in names if not (path := above / f"{each}{suffix}").exists())
