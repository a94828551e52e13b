"""What a rule reports, and what becomes of it without the rule's doing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from followed import follow

from wflint.findings import Applicability, Level, Role, Span
from wflint.rules.api import Handler, Report, Site, at_node, keeps

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("create", lambda: 1)
    await context.run("send", lambda: 2)
"""
AGAIN = "this handler runs again from the top on every delivery"


@pytest.fixture
def handler(tmp_path: Path) -> Handler:
    return follow(tmp_path, SOURCE)


@pytest.fixture
def sites(handler: Handler) -> tuple[Site, Site]:
    first, second = handler.steps
    return first.site, second.site


def test_a_finding_has_a_label_at_the_handler_before_the_rule_s_own(
    handler: Handler, sites: tuple[Site, Site]
) -> None:
    report = Report(handler)
    report.error(sites[0], "it fails").label("here").step(sites[1], "a step").cause(sites[1], "why")

    (draft,) = report.drafts

    assert [(note.role, note.message) for note in draft.notes] == [
        (Role.HANDLER, AGAIN),
        (Role.STEP, "a step"),
        (Role.CAUSE, "why"),
    ]
    assert (draft.level, draft.message, draft.site, draft.label) == (
        Level.ERROR,
        "it fails",
        sites[0],
        "here",
    )


def test_the_label_names_a_handler_that_a_factory_registers(
    handler: Handler, sites: tuple[Site, Site]
) -> None:
    report = Report(replace(handler, name="billing", variable=sites[0]))
    report.error(sites[0], "it fails")

    assert [note.message for note in report.drafts[0].notes] == [
        AGAIN.replace("handler", "handler, `billing`,")
    ]


def test_words_of_a_rule_s_own_stand_at_the_handler_instead(
    handler: Handler, sites: tuple[Site, Site]
) -> None:
    report = Report(handler)
    report.error(sites[0], "it fails").handler(handler.site, "no run starts")

    assert [note.message for note in report.drafts[0].notes] == ["no run starts"]


def test_findings_without_replay_have_no_label_at_the_handler(
    handler: Handler, sites: tuple[Site, Site]
) -> None:
    report = Report(handler)
    report.error(sites[0], "it fails to import").note(sites[1], "there").without_replay()

    assert [note.message for note in report.drafts[0].notes] == ["there"]


def test_a_report_about_a_project_has_no_handler() -> None:
    report = Report()
    report.warning(Span(".env", 0, 3), "it is not set").secret()

    assert report.drafts[0].notes == ()
    assert report.drafts[0].secret


def test_a_place_is_reported_once(handler: Handler, sites: tuple[Site, Site]) -> None:
    report = Report(handler)
    report.warning(sites[0], "first").label("kept")
    report.warning(sites[0], "again").label("dropped")
    report.info(sites[0], "less")
    report.info(sites[1], "elsewhere")

    assert [draft.message for draft in report.drafts] == ["first", "elsewhere"]
    assert report.drafts[0].label == "kept"


def test_of_several_findings_at_a_place_the_worst_stands_with_its_own_story(
    handler: Handler, sites: tuple[Site, Site]
) -> None:
    report = Report(handler)
    report.warning(sites[0], "may fail").step(sites[1], "maybe")
    report.error(sites[0], "fails").step(sites[1], "certainly")

    (draft,) = report.drafts

    assert draft.message == "fails"
    assert [note.message for note in draft.notes] == [AGAIN, "certainly"]


def test_a_chain_begins_at_the_finding_s_own_place(handler: Handler, sites: tuple[Site, Site]) -> None:
    between = at_node(sites[0], handler.function)
    report = Report(handler)
    report.error(sites[0], "alone").chain((sites[0],), "the clock is read here").without_replay()
    report.error(sites[1], "deep").chain(
        (sites[1], between, sites[0]), "the clock is read here"
    ).without_replay()

    alone, deep = report.drafts

    assert alone.notes == ()
    assert [(note.site, note.message) for note in deep.notes] == [
        (between, "which calls this"),
        (sites[0], "the clock is read here"),
    ]


def test_a_fix_says_what_is_uncertain_about_it() -> None:
    fix = keeps("await it", lambda rewrite: rewrite.await_it(NotImplemented))

    assert fix.unsafe().applicability is Applicability.UNSAFE
    assert fix.applicability is Applicability.SAFE
    assert fix.revealing().reveals
    assert not fix.reveals
