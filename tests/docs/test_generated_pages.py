"""The pages that are made from code, and the picture in the README."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from doc_project import ROOT

from tools.docs.commands import commands_page
from tools.docs.frame import PICTURE, frame_svg, frame_text
from tools.docs.rules import fixes_of, overview_page, rule_page
from wflint.cli.main import cli
from wflint.rules import RegisteredRule, all_rules, find_rule

FIXTURES = ROOT / "fixtures"


def rule_named(name: str) -> RegisteredRule:
    rule = find_rule(name)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("name", "safety", "in_flight"),
    [
        ("parallel-steps", "safe", "go on"),
        ("clock-outside-step", "safe or unsafe", "go on or fail"),
        ("unordered-iteration", "safe or unsafe", "go on or fail"),
        ("invalid-duration", "safe", "go on or fail"),
        ("abort-raised", "", ""),
    ],
)
def test_the_fixes_of_a_rule_are_told_as_its_fixtures_show_them(
    name: str, safety: str, in_flight: str
) -> None:
    fixes = fixes_of(rule_named(name), FIXTURES)
    assert (fixes.safety, fixes.in_flight) == (safety, in_flight)


def test_a_rule_s_page_is_its_docstring_with_the_facts_below_the_title() -> None:
    rule = replace(rule_named("parallel-steps"), documentation=rule_named("parallel-steps").page_in("Python"))
    page = rule_page(rule, fixes_of(rule, FIXTURES))
    title, facts, rest = page.split("\n\n", 2)
    assert title == "# parallel-steps"
    assert facts == "**WF303** · error · fix: safe; runs in flight go on"
    assert rule.documentation.endswith(rest.strip())


def test_code_in_two_languages_shares_a_place_on_a_rule_s_page() -> None:
    python, typescript, bash = "```python\na()\n\nb()\n```", "```typescript\nc();\n```", "```bash\nd\n```"
    text = f"# a\n\n## Example\n\n{python}\n\n{typescript}\n\n## Use instead\n\n{python}\n\nOr:\n\n{bash}"
    rule = replace(rule_named("parallel-steps"), documentation=text)

    page = rule_page(rule, fixes_of(rule, FIXTURES))

    _, _, example = page.partition("## Example\n\n")
    assert example == "\n".join(
        [
            *('=== "Python"', "", "    ```python", "    a()", "", "    b()", "    ```", ""),
            *('=== "TypeScript"', "", "    ```typescript", "    c();", "    ```", ""),
            *("## Use instead", "", *python.splitlines(), "", "Or:", "", *bash.splitlines(), ""),
        ]
    )


def test_a_rule_without_a_fix_says_so() -> None:
    rule = rule_named("abort-raised")
    assert "**WF311** · error · no fix\n" in rule_page(rule, fixes_of(rule, FIXTURES))


def test_the_overview_lists_every_rule_once_below_its_family() -> None:
    nothing = fixes_of(rule_named("abort-raised"), FIXTURES)
    page = overview_page([(rule, nothing) for rule in all_rules()])
    listed = re.findall(r"^\| (WF\d{3}) \| \[([\w-]+)\]\(\2\.md\) \|", page, re.MULTILINE)
    assert listed == [(rule.code, rule.name) for rule in all_rules()]
    for family in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        codes = re.findall(r"^\| (WF\d)", family, re.MULTILINE)
        assert set(codes) == {re.findall(r"\(`(WF\d)`\)", family)[0]}


@pytest.mark.parametrize("name", list(cli.commands))
def test_the_reference_names_every_option_of_a_command(name: str) -> None:
    section = commands_page().partition(f"## `wflint {name}`\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    named = {word for names, _ in rows for word in re.findall(r"--[\w-]+", names)}
    assert named == {
        each for option in cli.commands[name].params for each in option.opts if each.startswith("--")
    } | {"--help"}
    assert all(text.strip() for _, text in rows)


def test_the_picture_in_the_readme_shows_what_is_printed() -> None:
    """`make docs-frame` draws it anew."""
    assert (ROOT / PICTURE).read_text(encoding="utf-8") == frame_svg(ROOT)
    assert f"]({PICTURE.as_posix()})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_shows_a_mistake_of_the_tour_and_loads_nothing() -> None:
    assert "error[random-outside-step]" in frame_text(ROOT)
    picture = (ROOT / PICTURE).read_text(encoding="utf-8")
    assert "random-outside-step" in picture
    assert not re.search(r"(?:href|src)=|@import|url\((?!#)", picture)
