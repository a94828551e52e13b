"""`wflint explain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wflint.cli.conventions import EXIT_CLEAN, EXIT_ERROR, color_option, tell_errors, tell_warnings
from wflint.cli.sections import SectionedCommand
from wflint.cli.settings import configuring, finder_of, setting
from wflint.errors import UsageError

if TYPE_CHECKING:
    from wflint.explaining import Explanation

_SEPARATOR = "::"


@click.command(short_help="Show a handler's steps.", cls=SectionedCommand)
@click.argument("target", metavar="[PATH[::HANDLER]]", default=".")
@setting("exclude", metavar="PATTERN")
@configuring
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print a tree or JSON.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show the details of every step, even in a long handler.")
@color_option
@click.pass_context
def explain(
    context: click.Context,
    /,
    target: str,
    output_format: str,
    color: bool | None,
    verbose: bool,
    **_others: object,  # read from the context, which knows what was given and what is a default
) -> None:
    """Show the steps of the handlers in PATH, or of HANDLER alone, and what replay does between them.

    PATH is a file or folder; default: the current directory.

    Each handler is a tree in the order of its code: how often the code outside steps runs; the steps, the conditions they
    depend on, what they capture and return; side effects, with the calls that lead to them; and calls that cannot be
    followed.
    """
    path, name = _split(target)
    _refuse_rule(path)
    explanation = _explain(context, path)
    tell_errors([*explanation.errors, *explanation.internal_errors])
    if name is not None:
        explanation = _only(explanation, name, path)
    if output_format == "json":
        from wflint.report.explain_json import render as render_json

        render_json(explanation, sys.stdout)
    elif explanation.workflows:
        from wflint.report.explain_text import render as render_text

        render_text(explanation, sys.stdout, color=color, is_verbose=verbose)
    else:
        tell_warnings([f"found no handlers in `{path}`"])
    context.exit(EXIT_ERROR if explanation.errors or explanation.internal_errors else EXIT_CLEAN)


def _split(target: str) -> tuple[Path, str | None]:
    """Return the path, and the name of the handler, if one is given."""
    path, separator, name = target.rpartition(_SEPARATOR)
    if not separator or Path(target).exists():
        return Path(target), None
    if not name:
        raise UsageError(f"`{target}` names no handler after `{_SEPARATOR}`")
    return Path(path or "."), name


def _refuse_rule(path: Path) -> None:
    """Name the command that explains a rule.

    Raises:
        UsageError: The path is none but the name of a rule.
    """
    from wflint.rules import find_rule

    if not path.exists() and find_rule(str(path)) is not None:
        raise UsageError(f"`{path}` is a rule, not a path; `wflint rule {path}` explains it")


def _explain(context: click.Context, path: Path) -> Explanation:
    from wflint.pipeline.plan import make_plan
    from wflint.pipeline.run import explain_projects

    respects = not context.params["isolated"]
    plan = make_plan([path], finder_of(context), force_exclude=False, respect_gitignore=respects)
    return explain_projects(plan.projects)


def _only(explanation: Explanation, name: str, path: Path) -> Explanation:
    """Return the workflows of that name.

    Raises:
        UsageError: There are none.
    """
    from dataclasses import replace

    from wflint.tables import did_you_mean

    wanted = tuple(each for each in explanation.workflows if each.name == name)
    if not wanted and not explanation.errors and not explanation.internal_errors:
        names = list(dict.fromkeys(each.name for each in explanation.workflows))
        raise UsageError(f"there is no handler `{name}` in {path}{did_you_mean(name, names, _listed(names))}")
    return replace(explanation, workflows=wanted)


def _listed(names: list[str]) -> str:
    return f"; it has {', '.join(f'`{each}`' for each in names)}" if names else ", nor any other"
