"""A page for each rule, from its docstring, and the table of all rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent, indent
from typing import TYPE_CHECKING, Final

from tools.docs.boxes import box
from tools.docs.engine_examples import EngineExample, engine_examples, engine_tabs
from tools.docs.examples import check_example
from tools.docs.rule_links import engines_of, engines_section, links_section
from wflint.checking.options import CheckOptions
from wflint.checking.run import check_files
from wflint.engine_page import current_engines
from wflint.engines import load_profiles
from wflint.files.discovery import SourceFile
from wflint.findings import FixClass, Level
from wflint.languages import LANGUAGES
from wflint.report.rule_facts import levels_in_words
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.checking.report import Report
    from wflint.ir.language import Language
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

_NAMES: Final = {language.name.lower(): language.name for language in LANGUAGES}
_CODE_IN_TAB: Final = re.compile(r"^( *)```(python|typescript)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

_OVERVIEW: Final = """# Rules

wflint has {count} rules. Each has a permanent code and a name; both select it, ignore it and explain it
(`wflint rule NAME`). Of several levels a rule reports the worst where a run breaks, and a milder one where less can go wrong.
[Fixes and their safety](../fixes.md) explains *safe*, *drain* and *unsafe*; which of them a fix is depends on the engine, too."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """What the fixes of a rule are like, over all its findings in its fixtures.

    Attributes:
        classes: The classes that some of them are of.
    """

    classes: frozenset[FixClass]

    @property
    def named(self) -> str:
        """The classes in words, the most harmless first; empty where there is no fix."""
        *others, last = [each.value for each in FixClass if each in self.classes] or [""]
        return f"{', '.join(others)} or {last}" if others else last


_NO_EXAMPLES: Final[Mapping[str, EngineExample]] = {}
_NO_CLASSES: Final[Mapping[str, Fixes]] = {}
_SAFETY: Final = "## Fix safety\n"
_EXPLAINED: Final = "[Fixes and their safety](../fixes.md) explains the three classes."

FixesByLanguage = Mapping[str, Fixes]
"""What the fixes of a rule are like in each language that it holds in."""


def languages_of(rule: RegisteredRule) -> tuple[Language, ...]:
    """The languages of the engines that a rule holds for."""
    names = {profile.engine.language for profile in load_profiles() if rule.rule.applies(profile)}
    return tuple(language for language in LANGUAGES if language.name in names)


def fixes_of(rule: RegisteredRule, fixtures: Path) -> dict[str, Fixes]:
    """What the fixes of a rule are like in each language, as its fixtures show it."""
    return {each.name: _fixes_among(rule, _report_of(rule, fixtures, each)) for each in languages_of(rule)}


def classes_of(rule: RegisteredRule, fixtures: Path) -> dict[str, Fixes]:
    """What the fixes of a rule are like with each engine, as its fixtures show it, by the engine's id."""
    found: dict[str, set[FixClass]] = {}
    for language in languages_of(rule):
        report = _report_of(rule, fixtures, language)
        for finding in report.findings:
            fix = report.fix_of(finding) if finding.name == rule.name else None
            if fix is not None and finding.engine:
                found.setdefault(finding.engine, set()).add(fix.fix_class)
    return {engine: Fixes(frozenset(classes)) for engine, classes in found.items()}


def examples_of(rule: RegisteredRule, fixtures: Path) -> dict[str, EngineExample]:
    """A short fixture for each engine with what is reported of it, by the engine's id."""
    reports = (_report_of(rule, fixtures, each) for each in languages_of(rule))
    return engine_examples(rule, fixtures / rule.name, reports)


def _fixes_among(rule: RegisteredRule, report: Report) -> Fixes:
    found = (report.fix_of(each) for each in report.findings if each.name == rule.name)
    return Fixes(frozenset(each.fix_class for each in found if each is not None))


@lru_cache(maxsize=len(LANGUAGES))
def _report_of(rule: RegisteredRule, fixtures: Path, language: Language) -> Report:
    """What is found in the fixtures of a rule in a language."""
    names = frozenset(each.name for each in all_rules())
    paths = sorted(
        path
        for path in (fixtures / rule.name).rglob("*")
        if path.suffix in language.suffixes and path.is_file()
    )
    files = [SourceFile(path, str(path), explicit=True, real=path) for path in paths]
    return check_files(files, CheckOptions(names, Level.INFO))


# --- a rule ---


