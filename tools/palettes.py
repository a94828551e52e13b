"""The colours of pictures of a terminal: every one has a contrast of 4.5 to 1 at least, as WCAG asks of text."""

from __future__ import annotations

from typing import Final

from rich.terminal_theme import TerminalTheme

# Black, red, green, yellow, blue, magenta, cyan, white, then the same brighter; bright black stands for what is dim.
DARK: Final = TerminalTheme(
    (27, 27, 30),
    (232, 232, 232),
    [
        (150, 150, 156),
        (255, 120, 112),
        (120, 205, 120),
        (226, 182, 82),
        (120, 174, 255),
        (216, 150, 240),
        (98, 205, 214),
        (232, 232, 232),
    ],
    [
        (158, 158, 164),
        (255, 140, 132),
        (140, 220, 140),
        (240, 200, 110),
        (145, 190, 255),
        (226, 170, 246),
        (125, 218, 226),
        (255, 255, 255),
    ],
)

LIGHT: Final = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [
        (31, 35, 40),
        (179, 38, 30),
        (17, 99, 41),
        (128, 84, 0),
        (9, 80, 174),
        (125, 50, 155),
        (5, 96, 110),
        (89, 99, 110),
    ],
    [
        (89, 99, 110),
        (160, 30, 24),
        (14, 86, 36),
        (112, 74, 0),
        (6, 66, 150),
        (110, 40, 140),
        (4, 84, 96),
        (31, 35, 40),
    ],
)
