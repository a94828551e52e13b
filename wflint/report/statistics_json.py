"""The counts of `statistics.py` for programs, in the shape that the types here say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TextIO, TypedDict

from wflint._version import __version__
from wflint.report.counting import count_handlers, count_rules
from wflint.report.json import summary_json
from wflint.report.json_schema import LevelName, SummaryJson
from wflint.report.json_text import write_json

if TYPE_CHECKING:
    from wflint.checking.report import Report

FORMAT: Final = "wflint-statistics-v1"
SCHEMA_FILE: Final = "wflint-statistics-v1.schema.json"


class RuleCountJson(TypedDict):
    """How often a rule spoke; `levels` are those of its findings, the worst first, `fixable` counts those with a fix."""

    code: str
    name: str
    levels: list[LevelName]
    count: int
    fixable: int


class HandlerCountJson(TypedDict):
    """How many findings a handler has; `path` is its file."""

    name: str
    path: str
    levels: list[LevelName]
    count: int


class StatisticsJson(TypedDict):
    """What `wflint check --statistics --output-format json` prints, the most frequent first."""

    format: Literal["wflint-statistics-v1"]
    version: str
    rules: list[RuleCountJson]
    handlers: list[HandlerCountJson]
    summary: SummaryJson


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write the counts as one JSON document, in ASCII whatever the output's encoding."""
    write_json(statistics_json(report), out)


def statistics_json(report: Report) -> StatisticsJson:
    """Return the counts as the data that the format consists of."""
    return {
        "format": FORMAT,
        "version": __version__,
        "rules": [
            {
                "code": each.code,
                "name": each.name,
                "levels": [level.value for level in each.levels],
                "count": each.findings,
                "fixable": each.fixable,
            }
            for each in count_rules(report)
        ],
        "handlers": [
            {
                "name": each.name,
                "path": each.path,
                "levels": [level.value for level in each.levels],
                "count": each.findings,
            }
            for each in count_handlers(report.findings)
        ],
        "summary": summary_json(report),
    }