def rule_page(
    rule: RegisteredRule,
    fixes: FixesByLanguage,
    examples: Mapping[str, EngineExample] = _NO_EXAMPLES,
    classes: Mapping[str, Fixes] = _NO_CLASSES,
) -> str:
    """The page of one rule: its docstring, with the facts below the title, and below each example what wflint reports."""
    page = rule.page_by_language(_tab)
    title, _, text = page.partition("\n")
    facts = [f"**{rule.code}**", levels_in_words(rule), *_only(fixes), *_fix_facts(fixes)]
    text = _with_classes(rule, text, classes)
    before, example, after = text.partition("## Example\n")
    example, use, rest = (example + after).partition("## Use instead\n")
    body = f"{before}{_with_reports(rule, example)}{use}{rest}".rstrip("\n")
    around = [engines_section(rule), *engine_tabs(rule, examples), links_section(rule)]
    return "\n\n".join([title, f"{' · '.join(facts)}\n{body}", *around]) + "\n"


def _with_classes(rule: RegisteredRule, text: str, classes: Mapping[str, Fixes]) -> str:
    """The page, where the section on fixes says of which class they are with each engine, and where that is explained."""
    if not rule.rule.fixes or _SAFETY not in text:
        return text
    before, heading, after = text.partition(_SAFETY)
    by_class: dict[str, list[str]] = {}
    for page in current_engines():
        if (found := classes.get(page.profile.id)) is not None:
            link = f"[{page.profile.engine.title}](../engines/{page.profile.id}.md)"
            by_class.setdefault(found.named, []).append(link)
    lines = [f"- *{named}* with {', '.join(links)}" for named, links in by_class.items()]
    # The same with all of them is what the facts below the title say.
    listed = ["\n".join(lines)] if len(lines) > 1 else []
    return f"{before.rstrip()}\n\n{heading}\n" + "\n\n".join([after.strip(), *listed, _EXPLAINED]) + "\n"


def _tab(language: str, block: str) -> str:
    return f'=== "{_NAMES[language]}"\n\n{indent(block, "    ")}'


def _only(fixes: FixesByLanguage) -> list[str]:
    """The language that a rule holds in, where it is one alone."""
    return [f"{name} only" for name in fixes] if len(fixes) < len(LANGUAGES) else []


def _fix_facts(fixes: FixesByLanguage) -> list[str]:
    same = len(set(fixes.values())) == 1
    return list(dict.fromkeys(_fix_fact("" if same else f" in {name}", each) for name, each in fixes.items()))


def _fix_fact(where: str, fixes: Fixes) -> str:
    return f"fix{where}: {fixes.named}" if fixes.classes else f"no fix{where}"


def _with_reports(rule: RegisteredRule, section: str) -> str:
    """A section in which a box below each block of code says what wflint reports of it."""

    def boxed(found: re.Match[str]) -> str:
        tab, language, code = found[1], found[2], dedent(found[3])
        boxes = _boxes(rule, code, language)
        return "\n\n".join([found[0], *(indent(each, tab) for each in boxes)])

    return _CODE_IN_TAB.sub(boxed, section)


def _boxes(rule: RegisteredRule, code: str, language: str) -> list[str]:
    with TemporaryDirectory() as folder:
        report = check_example(Path(folder), code, language)
        told = [(each, report.fix_of(each)) for each in report.findings if each.code == rule.code]
    return list(dict.fromkeys(box(finding, fix) for finding, fix in told))


# --- all rules ---


def overview_page(rules: Sequence[tuple[RegisteredRule, FixesByLanguage]]) -> str:
    """The table of all rules."""
    parts = [_OVERVIEW.format(count=len(rules))]
    for family, group in groupby(rules, key=lambda each: each[0].code[:3]):
        rows = ["| code | rule | what it finds |", "|---|---|---|"]
        rows += [_row(rule, fixes) for rule, fixes in group]
        parts += [f"## {_FAMILIES[family]} (`{family}`)", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _row(rule: RegisteredRule, fixes: FixesByLanguage) -> str:
    summary = rule.rule.summary.replace("|", "\\|")
    joined = Fixes(frozenset[FixClass]().union(*(each.classes for each in fixes.values())))
    fix = f"fix: {joined.named}" if joined.classes else "no fix"
    engines = " ".join(page.profile.id for page in engines_of(rule))
    # For the filter, `assets/rules.js`.
    kinds = " ".join(each.value for each in FixClass if each in joined.classes) or "none"
    levels = " ".join(each.value for each in (rule.rule.level, *rule.rule.also))
    marks = f'{{ data-engines="{engines}" data-level="{levels}" data-fix="{kinds}" }}'
    # Below the name, since a phone shows only the first columns of a table.
    facts = " · ".join([levels_in_words(rule), fix, *_only(fixes)])
    return f"| {rule.code} | [{rule.name}]({rule.name}.md){marks}<br><small>{facts}</small> | {summary} |"
