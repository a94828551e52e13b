"""Where handlers may be."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Roots(NamedTuple):
    """Which files may hold handlers, by their paths without symbolic links.

    Attributes:
        candidates: Those that name an engine.
        users: Those that register handlers with what others share.
    """

    candidates: tuple[Path, ...]
    users: tuple[Path, ...]
