"""Fixes: which ones are applied, whether their result holds, and what becomes of the files."""

from wflint.fixes.policy import (
    EVERYTHING,
    SAFE_ONLY,
    Answer,
    Applied,
    FixPolicy,
    FixResult,
    Obstacle,
    Question,
    Remaining,
)
from wflint.fixes.run import fix_files

__all__ = [
    "EVERYTHING",
    "SAFE_ONLY",
    "Answer",
    "Applied",
    "FixPolicy",
    "FixResult",
    "Obstacle",
    "Question",
    "Remaining",
    "fix_files",
]
