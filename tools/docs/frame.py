"""The picture in the README: what `wflint check` shows of a mistake in `fixtures/tour`, as SVG."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

PICTURE: Final = Path("docs/assets/frame.svg")
_RULE: Final = "random-outside-step"
_FILE: Final = "workflows/orders.py"
_WIDTH: Final = 100

# Rich's own loads a font from another host.
_SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>wflint check</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


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
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), highlight=False)
    console.print(Text.from_ansi(frame_text(root)))
    return console.export_svg(title=f"$ wflint check {_FILE}", code_format=_SVG, unique_id="wflint")


if __name__ == "__main__":
    project = Path(__file__).parent.parent.parent
    (project / PICTURE).write_text(frame_svg(project), encoding="utf-8")
