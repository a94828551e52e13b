"""The text of a first configuration, in which every option is an example in a comment."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from wflint.config.reference import first_sentence
from wflint.config.settings import find_option
from wflint.tables.toml import write_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEYS: Final = (
    "ignore",
    "levels",
    "per-file-ignores",
    "exclude",
    "fail-level",
    "baseline",
    "require-reason",
    "target-python",
    "step-timeout",
    "engines",
)
"""What projects set most often, in the order of the file."""
_PREFACE: Final = "wflint. Each option below is an example in a comment; `wflint config` lists all of them."
_OLDEST_PYTHON: Final = re.compile(r">=\s*(3\.\d+)")
_WIDTH: Final = 98
"""Characters of a comment's text."""


def starter_text(engines: Sequence[str], requires_python: str = "") -> str:
    """Return a configuration that changes nothing, but for what the project says elsewhere.

    Args:
        engines: The engines that were found in the project, by their short names.
        requires_python: The versions of Python that it asks for, such as `>=3.10`.
    """
    blocks = [_comment(_PREFACE), *(_block(key, engines, requires_python) for key in _KEYS)]
    return "\n".join(blocks)


def _block(key: str, engines: Sequence[str], requires_python: str) -> str:
    option = find_option(key)
    line = f"# {option.about.example}"
    oldest = _OLDEST_PYTHON.match(requires_python)
    if key == "engines" and engines:
        line = f"# {key} = {write_value(sorted(engines))}"
    elif key == "target-python" and oldest:
        line = f"{key} = {write_value(oldest[1])}"
    return f"{_comment(first_sentence(option.about.text))}{line}\n"


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in wrap(text, _WIDTH))
