"""A promise that an input has broken."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wflint.errors import InternalError

_OURS = "/wflint/"
_STACK = "pipeline/limits.py"


@dataclass(frozen=True, slots=True)
class Problem:
    """A promise that an input has broken.

    Attributes:
        promise: Which one.
        where: What tells this problem from others that break the same promise: where in wflint it happened, mostly.
        details: What there is to say beside that.
    """

    promise: str
    where: str
    details: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what two problems of one cause share."""
        return self.promise, self.where


def raised(error: BaseException) -> Problem:
    """Return what an exception is, that should not have come so far."""
    return Problem("nothing is raised", place_of(error), "".join(traceback.format_exception(error)))


def reported(command: str, errors: Iterable[InternalError]) -> Iterator[Problem]:
    """Yield the internal errors that a command has told."""
    for error in errors:
        kind = error.error.partition(":")[0]
        yield Problem("no internal error is told", f"{command}: {kind} in {error.frame}", str(error))


def place_of(error: BaseException) -> str:
    """Return the kind of an exception, and the innermost functions of wflint that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    calls = [(each.filename.rpartition(_OURS)[2], each.name) for each in frames if _OURS in each.filename]
    names = [f"{file}:{function}" for file, function in calls if file != _STACK][-2:]
    return " < ".join([type(error).__name__, *reversed(names)])
