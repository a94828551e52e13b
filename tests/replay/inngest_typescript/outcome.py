"""What becomes of a run, as `drive.mjs` tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Request:
    """One request to the endpoint.

    `step` is the step that it asks for, empty where it asks how to go on; `status` is 0 where nothing answers it; `ops` is what the
    SDK asks for, and `error` what it says.
    """

    step: str
    attempt: int
    status: int
    ops: list[str]
    error: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded; `name` is its id, `error` the message with which it failed for good."""

    result: Any
    error: str
    name: Any = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        status: how it ended: hanging where a request is not answered, endless where it is not at its end after `cap` requests.
        result: what the function returned, or the error with which it failed.
        steps: what is recorded, in that order.
        planned: the steps that were announced to run beside others, or in a request of their own.
        sleeps: how long the server was told to sleep, in its words.
        waits: the events that were waited for, each with its timeout.
        requests: the requests to the endpoint.
        log: what the function logged in all passes.
        warnings: what the SDK wrote to the console.
        unhandled: the rejections that nobody handled, each of which ends a plain Node process.
        sent: the events that were sent.
        outside: the other requests that the function's process made.
    """

    status: Literal["completed", "failed", "hanging", "endless"]
    result: Any
    steps: tuple[Step, ...]
    planned: list[str]
    sleeps: list[str]
    waits: list[dict[str, Any]]
    requests: tuple[Request, ...]
    log: list[str]
    warnings: list[str]
    unhandled: list[str]
    sent: list[str]
    outside: list[str]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Outcome:
        """Return the outcome that a line of the driver tells."""
        values: dict[str, Any] = {field.name: told.get(field.name) for field in fields(cls)}
        values["steps"] = tuple(Step(**step) for step in told["steps"])
        values["requests"] = tuple(Request(**request) for request in told["requests"])
        return cls(**values)

    @property
    def names(self) -> list[Any]:
        """The ids of the steps, in the order in which they were recorded."""
        return [step.name for step in self.steps]

    @property
    def results(self) -> dict[Any, Any]:
        """The result of each step, the last where an id repeats."""
        return {step.name: step.result for step in self.steps}

    @property
    def ran(self) -> Counter[str]:
        """How often each line was logged."""
        return Counter(self.log)

    @property
    def errors(self) -> list[str]:
        """What the SDK said in answers that are none of success."""
        return [each.error for each in self.requests if each.error]
