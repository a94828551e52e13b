"""Whether a terminal follows the links that are written as escape sequences (OSC 8); others may show them as rubbish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAMS: Final = frozenset(
    {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed", "WarpTerminal"}
)
_TERMS: Final = ("alacritty", "foot", "xterm-ghostty", "xterm-kitty", "wezterm")
_MARKS: Final = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
"""Variables that are only set by terminals with links."""
_FIRST_VTE: Final = 5000


def follows_links(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Return whether the terminal is one that follows links; `FORCE_HYPERLINK` has the last word.

    Args:
        environment: The variables of the process.
        is_terminal: Whether the output is a terminal at all.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    # Multiplexers hand links on only where they are told to, and CI shows logs in browsers.
    if not is_terminal or "TMUX" in environment or "STY" in environment or "CI" in environment:
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or environment.get("TERM", "").startswith(_TERMS)
        or any(environment.get(mark) for mark in _MARKS)
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE)
    )
