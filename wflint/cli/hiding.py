"""What configuration files hide: a line each, with the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.config.kinds import Off
from wflint.findings import HiddenBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.checking.report import Report
    from wflint.config.layers import Configuration
    from wflint.pipeline.check import CheckedPlan
    from wflint.pipeline.plan import SubProject

_CHOOSING: Final = ("select", "ignore", "levels")
"""Options that decide which rules run."""


def hidden_by_files(checked: CheckedPlan) -> Iterator[str]:
    """Yield what each option of a configuration file keeps from being found or shown; those of the command line are known.

    How many findings a rule that does not run, or a file that is left out, would have had is not known.
    """
    from wflint.report.summary import count

    report, whole = checked.report, checked.plan.whole
    for project in checked.plan.projects:
        yield from _rules_off(project.configuration)
        yield from _left_out(project.configuration)
        if number := _in_files(report, project):
            place = _first_place(project.configuration, "per-file-ignores")
            yield f"{place}: `per-file-ignores` hides {count(number, 'finding')}"
    if (number := report.hidden_by(HiddenBy.BASELINE)) and whole.is_in_file("baseline"):
        yield f"{whole.place('baseline')}: `baseline` hides {count(number, 'finding')}"
    if (number := sum(report.below_min_level.values())) and whole.is_in_file("min-level"):
        yield f"{whole.place('min-level')}: `min-level` hides {count(number, 'finding')}"


def _rules_off(configuration: Configuration) -> Iterator[str]:
    from wflint.pipeline.selecting import selected
    from wflint.report.summary import count
    from wflint.rules import all_rules

    options = [key for key in _CHOOSING if _first_place(configuration, key)]
    available = {each.name for each in all_rules() if not each.rule.is_preview}
    off = len(available - selected(configuration).rules)
    if options and off:
        places = ", ".join(f"`{key}` ({_first_place(configuration, key)})" for key in options)
        yield f"{count(off, 'rule')} of {len(available)} {'is' if off == 1 else 'are'} off: {places}"


def _left_out(configuration: Configuration) -> Iterator[str]:
    for key, what in (("exclude", "files"), ("engines", "all engines but")):
        if values := getattr(configuration.settings, key):
            if place := _first_place(configuration, key):
                yield f"{place}: `{key}` leaves out {what} {', '.join(f'`{each}`' for each in values)}"


def _in_files(report: Report, project: SubProject) -> int:
    """Return how many findings are hidden in the files of a sub-project."""
    own = {file.display for file in project.files}
    return sum(
        each.suppression is not None and each.suppression.by is HiddenBy.PER_FILE and each.span.path in own
        for each in report.suppressed
    )


def _first_place(configuration: Configuration, key: str) -> str:
    """Return where a configuration file gives an option, or the first entry of one that hides; empty where none does."""
    levels = configuration.settings.levels
    paths = (
        path
        for path in configuration.origins
        if path[0] == key and (key != "levels" or levels.get(path[1]) is Off.OFF)
    )
    return next((configuration.place(*path) for path in paths if configuration.is_in_file(*path)), "")
