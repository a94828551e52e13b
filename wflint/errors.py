"""What can go wrong: with the tool's own input, and with the tool itself.

```
WflintError               a message for the user: what, where, what to do; the command line exits with 2
├── UsageError            arguments or paths that make no sense
├── DataError             a profile, an effect catalogue or a configuration that is not well formed
└── SourceError           a file that cannot be read, decoded or written
```

Mistakes in the analysed code are findings, never exceptions. A mistake of wflint itself ends what was being done for one
rule, fix or handler, and becomes an `InternalError`, which is data: everything else goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final

from wflint.public_home import ISSUES
from wflint.record import record

_PACKAGE: Final = str(Path(__file__).parent) + os.sep
_LONGEST_MESSAGE: Final = 200


class WflintError(Exception):
    """Base of all errors that are reported to the user without a traceback."""


class UsageError(WflintError):
    """The arguments make no sense: a path that does not exist, an unknown rule."""


class DataError(WflintError):
    """A TOML file of the tool or of the user has an unknown key or a value of the wrong type."""


class SourceError(WflintError):
    """A source file cannot be read, decoded or written.

    Attributes:
        path: The file, as the user named it.
        reason: What is wrong with it, without the path.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@record
class InternalError:
    """A mistake of wflint itself, and what could not be done because of it.

    Attributes:
        path: The file that was looked at, as it is shown; empty where it was no single one.
        activity: What could not be done, `check the rule`.
        error: The exception, `ValueError: not in list`.
        frame: The innermost place in wflint, `wflint/rules/long_step.py:12 in check`.
        handler: The handler that was looked at; `None` where it was no single one.
        rule: The name of the rule; `None` where no rule was at work.
    """

    path: str
    activity: str
    error: str
    frame: str
    handler: str | None = None
    rule: str | None = None

    @property
    def reason(self) -> str:
        """Return what could not be done and why, without the path."""
        rule = f" `{self.rule}`" if self.rule else ""
        handler = f" for `{self.handler}`" if self.handler else ""
        return f"internal error: cannot {self.activity}{rule}{handler}: {self.error} ({self.frame})"

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.reason}; this is a bug in wflint, please report it at {ISSUES}"


def internal_error(
    error: Exception, activity: str, *, path: str, handler: str | None = None, rule: str | None = None
) -> InternalError:
    """Return what is to be reported of an exception that nothing in wflint should have raised.

    Args:
        error: The exception.
        activity: What could not be done, in the imperative.
        path: The file that was looked at; may be empty.
        handler: The handler that was looked at.
        rule: The name of the rule that was at work.
    """
    # A generator turns a StopIteration in it into a RuntimeError, which says nothing.
    cause = error.__cause__ if isinstance(error.__cause__, StopIteration) else error
    said = ascii(str(cause)[:_LONGEST_MESSAGE])[1:-1]
    kind = type(cause).__name__
    return InternalError(
        path,
        activity,
        f"{kind}: {said}" if said else kind,
        _frame(cause.__traceback__) or _frame(error.__traceback__) or "outside of wflint",
        handler,
        rule,
    )


class Contained:
    """A context in which an exception ends what is being done there and nothing else; it becomes an internal error.

    Used around each rule, each fix and each handler, since a mistake in one of them says nothing about the others. What is
    wrong with the user's input goes on to the user, as everywhere.

    Attributes:
        rule: The name of the rule that is at work; may change on the way.
    """

    __slots__ = ("_activity", "_found", "_handler", "_path", "rule")

    def __init__(
        self,
        found: list[InternalError],
        activity: str,
        *,
        path: str,
        handler: str | None = None,
        rule: str | None = None,
    ) -> None:
        """Remember where internal errors go; the other arguments are those of `internal_error`."""
        self._found = found
        self._activity = activity
        self._path = path
        self._handler = handler
        self.rule = rule

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, WflintError):
            return False
        self._found.append(
            internal_error(error, self._activity, path=self._path, handler=self._handler, rule=self.rule)
        )
        return True


def distinct(errors: Iterable[InternalError]) -> tuple[InternalError, ...]:
    """Leave out errors that come of the same cause: many rules may ask for what cannot be computed of a handler."""
    first: dict[tuple[str, str | None, str, str], InternalError] = {}
    for error in errors:
        first.setdefault((error.path, error.handler, error.error, error.frame), error)
    return tuple(first.values())


def _frame(trace: TracebackType | None) -> str:
    """Return the innermost place of a traceback that is in wflint; empty where none is."""
    innermost = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith(_PACKAGE):
            innermost = trace
        trace = trace.tb_next
    if innermost is None:
        return ""
    code = innermost.tb_frame.f_code
    path = code.co_filename.removeprefix(_PACKAGE).replace(os.sep, "/")
    return f"wflint/{path}:{innermost.tb_lineno} in {code.co_name}"
