"""`wflint debug`."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from wflint._version import __version__
from wflint.cli.conventions import say
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import planned, planning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.checking.report import Report
    from wflint.pipeline.plan import Plan

_NAME: Final = re.compile(r"[\w.-]+")


@click.command(short_help="Print what a report of a mistake should tell.", cls=SectionedCommand)
@planning
@click.pass_context
def debug(context: click.Context, /, **_others: object) -> None:
    """Print what a report of a mistake in wflint should tell: versions, the configuration, and how many handlers of which
    engines are in PATHS.

    Nothing of the code is printed, and nothing is sent anywhere.
    """  # noqa: D205 - the first sentence is longer than a line
    from wflint.pipeline.check import check_all

    plan = planned(context)
    for line in (*_versions(), "", *_configuration(plan), "", *_found(check_all(plan).report)):
        say(line)


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


def _configuration(plan: Plan) -> Iterator[str]:
    """Yield the configuration files with what is set in them, and the same of the command line."""
    from wflint.cli.show_settings import settings_text

    lines = settings_text(plan, Path.cwd()).split("\n")
    return (line for line in lines if not line.endswith("# default"))


def _found(report: Report) -> Iterator[str]:
    from wflint.report.summary import count

    yield f"{count(report.files, 'file')}, {count(report.handlers, 'handler')}"
    yield from (f"engine {name}" for name in sorted(report.engines))
