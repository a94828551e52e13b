from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from command_line import run
from sampling import sampled

from wflint.public_home import RULE_PAGES
from wflint.report.json_schema import schema_text
from wflint.report.rule_facts import levels_in_words
from wflint.report.rule_pages import render_pages
from wflint.report.rules import render_list
from wflint.report.rules_json import TITLE, RuleJson
from wflint.rules import all_rules

if TYPE_CHECKING:
    from wflint.rules import RegisteredRule

GOLDEN = Path(__file__).parents[1] / "fixes" / "golden"
RULES = [pytest.param(rule, id=rule.name) for rule in all_rules()]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_shown_by_name_and_by_code(rule: RegisteredRule) -> None:
    by_name, by_code = run("rule", rule.name), run("rule", rule.code.lower())
    assert by_name == by_code
    assert by_name.exit_code == 0
    assert by_name.stdout.startswith(f"# {rule.name}\n")
    assert by_name.stdout.rstrip().endswith(f"{rule.code} · {rule.url}")


def test_code_in_several_languages_has_headings() -> None:
    page = run("rule", "clock-outside-step").stdout
    assert re.findall(r"^(#+ .+|```\w+)$", page, re.MULTILINE)[2:] == [
        "## Why it breaks on replay",
        *("## Example", "### Python", "```python", "### TypeScript", "```typescript"),
        *("## Use instead", "### Python", "```python", "### TypeScript", "```typescript"),
        "## Fix safety",
    ]


def test_code_in_one_language_has_none() -> None:
    page = run("rule", "not-served").stdout
    assert "```typescript" in page
    assert "###" not in page


def test_all_shows_every_rule_by_code() -> None:
    output = run("rule", "--all").stdout
    places = [output.index(f"# {rule.name}\n") for rule in all_rules()]
    assert places == sorted(places)


def test_the_list_has_a_line_for_each_rule() -> None:
    head, *lines = run("rule", "--list").stdout.splitlines()
    assert head.split() == ["code", "rule", "level", "summary", "fix", "language"]
    cells = [re.split(r" {2,}", line) for line in lines]
    assert [each[:4] for each in cells] == [
        [rule.code, rule.name, levels_in_words(rule), rule.rule.summary] for rule in all_rules()
    ]
    levels = {each[1]: each[2] for each in cells}
    assert levels["clock-outside-step"] == "error to info"
    assert levels["delivery-value-outside-step"] == "error or info"
    assert levels["no-step-reached"] == "error to info"
    assert levels["not-served"] == "error"
    asides = {each[1]: each[4:] for each in cells}
    assert asides["clock-outside-step"] == ["safe, drain or unsafe", "both"]
    assert asides["not-served"] == ["safe", "TypeScript"]
    assert asides["no-step-reached"] == ["none", "both"]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_the_list_reads_well_at_every_width(width: int) -> None:
    out = io.StringIO()
    render_list(all_rules(), out, color=False, width=width)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) < 2.3 * len(all_rules())
    assert ("  summary" in lines[0]) is (width >= 100)
    assert "`wflint rule CODE` explains one." in " ".join(lines[-2:])
    text = " ".join(" ".join(lines).split())
    if width < 100:
        assert [rule.name for rule in all_rules() if rule.rule.summary not in text] == []


def test_the_list_has_the_colour_of_each_level_where_colours_are_wanted() -> None:
    _, *lines = run("rule", "--list", "--color", "always").stdout.splitlines()
    colors = {
        (rule.rule.level, level)
        for rule, line in zip(all_rules(), lines, strict=True)
        for level in re.findall(rf"(\x1b\[[\d;]+m){levels_in_words(rule)} *\x1b\[0m", line)
    }
    assert len(colors) == len({color for _, color in colors}) == 3


def test_a_page_is_drawn_where_colours_are_wanted() -> None:
    page = run("rule", "not-served", "--color", "always").stdout
    plain = re.sub(r"\x1b\[[\d;]*m", "", page)
    assert plain.startswith(
        "not-served\n\nWF615 · error · fix: safe · TypeScript only · engines: upstash-typescript\n\nWhat it does\n\n"
    )
    assert not re.search(r"^(#|```)", plain, re.MULTILINE)
    assert "`" not in plain.partition("Example")[0]
    assert re.search(r"^ {4}\x1b\[35mexport\x1b\[0m", page, re.MULTILINE)
    assert "\n\n\n" not in plain
    assert plain.endswith(f"· {RULE_PAGES}/not-served/\n")


