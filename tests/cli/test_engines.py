from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from command_line import run

from wflint.engine_page import all_engines, find_engine, rule_of_mistake
from wflint.engines import load_profiles
from wflint.engines.facts.replay import imported
from wflint.engines.replay import Consequences
from wflint.errors import UsageError
from wflint.report.engines import render_page, render_table
from wflint.rules import all_rules

if TYPE_CHECKING:
    from wflint.engine_page import EnginePage

PAGES = [pytest.param(page, id=page.profile.id) for page in all_engines()]


def cells(line: str) -> list[str]:
    return re.split(r" {2,}", line)


def test_the_table_has_a_line_for_each_engine() -> None:
    head, *lines = run("engines").stdout.splitlines()
    assert cells(head) == [
        "engine",
        "language",
        "SDK",
        "runs again",
        "stores",
        "rules",
        "not applicable",
        "title",
    ]
    assert [[*cells(line)[:3], cells(line)[-1]] for line in lines] == [
        [profile.id, profile.engine.language, ", ".join(profile.engine.packages), profile.engine.title]
        for profile in load_profiles()
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_a_narrow_table_breaks_no_identifier_and_says_where_there_is_more(width: int) -> None:
    out = StringIO()
    render_table(all_engines(), out, color=False, width=width)
    lines = out.getvalue().splitlines()
    assert lines[-1] == "`wflint engines NAME` shows more about one of them."
    for profile in load_profiles():
        [line] = [line for line in lines if line.startswith(f"{profile.id} ")]
        assert cells(line)[1:3] == [profile.engine.language, ", ".join(profile.engine.packages)]


@pytest.mark.parametrize(
    ("name", "rest"),
    [("upstash ", ["after each step", "JSON"]), ("dbos", ["after a crash", "pickle"])],
)
def test_the_table_tells_when_code_runs_again_and_what_stores_results(name: str, rest: list[str]) -> None:
    [line] = [line for line in run("engines").stdout.splitlines() if line.startswith(name)]
    assert cells(line)[3:5] == rest


def test_the_rules_of_the_table_are_all_rules_together() -> None:
    for line in run("engines").stdout.splitlines()[1:]:
        applying, left_out = map(int, cells(line)[-3:-1])
        assert applying + left_out == len(all_rules())


@pytest.mark.parametrize("page", PAGES)
def test_everything_about_an_engine_stands_below_its_title(page: EnginePage) -> None:
    result = run("engines", page.profile.id.upper(), "--verbose")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == f"{page.profile.engine.title} ({page.profile.id})"
    headings = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert headings == [section.title for section in page.sections]
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("page", PAGES)
def test_an_engine_s_text_names_all_that_its_profile_recognises(page: EnginePage) -> None:
    profile = page.profile
    text = "".join(run("engines", profile.id, "--verbose").stdout.split())
    names = ["".join(each.pattern.split()) for each in profile.handler]
    names += ["".join(each.pattern.split()) for each in profile.recorded]
    names += [name for context in profile.context for name in context.types]
    names += [f"{step.method}(" for step in profile.step]
    names += [f"{name}(" for name in profile.function]
    names += [rule.name for rule in page.left_out]
    names += profile.suspend.names[:1] if profile.suspend else []
    assert [name for name in names if name not in text] == []


def test_a_step_is_shown_with_what_it_takes() -> None:
    text = run("engines", "dbos", "--verbose").stdout
    assert "`dbos.DBOS.run_step(dbos_step_options, func, *arguments, **keywords)`:" in text
    assert "named by `name` in `dbos_step_options`" in text
    assert "`ctx.step.wait_for_event(step_id, *, event, " in run("engines", "inngest", "--verbose").stdout


def test_code_of_an_engine_is_shown_in_its_language() -> None:
    typescript, python = (
        run("engines", name, "--verbose").stdout for name in ("upstash-typescript", "upstash")
    )
    assert "`context.waitForEvent(stepName, eventId, { timeout })`:" in typescript
    assert "derived from `Error`: `catch` catches it" in typescript
    assert "given as `failureFunction`," in typescript
    assert "`context.call(step_name, *, url, " in python
    assert "derived from `Exception`: `except Exception` catches it" in python
    assert "given as `failure_function=`," in python


def test_registrations_that_do_the_same_are_one_fact() -> None:
    [handlers] = [each for each in find_engine("upstash-typescript").sections if each.title == "Handlers"]
    [registrations] = [each for each in handlers.facts if "(handler, ...)" in each.name]
    assert registrations.name.count("(handler, ...)") == len(
        find_engine("upstash-typescript").profile.handler
    )


@pytest.mark.parametrize(
    ("name", "colors"),
    [("upstash-typescript", {"async"}), ("upstash", {"sync", "async"}), ("dbos", {"sync", "async"})],
)
def test_new_steps_are_shown_for_the_handlers_that_the_engine_has(name: str, colors: set[str]) -> None:
    [steps] = [each for each in find_engine(name).sections if each.title == "How fixes write steps"]
    assert {fact.name.rpartition(", ")[2] for fact in steps.facts} == colors


def test_sentences_about_mistakes_have_no_placeholders_left() -> None:
    for page in all_engines():
        mistakes = next(each for each in page.sections if each.title == "What mistakes lead to")
        assert mistakes.facts
        assert [fact for fact in mistakes.facts if re.search(r"\{\w*\}", fact.name + fact.text)] == []


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{context}.run()", "{context}.run()"),
        ("<dbos.DBOS>.run(<a.b.C>())", "DBOS.run(C())"),
        ("a < b", "a < b"),
    ],
)
def test_what_a_template_imports_is_called_by_its_name(template: str, written: str) -> None:
    assert imported(template) == written


