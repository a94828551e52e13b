"""`wflint check`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from wflint.errors import UsageError
from wflint.findings import Level

if TYPE_CHECKING:
    from wflint.check import Report
    from wflint.source.discovery import SourceFile

_LEVELS = click.Choice([level.value for level in Level])
EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2


@click.command(short_help="Check handlers.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Run only these rules: names, codes or prefixes of codes, with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave out these rules.")
@click.option(
    "--min-level",
    type=_LEVELS,
    default="warning",
    show_default=True,
    help="Show findings from this level on.",
)
@click.option(
    "--fail-level",
    type=_LEVELS,
    default="warning",
    show_default=True,
    help="Exit with 1 if there are findings from this level on.",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave out files and folders that match, as in .gitignore.",
)
@click.option(
    "--force-exclude", is_flag=True, help="Leave them out even if they are named on the command line."
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    show_default=True,
    help="How to show findings.",
)
@click.option(
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write there instead of to standard output.",
)
@click.option("--statistics", is_flag=True, help="Show counts per rule instead of findings.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and check none.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
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
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_level: str,
    fail_level: str,
    exclude: tuple[str, ...],
    force_exclude: bool,
    output_format: str,
    output_file: Path | None,
    statistics: bool,
    show_files: bool,
    exit_zero: bool,
    isolated: bool,
    quiet: bool,
    verbose: bool,
    color: str,
) -> None:
    """Check the handlers in PATHS: files, and folders with all Python files below them. Without PATHS, this folder.

    Exits with 0 if nothing was found at or above the fail level, 1 if something was, 2 if the arguments or the
    configuration make no sense, a file cannot be read, or wflint itself fails.
    """
    files = _discover(paths, exclude, force_exclude=force_exclude, isolated=isolated)
    if show_files:
        for file in files:
            click.echo(file.display)
        return
    with _uncollected():
        report = _run(files, select, ignore, Level(min_level))
    for error in report.errors:
        click.echo(f"wflint: error: {error}", err=True)
    if verbose:
        click.echo(
            f"wflint: looked at {report.files} files and {report.handlers} handlers; "
            f"{report.unknown_calls} calls in replayed code could not be resolved",
            err=True,
        )
    if not quiet:
        chosen = "statistics" if statistics else output_format
        with _output(output_file) as out:
            _render(report, chosen, out, color)
    context.exit(_exit_code(report, Level(fail_level), exit_zero=exit_zero))


def _discover(
    paths: tuple[Path, ...], exclude: tuple[str, ...], *, force_exclude: bool, isolated: bool
) -> list[SourceFile]:
    from wflint.source.discovery import discover

    return discover(
        list(paths) or [Path()],
        extend_exclude=exclude,
        force_exclude=force_exclude,
        respect_gitignore=not isolated,
        cwd=Path.cwd(),
    )


def _run(files: list[SourceFile], select: tuple[str, ...], ignore: tuple[str, ...], level: Level) -> Report:
    from wflint.check import Options, check as run
    from wflint.rules import all_rules

    names = {rule.name for rule in all_rules()}
    selected = _rules(select, "--select") if select else names
    return run(files, Options(frozenset(selected - _rules(ignore, "--ignore")), level))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the garbage collector out: trees live as long as the run, and looking them over takes a fifth of it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _rules(given: tuple[str, ...], option: str) -> set[str]:
    """The rules that a list of names, codes and prefixes of codes means."""
    from difflib import get_close_matches

    from wflint.rules import all_rules

    found: set[str] = set()
    for text in (part.strip() for each in given for part in each.split(",")):
        wanted = text.lower()
        if not wanted:
            continue
        means = {r.name for r in all_rules() if wanted == r.name or r.code.lower().startswith(wanted)}
        if not means:
            known = [name for r in all_rules() for name in (r.name, r.code)]
            close = get_close_matches(text, known, n=1) or get_close_matches(wanted, known, n=1)
            hint = f", did you mean `{close[0]}`?" if close else "; `wflint rule --all` lists the rules"
            raise UsageError(f"{option}: there is no rule `{text}`{hint}")
        found |= means
    return found


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
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
