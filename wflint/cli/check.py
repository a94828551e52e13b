"""`wflint check`."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from wflint.cli.conventions import (
    EXIT_CLEAN,
    EXIT_ERROR,
    EXIT_FINDINGS,
    Verbosity,
    color_option,
    quiet_option,
    say,
    silent_option,
    tell_errors,
    verbosity,
)
from wflint.cli.fix_options import fixing, policy_of
from wflint.cli.means import means_of, running
from wflint.cli.notes import tell_beside, tell_first_steps
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import from_environment, planned, planning, setting
from wflint.cli.standard_input import Input, read_input, reads_stdin, stdin_option
from wflint.cli.step_summary import append_step_summary
from wflint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

    from wflint.checking.report import Report
    from wflint.fixes import FixResult
    from wflint.pipeline.check import CheckedPlan
    from wflint.pipeline.plan import Plan

_READ_BY_PEOPLE: Final = ("full", "concise")


@click.command(short_help="Report replay mistakes.", cls=SectionedCommand)
@planning
@setting("fail-level", metavar="LEVEL")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--fix", is_flag=True, help="Apply fixes first, as `wflint fix` does.")
@fixing
@click.option(
    "--baseline-strict", is_flag=True, help="Exit with 1 if the baseline lists findings that no longer occur."
)
@click.option(
    "--diff-base",
    metavar="REVISION",
    help="Show only findings on lines that changed since this git revision; uncommitted changes count.",
)
@click.option("--add-ignores", is_flag=True, help="Add an ignore comment for every finding.")
@click.option("--reason", metavar="TEXT", default="", help="The reason to write with --add-ignores.")
@setting("output-format", metavar="FORMAT")
@click.option(
    "-o",
    "--output-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the output to FILE.",
    **from_environment("output-file"),
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Show counts per rule and per handler instead of findings; also in JSON.",
)
@click.option(
    "--show-suppressed",
    is_flag=True,
    help="Include findings that are ignored or in the baseline, marked as suppressed; SARIF only.",
)
@stdin_option
@click.option("--show-files", is_flag=True, help="List the files that would be checked, and stop.")
@click.option("--show-settings", is_flag=True, help="Show all settings and where they come from, and stop.")
@running
@click.option("-w", "--watch", is_flag=True, help="Check again whenever a file changes.")
@quiet_option
@silent_option
@click.option("-v", "--verbose", is_flag=True, help="Log progress to stderr.")
@color_option
@click.pass_context
def check(
    context: click.Context,
    /,
    add_ignores: bool,
    reason: str,
    watch: bool,
    show_files: bool,
    show_settings: bool,
    **_others: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Report replay mistakes in the handlers in PATHS.

    PATHS are files, or folders searched for Python, TypeScript and JavaScript files and for notebooks; default: the
    current directory. With `-`, standard input is checked.

    \b
    Exit codes:
      0  no finding at or above the fail level
      1  a finding at or above the fail level
      2  wrong input or configuration, or an internal error
    """  # noqa: D301 - click takes the character \b for "keep these lines as they are"
    _refuse_mixtures(context)
    given = read_input(context)
    plan = given.plan
    if show_settings or show_files:
        _show(plan, settings=show_settings)
        return
    if watch:
        _watch(context, plan)
    elif add_ignores:
        context.exit(_add_ignores(context, plan, reason.strip()))
    else:
        context.exit(_fix_and_check(context, plan) if context.params["fix"] else _check(context, given))


def _refuse_mixtures(context: click.Context) -> None:
    """Refuse options that make no sense together."""
    given = context.params
    if given["reason"] and not given["add_ignores"]:
        raise click.UsageError("--reason goes with --add-ignores.")
    if given["fix"] and (given["add_ignores"] or given["watch"]):
        raise click.UsageError("--fix goes neither with --add-ignores nor with --watch.")
    for option in ("safe_only", "unsafe", "interactive", "diff", "exit_non_zero_on_fix"):
        if given[option] and not given["fix"]:
            raise click.UsageError(f"--{option.replace('_', '-')} goes with --fix.")
    if given["watch"] and given["add_ignores"]:
        raise click.UsageError("--watch and --add-ignores do not go together.")
    if reads_stdin(context):
        if given["fix"]:
            raise UsageError("--fix rewrites files; `wflint fix -` prints what becomes of standard input")
        for option in ("add_ignores", "watch", "diff_base"):
            if given[option]:
                raise UsageError(f"--{option.replace('_', '-')} is about files, not about standard input")


def _show(plan: Plan, *, settings: bool) -> None:
    if settings:
        from wflint.report.settings import settings_text

        for line in settings_text(plan.projects, Path.cwd()).split("\n"):
            say(line)
        return
    for file in plan.files:
        say(f"./{file.display}" if file.display.startswith("::") else file.display)


