"""The picture in the README: what `wflint check` shows of a mistake in `fixtures/tour`, as SVG."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.terminal import picture

PICTURE: Final = Path("docs/assets/frame.svg")
_RULE: Final = "random-outside-step"
_FILE: Final = "workflows/orders.py"
_WIDTH: Final = 100


def frame_text(root: Path) -> str:
    """What `wflint check` prints about the mistake, with colours as escape sequences.

    Args:
        root: The project's folder.
    """
    command = [sys.executable, "-m", "wflint", "check", "--color", "always", "--select", _RULE, _FILE]
    done = subprocess.run(  # noqa: S603 - nothing comes from outside
        command, cwd=root / "fixtures" / "tour", capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout


def frame_svg(root: Path) -> str:
    """The picture of it."""
    return picture(frame_text(root), "wflint check", f"$ wflint check {_FILE}", _WIDTH)


if __name__ == "__main__":
    project = Path(__file__).parent.parent.parent
    (project / PICTURE).write_text(frame_svg(project), encoding="utf-8")
