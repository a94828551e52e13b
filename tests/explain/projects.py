"""Projects that the tests explain: a src layout with helpers in several modules, and small handlers of one kind each."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = """\
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)


"""

BOOKINGS = {
    "pyproject.toml": "[project]\nname = 'bookings'\n",
    "src/bookings/__init__.py": "",
    "src/bookings/app.py": _HEAD
    + """\
from bookings.alerts import page
from bookings.payments import Payments
from bookings.travel import hotels


@serve.post("/bookings", retries=2, failure_function=page)
async def book(context: AsyncWorkflowContext[dict]) -> None:
    trip = context.request_payload
    if not trip.get("hotel"):
        return
    key = hotels.idempotency_key()

    quote = await context.call("get-quote", url="https://rates.test/quotes", method="POST", body=trip)
    room = await context.run("hold-room", lambda: hotels.hold(trip["hotel"], key))
    match quote.body["class"]:
        case "suite":  # three nights at least
            await context.sleep("think-about-it", "1d")
        case "single" | "double":
            pass
    try:
        await Payments(context).charge(room)
    except RuntimeError as error:
        print("payment failed", error)
        raise
    for guest in trip["guests"]:
        sent = await context.run(f"write-to-{guest}", lambda guest=guest: hotels.confirm(guest, room))
        if sent is None:
            break
    print("booked", room)
""",
    "src/bookings/alerts.py": """\
async def page(context, status, message, headers):
    print("a booking failed", message)
""",
    "src/bookings/payments.py": """\
import time

from upstash_workflow import AsyncWorkflowContext


class Payments:
    def __init__(self, context: AsyncWorkflowContext[dict]) -> None:
        self.context = context

    async def charge(self, room: dict) -> None:
        started = time.time()
        await self.context.run("charge", lambda: {"room": room["id"], "cents": 4200, "at": started})
        if time.time() - started > 3600:
            await self.context.run("apologise", apologise)


def apologise():
    return ("sorry", 1)
""",
    "src/bookings/travel/hotels.py": """\
import httpx

from bookings.travel.keys import new_key


def idempotency_key() -> str:
    return new_key("hotel")


def hold(hotel: str, key: str) -> dict:
    return httpx.post("https://hotels.test/holds", json={"hotel": hotel, "key": key}).json()


def confirm(guest, room):
    return {"guest": guest, "nights": [1, 2]}
""",
    "src/bookings/travel/keys.py": """\
import uuid


def new_key(kind: str) -> str:
    return f"{kind}-{uuid.uuid4()}"
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def handler(body: str, before: str = "", decorator: str = '@serve.post("/work")') -> str:
    """A file with one handler, `work`."""
    head = f"{_HEAD}{dedent(before)}\n\n{decorator}\nasync def work(context: AsyncWorkflowContext[dict]) -> None:\n"
    return head + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
