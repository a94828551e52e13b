"""`wflint fix`."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wflint.cli.settings import given_settings, setting
from wflint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wflint.findings import Finding, Fix
    from wflint.fixes import Fixed, Wanted
    from wflint.plan import Plan
    from wflint.source.text import SourceText

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
_COLORS = {"auto": None, "always": True, "never": False}
_STDIN = Path("-")


@click.command(short_help="Rewrite handlers.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--unsafe", is_flag=True, help="Also apply fixes that may change what a handler does.")
@click.option(
    "--keep-in-flight",
    is_flag=True,
    help="Leave out fixes that add, rename or move steps: they let runs fail that are in flight.",
)
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("-i", "--interactive", is_flag=True, help="Show each fix and ask whether to apply it.")
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="With - for PATHS: the file that standard input stands for.",
)
@click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if anything was fixed.")
@setting("select", metavar="RULES")
@setting("ignore", metavar="RULES")
@setting("min-level")
@setting("fail-level")
@setting("exclude", metavar="PATTERN")
@click.option(
    "--force-exclude", is_flag=True, help="Leave them out even if they are named on the command line."
)
@click.option(
    "--config",
    multiple=True,
    metavar="FILE|OPTION",
    help='Use this configuration file and look for no other, or set an option: "key = value".',
)
@click.option("--isolated", is_flag=True, help="Use no configuration file and no .gitignore.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@click.option(
    "--color",
    type=click.Choice(list(_COLORS)),
    default="auto",
    show_default=True,
    help="Whether to use colours.",
)
@click.pass_context
def fix(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    unsafe: bool,
    keep_in_flight: bool,
    diff: bool,
    interactive: bool,
    stdin_filename: Path | None,
    exit_non_zero_on_fix: bool,
    force_exclude: bool,
    config: tuple[str, ...],
    isolated: bool,
    quiet: bool,
    color: str,
    **_settings: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Rewrite the handlers in PATHS so that replay does them no harm. Without PATHS, this folder.

    Only what wflint is sure of is changed, and only if the result parses, keeps its comments and has no finding that
    was not there before. With - for PATHS, standard input is read and the result is printed.

    Exits with 0 if nothing at or above the fail level remains, 1 if something does, or if --diff would change
    something, 2 if the arguments or the configuration make no sense or a file cannot be read or written.
    """
    # Each pass makes trees of its own.
    gc.enable()
    from wflint.plan import make_finder, make_plan, plan_of_one

    piped = _piped(paths, stdin_filename, interactive=interactive)
    finder = make_finder(Path.cwd(), config, given_settings(context), isolated=isolated)
    if piped is not None and stdin_filename is not None:
        plan = plan_of_one(stdin_filename, finder)
    else:
        plan = make_plan(paths, finder, force_exclude=force_exclude, respect_gitignore=not isolated)
    from wflint.fixes import Wanted

    wanted = Wanted(unsafe, keep_in_flight)
    if interactive:
        wanted = replace(wanted, ask=asker(_COLORS[color]))
    fixed = run_fixes(plan, wanted, piped)
    for error in fixed.report.errors:
        click.echo(f"wflint: error: {error}", err=True)
    _hand_over(plan, fixed, piped, diff=diff, quiet=quiet, color=_COLORS[color])
    failing = any(plan.whole.settings.fail_level <= left.finding.level for left in fixed.left)
    changed = bool(fixed.after) and (diff or exit_non_zero_on_fix)
    status = EXIT_FINDINGS if changed or (failing and not diff) else EXIT_CLEAN
    context.exit(EXIT_ERROR if fixed.report.errors else status)


def _piped(paths: tuple[Path, ...], filename: Path | None, *, interactive: bool) -> bytes | None:
    """Standard input, where that is what is fixed."""
    if _STDIN not in paths:
        if filename is not None:
            raise UsageError("--stdin-filename names what standard input stands for; give - for PATHS")
        return None
    if len(paths) > 1:
        raise UsageError("- stands for standard input and goes with no other path")
    if filename is None:
        raise UsageError("- needs --stdin-filename, which says where the file belongs")
    if interactive:
        raise UsageError("--interactive asks on standard input, which - reads")
    return sys.stdin.buffer.read()


def run_fixes(plan: Plan, wanted: Wanted, piped: bytes | None = None) -> Fixed:
    """Fix every part of a plan; nothing is written."""
    from wflint.fixes import Fixed
    from wflint.fixes import fix as run
    from wflint.merge import Part, merged
    from wflint.plan import options

    buffers: dict[Path, bytes] = {}
    if piped is not None:
        buffers = {file.path.resolve(): piped for file in plan.files}
    found = [run(part.files, options(part.configuration), wanted, buffers) for part in plan.parts]
    parts = [
        Part(each.report, {file.display for file in part.files})
        for each, part in zip(found, plan.parts, strict=True)
    ]
    return Fixed(
        {path: source for each in found for path, source in each.before.items()},
        {path: text for each in found for path, text in each.after.items()},
        tuple(finding for each in found for finding in each.applied),
        tuple(left for each in found for left in each.left),
        merged(parts),
    )


def _hand_over(
    plan: Plan, fixed: Fixed, piped: bytes | None, *, diff: bool, quiet: bool, color: bool | None
) -> None:
    """Write, print or show what was fixed."""
    from wflint.report.fixed import render, render_diff

    if diff:
        render_diff(fixed.before, fixed.after, sys.stdout, color=color)
    elif piped is not None:
        text = next((fixed.before[path].encode(new) for path, new in fixed.after.items()), piped)
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        write_fixed(plan, fixed)
    if not quiet:
        render(fixed, sys.stderr if diff or piped is not None else sys.stdout, color=color)


def write_fixed(plan: Plan, fixed: Fixed) -> None:
    """Put the new texts in the place of the files.

    Raises:
        SourceError: A file cannot be written; those before it are.
    """
    from wflint.source.writing import write_text

    paths = {file.display: file.path for file in plan.files}
    for display, text in fixed.after.items():
        write_text(paths[display], fixed.before[display], text)


def asker(color: bool | None) -> Callable[[Finding, Fix, SourceText], bool]:
    """What shows a fix as a diff and asks whether it is wanted: yes, no, all of this rule, or none from here on."""
    from wflint.fixes.edits import apply_edits, by_path
    from wflint.report.fixed import render_diff

    every: set[str] = set()
    done: list[bool] = []

    def ask(finding: Finding, fix_: Fix, source: SourceText) -> bool:
        if finding.code in every or done:
            return finding.code in every
        line, _ = source.position(finding.span.start)
        click.echo(f"{finding.span.path}:{line}: {finding.name} ({finding.code}): {fix_.message}")
        edits = by_path(fix_.edits).get(source.path, [])
        render_diff(
            {source.path: source}, {source.path: apply_edits(source.text, edits)}, sys.stdout, color=color
        )
        answer = click.prompt(
            "Apply? [y]es, [n]o, [a]ll of this rule, [q]uit",
            type=click.Choice(["y", "n", "a", "q"]),
            show_choices=False,
        )
        if answer == "a":
            every.add(finding.code)
        if answer == "q":
            done.append(True)
        return answer in ("y", "a")

    return ask
