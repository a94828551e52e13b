"""A stand-in for the QStash server: keeps one run's step log and says what is delivered next.

What the closed server does where the SDK's source does not say is decided here and marked [U] (unverified).
"""

from __future__ import annotations

import base64
import json
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from .wire import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from .wire import Reply, Sent

Kind = Literal["trigger", "step", "callback", "failure"]
DEFAULT_RETRIES = 3
_OWN_HEADERS = frozenset(
    {
        *("host", "content-length", "connection", "transfer-encoding", "accept-encoding"),
        *("upstash-message-id", "upstash-retried"),  # [U]: those of a delivery are its own
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the log records it.

    `result` has been through JSON, `number` is the position that the SDK gave, `name` is text unless the handler
    named its step otherwise.
    """

    number: int
    name: Any
    type: str
    result: Any


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery to be made; a retry sends the same body again ([U]: the log is not read anew)."""

    kind: Kind
    request: Request
    retries: int = DEFAULT_RETRIES
    attempt: int = 1
    failure_headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ThirdPartyCall:
    """The request that `context.call` asks QStash to make; `body` is what goes over the wire."""

    url: str
    method: str
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class ThirdPartyAnswer:
    """The answer of a third party."""

    status: int = 200
    body: str = "{}"


class StandIn:
    """The server's side of one run."""

    def __init__(
        self, answer: Callable[[ThirdPartyCall], ThirdPartyAnswer], *, redeliver_first: bool
    ) -> None:
        self._answer = answer
        self._redeliver_first = redeliver_first
        self._initial = ""
        self._bodies: list[str] = []
        self.queue: deque[Message] = deque()
        self.run_id: str | None = None
        self.steps: list[Step] = []
        self.sleeps: list[str] = []
        self.calls: list[ThirdPartyCall] = []
        self.late: list[str] = []
        self.deleted = False
        self.failed = False

    def settle(self, message: Message, reply: Reply) -> None:
        """Take in what one delivery sent and how it was answered."""
        for sent in reply.sent:
            self._accept(sent)
        if reply.status < 300 or self.deleted:
            return
        if message.attempt <= message.retries:
            retry = replace(message, attempt=message.attempt + 1)
            if self._redeliver_first:
                self.queue.appendleft(retry)
            else:
                self.queue.append(retry)
        elif message.kind != "failure":
            self._fail(message, reply)

    def _accept(self, sent: Sent) -> None:
        if sent.method == "DELETE":
            self.deleted = True
            self.queue.clear()  # [U]: the pending deliveries of a deleted run are dropped
        elif sent.path == "/v2/batch":
            for item in json.loads(sent.body):
                self._take(item["destination"], item["headers"], item["body"])
        else:
            self._take(sent.path.removeprefix("/v2/publish/"), sent.headers, sent.body)

    def _take(self, url: str, headers: dict[str, str], body: str) -> None:
        if headers["Upstash-Workflow-Init"] == "true":
            self.run_id = headers["Upstash-Workflow-RunId"]
            self._initial = body
            self._deliver(headers)
        elif "Upstash-Callback" in headers:
            self._call(url, headers, body)
        else:
            self._record(headers, body)

    def _record(self, headers: dict[str, str], body: str) -> None:
        step = json.loads(body)
        self.steps.append(Step(step["stepId"], step["stepName"], step["stepType"], json.loads(step["out"])))
        self._bodies.append(body)
        wait = headers.get("Upstash-Delay") or headers.get("Upstash-Not-Before")
        if wait is not None:
            self.sleeps.append(wait)
        if (
            self.failed or self.deleted
        ):  # [U]: a step submitted into a run that has ended leads to no delivery
            self.late.append(step["stepName"])
        else:
            self._deliver(headers)

    def _deliver(self, headers: dict[str, str]) -> None:
        entries = [{"messageId": "m0", "callType": "step", "body": _base64(self._initial)}]
        entries += [
            {"messageId": f"m{number}", "callType": "step", "body": _base64(body)}
            for number, body in enumerate(self._bodies, start=1)
        ]
        request = Request(self._headers(headers, "Upstash-Forward-"), json.dumps(entries))
        retries = int(headers.get("Upstash-Retries", DEFAULT_RETRIES))
        self.queue.append(Message("step", request, retries, failure_headers=headers))

    def _headers(self, headers: dict[str, str], prefix: str) -> dict[str, str]:
        forwarded = {name[len(prefix) :]: value for name, value in headers.items() if name.startswith(prefix)}
        kept = {name: value for name, value in forwarded.items() if name.lower() not in _OWN_HEADERS}
        return {**kept, "Upstash-Workflow-RunId": self.run_id or ""}

    def _call(self, url: str, headers: dict[str, str], body: str) -> None:
        own = {
            name.removeprefix("Upstash-Forward-"): value
            for name, value in headers.items()
            if name.startswith("Upstash-Forward-")
        }
        call = ThirdPartyCall(url, headers["Upstash-Method"], own, body)
        self.calls.append(call)
        retries = int(headers["Upstash-Retries"])
        for retried in range(retries + 1):
            answer = self._answer(call)
            if answer.status < 300 or retried == retries:
                break
        envelope = {
            "status": answer.status,
            "header": {"Content-Type": ["application/json"]},
            "body": _base64(answer.body),
            "retried": retried,
            "maxRetries": retries,
            "sourceMessageId": "m-call",
            "url": url,
            "method": call.method,
            "sourceBody": _base64(body),
        }
        request = Request(self._headers(headers, "Upstash-Callback-Forward-"), json.dumps(envelope))
        self.queue.append(
            Message("callback", request, int(headers["Upstash-Callback-Retries"]), failure_headers=headers)
        )

    def _fail(self, message: Message, reply: Reply) -> None:
        self.failed = True
        self.queue.clear()
        headers = message.failure_headers
        if "Upstash-Failure-Callback" not in headers:
            return
        envelope = {
            "status": reply.status,
            "header": {"Content-Type": ["application/json"]},
            "body": _base64(reply.body),
            "url": headers["Upstash-Failure-Callback"],
            "sourceBody": _base64(self._initial),
            "workflowRunId": self.run_id,
        }
        request = Request(self._headers(headers, "Upstash-Failure-Callback-Forward-"), json.dumps(envelope))
        retries = int(headers.get("Upstash-Failure-Callback-Retries", DEFAULT_RETRIES))
        self.queue.append(Message("failure", request, retries))


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
