"""What can go wrong with the tool's own input.

```
WflintError               a message for the user: what, where, what to do; the command line exits with 2
├── UsageError            arguments or paths that make no sense
├── DataError             a profile, an effect catalogue or a configuration that is not well formed
└── SourceError           a file that cannot be read, decoded or written
```

Mistakes in the analysed code are findings, never exceptions.
"""

from __future__ import annotations


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