def _check(context: click.Context, given: Input) -> int:
    """Check, and show what is found."""
    from wflint.report import MARKING_SUPPRESSED

    params, level = context.params, verbosity(context)
    format_ = _chosen_format(given.plan, wants_statistics=params["statistics"])
    if params["show_suppressed"] and format_ not in MARKING_SUPPRESSED:
        raise UsageError(
            f"--show-suppressed: nothing in {format_} can tell that a finding is hidden; SARIF can"
        )
    checked = _run(context, given)
    tell_beside(checked, level)
    if level > Verbosity.SILENT or params["output_file"]:
        with _output(params["output_file"]) as out:
            _render(checked.report, format_, out, context)
        if format_ == "github":
            append_step_summary(checked.report, os.environ)
    # Last, since fixes are written only when a format shows them.
    tell_errors(checked.report.internal_errors)
    if format_ == "full" and not (params["isolated"] or params["watch"] or given.piped is not None):
        tell_first_steps(checked, level)
    return _exit_code(checked, context, given.plan)


def _chosen_format(plan: Plan, *, wants_statistics: bool) -> str:
    """Return the name of the format.

    Raises:
        UsageError: Counts are asked for in a format that has none.
    """
    format_: str = plan.whole.settings.output_format.value
    if not wants_statistics:
        return format_
    if format_ == "json":
        return "statistics_json"
    if format_ not in _READ_BY_PEOPLE and plan.whole.place("output-format") == "--output-format":
        raise UsageError(
            f"--statistics is a table, or `--output-format json`; there are no counts in {format_}"
        )
    return "statistics"


def _fix_and_check(context: click.Context, plan: Plan) -> int:
    """Fix, and check what remains; with `--diff`, show what would be fixed and check nothing."""
    given = context.params
    fixed = _fix(context, plan)
    if given["diff"]:
        tell_errors([*fixed.report.errors, *fixed.internal_errors])
        failed = fixed.report.errors or fixed.internal_errors
        return EXIT_ERROR if failed else EXIT_FINDINGS if fixed.after else EXIT_CLEAN
    code = _check(context, Input(plan))
    changed = bool(fixed.after) and given["exit_non_zero_on_fix"]
    return max(code, EXIT_FINDINGS) if changed else code


def _fix(context: click.Context, plan: Plan) -> FixResult:
    """Apply what is wanted, or show it, and say what that was and what it means for a deploy."""
    from wflint.pipeline.fix import fix_plan, write_result
    from wflint.report.fixed import draining_sentences, render_diff
    from wflint.report.summary import count

    is_diff = context.params["diff"]
    fixed = fix_plan(plan, policy_of(context))
    if is_diff:
        render_diff(fixed.before, fixed.after, sys.stdout, color=context.params["color"])
    else:
        write_result(plan, fixed)
    if fixed.applied and verbosity(context) > Verbosity.QUIET:
        done = "would fix" if is_diff else "fixed"
        files = count(len(fixed.after), "file")
        click.echo(f"wflint: {done} {count(len(fixed.applied), 'finding')} in {files}", err=True)
        for text in draining_sentences(fixed.applied, is_written=not is_diff):
            say(f"wflint: {text}", err=True)
    return fixed


def _run(context: click.Context, given: Input) -> CheckedPlan:
    from wflint.cli.progress import progress_on
    from wflint.pipeline.check import check_plan

    output_format = given.plan.whole.settings.output_format.value
    means = means_of(context, output_format) if given.plan.has_files else None
    with progress_on(sys.stderr, wanted=verbosity(context) > Verbosity.QUIET) as progress:
        checked = check_plan(given.plan, context.params["diff_base"], progress, given.buffers, means)
    if checked.baseline is None and context.params["baseline_strict"]:
        raise UsageError("--baseline-strict: there is no baseline; name one with --baseline or `baseline`")
    return checked


def _watch(context: click.Context, first: Plan) -> None:
    from wflint.cli.watch import watch

    files = [part.configuration.file for part in first.projects]

    def again() -> None:
        _check(context, Input(planned(context)))

    watch([*first.given, *(file for file in files if file is not None)], again)


def _add_ignores(context: click.Context, plan: Plan, reason: str) -> int:
    from wflint.cli.add_ignores import add_all, check_reason

    check_reason(plan, reason)
    level = verbosity(context)
    changed = add_all(_run(context, Input(plan)).report, plan, reason)
    after = _run(context, Input(plan))
    tell_beside(after, level)
    tell_errors(after.report.internal_errors)
    if level > Verbosity.QUIET:
        from wflint.report.summary import count

        click.echo(f"Added ignore comments in {count(changed, 'file')}.")
    if level > Verbosity.SILENT and after.report.findings:
        _render(after.report, "concise", sys.stdout, context)
    return _exit_code(after, context, plan)


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


def _render(report: Report, format_: str, out: TextIO, context: click.Context) -> None:
    from wflint.report import render

    is_brief = verbosity(context) < Verbosity.NORMAL
    render(
        format_,
        report,
        out,
        color=context.params["color"],
        is_brief=is_brief,
        shows_suppressed=context.params["show_suppressed"],
    )


def _exit_code(checked: CheckedPlan, context: click.Context, plan: Plan) -> int:
    if checked.report.problems:
        return EXIT_ERROR
    fail_level = plan.whole.settings.fail_level
    failing = any(fail_level <= finding.level for finding in checked.report.findings)
    failing = failing or (bool(checked.stale) and context.params["baseline_strict"])
    return EXIT_FINDINGS if failing and not context.params["exit_zero"] else EXIT_CLEAN
