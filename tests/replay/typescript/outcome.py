"""What becomes of a run, as `drive.mjs` tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


class Absent(Enum):
    """What a step without a result, or a run that returned nothing, has in place of one."""

    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery and its answer.

    `condition` is what the SDK says of how a delivery that it answered with 200 ended; `error` and `message`
    are empty there.
    """

    kind: Literal["start", "step", "callback", "failure"]
    attempt: int
    status: int
    condition: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the log records it; `result` has been through JSON, `number` is the position that the SDK gave."""

    number: int
    name: str
    type: str
    result: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        status: how it ended; it hangs where nothing more is delivered although nobody ended it.
        result: what the handler returned, as the request that ends the run has it.
        steps: the results in the order in which they were submitted, those that the SDK drops later included.
        plans: the steps that were announced as members of a parallel group.
        sleeps: how long the server was told to wait, in its words.
        calls: the requests that `context.call` asked for.
        waits: the events that were waited for, each with its timeout.
        notified: the notifications, each with the number of those that it woke.
        started: the URLs of the runs that the handler started itself.
        late: the steps that were submitted after the run had ended.
        requests: the other requests that the handler's process made.
        bodies: what they carried, as text; `None` where they carried nothing.
        log: what the handler logged in all passes.
        warnings: what the SDK wrote to the console.
        unhandled: the rejections that nobody handled, each of which ends a plain Node process.
        deliveries: each request to the endpoint.
    """

    status: Literal["completed", "failed", "cancelled", "hanging"]
    result: Any
    steps: tuple[Step, ...]
    plans: list[str]
    sleeps: list[str]
    calls: list[dict[str, Any]]
    waits: list[dict[str, Any]]
    notified: list[dict[str, Any]]
    started: list[str]
    late: list[str]
    requests: list[str]
    bodies: list[str | None]
    log: list[str]
    warnings: list[str]
    unhandled: list[str]
    deliveries: tuple[Delivery, ...]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Outcome:
        """Return the outcome that a line of the driver tells."""
        values = {field.name: told.get(field.name, Absent.UNDEFINED) for field in fields(cls)}
        values["steps"] = tuple(
            Step(**step) if "result" in step else Step(**step, result=Absent.UNDEFINED)
            for step in told["steps"]
        )
        values["deliveries"] = tuple(Delivery(**delivery) for delivery in told["deliveries"])
        return cls(**values)

    @property
    def names(self) -> list[str]:
        """The names of the steps, in the order in which their results were submitted."""
        return [step.name for step in self.steps]

    @property
    def results(self) -> dict[str, Any]:
        """The result of each step, the last where a name repeats."""
        return {step.name: step.result for step in self.steps}

    @property
    def ran(self) -> Counter[str]:
        """How often each line was logged."""
        return Counter(self.log)

    @property
    def errors(self) -> list[str]:
        """The errors that were answered, `class: message` each, without those to the failure function."""
        return [
            f"{item.error}: {item.message}"
            for item in self.deliveries
            if item.status >= 300 and item.kind != "failure"
        ]

    @property
    def conditions(self) -> list[str]:
        """How each delivery of a step that was answered with 200 ended."""
        return [item.condition for item in self.deliveries if item.kind == "step" and item.status < 300]

    def of_kind(self, kind: str) -> list[Delivery]:
        """Return the deliveries of one kind."""
        return [item for item in self.deliveries if item.kind == kind]
