"""What a tool prints while it works."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    """Show a line at once, wherever it goes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
