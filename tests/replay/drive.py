"""`drive` runs a workflow from the trigger to its end and says what happened."""

from __future__ import annotations

import gc
import json
import os
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unittest import mock

from .endpoint import Endpoint, FreshProcess, InProcess, loaded
from .quietly import never_awaited, quiet
from .standin import Kind, Message, StandIn, Step, ThirdPartyAnswer, ThirdPartyCall
from .wire import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

WITNESSES = Path(__file__).parent / "witnesses"
SEEDS = tuple(range(1, 20))
_CLEAN = (
    "QSTASH_CURRENT_SIGNING_KEY",
    "QSTASH_NEXT_SIGNING_KEY",
    "QSTASH_URL",
    "UPSTASH_WORKFLOW_URL",
    "SSL_CERT_FILE",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery and its answer; `error` and `message` are empty where it was answered with 200."""

    kind: Kind
    attempt: int
    status: int
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    `steps` is the recorded log in order, `late` the steps submitted after the run had ended, `log` what the
    witness logged in all passes, `warnings` the coroutines that were never awaited, `loop_errors` the exceptions
    of tasks that nobody awaited.
    """

    status: Literal["completed", "failed", "hanging"]
    deliveries: tuple[Delivery, ...]
    steps: tuple[Step, ...]
    sleeps: tuple[str, ...]
    calls: tuple[ThirdPartyCall, ...]
    late: tuple[str, ...]
    deleted: bool
    log: tuple[str, ...]
    warnings: tuple[str, ...]
    loop_errors: tuple[str, ...]

    @property
    def executed(self) -> Counter[str]:
        """How often each step was executed and submitted."""
        return Counter(step.name for step in self.steps)

    @property
    def results(self) -> dict[str, Any]:
        """The recorded result of each step, the last where a name repeats."""
        return {step.name: step.result for step in self.steps}

    @property
    def errors(self) -> list[str]:
        """The errors that were answered, `class: message` each."""
        return [f"{item.error}: {item.message}" for item in self.deliveries if item.status >= 300]

    @property
    def started(self) -> bool:
        """Whether the trigger was accepted."""
        return self.deliveries[0].status < 300

    def logged(self, text: str) -> int:
        """How often the witness logged `text`."""
        return self.log.count(text)


@contextmanager
def environment(env: Mapping[str, str]) -> Iterator[None]:
    """Give the process a QStash token, `env`, and no other setting of QStash; all is as before at the end."""
    with mock.patch.dict(os.environ):
        for name in _CLEAN:
            os.environ.pop(name, None)
        os.environ["QSTASH_TOKEN"] = "token"
        # The SDK makes a client a pass, and each would load the certificates of the whole world.
        os.environ["SSL_CERT_DIR"] = str(WITNESSES)
        os.environ.update(env)
        yield


@contextmanager
def opened(
    target: Path | str | Any, *, path: str | None = None, seeds: tuple[int, ...] = ()
) -> Iterator[Endpoint]:
    """Open the endpoint of a witness file, of a source text, or of an app."""
    if seeds:
        yield FreshProcess(Path(target), path, seeds)
        return
    with ExitStack() as stack:
        if isinstance(target, Path):
            namespace = vars(stack.enter_context(loaded(target.read_text(encoding="utf-8"), str(target))))
        elif isinstance(target, str):
            namespace = vars(stack.enter_context(loaded(target, "<witness>")))
        else:
            namespace = {"app": target}
        endpoint = InProcess(namespace, path)
        stack.callback(endpoint.close)
        yield endpoint


def drive(
    target: Path | str | Any,
    payload: Any = None,
    *,
    path: str | None = None,
    headers: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    seeds: tuple[int, ...] = (),
    before: Callable[[int], None] = lambda _: None,
    answer: Callable[[ThirdPartyCall], ThirdPartyAnswer] = lambda _: ThirdPartyAnswer(),
    trigger_retries: int = 0,
    redeliver_first: bool = True,
    cap: int = 60,
) -> Outcome:
    """Run a workflow from its trigger to its end.

    Args:
        target: a witness file, the source of one, or an app.
        payload: the trigger's body, sent as JSON.
        path: the endpoint's path; by default the first that takes POST.
        headers: the trigger's headers.
        env: environment variables during the run.
        seeds: run every delivery in a fresh process, with these hash seeds in turn.
        before: called with its index before each delivery.
        answer: answers the requests of `context.call`.
        trigger_retries: how often a rejected trigger is repeated: 3 if QStash publishes it, 0 if a caller posts it.
        redeliver_first: whether a failed delivery is repeated before others that are due. [U]: the real server
            waits 12 s before it repeats, what it does with other deliveries of the run meanwhile is not known.
        cap: the most deliveries.

    Raises:
        RuntimeError: the run did not end within `cap` deliveries.
    """
    server = StandIn(answer, redeliver_first=redeliver_first)
    trigger = Request({"Content-Type": "application/json", **(headers or {})}, json.dumps(payload))
    server.queue.append(Message("trigger", trigger, trigger_retries))
    with environment(env or {}), quiet("upstash_workflow"), never_awaited() as forgotten:
        with opened(target, path=path, seeds=seeds) as endpoint:
            deliveries = _deliver_all(server, endpoint, before, cap)
            gc.collect()
        status: Literal["completed", "failed", "hanging"] = (
            "completed" if server.deleted else "failed" if server.failed else "hanging"
        )
        return Outcome(
            status,
            deliveries,
            tuple(server.steps),
            tuple(server.sleeps),
            tuple(server.calls),
            tuple(server.late),
            server.deleted,
            tuple(endpoint.log()),
            tuple(str(warning.message).splitlines()[0] for warning in forgotten),
            tuple(endpoint.loop_errors()),
        )


def _deliver_all(
    server: StandIn, endpoint: Endpoint, before: Callable[[int], None], cap: int
) -> tuple[Delivery, ...]:
    deliveries: list[Delivery] = []
    while server.queue:
        if len(deliveries) == cap:
            raise RuntimeError(f"not at its end after {cap} deliveries")
        message = server.queue.popleft()
        before(len(deliveries))
        own = {
            "Upstash-Message-Id": f"message-{len(deliveries)}",
            "Upstash-Retried": str(message.attempt - 1),
        }
        reply = endpoint.deliver(Request({**message.request.headers, **own}, message.request.body))
        deliveries.append(_described(message, reply.status, reply.body))
        server.settle(message, reply)
    return tuple(deliveries)


def _described(message: Message, status: int, body: str) -> Delivery:
    error = json.loads(body) if status >= 300 else {}
    return Delivery(message.kind, message.attempt, status, error.get("error", ""), error.get("message", ""))
