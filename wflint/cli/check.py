"""`wflint check`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from wflint.cli.settings import given_settings, setting
from wflint.cli.step_summary import append_step_summary
from wflint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

    from wflint.check import Report
    from wflint.findings import Level
    from wflint.plan import Plan

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2


@click.command(short_help="Check handlers.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@setting("select", metavar="RULES")
@setting("ignore", metavar="RULES")
@setting("min-level")
@setting("fail-level")
@setting("exclude", metavar="PATTERN")
@click.option(
    "--force-exclude", is_flag=True, help="Leave them out even if they are named on the command line."
)
@setting("output-format")
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there instead of to standard output.",
)
@click.option("--statistics", is_flag=True, help="Show counts per rule and per handler instead of findings.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and check none.")
@click.option(
    "--show-settings", is_flag=True, help="Show all settings and where they come from, and check nothing."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--config",
    multiple=True,
    metavar="FILE|OPTION",
    help='Use this configuration file and look for no other, or set an option: "key = value".',
)
@click.option("--isolated", is_flag=True, help="Use no configuration file and no .gitignore.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code says it all.")
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is looked at.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to use colours.",
)
@click.pass_context
def check(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    force_exclude: bool,
    output_file: Path | None,
    statistics: bool,
    show_files: bool,
    show_settings: bool,
    exit_zero: bool,
    config: tuple[str, ...],
    isolated: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    **_settings: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Check the handlers in PATHS: files, and folders with all Python files below them. Without PATHS, this folder.

    Exits with 0 if nothing was found at or above the fail level, 1 if something was, 2 if the arguments or the
    configuration make no sense, a file cannot be read, or wflint itself fails.
    """
    plan = _plan(context, paths, config, force_exclude=force_exclude, isolated=isolated)
    if show_settings or show_files:
        _show(plan, settings=show_settings)
        return
    report = _run(plan, quiet=quiet)
    for error in report.errors:
        click.echo(f"wflint: error: {error}", err=True)
    if verbose:
        click.echo(
            f"wflint: looked at {report.files} files and {report.handlers} handlers; "
            f"{report.unknown_calls} calls in replayed code could not be resolved",
            err=True,
        )
    if not quiet:
        chosen = "statistics" if statistics else plan.whole.settings.output_format.value
        with _output(output_file) as out:
            _render(report, chosen, out, color)
        if chosen == "github":
            append_step_summary(report, os.environ)
    context.exit(_exit_code(report, plan.whole.settings.fail_level, exit_zero=exit_zero))


def _plan(
    context: click.Context,
    paths: tuple[Path, ...],
    config: tuple[str, ...],
    *,
    force_exclude: bool,
    isolated: bool,
) -> Plan:
    from wflint.plan import make_finder, make_plan

    finder = make_finder(Path.cwd(), config, given_settings(context), isolated=isolated)
    return make_plan(paths, finder, force_exclude=force_exclude, respect_gitignore=not isolated)


def _show(plan: Plan, *, settings: bool) -> None:
    if settings:
        from wflint.cli.show_settings import settings_text

        click.echo(settings_text(plan, Path.cwd()))
        return
    for file in plan.files:
        click.echo(file.display)


def _run(plan: Plan, *, quiet: bool) -> Report:
    from wflint.check import check as run
    from wflint.cli.progress import progress_on
    from wflint.merge import Part, merged
    from wflint.plan import options

    parts = [(part.files, options(part.configuration)) for part in plan.parts]
    with progress_on(sys.stderr, wanted=not quiet) as progress:
        done = [
            Part(run(files, each, progress=progress), {file.display for file in files})
            for files, each in parts
        ]
    return merged(done)


@contextmanager
def _output(path: Path | None) -> Generator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        out = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"--output-file: {path}: {error.strerror or error}") from error
    with out:
        yield out


def _render(report: Report, format_: str, out: TextIO, color: str) -> None:
    from wflint.report import render

    render(format_, report, out, color={"auto": None, "always": True, "never": False}[color])


def _exit_code(report: Report, fail_level: Level, *, exit_zero: bool) -> int:
    if report.errors:
        return EXIT_ERROR
    failing = any(fail_level <= finding.level for finding in report.findings)
    return EXIT_FINDINGS if failing and not exit_zero else EXIT_CLEAN
