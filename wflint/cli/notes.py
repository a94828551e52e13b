"""What commands say on standard error beside their results."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from wflint.cli.conventions import Verbosity, say, tell_errors, tell_warnings

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.pipeline.check import CheckedPlan
    from wflint.pipeline.plan import Plan

_SHOWN_LINES: Final = 5


def tell_of_input(plan: Plan, level: Verbosity) -> None:
    """Say what of the command line has no effect."""
    if level < Verbosity.NORMAL:
        return
    tell_warnings(plan.warnings)
    if not plan.has_files:
        from wflint.languages import LANGUAGES

        languages = " or ".join(language.name for language in LANGUAGES)
        tell_warnings([f"found no {languages} files; what is excluded does not count"])


def tell_beside(checked: CheckedPlan, level: Verbosity) -> None:
    """Say what there is to know of a check beside its findings."""
    tell_errors(checked.report.errors)
    tell_of_input(checked.plan, level)
    if checked.stale and level > Verbosity.QUIET:
        _tell(_stale_text(checked))
    if level is Verbosity.VERBOSE:
        from wflint.cli.hiding import hidden_by_files

        _tell(_looked_at(checked.report))
        for line in hidden_by_files(checked):
            _tell(line)
        for line in checked.tally.lines if checked.tally is not None else ():
            _tell(line)


def tell_first_steps(checked: CheckedPlan, level: Verbosity) -> None:
    """Say to somebody at a terminal who has configured nothing what was looked at, and what to do next."""
    if not stands_at_terminal():
        return
    is_configured = any(part.configuration.file is not None for part in checked.plan.projects)
    if is_configured or level < Verbosity.NORMAL or not checked.report.files:
        return
    if checked.report.handlers:
        _tell(f"{found_text(checked.report)}, without any configuration")
        _tell("next: `wflint explain` shows what a replay does, `wflint init` writes a configuration")
    else:
        _tell(f"{found_text(checked.report)}; `wflint engines` lists the engines that it knows")
        _tell("next: name the folder with your workflows, `wflint check PATH`")


def stands_at_terminal() -> bool:
    """Return whether what is said on standard error goes to a terminal, and not into the log of a job."""
    return sys.stderr.isatty()


def found_text(report: Report) -> str:
    """Return how many handlers of which engines were found in how many files."""
    from wflint.report.summary import count

    titles: list[str] = []
    if report.engines:
        from wflint.engines import load_profiles

        titles = [each.engine.title for each in load_profiles() if each.id in report.engines]
    handlers = count(report.handlers, "handler") if report.handlers else "no handlers"
    of = f" of {' and '.join(dict.fromkeys(titles))}" if titles else ""
    return f"found {handlers}{of} in {count(report.files, 'file')}"


def _looked_at(report: Report) -> str:
    from wflint.report.summary import count

    looked = f"{count(report.files, 'file')} and {count(report.handlers, 'handler')}"
    calls = f"{count(report.unknown_calls, 'call')} in replayed code could not be resolved"
    return f"looked at {looked}; {calls}"


def _stale_text(checked: CheckedPlan) -> str:
    """Say what to do about entries whose findings are gone."""
    from wflint.files.display import display_path
    from wflint.report.summary import count

    stale = checked.stale
    shown = ", ".join(str(entry.line) for entry in stale[:_SHOWN_LINES])
    more = ", ..." if len(stale) > _SHOWN_LINES else ""
    lines = f"line {shown}" if len(stale) == 1 else f"lines {shown}{more}"
    are = "is" if len(stale) == 1 else "are"
    file = display_path(checked.baseline) if checked.baseline is not None else "the baseline"
    return (
        f"{file}: {count(len(stale), 'known finding')} {are} gone ({lines}); `wflint baseline` takes them out"
    )


def _tell(text: str) -> None:
    say(f"wflint: {text}", err=True)
