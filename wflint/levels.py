"""How bad findings are, and what hides some: known before there is any."""

from __future__ import annotations

import enum


class Level(enum.Enum):
    """How bad a finding is, ordered from info to error."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return _RANKS[self]

    def __lt__(self, other: Level) -> bool:
        return self.rank < other.rank

    def __le__(self, other: Level) -> bool:
        return self.rank <= other.rank


_RANKS = {Level.INFO: 0, Level.WARNING: 1, Level.ERROR: 2}


class HiddenBy(enum.Enum):
    """What hides a finding that was found."""

    COMMENT = "ignore-comment"
    PER_FILE = "per-file-ignores"
    BASELINE = "baseline"
