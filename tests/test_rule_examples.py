"""Holds every rule's documentation to its form, and its examples to what wflint says about them."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from example_code import codes
from markers import FIXTURES, fixtures_in

from tools.docs.examples import FASTAPI
from tools.new_rule import placeholders
from wflint.engines import load_profiles
from wflint.rules import all_rules

if TYPE_CHECKING:
    from wflint.rules import RegisteredRule

RULES = [pytest.param(rule, id=rule.name) for rule in all_rules()]
HANDLER_RULES = [pytest.param(rule, id=rule.name) for rule in all_rules() if rule.check is not None]
HEADINGS = ["What it does", "Why it breaks on replay", "Example", "Use instead", "Fix safety"]
HEADINGS_OF_FILES = ["What it does", "Why it matters", "Example", "Use instead", "Fix safety"]
CODE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = ("Python", "TypeScript")


def sections(rule: RegisteredRule) -> dict[str, str]:
    """The text below each heading of a rule's documentation."""
    parts = re.split(r"^## (.+)$", rule.documentation, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("rule", RULES)
def test_the_documentation_has_the_fixed_headings(rule: RegisteredRule) -> None:
    allowed = HEADINGS if rule.check is not None else HEADINGS_OF_FILES
    headings = list(sections(rule))
    assert headings[:4] == allowed[:4]
    assert set(headings) <= {*allowed, "Options", "References"}
    assert rule.documentation.startswith(f"# {rule.name}\n\n## ")
    assert all(text.strip() for text in sections(rule).values())


@pytest.mark.parametrize("rule", RULES)
def test_the_example_gives_this_finding_and_no_other(rule: RegisteredRule, tmp_path: Path) -> None:
    examples = CODE.findall(sections(rule)["Example"])
    assert examples
    for language, example in examples:
        assert set(codes(tmp_path, example, language)) == {rule.code}, example


@pytest.mark.parametrize("rule", RULES)
def test_what_to_use_instead_gives_no_finding(rule: RegisteredRule, tmp_path: Path) -> None:
    examples = CODE.findall(sections(rule)["Use instead"])
    assert examples
    for language, example in examples:
        found = codes(tmp_path, example, language)
        # An ignore comment that is well formed has no finding to silence in so short an example.
        assert rule.code not in found
        assert rule.check is None or found == [], example


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_shows_a_language_or_says_why_it_has_no_counterpart_there(
    rule: RegisteredRule, language: str
) -> None:
    profiles = [each for each in load_profiles() if each.engine.language == language]
    holds = any(rule.rule.applies(each) for each in profiles)
    shown = [
        language.lower() in {each for each, _ in CODE.findall(sections(rule)[heading])}
        for heading in ("Example", "Use instead")
    ]
    assert shown == [holds, holds]
    line = rf"\n\nIn {language}, this has no counterpart: .+\n\n"
    assert bool(re.search(line, rule.documentation)) == (not holds)


@pytest.mark.parametrize("rule", HANDLER_RULES)
def test_the_examples_are_valid_python(rule: RegisteredRule) -> None:
    for language, example in CODE.findall(rule.documentation):
        if language == "python":
            compile(FASTAPI + example, "example.py", "exec")


@pytest.mark.parametrize("rule", RULES)
def test_nothing_stands_as_the_template_has_it(rule: RegisteredRule) -> None:
    module = importlib.import_module(f"wflint.rules.{rule.name.replace('-', '_')}")
    fixtures = (text for each in fixtures_in(FIXTURES / rule.name) for text in each.sources().values())
    written = [inspect.getsource(module), *fixtures]
    assert [each for each in placeholders() for text in written if each in text] == []


@pytest.mark.parametrize("rule", RULES)
def test_metadata_is_complete(rule: RegisteredRule) -> None:
    assert re.fullmatch(r"WF\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert rule.rule.summary
    assert not rule.rule.summary.endswith(".")
    assert rule.url.endswith(f"/{rule.name}/")


def test_codes_are_unique() -> None:
    found = [rule.code for rule in all_rules()]
    assert len(set(found)) == len(found)
