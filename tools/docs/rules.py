"""A page for each rule, from its docstring, and the table of all rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING, Final

from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.files.discovery import SourceFile
from wflint.findings import Applicability, InFlight, Level
from wflint.languages import LANGUAGES
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from wflint.findings import Fix
    from wflint.rules import RegisteredRule

_FAMILIES: Final = {
    "WF1": "Values that change on replay",
    "WF2": "Side effects that repeat on replay",
    "WF3": "How steps are run",
    "WF4": "Step names",
    "WF5": "Data that crosses steps",
    "WF6": "Use of the SDK",
    "WF7": "Endpoints and settings",
    "WF9": "Files and ignore comments",
}

_LANGUAGES: Final = {language.name.lower(): language.name for language in LANGUAGES}
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCKS: Final = re.compile(
    r"^```(\w+)\n(?:(?!```).*\n)*```(?:\n\n```(?!\1\n)\w+\n(?:(?!```).*\n)*```)+$", re.MULTILINE
)

_OVERVIEW: Final = """# Rules

wflint has {count} rules. Each has a permanent code and a name; both select it, ignore it and explain it
(`wflint rule NAME`). The level is the worst that a rule reports: where less can go wrong it says *warning* or *info*.
What *safe*, *unsafe* and *runs in flight* mean, [Fixes and their safety](../fixes.md) says."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """What the fixes of a rule are like, over all its findings in its fixtures.

    Attributes:
        safe: Whether some are safe.
        unsafe: Whether some are unsafe.
        keeps: Whether some let runs in flight live on.
        breaks: Whether some let runs in flight fail.
    """

    safe: bool
    unsafe: bool
    keeps: bool
    breaks: bool

    @classmethod
    def of(cls, fixes: Iterable[Fix]) -> Fixes:
        """What some fixes are like."""
        traits = {trait for fix in fixes for trait in (fix.applicability, fix.in_flight)}
        return cls(
            Applicability.SAFE in traits,
            Applicability.UNSAFE in traits,
            InFlight.KEEPS in traits,
            InFlight.BREAKS in traits,
        )

    @property
    def safety(self) -> str:
        """How safe they are, in a word or two."""
        return " or ".join(word for word, holds in (("safe", self.safe), ("unsafe", self.unsafe)) if holds)

    @property
    def in_flight(self) -> str:
        """What becomes of runs in flight, in a word or two."""
        return " or ".join(word for word, holds in (("go on", self.keeps), ("fail", self.breaks)) if holds)


def fixes_of(rule: RegisteredRule, fixtures: Path) -> Fixes:
    """What the fixes of a rule are like, as its fixtures show it."""
    names = frozenset(each.name for each in all_rules())
    paths = sorted((fixtures / rule.name).rglob("*.py"))
    files = [SourceFile(path, str(path), explicit=True, real=path) for path in paths]
    report = check_files(files, CheckOptions(names, Level.INFO))
    found = (report.fix_of(each) for each in report.findings if each.name == rule.name)
    return Fixes.of(each for each in found if each is not None)


def rule_page(rule: RegisteredRule, fixes: Fixes) -> str:
    """The page of one rule: its docstring, with the facts below the title."""
    title, _, text = rule.documentation.partition("\n")
    facts = [f"**{rule.code}**", rule.rule.level.value]
    facts.append(f"fix: {fixes.safety}; runs in flight {fixes.in_flight}" if fixes.safety else "no fix")
    return f"{title}\n\n{' · '.join(facts)}\n{_tabbed(text)}\n"


def _tabbed(text: str) -> str:
    """Markdown in which code blocks that follow each other, each in another language, share a place, one in a tab."""
    return _BLOCKS.sub(lambda found: "\n\n".join(_tab(*block) for block in _BLOCK.findall(found[0])), text)


def _tab(language: str, code: str) -> str:
    block = f"```{language}\n{code}```"
    return f'=== "{_LANGUAGES[language]}"\n\n{indent(block, "    ")}'


def overview_page(rules: Sequence[tuple[RegisteredRule, Fixes]]) -> str:
    """The table of all rules."""
    parts = [_OVERVIEW.format(count=len(rules))]
    for family, group in groupby(rules, key=lambda each: each[0].code[:3]):
        rows = ["| code | name | what it finds | level | fix | runs in flight |", "|---|---|---|---|---|---|"]
        rows += [_row(rule, fixes) for rule, fixes in group]
        parts += [f"## {_FAMILIES[family]} (`{family}`)", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _row(rule: RegisteredRule, fixes: Fixes) -> str:
    summary = rule.rule.summary.replace("|", "\\|")
    cells = [rule.code, f"[{rule.name}]({rule.name}.md)", summary, rule.rule.level.value]
    return f"| {' | '.join([*cells, fixes.safety or 'none', fixes.in_flight])} |"
