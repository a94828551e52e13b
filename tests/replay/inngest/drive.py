"""`drive` runs an Inngest function from its event to its end and says what happened."""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import inngest

from replay.endpoint import loaded
from replay.quietly import never_awaited, quiet

from .server import DEFAULT_ATTEMPTS, DISCOVERY, Server, Step
from .wire import App, captured_events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WITNESSES = Path(__file__).parent / "witnesses"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to the function, and the kinds of steps that it answered with; `target` is a planned step's name."""

    target: str
    attempt: int
    status: int
    ops: tuple[str, ...]
    no_retry: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    `steps` is what was recorded, in order, `log` what the witness logged in all passes, `errors` every error that was
    answered (a step's begins with its name), `error` the one that the run failed with, `events` the names of the events
    that were sent, `warnings` the coroutines that were never awaited, `loop_errors` the exceptions of tasks that nobody
    awaited. A run is "waiting" where nothing is left that could continue it.
    """

    status: Literal["completed", "failed", "looping", "waiting"]
    output: Any
    error: str
    deliveries: tuple[Delivery, ...]
    steps: tuple[Step, ...]
    errors: tuple[str, ...]
    events: tuple[str, ...]
    log: tuple[str, ...]
    warnings: tuple[str, ...]
    loop_errors: tuple[str, ...]

    @property
    def passes(self) -> int:
        """How often the function's body ran."""
        return len(self.deliveries)

    @property
    def names(self) -> list[str]:
        """The recorded steps' names."""
        return [step.name for step in self.steps]

    @property
    def results(self) -> dict[str, Any]:
        """The recorded result of each step, the last where a name repeats."""
        return {step.name: step.result for step in self.steps}

    @property
    def executed(self) -> Counter[str]:
        """How often each step was recorded."""
        return Counter(self.names)

    def logged(self, text: str) -> int:
        """How often the witness logged `text`."""
        return self.log.count(text)


def drive(
    target: Path | str,
    data: Mapping[str, Any] | None = None,
    *,
    function: str = "",
    answers: Mapping[str, Any] | None = None,
    before: Callable[[int], None] = lambda _: None,
    failure: bool = False,
    cap: int = 40,
) -> Outcome:
    """Run a function from its event to its end.

    Args:
        target: a witness file, or the source of one.
        data: the data of the event.
        function: the variable that holds the function; by default the first in the module.
        answers: what waits and invocations get, by the step's name; they wait for ever without one.
        before: called with its index before each request.
        failure: run the function's `on_failure` handler instead.
        cap: the most requests; a run that needs more is looping.
    """
    source = target.read_text(encoding="utf-8") if isinstance(target, Path) else target
    name = str(target) if isinstance(target, Path) else "<witness>"
    with ExitStack() as stack:
        stack.enter_context(quiet("inngest"))
        forgotten = stack.enter_context(never_awaited())
        events = stack.enter_context(captured_events())
        namespace = vars(stack.enter_context(loaded(source, name)))
        app = App(namespace["app"])
        stack.callback(app.close)
        chosen = _function(namespace, function)
        server = Server(_attempts(chosen), answers or {})
        deliveries = _deliver_all(server, app, chosen, _events(chosen, data, failure=failure), before, cap)
        gc.collect()
        warned = tuple(str(warning.message).splitlines()[0] for warning in forgotten)
        sent = tuple(event.name for event in events)
        return _outcome(
            server, deliveries, sent, tuple(namespace.get("LOG", ())), warned, tuple(app.loop_errors)
        )


def _outcome(
    server: Server,
    deliveries: list[Delivery],
    events: tuple[str, ...],
    log: tuple[str, ...],
    warned: tuple[str, ...],
    loop_errors: tuple[str, ...],
) -> Outcome:
    status: Literal["completed", "failed", "looping", "waiting"]
    if server.ended:
        status = "failed" if server.error else "completed"
    else:
        status = "looping" if server.due else "waiting"
    return Outcome(
        status,
        server.output,
        server.error,
        tuple(deliveries),
        tuple(server.steps),
        tuple(server.errors),
        events,
        log,
        warned,
        loop_errors,
    )


def _function(namespace: dict[str, Any], name: str) -> inngest.Function[Any]:
    if name:
        found = namespace[name]
    else:
        found = next(value for value in namespace.values() if isinstance(value, inngest.Function))
    assert isinstance(found, inngest.Function)
    return found


def _attempts(function: inngest.Function[Any]) -> int:
    retries = function.get_config("http://app.test").main.steps[DISCOVERY].retries
    return retries.attempts + 1 if retries else DEFAULT_ATTEMPTS


def _events(
    function: inngest.Function[Any], data: Mapping[str, Any] | None, *, failure: bool
) -> tuple[str, list[dict[str, Any]]]:
    event = {"name": "shop/event", "data": dict(data or {}), "id": "e-1", "ts": 1_900_000_000_000}
    if not failure:
        return function.id, [event]
    error = {"name": "ValueError", "message": "no", "stack": ""}
    told = {"error": error, "event": event, "function_id": function.id, "run_id": "run-0"}
    return str(function.on_failure_fn_id), [{**event, "name": "inngest/function.failed", "data": told}]


def _deliver_all(
    server: Server,
    app: App,
    function: inngest.Function[Any],
    addressed: tuple[str, list[dict[str, Any]]],
    before: Callable[[int], None],
    cap: int,
) -> list[Delivery]:
    deliveries: list[Delivery] = []
    names: dict[str, str] = {DISCOVERY: ""}
    function_id, events = addressed
    while len(deliveries) < cap and (job := server.next()):
        before(len(deliveries))
        body = {"event": events[0], "events": events, **server.context(job)}
        reply = app.post(function_id, job.target, body)
        ops = reply.body if reply.status == 206 else []
        names.update((op["id"], op["displayName"]) for op in ops)
        kinds = tuple(op["op"] for op in ops)
        deliveries.append(Delivery(names[job.target], job.attempt, reply.status, kinds, reply.no_retry))
        server.settle(job, reply)
    return deliveries
