"""From the booking to the day of the course."""

from datetime import timedelta
from typing import TypedDict

from upstash_workflow import AsyncWorkflowContext

import services
from serving import serve


class Booking(TypedDict):
    """What the website sends."""

    course: str
    card: str
    cents: int
    guests: list[str]


@serve.post("/workflows/booking")
async def book(context: AsyncWorkflowContext[Booking]) -> None:
    booking = context.request_payload
    number = services.new_number()
    seats = len(booking["guests"])

    await context.run("reserve-seats", lambda: services.reserve(booking["course"], seats, number))
    await context.run("charge-card", lambda: services.charge(booking["card"], booking["cents"], number))

    letters: list[str] = []
    for guest in booking["guests"]:
        await context.run("send-ticket", lambda guest=guest: letters.append(services.send(guest, "ticket")))

    await context.sleep("wait-for-course", timedelta(days=6))
    await context.run("send-goodbye", services.send(booking["guests"][0], "goodbye"))
