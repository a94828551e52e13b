"""All rules, found by walking this package: a module whose name has no leading underscore is a rule."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wflint.rules.api.rule import Check, CheckProject, Rule

DOCUMENTATION = "https://wflint.readthedocs.io/en/stable/rules"


@dataclass(frozen=True, slots=True)
class RegisteredRule:
    """A rule with what its module says of it.

    Attributes:
        name: The rule's name, `clock-outside-step`.
        rule: Its metadata.
        documentation: Its page, in Markdown.
        check: Finds it in a handler; `None` for rules about files and comments.
        check_project: Finds it in what surrounds the handlers: other files, all handlers together.
    """

    name: str
    rule: Rule
    documentation: str
    check: Check | None
    check_project: CheckProject | None = None

    @property
    def code(self) -> str:
        """The rule's permanent code."""
        return self.rule.code

    @property
    def url(self) -> str:
        """Its documentation page."""
        return f"{DOCUMENTATION}/{self.name}/"


@cache
def all_rules() -> tuple[RegisteredRule, ...]:
    """Every rule, by code."""
    package = __name__.rpartition(".")[0]
    found: list[RegisteredRule] = []
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not info.name.startswith("_") and info.name != "api":
            module = importlib.import_module(f"{package}.{info.name}")
            documentation = inspect.cleandoc(module.__doc__ or "")
            name = info.name.replace("_", "-")
            check = getattr(module, "check", None)
            check_project = getattr(module, "check_project", None)
            found.append(RegisteredRule(name, module.RULE, documentation, check, check_project))
    return tuple(sorted(found, key=lambda each: each.code))


def find_rule(text: str) -> RegisteredRule | None:
    """The rule of a name or code, in any case."""
    wanted = text.strip().lower()
    return next((each for each in all_rules() if wanted in (each.name, each.code.lower())), None)
