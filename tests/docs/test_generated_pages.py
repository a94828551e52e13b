"""The pages that are made from code, and the picture in the README."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from doc_project import ROOT

from tools.docs.commands import commands_page
from tools.docs.frame import PICTURE, WIDTHS, frame_svg, frame_text
from tools.docs.rule_links import engines_of, related_rules, source_address
from tools.docs.rules import Fixes, classes_of, examples_of, overview_page, rule_page
from tools.docs.rules import fixes_of as fixes_in
from wflint.cli.main import commands
from wflint.engine_page import current_engines
from wflint.findings import FixClass
from wflint.rules import RegisteredRule, all_rules, find_rule

FIXTURES = ROOT / "fixtures"


@cache
def fixes_of(rule: RegisteredRule) -> dict[str, Fixes]:
    """Return what the fixtures of a rule show, which takes a second for some."""
    return fixes_in(rule, FIXTURES)


@cache
def page_without_fixes(rule: RegisteredRule) -> str:
    return rule_page(rule, {"Python": NONE, "TypeScript": NONE})


def rule_named(name: str) -> RegisteredRule:
    rule = find_rule(name)
    assert rule is not None
    return rule


@pytest.mark.parametrize(
    ("name", "language", "classes"),
    [
        ("parallel-steps", "Python", "safe"),
        ("clock-outside-step", "Python", "safe, drain or unsafe"),
        ("clock-outside-step", "TypeScript", "safe, drain or unsafe"),
        ("unordered-iteration", "Python", "drain or unsafe"),
        ("invalid-duration", "Python", "safe or drain"),
        ("thenable-step-result", "TypeScript", "safe"),
        ("abort-raised", "Python", ""),
    ],
)
def test_the_fixes_of_a_rule_are_told_as_its_fixtures_show_them(
    name: str, language: str, classes: str
) -> None:
    assert fixes_of(rule_named(name))[language].named == classes


@pytest.mark.exhaustive
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in all_rules()])
def test_a_rule_names_every_class_of_fixes_that_its_fixtures_show(rule: RegisteredRule) -> None:
    shown = {each for fixes in fixes_of(rule).values() for each in fixes.classes}
    assert shown <= set(rule.rule.fixes)
    assert bool(shown) == bool(rule.rule.fixes)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in all_rules()])
def test_a_rule_names_the_most_harmless_class_of_its_fixes_first(rule: RegisteredRule) -> None:
    assert rule.rule.fixes == tuple(each for each in FixClass if each in rule.rule.fixes)


def test_a_rule_s_page_says_of_which_class_its_fixes_are_with_each_engine() -> None:
    rule = rule_named("clock-outside-step")
    page = rule_page(rule, {"Python": SAFE, "TypeScript": SAFE}, {}, classes_of(rule, FIXTURES))
    section = page.partition("\n## Fix safety\n")[2].partition("\n## ")[0]
    assert re.search(r"^- \*safe\* with .*\[Inngest\]\(\.\./engines/inngest\.md\)", section, re.MULTILINE)
    assert re.search(r"^- \*drain or unsafe\* with .*\[Upstash Workflow\]", section, re.MULTILINE)
    assert section.rstrip().endswith("(../fixes.md) explains the three classes.")


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("clock-outside-step", ["Python", "TypeScript"]),
        ("unpicklable-exception", ["Python"]),
        ("not-served", ["TypeScript"]),
        ("syntax-error", ["Python", "TypeScript"]),
    ],
)
def test_the_fixes_of_a_rule_are_told_for_the_languages_that_it_holds_in(
    name: str, languages: list[str]
) -> None:
    assert list(fixes_of(rule_named(name))) == languages


SAFE = Fixes(frozenset({FixClass.SAFE}))
UNSAFE = Fixes(frozenset({FixClass.UNSAFE, FixClass.DRAIN}))
NONE = Fixes(frozenset())


@pytest.mark.parametrize(
    ("fixes", "facts"),
    [
        ({"Python": SAFE, "TypeScript": SAFE}, "fix: safe"),
        ({"Python": NONE, "TypeScript": NONE}, "no fix"),
        ({"Python": SAFE}, "Python only · fix: safe"),
        (
            {"Python": SAFE, "TypeScript": UNSAFE},
            "fix in Python: safe · fix in TypeScript: drain or unsafe",
        ),
        (
            {"Python": SAFE, "TypeScript": NONE},
            "fix in Python: safe · no fix in TypeScript",
        ),
    ],
    ids=["the same", "none", "one language", "different", "none in one"],
)
def test_a_rule_s_page_is_its_docstring_with_the_facts_below_the_title(
    fixes: dict[str, Fixes], facts: str
) -> None:
    rule = replace(
        rule_named("parallel-steps"), documentation="# parallel-steps\n\n## What it does\n\nFinds."
    )
    assert rule_page(rule, fixes).startswith(
        f"# parallel-steps\n\n**WF303** · error or warning · {facts}\n\n## What it does\n\nFinds.\n\n## Engines\n"
    )


def test_code_in_two_languages_shares_a_place_on_a_rule_s_page() -> None:
    python, typescript, bash = "```python\na()\n\nb()\n```", "```typescript\nc();\n```", "```bash\nd\n```"
    text = f"# a\n\n## Example\n\n{python}\n\n{typescript}\n\n## Use instead\n\n{python}\n\nOr:\n\n{bash}"
    rule = replace(rule_named("parallel-steps"), documentation=text)

    page = rule_page(rule, {"Python": SAFE, "TypeScript": SAFE})

    example = page.partition("## Example\n\n")[2].partition("\n## Engines")[0]
    assert example == "\n".join(
        [
            *('=== "Python"', "", "    ```python", "    a()", "", "    b()", "    ```", ""),
            *('=== "TypeScript"', "", "    ```typescript", "    c();", "    ```", ""),
            *("## Use instead", "", *python.splitlines(), "", "Or:", "", *bash.splitlines(), ""),
        ]
    )


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in all_rules()])
def test_a_rule_s_page_shows_below_each_example_what_is_reported_of_it(rule: RegisteredRule) -> None:
    page = page_without_fixes(rule)

    example = page.partition("## Example\n")[2].partition("## Use instead\n")[0]
    blocks = re.findall(
        r"^ *```\w+\n.*?^ *```\n\n(.*?)(?=^ *```\w|^===|\Z)", example, re.MULTILINE | re.DOTALL
    )
    assert len(blocks) == len(re.findall(r"^ *```\w+\n", example, re.MULTILINE))
    for below in blocks:
        assert re.match(r' *!!! (failure "error"|warning "warning"|info "info")\n\n +\S', below)


def test_a_rule_s_page_shows_what_it_reports_for_each_engine() -> None:
    rule = rule_named("clock-outside-step")
    examples = examples_of(rule, FIXTURES)

    page = rule_page(rule, {"Python": NONE, "TypeScript": NONE}, examples)
    section = page.partition("The same mistake with each engine:\n")[2]

    tabs = re.findall(r'^=== "(.*)"\n\n    ```(\w+)\n', section, re.MULTILINE)
    assert ("DBOS", "python") in tabs
    assert ("Inngest (TypeScript)", "typescript") in tabs
    assert [title for title, _ in tabs] == [
        each.profile.engine.title for each in engines_of(rule) if each.profile.id in examples
    ]
    assert section.count('!!! failure "error"') > 4, "the worst is shown"
    assert "expect:" not in section


def test_a_rule_of_one_engine_has_no_tabs_of_engines() -> None:
    rule = rule_named("not-served")
    assert "with each engine" not in rule_page(rule, {"TypeScript": NONE}, examples_of(rule, FIXTURES))


def test_the_box_below_an_example_has_message_help_and_fix() -> None:
    rule = rule_named("clock-outside-step")
    page = page_without_fixes(rule)
    [box] = re.findall(
        r'^=== "TypeScript"\n.*?```\n\n(    !!! failure.*?)^## ', page, re.MULTILINE | re.DOTALL
    )
    lines = [line.strip() for line in box.splitlines() if line]
    title, message, advice, fix = lines
    assert title == '!!! failure "error"'
    assert message.startswith("`new Date()` reads a different time on every delivery, so step ")
    assert advice == "**help**: read it once, in a step (`context.run`) that returns it as text or a number"
    assert fix == "**fix**: do it in a step of its own (drain: runs in flight must end before the deploy)"


def test_the_overview_lists_every_rule_once_below_its_family() -> None:
    page = overview_page([(rule, {"Python": NONE, "TypeScript": NONE}) for rule in all_rules()])
    listed = re.findall(
        r"^\| (WF\d{3}) \| \[([\w-]+)\]\(\2\.md\)\{ data-engines=.* \}<br>", page, re.MULTILINE
    )
    assert listed == [(rule.code, rule.name) for rule in all_rules()]
    for family in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        codes = re.findall(r"^\| (WF\d)", family, re.MULTILINE)
        assert set(codes) == {re.findall(r"\(`(WF\d)`\)", family)[0]}


def test_the_overview_names_the_language_of_a_rule_that_holds_in_one_alone() -> None:
    rule = rule_named("not-served")
    [row] = re.findall(r"^\| WF615 .*$", overview_page([(rule, {"TypeScript": SAFE})]), re.MULTILINE)
    assert "}<br><small>error · fix: safe · TypeScript only</small> |" in row


def test_the_overview_joins_the_fixes_of_all_languages() -> None:
    rule = rule_named("clock-outside-step")
    [row] = re.findall(
        r"^\| WF101 .*$", overview_page([(rule, {"Python": SAFE, "TypeScript": UNSAFE})]), re.MULTILINE
    )
    assert "}<br><small>error to info · fix: safe, drain or unsafe</small> |" in row


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in all_rules()])
def test_a_rule_s_page_leads_to_its_engines_its_source_and_the_rules_beside_it(rule: RegisteredRule) -> None:
    page = page_without_fixes(rule)
    engines = page.partition("\n## Engines\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"\.\./engines/([\w-]+)\.md", engines)) == (
        {each.profile.id for each in engines_of(rule)}
        if len(engines_of(rule)) < len(current_engines())
        else {"index"}
    )
    address = source_address(rule)
    assert f"- [Its source]({address})\n" in page
    assert (ROOT / address.partition("/blob/main/")[2]).is_file()
    others = page.rpartition("\n\n")[2]
    assert re.findall(r"\[WF\d+ ([\w-]+)\]\(\1\.md\)", others) == [
        all_rules()[place].name
        for place in (all_rules().index(rule) - 1, all_rules().index(rule) + 1)
        if 0 <= place < len(all_rules())
    ]


def test_rules_that_name_each_other_are_related_both_ways() -> None:
    related = {rule.name: {each.name for each in related_rules(rule)} for rule in all_rules()}
    assert all(name in related[other] for name, others in related.items() for other in others)
    assert any(related.values())


def test_the_overview_says_for_the_filter_what_each_rule_holds_for() -> None:
    rule = rule_named("not-served")
    [row] = re.findall(r"^\| WF615 .*$", overview_page([(rule, {"TypeScript": SAFE})]), re.MULTILINE)
    marks = dict(re.findall(r'data-(\w+)="([^"]*)"', row))
    assert marks == {
        "engines": " ".join(each.profile.id for each in engines_of(rule)),
        "level": "error",
        "fix": "safe",
    }
    assert "upstash-typescript" in marks["engines"]


@pytest.mark.parametrize("name", list(commands()))
def test_the_reference_names_every_option_of_a_command(name: str) -> None:
    section = commands_page().partition(f"## `wflint {name}`\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
    named = {word for names, _ in rows for word in re.findall(r"--[\w-]+", names)}
    assert named == {
        each
        for option in commands()[name].params
        for each in (*option.opts, *option.secondary_opts)
        if each.startswith("--") and not getattr(option, "hidden", False)
    } | {"--help"}
    assert all(text.strip() for _, text in rows)


@pytest.mark.parametrize("path", WIDTHS, ids=str)
def test_a_picture_of_a_frame_shows_what_is_printed(path: Path) -> None:
    """`make docs-frame` draws it anew."""
    assert (ROOT / path).read_text(encoding="utf-8") == frame_svg(ROOT, path)


def test_the_pages_that_people_come_to_show_the_pictures() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    assert all(path.relative_to("docs").as_posix() in index for path in WIDTHS)
    assert f"]({PICTURE.as_posix()})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_shows_a_mistake_of_the_tour_and_loads_nothing() -> None:
    assert "error[random-outside-step]" in frame_text(ROOT)
    picture = (ROOT / PICTURE).read_text(encoding="utf-8")
    assert "random-outside-step" in picture
    assert not re.search(r"(?:href|src)=|@import|url\((?!#)", picture)