@pytest.mark.parametrize("name", [(), ("dbos",)])
def test_json_holds_the_profile_with_the_keys_of_its_file(name: tuple[str, ...]) -> None:
    document = json.loads(run("engines", *name, "--output-format", "json").stdout)
    assert [each["id"] for each in document] == list(name or [profile.id for profile in load_profiles()])
    dbos = next(each for each in document if each["id"] == "dbos")
    profile = find_engine("dbos").profile
    assert dbos["profile"]["new-step"]["run-async"] == profile.new_step.run_async
    assert dbos["profile"]["codec"]["kind"] == "pickle"
    assert "suspend" not in dbos["profile"]
    assert sorted(dbos["rules"] + dbos["rules_left_out"]) == sorted(rule.name for rule in all_rules())


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("dbso", "did you mean `dbos`?"),
        ("Ingest", "did you mean `inngest`?"),
        ("zzzz", "`wflint engines` lists them"),
        ("", "`wflint engines` lists them"),
    ],
)
def test_an_unknown_engine_exits_with_2(text: str, hint: str) -> None:
    result = run("engines", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"wflint: error: there is no engine `{text}`")
    assert hint in result.stderr


def test_the_error_of_an_unknown_engine_is_one_of_use() -> None:
    with pytest.raises(UsageError):
        find_engine("no such engine")


@pytest.mark.parametrize("arguments", [(), ("dbos",)])
def test_colours_come_when_they_are_asked_for(arguments: tuple[str, ...]) -> None:
    plain = run("engines", *arguments).stdout
    colored = run("engines", *arguments, "--color", "always").stdout
    assert "\x1b[" not in plain
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_a_narrow_terminal_wraps_the_text() -> None:
    out = StringIO()
    render_page(find_engine("upstash"), out, color=False, width=60, is_verbose=True)
    long = [line for line in out.getvalue().splitlines() if len(line) > 60]
    assert [line for line in long if "`" not in line] == []


@pytest.mark.parametrize("page", PAGES)
def test_an_overview_fits_on_a_screen_and_says_where_the_rest_is(page: EnginePage) -> None:
    out = StringIO()
    render_page(page, out, color=False, width=100)
    lines = out.getvalue().splitlines()
    assert len(lines) <= 50
    assert f"`wflint engines {page.profile.id} --verbose` shows everything" in " ".join(lines)
    assert lines[-1] == page.url


@pytest.mark.parametrize("page", PAGES)
def test_every_mistake_of_an_engine_stands_beside_the_rule_that_finds_it(page: EnginePage) -> None:
    applying = {rule.name for rule in page.applying}
    found = [fact.mistake for section in page.sections for fact in section.facts if fact.mistake]
    assert found
    assert [key for key in found if rule_of_mistake(key).name not in applying] == []


def test_every_mistake_has_a_rule() -> None:
    assert all(rule_of_mistake(each.name).code for each in fields(Consequences))


def test_headers_are_shown_as_they_are_named_and_sentences_have_no_gaps() -> None:
    text = run("engines", "upstash", "--verbose").stdout
    assert "`content-length`" in text
    assert "context.content-length" not in text
    assert "`-10` is not a duration: it is negative" in text
    assert "The run is rejected with status 400." in text
    assert "WF301 A step is started inside another one:" in text
    assert "The step needs `url`: without it" in " ".join(text.split())


def test_a_table_of_no_engines_is_empty() -> None:
    out = StringIO()
    render_table([], out, color=False)
    assert out.getvalue().strip() == ""


def test_an_engine_for_which_all_rules_hold_says_so_in_one_line() -> None:
    page = find_engine("upstash")
    rules, number = all_rules(), len(all_rules())
    all_hold = replace(page, applying=rules, left_out=()).sections[-1]
    assert (all_hold.facts, all_hold.about) == ((), f"{number} of {number} rules apply.")
    one_is_left = replace(page, applying=rules[1:], left_out=rules[:1]).sections[-1]
    assert [fact.name for fact in one_is_left.facts] == [f"{rules[0].code} {rules[0].name}"]
    assert one_is_left.about == f"{number - 1} of {number} rules apply. These do not:"
