"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable

from wflint.engines import Profile
from wflint.findings import FixClass, Level
from wflint.record import record


def every_engine(_: Profile) -> bool:
    """Hold for every engine."""
    return True


def nothing(_: Profile) -> tuple[object, ...]:
    """Ask for no part of a profile."""
    return ()


@record
class Rule:
    """A rule's metadata; its name is that of its module, its documentation the module's docstring.

    Attributes:
        code: Its permanent code.
        summary: What it finds, one sentence.
        level: How bad it is at worst.
        also: The other levels of what it finds, the worst first.
        include_helpers: Whether it also holds for workflow helpers that nothing in the project calls.
        holds_for: Whether what it finds goes wrong with an engine.
        about: The parts of a profile that `check` is handed after the report; the rule holds for engines that have all.
        fixes: The classes that fixes of its findings are of, the most harmless first; empty where there are none.
        is_preview: Whether it runs only with `--preview`, since it is wrong more often than others may be.
        since: The version of wflint that brought it.
    """

    code: str
    summary: str
    level: Level
    also: tuple[Level, ...] = ()
    include_helpers: bool = True
    holds_for: Callable[[Profile], bool] = every_engine
    about: Callable[[Profile], tuple[object, ...]] = nothing
    fixes: tuple[FixClass, ...] = ()
    is_preview: bool = False
    since: str = "0.1.0"

    def applies(self, engine: Profile) -> bool:
        """Return whether what the rule finds can be written with an engine, and goes wrong there."""
        return self.holds_for(engine) and None not in self.about(engine)
