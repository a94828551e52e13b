"""Renderers: each turns a report into one output format, from the findings alone.

A renderer is loaded when its format is asked for, so that machine formats do not pay for the terminal's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, TextIO, cast

from wflint.config.settings import OutputFormat
from wflint.report.plain import render as render_plain
from wflint.report.plain import says_all

if TYPE_CHECKING:
    from wflint.checking.report import Report


class Renderer(Protocol):
    """The `render` function of a renderer's module."""

    def __call__(
        self,
        report: Report,
        out: TextIO,
        *,
        color: bool | None = None,
        width: int | None = None,
        is_brief: bool = False,
        **more: bool,
    ) -> None:
        """Write the report to `out`.

        Args:
            report: What a run found.
            out: A terminal, a file or a pipe; its encoding limits what is written.
            color: Whether to use colours; `None` asks the terminal and `NO_COLOR`.
            width: Cells in a line; `None` asks the terminal, other outputs have 100.
            is_brief: Whether to leave out the summary that people read behind the findings.
            more: For a format of `MARKING_SUPPRESSED`, as `shows_suppressed`, whether to write findings that are hidden one
                by one as well, marked as such.
        """


FORMATS: Final = (*(each.value for each in OutputFormat), "statistics", "statistics_json")
"""The names of the formats, the default one first; each is a module of this package."""


SHOWING_EDITS: Final = frozenset({"agent", "json", "jsonl", "sarif", "rdjson"})
"""Formats from which programs take fixes to apply them, so that these have to hold by themselves."""


MARKING_SUPPRESSED: Final = frozenset({"sarif"})
"""Formats that can tell findings that are hidden from those that are not."""


def renderer(name: str) -> Renderer:
    """Return the renderer of a format.

    Raises:
        KeyError: There is no such format.
    """
    if name not in FORMATS:
        raise KeyError(name)
    return cast("Renderer", import_module(f"{__name__}.{name}").render)


def render(
    name: str,
    report: Report,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_brief: bool = False,
    shows_suppressed: bool = False,
) -> None:
    """Write the report to `out` in the format `name`; see `Renderer` for the arguments.

    Raises:
        KeyError: There is no such format.
    """
    if says_all(name, report, out, color=color):
        if not is_brief:
            render_plain(report, out)
    else:
        more = {"shows_suppressed": shows_suppressed} if name in MARKING_SUPPRESSED else {}
        renderer(name)(report, out, color=color, width=width, is_brief=is_brief, **more)
