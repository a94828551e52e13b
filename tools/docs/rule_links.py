"""What surrounds a rule: the engines that it holds for, the rules beside it, and its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import wflint.rules
from wflint.engine_page import current_engines
from wflint.public_home import SOURCE_FILES
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.engine_page import EnginePage
    from wflint.rules import RegisteredRule

_CODE: Final = re.compile(r"`([a-z-]+)`")


def engines_of(rule: RegisteredRule) -> tuple[EnginePage, ...]:
    """The engines that a rule holds for."""
    return tuple(page for page in current_engines() if rule.code in {each.code for each in page.applying})


def engines_section(rule: RegisteredRule) -> str:
    """The section that lists the engines."""
    engines = engines_of(rule)
    if len(engines) == len(current_engines()):
        return "## Engines\n\nApplies to [every engine](../engines/index.md)."
    links = (f"[{page.profile.engine.title}](../engines/{page.profile.id}.md)" for page in engines)
    return "## Engines\n\nApplies to " + ", ".join(links) + "."


def links_section(rule: RegisteredRule) -> str:
    """The section that leads to other rules and to the source."""
    rows = [f"- {_link(each)}: {each.rule.summary}" for each in related_rules(rule)]
    rows.append(f"- [Its source]({source_address(rule)})")
    return "## See also\n\n" + "\n".join(rows) + f"\n\n{' · '.join(_beside(rule))}"


def related_rules(rule: RegisteredRule) -> list[RegisteredRule]:
    """The rules that a rule's page names, and those whose pages name it."""
    named = _named_by(rule)
    return [
        each
        for each in all_rules()
        if each.code != rule.code and (each.name in named or rule.name in _named_by(each))
    ]


def _named_by(rule: RegisteredRule) -> set[str]:
    return set(_CODE.findall(rule.documentation))


def source_address(rule: RegisteredRule) -> str:
    """Where its module is shown, or its package."""
    module = rule.name.replace("-", "_")
    is_package = Path(wflint.rules.__path__[0], module).is_dir()
    return f"{SOURCE_FILES}/wflint/rules/{module}{'/__init__.py' if is_package else '.py'}"


def _beside(rule: RegisteredRule) -> Iterator[str]:
    rules = all_rules()
    place = [each.code for each in rules].index(rule.code)
    if place:
        yield f"Previous: {_link(rules[place - 1])}"
    if place + 1 < len(rules):
        yield f"Next: {_link(rules[place + 1])}"


def _link(rule: RegisteredRule) -> str:
    return f"[{rule.code} {rule.name}]({rule.name}.md)"
