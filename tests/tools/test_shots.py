"""Pictures of what users see: commands run in a terminal of their width."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from tools.shots import SUBJECTS, THEMES, Subject, terminal_shots
from tools.terminal import picture, shown
from wflint.cli.main import commands

if TYPE_CHECKING:
    from pathlib import Path


def in_python(code: str, folder: Path, *answers: str, with_errors: bool = False) -> str:
    return shown([sys.executable, "-c", code], folder, 70, answers, with_errors=with_errors)


def test_a_command_finds_itself_in_a_terminal_of_the_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("NO_COLOR", "1")
    code = "import os; print(os.isatty(1), os.get_terminal_size().columns, sorted({'COLUMNS', 'NO_COLOR'} & {*os.environ}))"
    assert in_python(code, tmp_path) == "True 70 []\n"


def test_answers_are_typed_where_the_command_asks(tmp_path: Path) -> None:
    code = "print(input('first: ') + input('second: '))"
    assert in_python(code, tmp_path, "a", "b", with_errors=True) == "first: a\nsecond: b\nab\n"


@pytest.mark.parametrize("with_errors", [False, True])
def test_standard_error_is_shown_where_that_is_wanted(tmp_path: Path, *, with_errors: bool) -> None:
    code = "import sys; print('to be seen', file=sys.stderr)"
    assert ("to be seen" in in_python(code, tmp_path, with_errors=with_errors)) is with_errors


def test_a_picture_loads_nothing_and_escapes_its_name() -> None:
    svg = picture("\x1b[31mred <&>\x1b[0m", "a <{name}>", "title", 40)
    assert "<title>a &lt;{name}&gt;</title>" in svg
    assert "red&#160;&lt;&amp;&gt;" in svg
    assert not re.search(r"@font-face|url\(http|href=", svg)


def _luminance(color: tuple[int, int, int]) -> float:
    """The relative luminance that WCAG defines."""
    parts = [each / 255 for each in color]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", THEMES)
def test_every_colour_can_be_read_on_its_ground(ground: str) -> None:
    theme = THEMES[ground]
    below = _luminance(theme.background_color)
    for color in (theme.foreground_color, *(theme.ansi_colors[number] for number in range(16))):
        one, other = sorted([_luminance(color), below])
        assert (other + 0.05) / (one + 0.05) >= 4.5, color


def test_what_is_dim_has_a_colour_of_the_palette() -> None:
    svg = picture("\x1b[2mquiet\x1b[0m", "name", "title", 40, THEMES["light"])
    assert "fill: #59636e" in svg


def test_each_ground_has_a_picture_at_each_width(tmp_path: Path) -> None:
    subject = Subject("engines", ("engines",))
    made = list(terminal_shots([subject], [60, 100], tmp_path))
    assert [path.name for path in made] == [
        f"engines-{width}-{ground}.svg" for width in (60, 100) for ground in THEMES
    ]
    narrow, wide = made[0].read_text(encoding="utf-8"), made[2].read_text(encoding="utf-8")
    assert "upstash-workflow" in narrow
    assert "stores" not in narrow
    assert "stores" in wide
    assert len({path.read_text(encoding="utf-8") for path in made}) == 4


def test_every_command_that_shows_something_is_a_subject() -> None:
    # These print a line, a script, plain lists and questions without a style, nothing, and what only programs read.
    told = {"baseline", "clean", "completion", "config", "debug", "init", "lsp", "mcp"}
    assert {subject.arguments[0] for subject in SUBJECTS} - {"--help"} == set(commands()) - told
