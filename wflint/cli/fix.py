"""`wflint fix`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wflint.cli.conventions import EXIT_CLEAN, EXIT_ERROR, EXIT_FINDINGS, color_option, tell_errors
from wflint.cli.fix_options import fixing, policy_of
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import finder_of, planned, planning, setting
from wflint.errors import UsageError

if TYPE_CHECKING:
    from wflint.fixes import FixResult
    from wflint.pipeline.plan import Plan

_STDIN = Path("-")


@click.command(short_help="Rewrite handlers.", cls=SectionedCommand)
@planning
@setting("fail-level")
@fixing
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    help="With - for PATHS: the file that standard input stands for.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
@color_option
@click.pass_context
def fix(
    context: click.Context,
    /,
    diff: bool,
    quiet: bool,
    color: bool | None,
    **_others: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Rewrite the handlers in PATHS so that replay does them no harm.

    PATHS are files, and folders with all Python, TypeScript and JavaScript files below them; without any, this folder is meant. With - for
    PATHS, standard input is read and the result is printed.

    Applies fixes that are safe, and those before whose deploy runs in flight have to be drained; it names the handlers.
    Only what wflint is sure of is changed, and only if the result parses, keeps its comments and has no finding that was
    not there before.

    Exits with 0 if nothing at or above the fail level remains, 1 if something does, or if --diff would change
    something, 2 if the arguments or the configuration make no sense or a file cannot be read or written.
    """
    from wflint.pipeline.fix import fix_plan

    policy = policy_of(context)
    piped = _piped(context)
    plan = planned(context) if piped is None else _planned_one(context)
    buffers = {file.real: piped for file in plan.files} if piped is not None else None
    fixed = fix_plan(plan, policy, buffers)
    tell_errors([*fixed.report.errors, *fixed.internal_errors])
    _hand_over(plan, fixed, piped, diff=diff, color=color)
    if not quiet:
        from wflint.report.fixed import render

        out = sys.stderr if diff or piped is not None else sys.stdout
        render(fixed, out, color=color, is_written=not diff)
    context.exit(_exit_code(context, plan, fixed))


def _exit_code(context: click.Context, plan: Plan, fixed: FixResult) -> int:
    if fixed.report.errors or fixed.internal_errors:
        return EXIT_ERROR
    given = context.params
    if given["diff"]:
        return EXIT_FINDINGS if fixed.after else EXIT_CLEAN
    failing = any(plan.whole.settings.fail_level <= each.finding.level for each in fixed.remaining)
    changed = bool(fixed.after) and given["exit_non_zero_on_fix"]
    return EXIT_FINDINGS if failing or changed else EXIT_CLEAN


def _piped(context: click.Context) -> bytes | None:
    """Standard input, where that is what is fixed."""
    paths, filename = context.params["paths"], context.params["stdin_filename"]
    if _STDIN not in paths:
        if filename is not None:
            raise UsageError("--stdin-filename names what standard input stands for; give - for PATHS")
        return None
    if len(paths) > 1:
        raise UsageError("- stands for standard input and goes with no other path")
    if filename is None:
        raise UsageError("- needs --stdin-filename, which says where the file belongs")
    if context.params["interactive"]:
        raise UsageError("--interactive asks on standard input, which - reads")
    return sys.stdin.buffer.read()


def _planned_one(context: click.Context) -> Plan:
    """Return the plan for the one file that standard input stands for."""
    from wflint.pipeline.plan import plan_of_one

    return plan_of_one(context.params["stdin_filename"], finder_of(context))


def _hand_over(plan: Plan, fixed: FixResult, piped: bytes | None, *, diff: bool, color: bool | None) -> None:
    """Write, print or show what was fixed."""
    if diff:
        from wflint.report.fixed import render_diff

        render_diff(fixed.before, fixed.after, sys.stdout, color=color)
    elif piped is not None:
        text = next((fixed.before[path].encode(new) for path, new in fixed.after.items()), piped)
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        from wflint.pipeline.fix import write_result

        write_result(plan, fixed)
