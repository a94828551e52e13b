"""What travels between the stand-in and an endpoint, and the capture of what the SDK sends."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock

from qstash.asyncio.http import AsyncHttpClient
from qstash.http import HttpClient

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to the endpoint."""

    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One request that the SDK made to QStash."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The endpoint's answer to one delivery, with all that was sent to QStash meanwhile."""

    status: int
    body: str
    sent: tuple[Sent, ...]


@contextmanager
def captured_requests() -> Iterator[list[Sent]]:
    """Replace qstash's two HTTP request methods; yields what they were asked to send."""
    sent: list[Sent] = []

    def record(path: str, method: str, headers: dict[str, str] | None, body: str | None) -> list[Any]:
        sent.append(Sent(method, path, dict(headers or {}), body or ""))
        return []

    def request(
        client: HttpClient,
        *,
        path: str,
        method: str,
        headers: dict[str, str] | None = None,
        body: str | None = None,
        **options: Any,
    ) -> list[Any]:
        return record(path, method, headers, body)

    async def async_request(
        client: AsyncHttpClient,
        *,
        path: str,
        method: str,
        headers: dict[str, str] | None = None,
        body: str | None = None,
        **options: Any,
    ) -> list[Any]:
        answer = record(path, method, headers, body)
        # A real request gives way to other tasks while it waits for the answer; concurrent steps depend on it.
        for _ in range(5):
            await asyncio.sleep(0)
        return answer

    with (
        mock.patch.object(HttpClient, "request", request),
        mock.patch.object(AsyncHttpClient, "request", async_request),
    ):
        yield sent
