"""Screenshots of what users see, for those who change it: `python -m tools.shots` writes them to `build/shots`.

Each command is run on `fixtures/tour` in a terminal of several widths, and drawn on a dark and on a light ground as SVG. Where
Chromium is installed, it makes PNG of them, of the report in HTML, and of some pages of the documentation.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tools.palettes import DARK, LIGHT
from tools.terminal import picture, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT: Final = Path(__file__).parent.parent
FOLDER: Final = Path("build/shots")
WIDTHS: Final = (60, 80, 100, 160)
THEMES: Final = {"dark": DARK, "light": LIGHT}
SITE: Final = Path("build/site")
PAGES: Final = ("", "tutorial", "rules", "rules/clock-outside-step", "comparison")
"""Of the documentation; the first is the one that readers come to."""
DEVICES: Final = {"phone": 390, "desk": 1440}
"""How wide they are, in pixels."""
_PIXELS_A_CELL: Final = 10
_PAGE_HEIGHT: Final = 2400
_SIZE: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shown: a command line, and what the user answers."""

    name: str
    arguments: tuple[str, ...]
    answers: tuple[str, ...] = ()


SUBJECTS: Final = (
    Subject("check", ("check",)),
    Subject("check-statistics", ("check", "--statistics")),
    Subject("fix-diff", ("fix", "--diff")),
    Subject("fix-interactive", ("fix", "-i", "workflows/orders.py"), ("n", "n", "q")),
    Subject("explain", ("explain", "workflows/orders.py")),
    Subject("rule", ("rule", "clock-outside-step")),
    Subject("rule-list", ("rule", "--list")),
    Subject("engines", ("engines",)),
    Subject("engine", ("engines", "upstash")),
    Subject("help", ("--help",)),
    Subject("check-help", ("check", "--help")),
)


def terminal_shots(subjects: Iterable[Subject], widths: Iterable[int], folder: Path) -> Iterator[Path]:
    """Draw the subjects at each width and on each ground, and yield the pictures."""
    for subject in subjects:
        command = [sys.executable, "-m", "wflint", *subject.arguments]
        for width in widths:
            with _project() as project:
                is_fix = subject.arguments[0] == "fix"
                output = shown(command, Path(project), width, subject.answers, with_errors=is_fix)
            title = f"$ wflint {' '.join(subject.arguments)}"
            for ground, theme in THEMES.items():
                path = folder / f"{subject.name}-{width}-{ground}.svg"
                path.write_text(picture(output, subject.name, title, width, theme), encoding="utf-8")
                yield path


def _project() -> tempfile.TemporaryDirectory[str]:
    """Return a copy of the project, which no command can change for others."""
    folder = tempfile.TemporaryDirectory()
    shutil.copytree(ROOT / "fixtures" / "tour", folder.name, dirs_exist_ok=True)
    return folder


def rasterize(chromium: str, page: Path, png: Path, size: tuple[int, int], ground: str) -> None:
    """Have Chromium make a PNG of a page or picture."""
    scheme = {"dark": 0, "light": 1}[ground]
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - nothing comes from outside
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                f"--user-data-dir={profile}",
                f"--blink-settings=preferredColorScheme={scheme}",
                f"--window-size={size[0]},{size[1]}",
                f"--screenshot={png}",
                page.resolve().as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def main() -> None:
    """Make all pictures."""
    folder = ROOT / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    for svg in terminal_shots(SUBJECTS, WIDTHS, folder):
        if chromium is not None:
            size = _SIZE.search(svg.read_text(encoding="utf-8"))
            assert size is not None  # noqa: S101 - our own template
            pixels = (round(float(size[1])), round(float(size[2])))
            rasterize(chromium, svg, svg.with_suffix(".png"), pixels, svg.stem.rpartition("-")[2])
    report = folder / "report.html"
    command = [sys.executable, "-m", "wflint", "check", "--exit-zero", "--output-format", "html"]
    subprocess.run([*command, "--output-file", report], cwd=ROOT / "fixtures" / "tour", check=True)  # noqa: S603 - as above
    if chromium is not None:
        page_shots(chromium, "report", report, {str(width): width * _PIXELS_A_CELL for width in WIDTHS})
        for name in PAGES:
            page_shots(
                chromium,
                f"docs-{name.replace('/', '-') or 'index'}",
                ROOT / SITE / name / "index.html",
                DEVICES,
            )
    sys.stdout.write(f"{len(list(folder.iterdir()))} files in {FOLDER}\n")


def page_shots(chromium: str, name: str, page: Path, widths: Mapping[str, int]) -> None:
    """Have Chromium make pictures of a page at several widths, in pixels, on each ground."""
    for label, width in widths.items():
        for ground in THEMES:
            png = ROOT / FOLDER / f"{name}-{label}-{ground}.png"
            rasterize(chromium, page, png, (width, _PAGE_HEIGHT), ground)


if __name__ == "__main__":
    main()
