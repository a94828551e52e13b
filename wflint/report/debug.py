"""What a report of a mistake in wflint should tell: versions, the configuration, what was found; nothing of the code."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING, Final

from wflint._version import __version__
from wflint.report.settings import settings_text
from wflint.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wflint.checking.report import Report
    from wflint.pipeline.plan import SubProject

_NAME: Final = re.compile(r"[\w.-]+")


def debug_lines(projects: Sequence[SubProject], report: Report, cwd: Path) -> Iterator[str]:
    """Yield the lines, in three parts with an empty line between them.

    Args:
        projects: What was checked.
        report: What was found there.
        cwd: The folder that paths are shown from.
    """
    yield from _versions()
    yield ""
    yield from _configuration(projects, cwd)
    yield ""
    yield f"{count(report.files, 'file')}, {count(report.handlers, 'handler')}"
    yield from (f"engine {name}" for name in sorted(report.engines))


def _versions() -> Iterator[str]:
    """Yield the versions of all that takes part in a check."""
    yield f"wflint {__version__}"
    yield f"{platform.python_implementation()} {platform.python_version()} on {platform.platform(terse=True)}"
    yield from filter(None, map(_with_version, sorted(_dependencies())))


def _dependencies() -> set[str]:
    """Return the names of the packages that wflint needs, without those of extras."""
    names = (_NAME.match(each) for each in requires("wflint") or () if "extra ==" not in each)
    return {name[0] for name in names if name}


def _with_version(name: str) -> str | None:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:  # another version of Python needs it
        return None


def _configuration(projects: Sequence[SubProject], cwd: Path) -> Iterator[str]:
    """Yield the configuration files with what is set in them, and the same of whoever has started wflint."""
    lines = settings_text(projects, cwd).split("\n")
    return (line for line in lines if not line.endswith("# default"))
