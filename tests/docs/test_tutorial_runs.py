"""What the tutorial says of its example, broken and fixed, seen on the real SDK."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx
import pytest
from doc_blocks import blocks_of
from doc_project import ROOT, Project
from replay.drive import Outcome, drive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOOKING = {
    "course": "beginners",
    "card": "card-1",
    "cents": 9000,
    "guests": ["ada@example.org", "bob@example.org"],
}
REFUND = {"card": "card-1", "cents": 9000, "guest": "ada@example.org"}
MODULES = ("main", "serving", "services", "workflows", "workflows.booking", "workflows.refund")


class World:
    """What the services are asked for, and whether the card is closed."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.card_is_closed = False

    def post(self, url: str, json: dict[str, Any]) -> httpx.Response:
        """Stand in for `httpx.post`."""
        what = url.partition("//")[2].partition(".")[0] + url.partition(".com")[2]
        self.asked.append((what, json))
        status = 402 if self.card_is_closed and what.endswith("refunds") else 200
        return httpx.Response(status, json={"id": len(self.asked)}, request=httpx.Request("POST", url))

    def of(self, what: str) -> list[dict[str, Any]]:
        """What a service was asked."""
        return [json for asked, json in self.asked if asked == what]


@contextmanager
def application(folder: Path) -> Iterator[Any]:
    """The application of a copy of the example."""
    with mock.patch.object(sys, "path", [str(folder), *sys.path]), mock.patch.dict(sys.modules):
        for name in MODULES:
            sys.modules.pop(name, None)
        with mock.patch.dict("os.environ", {"QSTASH_TOKEN": "token"}):
            import main  # type: ignore[import-not-found]  # the example's

        yield main.app


def run(folder: Path, path: str, payload: dict[str, Any], world: World) -> Outcome:
    with application(folder) as app, mock.patch.object(httpx, "post", world.post):
        return drive(app, payload, path=path)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return Project(tmp_path, "climbing").folder


@pytest.fixture
def fixed(tmp_path: Path) -> Path:
    """The example at the end of the tutorial."""
    project = Project(tmp_path, "climbing")
    assert project.run("wflint fix workflows/booking.py").exit_code == 0
    for block in blocks_of(ROOT / "docs" / "tutorial.md"):
        if "writes" in block.told:
            (project.folder / block.told["writes"]).write_text(block.text, encoding="utf-8")
    return project.folder


@pytest.fixture
def world() -> World:
    return World()


def test_the_booking_is_made_under_two_numbers_and_gets_stuck_at_the_sleep(
    broken: Path, world: World
) -> None:
    outcome = run(broken, "/workflows/booking", BOOKING, world)

    [seats], [charge] = world.of("calendar/beginners"), world.of("payments/charges")
    assert seats["booking"] != charge["booking"]
    assert [letter["letter"] for letter in world.of("mail")] == ["ticket", "ticket"]
    assert outcome.status == "failed"
    assert outcome.errors == ["TypeError: Object of type timedelta is not JSON serializable"] * 4


def test_the_refund_is_asked_for_four_times_and_the_voucher_never_sent(broken: Path, world: World) -> None:
    world.card_is_closed = True

    outcome = run(broken, "/workflows/refund", REFUND, world)

    assert outcome.status == "failed"
    assert [what for what, _ in world.asked] == ["payments/refunds"] * 4


def test_the_mended_booking_has_one_number_and_ends_with_a_goodbye(fixed: Path, world: World) -> None:
    outcome = run(fixed, "/workflows/booking", BOOKING, world)

    [seats], [charge] = world.of("calendar/beginners"), world.of("payments/charges")
    assert seats["booking"] == charge["booking"]
    assert [letter["letter"] for letter in world.of("mail")] == ["ticket", "ticket", "goodbye"]
    assert outcome.sleeps == (f"{6 * 24 * 60 * 60}s",)
    assert (outcome.status, outcome.errors) == ("completed", [])


def test_the_mended_refund_is_asked_for_once_and_the_voucher_is_sent(fixed: Path, world: World) -> None:
    world.card_is_closed = True

    outcome = run(fixed, "/workflows/refund", REFUND, world)

    assert [what for what, _ in world.asked] == ["payments/refunds", "mail"]
    assert (outcome.status, outcome.errors) == ("completed", [])
