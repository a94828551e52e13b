"""What travels between the stand-in and an app that serves Inngest functions."""

from __future__ import annotations

import asyncio
import json
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest import mock

import httpx
import inngest

with warnings.catch_warnings():
    # Imported here, before a witness does, since the SDK's models are configured as those of pydantic 1 were.
    warnings.simplefilter("ignore", DeprecationWarning)
    import inngest.fast_api
    import inngest.flask

from replay.quietly import described

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "http://app.test"


@dataclass(frozen=True, slots=True)
class Reply:
    """The SDK's answer to one request."""

    status: int
    body: Any
    no_retry: bool
    retry_after: str


class App:
    """An app in this interpreter that takes the server's requests; its event loop lives as long as it does."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._requests = 0
        self._loop = asyncio.new_event_loop()
        self.loop_errors: list[str] = []
        self._loop.set_exception_handler(lambda _, context: self.loop_errors.append(described(context)))

    def close(self) -> None:
        """Close the event loop."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def post(self, function: str, step: str, body: dict[str, Any]) -> Reply:
        """Ask a function for what comes next, or for one of the steps that it planned."""
        query = {"fnId": function, "stepId": step}
        self._requests += 1
        headers = {
            "X-Inngest-Server-Kind": "dev",
            "X-Request-Id": f"request-{self._requests}",
            "X-Inngest-Job-Id": f"job-{self._requests}",
            "Content-Type": "application/json",
        }
        try:
            if hasattr(self._app, "test_client"):
                return self._post_flask(query, body, headers)
            return self._loop.run_until_complete(self._post(query, body, headers))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - what the SDK lets through ends the request, in a server, too
            return Reply(500, {"name": "crashed", "message": _text(error)}, no_retry=False, retry_after="")

    def _post_flask(self, query: dict[str, str], body: dict[str, Any], headers: dict[str, str]) -> Reply:
        client = self._app.test_client()
        answer = client.post("/api/inngest", query_string=query, data=json.dumps(body), headers=headers)
        return _reply(answer.status_code, answer.get_data(as_text=True), answer.headers)

    async def _post(self, query: dict[str, str], body: dict[str, Any], headers: dict[str, str]) -> Reply:
        transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            answer = await client.post("/api/inngest", params=query, json=body, headers=headers)
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            # Tasks that the function left running go on in a real server, too.
            await asyncio.wait(others, timeout=2)
        return _reply(answer.status_code, answer.text, answer.headers)


def _reply(status: int, text: str, headers: Any) -> Reply:
    try:
        body = json.loads(text) if text else None
    except json.JSONDecodeError:
        body = text
    return Reply(status, body, headers.get("x-inngest-no-retry") == "true", headers.get("retry-after", ""))


def _text(error: BaseException) -> str:
    # Group messages name their number of exceptions only, so the classes inside are added.
    inside = [type(part).__name__ for part in getattr(error, "exceptions", ())]
    return " of ".join([type(error).__name__, *([", ".join(inside)] if inside else [])])


@contextmanager
def captured_events() -> Iterator[list[inngest.Event]]:
    """Replace the client's two methods that send events; yields what they were asked to send."""
    sent: list[inngest.Event] = []

    def record(client: inngest.Inngest, events: inngest.Event | list[inngest.Event]) -> list[str]:
        events = events if isinstance(events, list) else [events]
        request = client._build_send_request(events)  # noqa: SLF001 - what cannot be sent has to fail as it does there
        if isinstance(request, Exception):
            raise request
        sent.extend(events)
        return [f"event-{number}" for number, _ in enumerate(sent)]

    def send_sync(client: inngest.Inngest, events: Any, *, skip_middleware: bool = False) -> list[str]:
        return record(client, events)

    async def send(client: inngest.Inngest, events: Any, *, skip_middleware: bool = False) -> list[str]:
        await asyncio.sleep(0)
        return record(client, events)

    with (
        mock.patch.object(inngest.Inngest, "send", send),
        mock.patch.object(inngest.Inngest, "send_sync", send_sync),
    ):
        yield sent
