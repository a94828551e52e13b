"""Which modules are rules, and for which engines a rule holds."""

from __future__ import annotations

import ast
import importlib
from dataclasses import replace
from pathlib import Path

import pytest
from followed import follow

import wflint.rules
from wflint.engines import Profile, load_profiles
from wflint.findings import Level
from wflint.rules import Rule, all_rules, find_rule
from wflint.rules.api import Report

FOLDER = Path(wflint.rules.__file__).parent


def profile(name: str) -> Profile:
    return next(each for each in load_profiles() if each.id == name)


def test_every_module_and_package_without_an_underscore_is_a_rule_but_for_the_facade() -> None:
    modules = {path.stem for path in FOLDER.iterdir() if not path.stem.startswith("_")} - {"api"}

    assert {rule.name.replace("-", "_") for rule in all_rules()} == modules
    assert find_rule("invalid-duration") is not None  # a package


def test_a_rule_holds_for_engines_that_have_all_that_it_is_about() -> None:
    rule = Rule(
        "WF000", "A test", Level.INFO, about=lambda engine: (engine.suspend, engine.consequences.swallowed)
    )
    upstash = profile("upstash")

    assert rule.applies(upstash)
    assert not rule.applies(replace(upstash, suspend=None))
    assert not replace(rule, holds_for=lambda engine: engine.id == "other").applies(upstash)


def test_what_a_rule_is_about_is_handed_to_its_check(tmp_path: Path) -> None:
    rule = find_rule("nested-step")
    assert rule is not None
    assert rule.check is not None
    handler = follow(
        tmp_path,
        """
@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    async def create() -> None:
        await context.run("inner", lambda: 1)
    await context.run("create", create)
""",
    )

    report = Report(handler)
    rule.check(handler, report)
    (draft,) = report.drafts

    assert draft.level is Level.ERROR
    assert draft.label == "starts a step inside a step"


def test_the_facade_shows_nothing_that_no_rule_uses() -> None:
    facade = importlib.import_module("wflint.rules.api")
    used: set[str] = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == facade.__name__:
                used.update(name.name for name in node.names)

    assert used == set(facade.__all__)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_imports_few_modules(rule: wflint.rules.RegisteredRule) -> None:
    module = importlib.import_module(f"wflint.rules.{rule.name.replace('-', '_')}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    imports = {
        name
        for node in tree.body
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert len(imports - {"__future__", "wflint.rules.api"}) <= 5


def test_a_page_in_a_language_has_the_code_of_that_language_where_there_is_some() -> None:
    rule = find_rule("clock-outside-step")
    assert rule is not None
    python, typescript = "```python\na()\n```", "```typescript\nb();\n```"
    both = (
        f"# c\n\n## Example\n\n{python}\n\n{typescript}\n\nOr:\n\n{typescript}\n\n## Use instead\n\n{python}"
    )
    rule = replace(rule, documentation=both)

    assert (
        rule.page_in("TypeScript")
        == f"# c\n\n## Example\n\n{typescript}\n\nOr:\n\n{typescript}\n\n## Use instead\n\n{python}"
    )
    assert rule.page_in("Python") == f"# c\n\n## Example\n\n{python}\n\nOr:\n\n## Use instead\n\n{python}"
