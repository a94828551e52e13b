"""All rules, found by walking this package: a module or package whose name has no leading underscore is a rule."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from wflint.public_home import RULE_PAGES
from wflint.record import record
from wflint.rules._pages import by_language, in_language
from wflint.rules.api import Handler, ProjectContext, Report, Rule, nothing

_FACADE = "api"

Check = Callable[[Handler, Report], None]
CheckProject = Callable[[ProjectContext, Report], None]


@record(eq=False)
class RegisteredRule:
    """A rule with what its module says of it.

    Attributes:
        name: The rule's name, `clock-outside-step`.
        rule: Its metadata.
        documentation: Its page, in Markdown, with the code of every language.
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
        """Return the rule's permanent code."""
        return self.rule.code

    @property
    def url(self) -> str:
        """Return its documentation page."""
        return f"{RULE_PAGES}/{self.name}/"

    def page_in(self, language: str) -> str:
        """Return its page; below a heading where there is code in a language, that in others is left out.

        Args:
            language: The language's name, `Python`.
        """
        return in_language(self.documentation, language.lower())

    def page_by_language(self, shown: Callable[[str, str], str]) -> str:
        """Return its page, with another form for code that stands there in several languages.

        Args:
            shown: Returns the form of a block, given its language's name as code blocks have it, and its Markdown.
        """
        return by_language(self.documentation, shown)


@cache
def all_rules() -> tuple[RegisteredRule, ...]:
    """Return every rule, by code."""
    names = [info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)])]
    rules = [_registered(name) for name in names if not name.startswith("_") and name != _FACADE]
    return tuple(sorted(rules, key=lambda each: each.code))


def find_rule(text: str) -> RegisteredRule | None:
    """Return the rule of a name or code, in any case."""
    wanted = text.strip().lower()
    return next((each for each in all_rules() if wanted in (each.name, each.code.lower())), None)


def _registered(module_name: str) -> RegisteredRule:
    module = importlib.import_module(f"{__name__.rpartition('.')[0]}.{module_name}")
    rule: Rule = module.RULE
    check = getattr(module, "check", None)
    check_project = getattr(module, "check_project", None)
    return RegisteredRule(
        module_name.replace("_", "-"),
        rule,
        inspect.cleandoc(module.__doc__ or ""),
        _with_profile(rule, check) if check is not None else None,
        check_project,
    )


def _with_profile(rule: Rule, check: Callable[..., None]) -> Check:
    """Return a rule's `check` as a function that is handed nothing of the profile."""
    if rule.about is nothing:
        return check

    def checked(handler: Handler, report: Report) -> None:
        check(handler, report, *rule.about(handler.profile))

    return checked
