from __future__ import annotations

from dataclasses import replace

from report_building import ORDERS, finding, orders_finding, primary, source, span

from wflint.checking.fingerprint import fingerprints
from wflint.findings import Finding, Span


def fingerprint_of(text: str, path: str = "app/orders.py", **changes: object) -> str:
    sources = source(text, path)
    made = finding(primary(span(sources, "uuid.uuid4()", path)), **changes)
    (mark,) = fingerprints([made], sources)
    return mark


def test_a_fingerprint_is_the_same_in_every_version() -> None:
    assert fingerprint_of(ORDERS) == "1e41da1c78de1705"


def test_it_survives_moved_and_reindented_lines() -> None:
    moved = "# a comment\n\n" + ORDERS.replace("    order_id = str", "\tif x:\r\n\t\torder_id  = str")
    assert fingerprint_of(moved) == fingerprint_of(ORDERS)


def test_it_survives_a_renamed_file_but_not_another_folder() -> None:
    assert fingerprint_of(ORDERS, "app/renamed.py") == fingerprint_of(ORDERS)
    assert fingerprint_of(ORDERS, "app\\renamed.py") == fingerprint_of(ORDERS)
    assert fingerprint_of(ORDERS, "lib/orders.py") != fingerprint_of(ORDERS)
    assert fingerprint_of(ORDERS, "orders.py") != fingerprint_of(ORDERS)


def test_it_changes_with_the_rule_the_handler_and_the_marked_line() -> None:
    others = {
        fingerprint_of(ORDERS),
        fingerprint_of(ORDERS, code="WF101"),
        fingerprint_of(ORDERS, handler="refund"),
        fingerprint_of(ORDERS, handler=None),
        fingerprint_of(ORDERS.replace("order_id = str", "key = str")),
    }
    assert len(others) == 5


def test_it_does_not_change_with_the_message_or_the_level() -> None:
    assert fingerprint_of(ORDERS, message="another sentence", help="x") == fingerprint_of(ORDERS)


def test_equal_findings_are_numbered_in_order() -> None:
    sources = source("a = uuid4()\nb = 1\na = uuid4()\n")
    first, second = (finding(primary(span(sources, "uuid4()", nth=nth))) for nth in (0, 1))
    marks = fingerprints([first, second], sources)
    assert len(set(marks)) == 2
    assert marks[0] == fingerprints([first], sources)[0] == fingerprints([second], sources)[0]


def test_every_line_of_a_span_counts_and_the_one_behind_its_newline_does_not() -> None:
    def of(text: str, end: int) -> str:
        made: Finding = replace(
            orders_finding(source(ORDERS)), primary=primary(Span("app/orders.py", 0, end))
        )
        (mark,) = fingerprints([made], source(text))
        return mark

    assert of("f(\n  a)\nx\n", 7) != of("f(\n  b)\nx\n", 7)
    assert of("f(\n  a)\nx\n", 8) == of("f(\n  a)\ny\n", 8)


def test_a_span_at_the_end_of_an_empty_file() -> None:
    made = finding(primary(Span("app/orders.py", 0, 0)))
    assert len(fingerprints([made], source(""))[0]) == 16
