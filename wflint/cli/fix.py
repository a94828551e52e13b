"""`wflint fix`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from wflint.cli.conventions import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_FINDINGS,
    Verbosity,
    color_option,
    quiet_option,
    silent_option,
    tell_errors,
    verbosity,
)
from wflint.cli.fix_options import fixing, policy_of
from wflint.cli.notes import tell_of_input
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import planning, setting
from wflint.cli.standard_input import Input, read_input, reads_stdin, stdin_option
from wflint.errors import UsageError

if TYPE_CHECKING:
    from wflint.fixes import FixResult
    from wflint.pipeline.plan import Plan


@click.command(short_help="Apply fixes.", cls=SectionedCommand)
@planning
@setting("fail-level", metavar="LEVEL")
@fixing
@stdin_option
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Report what was fixed and what remains as text or JSON.",
)
@quiet_option
@silent_option
@color_option
@click.pass_context
def fix(
    context: click.Context,
    /,
    **_others: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Fix replay mistakes in the handlers in PATHS.

    PATHS are files, or folders searched for Python, TypeScript and JavaScript files and for notebooks; default: the
    current directory. With `-`, standard input is fixed and printed.

    Safe fixes are applied, and fixes that need the runs in flight of a handler to be drained before the new code is
    deployed; those handlers are named. A fix is kept only if the result parses, loses no comment and has no new finding.

    \b
    Exit codes:
      0  no finding at or above the fail level remains
      1  such a finding remains, or --diff shows a change
      2  wrong input or configuration, or an internal error
    """  # noqa: D301 - click takes the character \b for "keep these lines as they are"
    from wflint.pipeline.fix import fix_plan

    _refuse_mixtures(context)
    policy = policy_of(context)
    given = read_input(context)
    fixed = fix_plan(given.plan, policy, given.buffers)
    tell_errors([*fixed.report.errors, *fixed.internal_errors])
    tell_of_input(given.plan, verbosity(context))
    _hand_over(context, given, fixed)
    _report(context, given, fixed)
    context.exit(_exit_code(context, given.plan, fixed))


def _refuse_mixtures(context: click.Context) -> None:
    """Refuse options that make no sense together."""
    given = context.params
    if given["interactive"] and reads_stdin(context):
        raise UsageError("--interactive asks on standard input, which - reads")
    if given["output_format"] == "json":
        if given["interactive"]:
            raise UsageError("--interactive asks on standard output, where JSON would go")
        if reads_stdin(context):
            raise UsageError("what becomes of standard input is printed as it is; leave out --output-format")


def _exit_code(context: click.Context, plan: Plan, fixed: FixResult) -> int:
    if fixed.report.errors or fixed.internal_errors:
        return EXIT_ERROR
    given = context.params
    if given["diff"]:
        return EXIT_FINDINGS if fixed.after else EXIT_CLEAN
    failing = any(plan.whole.settings.fail_level <= each.finding.level for each in fixed.remaining)
    changed = bool(fixed.after) and given["exit_non_zero_on_fix"]
    return EXIT_FINDINGS if failing or changed else EXIT_CLEAN


def _hand_over(context: click.Context, given: Input, fixed: FixResult) -> None:
    """Write, print or show what was fixed."""
    if context.params["diff"]:
        if context.params["output_format"] == "text":
            from wflint.report.fixed import render_diff

            render_diff(fixed.before, fixed.after, sys.stdout, color=context.params["color"])
    elif given.piped is not None:
        text = next((fixed.before[path].encode(new) for path, new in fixed.after.items()), given.piped)
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        from wflint.pipeline.fix import write_result

        write_result(given.plan, fixed)


def _report(context: click.Context, given: Input, fixed: FixResult) -> None:
    """Say what was fixed and what remains."""
    level, is_diff = verbosity(context), context.params["diff"]
    if level is Verbosity.SILENT:
        return
    if context.params["output_format"] == "json":
        from wflint.report.fixed_json import render as render_json

        render_json(fixed, sys.stdout, is_written=not is_diff)
        return
    from wflint.report.fixed import render

    render(
        fixed,
        sys.stderr if is_diff or given.piped is not None else sys.stdout,
        color=context.params["color"],
        is_written=not is_diff,
        is_brief=level is Verbosity.QUIET,
    )
