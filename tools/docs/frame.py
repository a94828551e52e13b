"""The picture in the README: what `wflint check` shows of a mistake in `fixtures/tour`, as SVG, also for a phone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from tools.terminal import picture, shown

PICTURE: Final = Path("docs/assets/frame.svg")
NARROW: Final = Path("docs/assets/frame-narrow.svg")
_RULE: Final = "WF102"
_FILE: Final = "workflows/orders.py"
WIDTHS: Final = {PICTURE: 100, NARROW: 56}
"""Cells in a line of each picture."""
_ARGUMENTS: Final = ("check", "--select", _RULE, _FILE)


def frame_text(root: Path, width: int = WIDTHS[PICTURE]) -> str:
    """What `wflint check` prints about the mistake in a terminal, with colours as escape sequences.

    Args:
        root: The project's folder.
        width: Cells in a line.
    """
    return shown([sys.executable, "-m", "wflint", *_ARGUMENTS], root / "fixtures" / "tour", width)


def frame_svg(root: Path, path: Path = PICTURE) -> str:
    """The picture of it."""
    width = WIDTHS[path]
    return picture(frame_text(root, width), "wflint check", f"$ wflint {' '.join(_ARGUMENTS)}", width)


if __name__ == "__main__":
    project = Path(__file__).parent.parent.parent
    for path in WIDTHS:
        (project / path).write_text(frame_svg(project, path), encoding="utf-8")
