"""`wflint init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from wflint.cli.conventions import EXIT_CLEAN, EXIT_ERROR, say, tell_errors
from wflint.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.checking.report import Report
    from wflint.cli.init_files import Addition

_NONE: Final = "none"
_CONFIGURATIONS: Final = ("wflint.toml", "pyproject.toml", _NONE)
_SYSTEMS: Final = ("github", "gitlab", _NONE)


@click.command(short_help="Set up a project.")
@click.option(
    "--configuration",
    type=click.Choice(_CONFIGURATIONS),
    metavar="FILE",
    help="File for the configuration: wflint.toml, pyproject.toml or none.",
)
@click.option("--pre-commit/--no-pre-commit", default=None, help="Whether to add a pre-commit hook.")
@click.option(
    "--ci", type=click.Choice(_SYSTEMS), metavar="SYSTEM", help="Add a CI job: github, gitlab or none."
)
@click.option("-y", "--yes", is_flag=True, help="Ask nothing, and choose what fits the project.")
@click.pass_context
def init(
    context: click.Context, configuration: str | None, *, pre_commit: bool | None, ci: str | None, yes: bool
) -> None:
    """Ask, then write a configuration for the current directory, a pre-commit hook and a CI job.

    An option answers its question beforehand. Existing files are extended, never overwritten; where that is not safe,
    what to add is printed.

    \b
    Exit codes:
      0  everything that was chosen is written
      2  something is not
    """  # noqa: D301 - click takes the character \b for "keep these lines as they are"
    wanted = _Wanted(configuration, pre_commit, ci)
    folder = Path.cwd()
    # All that is refused is refused before anything is asked or written.
    _additions(wanted, folder, ())
    report = _checked(folder)
    wanted = _answered(wanted, folder, asks=not yes)
    written, left = _write(_additions(wanted, folder, sorted(report.engines)))
    for line in _next_steps(written, report):
        say(line)
    context.exit(EXIT_ERROR if left else EXIT_CLEAN)


class _Wanted(NamedTuple):
    """What is wanted; `None` where that is not decided."""

    configuration: str | None
    pre_commit: bool | None
    ci: str | None


def _additions(wanted: _Wanted, folder: Path, engines: Sequence[str]) -> list[Addition]:
    """Return what is wanted, as far as that is decided."""
    from wflint.cli.init_files import added_configuration, added_hook, added_job, repository_of

    repository = repository_of(folder)
    additions: list[Addition] = []
    if wanted.configuration not in (None, _NONE):
        additions.append(added_configuration(folder, str(wanted.configuration), engines))
    if wanted.pre_commit:
        additions.append(added_hook(repository))
    if wanted.ci not in (None, _NONE):
        additions.append(added_job(repository, str(wanted.ci)))
    return additions


def _checked(folder: Path) -> Report:
    """Check the folder as it is, and say what is in it."""
    from wflint.cli.notes import found_text
    from wflint.cli.progress import progress_on
    from wflint.pipeline.check import check_all
    from wflint.pipeline.plan import make_finder, make_plan

    finder = make_finder(folder, (), {}, isolated=False)
    plan = make_plan((), finder, force_exclude=False, respect_gitignore=True)
    with progress_on(sys.stderr, wanted=True) as progress:
        report = check_all(plan, progress).report
    found = found_text(report)
    say(f"{found[:1].upper()}{found[1:]}.")
    return report


def _answered(wanted: _Wanted, folder: Path, *, asks: bool) -> _Wanted:
    """Return what is wanted, with an answer to everything that was not decided."""
    try:
        return _Wanted(
            _configuration(folder, asks=asks) if wanted.configuration is None else wanted.configuration,
            _pre_commit(folder, asks=asks) if wanted.pre_commit is None else wanted.pre_commit,
            _ci(folder, asks=asks) if wanted.ci is None else wanted.ci,
        )
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        hint = "`--yes` asks nothing, and `wflint init --help` lists the answers that options can give"
        raise UsageError(f"there is nobody to ask; {hint}") from error


def _configuration(folder: Path, *, asks: bool) -> str:
    from wflint.cli.init_files import configured_by

    if (file := configured_by(folder)) is not None:
        say(f"{file} configures this folder already.")
        return _NONE
    has_shared = (folder / "pyproject.toml").is_file()
    proposed = "pyproject.toml" if has_shared else "wflint.toml"
    offered = _CONFIGURATIONS if has_shared else ("wflint.toml", _NONE)
    if not asks:
        return proposed
    answer: str = click.prompt(
        "Where should the configuration go?", type=click.Choice(offered), default=proposed
    )
    return answer


def _pre_commit(folder: Path, *, asks: bool) -> bool:
    from wflint.cli.init_files import HOOKS, has_hook, repository_of

    repository = repository_of(folder)
    if has_hook(repository):
        say(f"{HOOKS} runs wflint already.")
        return False
    proposed = (repository / HOOKS).is_file()
    return click.confirm("Check before each commit, with pre-commit?", default=proposed) if asks else proposed


def _ci(folder: Path, *, asks: bool) -> str:
    from wflint.cli.init_files import CI_FILES, GITLAB_JOBS, has_ci, repository_of

    repository = repository_of(folder)
    for system in CI_FILES:
        if has_ci(repository, system):
            say(f"CI runs wflint already, with {system}.")
            return _NONE
    proposed = _NONE
    if (repository / GITLAB_JOBS).is_file():
        proposed = "gitlab"
    elif (repository / ".github").is_dir():
        proposed = "github"
    if not asks:
        return proposed
    answer: str = click.prompt(
        "Which CI should check each change?", type=click.Choice(_SYSTEMS), default=proposed
    )
    return answer


def _write(additions: Sequence[Addition]) -> tuple[list[Addition], list[Addition]]:
    """Write what can be written, and print what cannot be; return both."""
    from wflint.files.display import display_path

    written: list[Addition] = []
    left: list[Addition] = []
    for each in additions:
        shown = display_path(each.path)
        if each.new_text is None:
            tell_errors(
                [SourceError(shown, "cannot be edited safely, and stays as it is; add this yourself:")]
            )
            click.echo(f"\n{each.text}")
            left.append(each)
            continue
        each.write()
        say(f"Wrote {shown}." if each.old is None else f"Added to {shown}.")
        written.append(each)
    return written, left


def _next_steps(written: Sequence[Addition], report: Report) -> list[str]:
    """Return what to do next, a line each."""
    from wflint.cli.init_files import CI_FILES, HOOKS
    from wflint.report.summary import count

    if not written:
        return ["Nothing was written."]
    steps: list[str] = []
    if report.findings:
        found = count(len(report.findings), "finding")
        steps.append(f"`wflint check` shows {found}; `wflint baseline` records what may stay for now.")
    else:
        steps.append("`wflint check` finds nothing now; `wflint explain` shows what a replay does.")
    names = {each.path.name for each in written}
    if HOOKS in names:
        steps.append("`pre-commit install` turns the hook on; `pre-commit run --all-files` tries it.")
    if names.intersection(file.rpartition("/")[2] for file in CI_FILES.values()):
        steps.append("Commit what was written, and CI checks the next push.")
    return ["", "Next:", *(f"- {step}" for step in steps)]