def test_pages_that_are_drawn_stand_apart() -> None:
    plain = re.sub(r"\x1b\[[\d;]*m", "", run("rule", "--all", "--color", "always").stdout)
    assert plain.count("\n\n\n") == len(all_rules()) - 1


@pytest.mark.parametrize("width", sampled([60, 80, 160], 3))
def test_a_page_that_is_drawn_fits_the_terminal(width: int) -> None:
    out = io.StringIO()
    render_pages(all_rules(), out, color=True, width=width)
    rows = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue()).splitlines()
    assert max(len(row) for row in rows if "https://" not in row) <= min(width, 100)


def test_code_that_goes_on_in_another_row_is_marked() -> None:
    out = io.StringIO()
    render_pages(
        [rule for rule in all_rules() if rule.name == "loop-invariant-step-name"], out, color=True, width=60
    )
    plain = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert '            await context.run("import-row", lambda:\n            ↪ save(row))\n' in plain


def test_a_page_in_ascii_is_not_drawn() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    render_pages([all_rules()[0]], out, color=True)
    out.seek(0)
    assert out.read().startswith("# clock-outside-step\n")


def test_the_list_as_json_is_short() -> None:
    document = json.loads(run("rule", "--list", "--output-format", "json").stdout)
    assert [each["code"] for each in document] == [rule.code for rule in all_rules()]
    assert not any("documentation" in each for each in document)


def test_json_holds_what_there_is_to_know_of_each_rule() -> None:
    document = json.loads(run("rule", "--all", "--output-format", "json").stdout)
    assert [each["code"] for each in document] == [rule.code for rule in all_rules()]
    assert [each["documentation"] for each in document] == [rule.documentation for rule in all_rules()]
    by_name = {each["name"]: each for each in document}
    assert by_name["clock-outside-step"]["fixable"] is True
    assert by_name["clock-outside-step"]["fixes"] == ["safe", "drain", "unsafe"]
    assert by_name["hardcoded-secret"]["fixable"] is False
    assert by_name["unavailable-in-handler"]["engines"] == ["vercel-workflow"]
    assert {"upstash", "dbos"} <= set(by_name["clock-outside-step"]["engines"])
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", each["since"]) for each in document)


@pytest.mark.parametrize("options", [("--all",), ("--list",)])
def test_the_json_fits_its_schema(options: tuple[str, ...]) -> None:
    schema = json.loads(schema_text(list[RuleJson], TITLE))
    jsonschema.validate(json.loads(run("rule", *options, "--output-format", "json").stdout), schema)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_whether_it_has_a_fix(rule: RegisteredRule) -> None:
    assert bool(rule.rule.fixes) == (GOLDEN / rule.name).is_dir()


def test_a_rule_in_preview_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = all_rules()[0]
    monkeypatch.setattr(rule.rule, "is_preview", True)
    _, first, second, *_ = run("rule", "--list").stdout.splitlines()
    assert "(preview)" in first
    assert "(preview)" not in second
    assert "in preview: runs with `--preview` only" in run("rule", rule.name).stdout
    document = json.loads(run("rule", "--list", "--output-format", "json").stdout)
    assert [each["code"] for each in document if each["preview"]] == [rule.code]


def test_json_of_one_rule_is_a_list_of_one() -> None:
    [rule] = json.loads(run("rule", "WF101", "--output-format", "json").stdout)
    assert (rule["name"], rule["level"]) == ("clock-outside-step", "error")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("clock-outside-stp", "did you mean `clock-outside-step`?"),
        ("WF1011", "did you mean `WF101`?"),
        ("zzzz", "`wflint rule --list` lists the rules"),
        ("", "`wflint rule --list` lists the rules"),
    ],
)
def test_an_unknown_rule_exits_with_2(text: str, hint: str) -> None:
    result = run("rule", text)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"wflint: error: there is no rule `{text}`")
    assert hint in result.stderr


@pytest.mark.parametrize("arguments", [(), ("WF101", "--all"), ("WF101", "--list"), ("--all", "--list")])
def test_either_a_rule_or_all_is_wanted(arguments: tuple[str, ...]) -> None:
    result = run("rule", *arguments)
    assert result.exit_code == 2
    assert "Name a rule, or give --list or --all." in result.stderr
