"""How an engine's language spells what a description of the engine shows of code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from wflint.record import record


@record
class Spelling:
    """A language's way to write some things.

    Attributes:
        clause: What catches every ordinary exception.
        option: An option by its name, which stands for `{}`.
        before_options: What stands before the options in a call.
        after_options: What stands after them.
    """

    clause: str
    option: str
    before_options: str
    after_options: str

    def options(self, names: Sequence[str], *, after_arguments: bool) -> str:
        """Return the options of a call as it lists them.

        Args:
            names: What they are called.
            after_arguments: Whether any number of other arguments stands before them.
        """
        before = "" if after_arguments else self.before_options
        return f"{before}{', '.join(names)}{self.after_options}" if names else ""


SPELLINGS: Final[Mapping[str, Spelling]] = MappingProxyType(
    {
        "Python": Spelling("except Exception", "{}=", "*, ", ""),
        "TypeScript": Spelling("catch", "{}", "{ ", " }"),
    }
)
"""By the language's name, as profiles have it."""
