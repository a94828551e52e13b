"""JSON as it is printed: in ASCII whatever the output's encoding, and without commands of CI runners."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wflint.report.visible import inert

if TYPE_CHECKING:
    from typing import TextIO


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as JSON; runners read logs, so what is one of their commands is written by the numbers of characters."""
    return inert(json.dumps(value, indent=indent), lambda char: f"\\u{ord(char):04x}")


def write_json(value: object, out: TextIO) -> None:
    """Write a document with a line for each value."""
    out.write(f"{json_text(value, indent=2)}\n")
