"""Rules for programs, in the shape that the types here say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TextIO, TypedDict

from wflint.report.json_schema import LevelName
from wflint.report.json_text import write_json
from wflint.report.rule_facts import profiles_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.rules import RegisteredRule

TITLE: Final = "wflint-rules-v1"
SCHEMA_FILE: Final = "wflint-rules-v1.schema.json"


class RulePageJson(TypedDict, total=False):
    """What is left out of a list of rules."""

    documentation: str


class RuleJson(RulePageJson):
    """A rule; `level` is the worst of its `levels`, `fixes` are the classes of its fixes, `engines` the ids of those that it holds for, `since` is the version that brought it.

    `documentation` is its page in Markdown, which `--list` leaves out.
    """

    code: str
    name: str
    summary: str
    level: LevelName
    levels: list[LevelName]
    fixable: bool
    fixes: list[Literal["safe", "drain", "unsafe"]]
    preview: bool
    engines: list[str]
    since: str
    url: str


def render(rules: Iterable[RegisteredRule], out: TextIO, *, with_pages: bool) -> None:
    """Write a list of rules as JSON, in ASCII whatever the output's encoding."""
    write_json([_rule(each, with_page=with_pages) for each in rules], out)


def _rule(rule: RegisteredRule, *, with_page: bool) -> RuleJson:
    found: RuleJson = {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.rule.summary,
        "level": rule.rule.level.value,
        "levels": [each.value for each in (rule.rule.level, *rule.rule.also)],
        "fixable": bool(rule.rule.fixes),
        "fixes": [each.value for each in rule.rule.fixes],
        "preview": rule.rule.is_preview,
        "engines": [each.id for each in profiles_of(rule)],
        "since": rule.rule.since,
        "url": rule.url,
    }
    if with_page:
        found["documentation"] = rule.documentation
    return found
