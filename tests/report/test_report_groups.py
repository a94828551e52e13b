"""Findings of one handler stand together, and what holds for all of them is said once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from report_building import finding, primary, report, source, span, written

from wflint.findings import Label, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.files.text import SourceText
    from wflint.findings import Finding

TEXT = "def one():\n    a()\n    b()\ndef two():\n    a()\n    c()\n"
REMINDER = "this handler runs again from the top on every delivery"
TOLD = f"{REMINDER} (QStash delivers one request for each step)"


def about(sources: Mapping[str, SourceText], place: str, handler: str | None, nth: int = 0) -> Finding:
    """A finding that reminds of replay, if its handler is in the file."""
    known = handler is not None and handler in TEXT
    related = [Label(span(sources, str(handler)), REMINDER, Role.HANDLER, is_reminder=True)] if known else []
    return finding(primary(span(sources, place, nth=nth)), *related, handler=handler)


def outline(*findings: Finding, sources: Mapping[str, SourceText]) -> list[str]:
    """The headers and the places below them."""
    text = written("full", report(*findings, sources=sources), width=140)
    return re.findall(r"^(---.*|  *--> .*)$", text.replace("\n    step)", " step)"), re.MULTILINE)


def test_the_reminder_is_said_with_the_first_handler() -> None:
    sources = source(TEXT)
    made = [
        about(sources, "a()", "one"),
        about(sources, "b()", "one"),
        about(sources, "a()", "two", nth=1),
        about(sources, "c()", "two"),
    ]
    assert outline(*made, sources=sources) == [
        f"--- one (app/orders.py:1): {TOLD}",
        " --> app/orders.py:2:5",
        " --> app/orders.py:3:5",
        "--- two (app/orders.py:4)",
        " --> app/orders.py:5:5",
        " --> app/orders.py:6:5",
    ]
    assert written("full", report(*made, sources=sources)).count("from the top") == 1


def test_handlers_come_in_the_order_of_their_first_findings() -> None:
    sources = source(TEXT)
    made = [
        about(sources, "a()", "two"),
        about(sources, "b()", "one"),
        about(sources, "c()", "two"),
        about(sources, "def", None),
    ]
    assert outline(*made, sources=sources) == [
        f"--- two (app/orders.py:4): {TOLD}",
        " --> app/orders.py:2:5",
        " --> app/orders.py:6:5",
        "--- one (app/orders.py:1)",
        " --> app/orders.py:3:5",
        "--- app/orders.py",
        " --> app/orders.py:1:1",
    ]


def test_a_finding_without_the_reminder_stands_with_those_that_have_it() -> None:
    sources = source(TEXT)
    silent = finding(primary(span(sources, "a()")), handler="one")
    assert outline(silent, about(sources, "b()", "one"), sources=sources) == [
        f"--- one (app/orders.py:1): {TOLD}",
        " --> app/orders.py:2:5",
        " --> app/orders.py:3:5",
    ]


def test_namesakes_in_one_file_are_kept_apart() -> None:
    sources = source("def one(): a()\ndef one(): b()\n")
    made = [
        finding(
            primary(span(sources, place)),
            Label(span(sources, "one", nth=nth), REMINDER, Role.HANDLER, is_reminder=True),
            handler="one",
        )
        for nth, place in enumerate(["a()", "b()"])
    ]
    assert outline(*made, sources=sources) == [
        f"--- one (app/orders.py:1): {TOLD}",
        " --> app/orders.py:1:12",
        "--- one (app/orders.py:2)",
        " --> app/orders.py:2:12",
    ]


def test_what_a_finding_says_of_the_handler_itself_stays_in_its_frame() -> None:
    sources = source(TEXT)
    own = finding(
        primary(span(sources, "a()")),
        Label(span(sources, "one"), "nobody awaits this", Role.HANDLER),
        handler="one",
    )
    text = written("full", report(own, about(sources, "b()", "one"), sources=sources), width=140)
    assert " ".join(text.split()).startswith(f"--- one (app/orders.py:1): {TOLD} ")
    assert "1 | def one():\n  |     --- nobody awaits this\n" in text


def test_the_address_of_the_rules_is_said_once() -> None:
    sources = source(TEXT)
    made = [
        finding(primary(span(sources, place)), name=name, url=f"https://example.org/rules/{name}/")
        for place, name in (("a()", "one-rule"), ("b()", "other-rule"))
    ]
    text = written("full", report(*made, sources=sources))
    assert re.findall(r"https://\S*", text) == ["https://example.org/rules/"]
