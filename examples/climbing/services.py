"""What the workflows work with: the course calendar, the payment provider and the mail service."""

import uuid

import httpx

CALENDAR = "https://calendar.example.com"
PAYMENTS = "https://payments.example.com"
MAIL = "https://mail.example.com"


class PaymentError(Exception):
    """The payment provider refuses."""


def new_number() -> str:
    """A booking number such as `C-5F0C31`."""
    return f"C-{uuid.uuid4().hex[:6].upper()}"


def reserve(course: str, seats: int, number: str) -> None:
    """Keep seats in a course."""
    httpx.post(f"{CALENDAR}/{course}", json={"seats": seats, "booking": number}).raise_for_status()


def charge(card: str, cents: int, number: str) -> None:
    """Charge a card."""
    httpx.post(f"{PAYMENTS}/charges", json={"card": card, "cents": cents, "booking": number}).raise_for_status()


def refund(card: str, cents: int) -> None:
    """Give money back; raises `PaymentError` if the card is closed."""
    response = httpx.post(f"{PAYMENTS}/refunds", json={"card": card, "cents": cents})
    if response.is_error:
        raise PaymentError(response.text)


def send(to: str, letter: str) -> str:
    """Send a letter; gives its number."""
    return str(httpx.post(MAIL, json={"to": to, "letter": letter}).json()["id"])
