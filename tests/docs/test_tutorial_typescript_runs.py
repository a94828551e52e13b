"""What the tutorial in TypeScript says of its example, broken and fixed, seen on the real SDK and by the compiler."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from doc_blocks import blocks_of
from doc_project import ROOT, Project
from replay.typescript.compiler import told
from replay.typescript.node import Driver, missing
from sampling import sampled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from replay.typescript.outcome import Outcome

BOOKING = {
    "course": "beginners",
    "card": "card-1",
    "cents": 9000,
    "guests": ["ada@example.org", "bob@example.org"],
}
REFUND = {"card": "card-1", "cents": 9000, "guest": "ada@example.org"}
BEGINS, DAY_AFTER = "2027-05-01T08:00:00.000Z", 1_809_244_800
SITES: dict[str, dict[str, Any]] = {
    "https://calendar.example.com/beginners": {"body": {"begins": BEGINS}},
    "https://mail.example.com": {"body": {"id": "letter-1"}},
}
CLOSED = {"https://payments.example.com/refunds": {"status": 402, "body": {}}}
RETRIES = 3  # as the SDK has it


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    driver = Driver()
    yield driver
    driver.close()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return Project(tmp_path, "climbing-nextjs").folder


@pytest.fixture
def fixed(tmp_path: Path) -> Path:
    """The example at the end of the tutorial."""
    project = Project(tmp_path, "climbing-nextjs")
    for block in blocks_of(ROOT / "docs" / "tutorial-typescript.md"):
        if "writes" in block.told:
            (project.folder / block.told["writes"]).write_text(block.text, encoding="utf-8")
    return project.folder


def book(driver: Driver, folder: Path) -> Outcome:
    # The pause lets the clock go on between deliveries.
    route = "app/api/workflows/booking/route"
    return driver(route, root=folder, payload=BOOKING, sites=SITES, retries=RETRIES, pause=2)


def pay_back(driver: Driver, folder: Path, *, card_is_closed: bool) -> Outcome:
    sites = {**SITES, **CLOSED} if card_is_closed else SITES
    return driver("app/api/workflows/refund/route", root=folder, payload=REFUND, sites=sites, retries=RETRIES)


def asked(outcome: Outcome, service: str) -> list[Any]:
    """What a service was asked."""
    sent = zip(outcome.requests, outcome.bodies, strict=True)
    return [json.loads(body or "null") for request, body in sent if f"//{service}.example.com" in request]


def letters(outcome: Outcome) -> list[tuple[str, str]]:
    """The letters that were sent to guests."""
    return [(each["to"], each["letter"]) for each in asked(outcome, "mail") if "office" not in each["to"]]


def letters_to_the_office(outcome: Outcome) -> list[str]:
    return [each["letter"] for each in asked(outcome, "mail") if "office" in each["to"]]


TICKETS = [("ada@example.org", "ticket"), ("bob@example.org", "ticket")]
GOODBYE = ("ada@example.org", "goodbye")
VOUCHER = ("ada@example.org", "voucher")


def test_the_booking_has_two_numbers_and_fails_before_the_sleep(driver: Driver, broken: Path) -> None:
    outcome = book(driver, broken)

    [seats], [charge] = asked(outcome, "calendar"), asked(outcome, "payments")
    assert seats["booking"] != charge["booking"]
    assert outcome.status == "failed"
    assert outcome.errors == ["TypeError: begins.getTime is not a function"] * 4
    assert outcome.sleeps == []


def test_the_office_gets_sixteen_letters_and_each_ticket_finds_the_list_empty(
    driver: Driver, broken: Path
) -> None:
    outcome = book(driver, broken)

    assert len(letters_to_the_office(outcome)) == 16
    assert letters(outcome) == TICKETS
    # The length of the list after the letter was added.
    assert [each.result for each in outcome.steps if each.name == "send-ticket"] == [1, 1]


def test_the_refund_gives_the_money_and_the_voucher(driver: Driver, broken: Path) -> None:
    outcome = pay_back(driver, broken, card_is_closed=False)

    assert len(asked(outcome, "payments")) == 1
    assert letters(outcome) == [VOUCHER]
    assert outcome.status == "completed"


def test_the_refund_to_a_closed_card_sends_two_vouchers_and_never_ends(driver: Driver, broken: Path) -> None:
    outcome = pay_back(driver, broken, card_is_closed=True)

    assert letters(outcome) == [VOUCHER, VOUCHER]
    assert outcome.status == "hanging"


def test_the_mended_booking_has_one_number_and_ends_with_a_goodbye(driver: Driver, fixed: Path) -> None:
    outcome = book(driver, fixed)

    [seats], [charge] = asked(outcome, "calendar"), asked(outcome, "payments")
    assert seats["booking"] == charge["booking"]
    assert letters_to_the_office(outcome) == [f"booking {seats['booking']}"]
    assert letters(outcome) == [*TICKETS, GOODBYE]
    assert outcome.sleeps == [str(DAY_AFTER)]
    assert (outcome.status, outcome.errors) == ("completed", [])


@pytest.mark.parametrize(("closed", "sent"), [(False, []), (True, [VOUCHER])], ids=["open", "closed"])
def test_the_mended_refund_gives_the_money_or_a_voucher(
    driver: Driver, fixed: Path, *, closed: bool, sent: list[tuple[str, str]]
) -> None:
    outcome = pay_back(driver, fixed, card_is_closed=closed)

    assert len(asked(outcome, "payments")) == 1
    assert letters(outcome) == sent
    assert (outcome.status, outcome.errors) == ("completed", [])


def test_the_booking_is_what_the_fixes_make_of_it(
    fixed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rewritten = Project(tmp_path_factory.mktemp("rewritten"), "climbing-nextjs")
    assert rewritten.run("wflint fix app/api/workflows/booking/route.ts").exit_code == 0
    before, after = (
        (folder / "app/api/workflows/booking/route.ts").read_text(encoding="utf-8")
        for folder in (rewritten.folder, fixed)
    )
    assert before == after


@pytest.mark.skipif(bool(missing()), reason=missing())
@pytest.mark.parametrize("state", sampled(["fixed", "broken"], 2))
def test_the_compiler_accepts_the_example(
    state: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = request.getfixturevalue(state)
    assert told(tmp_path_factory.mktemp("tsc"), folder) == []
