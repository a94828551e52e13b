"""What the user is told of that went wrong, each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lsprotocol.types import LogMessageParams, MessageType, ShowMessageParams

from wflint.errors import InternalError


@dataclass(slots=True)
class Complaints:
    """Knows what the user has been told of.

    Attributes:
        show: Shows a message.
        log: Logs a message.
    """

    show: Callable[[ShowMessageParams], None]
    log: Callable[[LogMessageParams], None]
    _said: set[str] = field(default_factory=set[str])
    _failures: set[InternalError] = field(default_factory=set[InternalError])

    def say(self, text: str) -> None:
        """Show something that went wrong, once."""
        if text not in self._said:
            self._said.add(text)
            self.show(ShowMessageParams(MessageType.Warning, f"wflint: {text}"))

    def say_again(self) -> None:
        """Take what went wrong for settled: should it go wrong again, that is news."""
        self._said.clear()

    def note(self, text: str) -> None:
        """Log something that went wrong."""
        self.log(LogMessageParams(MessageType.Warning, f"wflint: {text}"))

    def report_internal(self, errors: Iterable[InternalError]) -> None:
        """Log mistakes of wflint itself, each once, and show the first of them."""
        for error in errors:
            if error not in self._failures:
                self._failures.add(error)
                self.log(LogMessageParams(MessageType.Error, f"wflint: {error}"))
                if len(self._failures) == 1:
                    self.say(str(error))
