"""Markdown and HTML: what a reader sees, and that nothing from a file is markup."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from format_cases import HOSTILE, HOSTILE_PATH, hostile
from format_reading import Elements, markdown_cells
from markdown_it import MarkdownIt
from report_building import ORDERS, finding, orders_finding, primary, report, source, span, written

import wflint.report
from wflint.errors import SourceError
from wflint.findings import Label, Level, Role, Span
from wflint.report.markdown import page
from wflint.report.visible import UNICODE

SOURCES = source(ORDERS)


def seen(text: str) -> str:
    """A text without what is only there for code in it."""
    return UNICODE.escape(text).replace("`", "")


# --- Markdown ---


def test_markdown_is_a_heading_a_summary_and_a_table() -> None:
    *above, row, end = written("markdown", report(orders_finding(SOURCES), sources=SOURCES)).split("\n")
    assert above == [
        "## wflint",
        "",
        "Found 1 error in 1 file (1 handler, 2 steps). `wflint fix` can fix 1, which needs running workflows drained.",
        "",
        "| level | rule | place | what happens |",
        "| --- | --- | --- | --- |",
    ]
    assert row == (
        "| error | WF102 [`random-outside-step`](https://example.org/rules/random-outside-step) "
        "| `app/orders.py:15:20` | `uuid4()` produces a new value on every delivery<br>help: record it once:  "
        'order\\_id = await context.run("get-order-id", lambda: str(uuid.uuid4())) |'
    )
    assert end == ""


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_markdown_shows_a_hostile_message_as_it_is(number: int) -> None:
    message = HOSTILE[number]
    row = markdown_cells(written("markdown", hostile(), encoding="utf-8"))[number]
    told = row[3].replace("\xa0", " ")
    assert seen(message).strip() in told.replace("`", "")
    assert row[2] == f"{HOSTILE_PATH}:1:12"


def test_markdown_holds_no_element_from_a_file() -> None:
    elements = Elements(MarkdownIt("commonmark").enable("table").render(written("markdown", hostile())))
    assert {tag for tag, _, _ in elements.found} <= {
        "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "br",
    }  # fmt: skip


def test_markdown_lists_files_that_could_not_be_read() -> None:
    text = written("markdown", report(sources={}, errors=(SourceError("a|b.py", "<denied>"),)))
    assert text.split("\n")[4:] == ["Not checked:", "", "- <code>a&#124;b.py</code>: &lt;denied&gt;", ""]


@pytest.mark.parametrize(("room", "told"), [(100_000, 300), (20_000, None), (0, 0)])
def test_markdown_keeps_to_the_room_there_is(room: int, told: int | None) -> None:
    made = [finding(primary(span(SOURCES, "uuid")))] * 300
    text = page(report(*made, sources=SOURCES), UNICODE, room)
    rows = markdown_cells(text)
    if told is None:
        assert 0 < len(rows) < 300
        assert len(text.encode()) <= room
    else:
        assert len(rows) == told
    left_out = f"\n{300 - len(rows)} more findings did not fit here.\n"
    assert (left_out in text) == (len(rows) < 300)


# --- HTML ---


def test_html_has_the_finding_with_its_code() -> None:
    text = written("html", report(orders_finding(SOURCES), sources=SOURCES))
    elements = Elements(text)
    assert elements.texts("figcaption") == ["app/orders.py:15:20", "app/orders.py:15"]
    assert elements.texts("mark", "error") == ["uuid.uuid4()"]
    assert elements.texts("mark", "related") == ['"create-order"', '"charge"']
    assert elements.texts("td", "number") == ["15", "", "⋮", "18", "", "19", "", "15", "15"]
    assert elements.texts("td", "code")[:2] == [
        "    order_id = str(uuid.uuid4())",
        " " * 19 + "so this is another id each time",
    ]
    assert (
        elements.texts("td", "code")[-1]
        == '    order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))'
    )
    assert elements.texts("dt") == ["help", "fix"]
    assert elements.texts("a") == ["random-outside-step", "#"]
    assert '<a href="https://example.org/rules/random-outside-step">' in text
    [anchor] = re.findall(r'<article id="([0-9a-f]{16})"', text)
    assert f'href="#{anchor}"' in text
    assert elements.texts("h2") == ["Handler fulfil"]
    assert elements.texts("p", "quiet") == [
        "app/orders.py:12: this handler runs again from the top on every delivery (QStash delivers one request for each step)",
        "random-outside-step (WF102) #",
    ]


def test_html_is_named_after_the_folder_and_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop & co").mkdir()
    monkeypatch.chdir(tmp_path / "shop & co")
    [title] = Elements(written("html", report(orders_finding(SOURCES), sources=SOURCES))).texts("title")
    assert re.fullmatch(r"shop & co, \d{4}-\d\d-\d\d", title)


def test_html_quotes_no_code_that_a_label_begins_with() -> None:
    sources = source("call(first, second)\n")
    made = finding(
        primary(Span("app/orders.py", 5, 10), "`first` is told"),
        Label(Span("app/orders.py", 12, 18), "the other one", Role.STEP),
    )
    labels = Elements(written("html", report(made, sources=sources))).texts("td", "code")[1:]
    assert [each.strip() for each in labels] == ["`first` is told".replace("`", ""), "second: the other one"]


def test_html_says_once_for_a_handler_that_it_is_replayed() -> None:
    first = orders_finding(SOURCES)
    of_file = finding(primary(span(SOURCES, "uuid")), handler=None, engine=None)
    text = written("html", report(of_file, first, first, sources=SOURCES))
    assert text.count("this handler runs again from the top") == 1
    assert Elements(text).texts("h2") == ["app/orders.py", "Handler fulfil"]
    sections = re.findall(r"<section>.*?</section>", text, re.DOTALL)
    assert [section.count("<article ") for section in sections] == [1, 2]


def test_html_loads_nothing_and_is_ascii() -> None:
    text = written("html", hostile(), encoding="ascii")
    elements = Elements(text)
    assert not [
        attributes for _, attributes, _ in elements.found if {"src", "style", "onclick"} & set(attributes)
    ]
    assert {tag for tag, _, _ in elements.found} == {
        "html", "meta", "title", "style", "h1", "span", "p", "h2", "ul", "li", "form", "input", "select", "option",
        "a", "output", "section", "article", "h3", "code", "figure", "figcaption", "table", "tr", "td", "mark", "dl", "dt", "dd", "script",
    }  # fmt: skip
    assert text.count("<script") == 1
    assert "default-src 'none'" in text


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_html_shows_a_hostile_message_as_it_is(number: int) -> None:
    text = written("html", hostile())
    article = re.findall(r"<article.*?</article>", text, re.DOTALL)[number]
    shown = UNICODE.escape_lines(HOSTILE[number]).replace("`", "")
    assert Elements(article).texts("h3")[0].partition(" ")[2].replace("`", "") == shown


def test_html_marks_the_right_characters_behind_emoji_and_tabs() -> None:
    elements = Elements(written("html", hostile()))
    assert elements.texts("mark", "error")[0] == "y"
    assert elements.texts("td", "code")[0] == 'x = "👍\t" + y'


def test_html_marks_overlapping_empty_and_long_spans() -> None:
    text = "call(first, second)\nb = (\n    1,\n)\n"
    sources = source(text)
    made = finding(
        primary(Span("app/orders.py", 5, 10), "inner"),
        Label(Span("app/orders.py", 0, 19), "outer", Role.CAUSE),
        Label(Span("app/orders.py", 19, 19), "behind"),
        Label(Span("app/orders.py", 20, len(text)), "long"),
        level=Level.WARNING,
    )
    page_ = written("html", report(made, sources=sources))
    elements = Elements(page_)
    assert elements.texts("mark", "warning") == ["first"]
    assert elements.texts("mark", "related") == ["call(", ", second) ", "b = ("]
    assert elements.texts("tr", "inside") == ["3    1,", "4)"]
    assert elements.texts("span", "related") == ["call(first, second): outer", ": behind", "long"]


def test_html_shortens_what_a_label_quotes() -> None:
    sources = source("a" * 50 + " b\n")
    made = finding(
        primary(Span("app/orders.py", 0, 50), "long"), Label(Span("app/orders.py", 51, 52), "short")
    )
    elements = Elements(written("html", report(made, sources=sources)))
    assert elements.texts("span", "error")[1:] == ["a" * 40 + "…: long"]


def test_html_says_how_many_places_it_does_not_show() -> None:
    labels = [Label(span(SOURCES, "uuid"), "x")] * 20
    made = finding(primary(span(SOURCES, "uuid")), *labels)
    elements = Elements(written("html", report(made, sources=SOURCES)))
    assert elements.texts("dd") == ["9 more places not shown"]


def test_html_without_findings_has_no_filter() -> None:
    text = written("html", report(sources={}, errors=(SourceError("<a>.py", "denied"),)))
    elements = Elements(text)
    assert "form" not in {tag for tag, _, _ in elements.found}
    assert elements.texts("li") == ["<a>.py: denied"]
    assert elements.texts("p") == ["No findings in 1 file (1 handler, 2 steps)."]


def test_html_filters_by_levels_and_rules_that_there_are() -> None:
    where = primary(span(SOURCES, "uuid"))
    clock = finding(where, name="clock-outside-step", code="WF101", level=Level.WARNING)
    text = written("html", report(clock, clock, finding(where), sources=SOURCES))
    assert Elements(text).texts("option") == [
        "All levels", "error (1)", "warning (2)", "All rules", "clock-outside-step (2)", "random-outside-step (1)",
    ]  # fmt: skip


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node to run the script in")
def test_the_script_of_the_page_shows_what_matches() -> None:
    script = Path(wflint.report.__file__).with_name("html.js")
    harness = Path(__file__).with_name("run_page_script.js")
    command = [str(shutil.which("node")), str(harness), str(script)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - its own command
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "true true [true true] | false true [false true] | true false [true false] | false false [false false] | "
        "true true [true true] | true false [true false] | 1 of 2 findings\n"
    )
