"""A stand-in for the Inngest server: keeps the steps of one run and says what is asked of the function next.

What the SDK needs to be told is in its source and in the protocol's published specification: the memo of each step by
the hash of its id, `disable_immediate_execution` after a plan of several steps, `stepId` for a step that was planned.
The following is assumed about the server and marked [A] where it is done:

- A function has 4 attempts where it does not say `retries=`, else one more than that. Each request to the function
  counts its own attempts, so a step that succeeded leaves all attempts to the next one.
- An answer of 206 that says "no retry" fails its steps at once; an error is kept in the memo, and the function goes on.
- After several steps were planned together the function is asked again when all of them have ended, and in mode
  "race" after each of them. From then on each step is planned before it runs, to the end of the run.
- A retry comes after all requests that are due, as the server waits some seconds before it.
- What is reported a second time while it is still to be done is done once.
- Sleeps end in the order of their times, after everything that needs no waiting.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .wire import Reply

DISCOVERY = "step"
DEFAULT_ATTEMPTS = 4
_RAN = ("StepRun", "StepError", "StepFailed")


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the server records it, or the error that it failed with.

    `name` is the id that the function gave, `detail` what the kind of step adds to it: the time until which a sleep
    sleeps, or the options of the others.
    """

    key: str
    name: str
    op: str
    result: Any = None
    error: str = ""
    detail: Any = None


@dataclass(frozen=True, slots=True)
class Job:
    """A request to be made."""

    target: str = DISCOVERY
    attempt: int = 0


class Server:
    """One run of one function."""

    def __init__(self, attempts: int, answers: Mapping[str, Any]) -> None:
        self.jobs: deque[Job] = deque([Job()])
        self.steps: list[Step] = []
        self.errors: list[str] = []
        self.ended = False
        self.output: Any = None
        self.error = ""
        self.attempts = attempts
        self._answers = answers
        self._memos: dict[str, Any] = {}
        self._planned: dict[str, str] = {}
        self._sleeping: list[tuple[str, int, Step]] = []
        self._immediate = True

    @property
    def due(self) -> bool:
        """Whether something is left to be done, now or when a sleep has ended."""
        return bool(self.jobs or self._sleeping)

    def context(self, job: Job) -> dict[str, Any]:
        """Return the parts of a request's body that the run decides."""
        return {
            "steps": dict(self._memos),
            "ctx": {
                "attempt": job.attempt,
                "max_attempts": self.attempts,
                "disable_immediate_execution": not self._immediate,
                "run_id": "run-1",
                "stack": {"stack": list(self._memos)},
            },
            "use_api": False,
        }

    def next(self) -> Job | None:
        """Return the next request; none where the run has ended or waits for something that never comes."""
        if self.ended:
            return None
        while not self.jobs and self._sleeping:
            self._sleeping.sort(key=lambda item: item[:2])
            _, _, step = self._sleeping.pop(0)
            self._record(step, None)
        return self.jobs.popleft() if self.jobs else None

    def settle(self, job: Job, reply: Reply) -> None:
        """Take the answer to a request."""
        if reply.status == 206:
            self._take(job, reply)
        elif reply.status == 200:
            self.ended, self.output = True, reply.body
        else:
            error = described(reply.body)
            self.errors.append(error)
            if not self._retried(job, reply):
                self.ended, self.error = True, error

    def _retried(self, job: Job, reply: Reply) -> bool:
        if reply.no_retry or job.attempt + 1 >= self.attempts:
            return False
        self.jobs.append(Job(job.target, job.attempt + 1))
        return True

    def _take(self, job: Job, reply: Reply) -> None:
        if len(reply.body) > 1:
            self._immediate = False
        for op in reply.body:
            key, name, kind = op["id"], op["displayName"], op["op"]
            opts = op.get("opts") or {}
            if kind in _RAN:
                self._ran(job, reply, op)
            elif key in self._memos or key in self._planned:
                continue  # [A] it is due already
            else:
                self._planned[key] = opts.get("parallelMode", "wait") if isinstance(opts, dict) else "wait"
                self._schedule(Step(key, name, kind, detail=op["name"] if kind == "Sleep" else opts))

    def _schedule(self, step: Step) -> None:
        if step.op == "StepPlanned":
            self.jobs.append(Job(step.key))
        elif step.op == "Sleep":
            self._sleeping.append((step.detail, len(self._sleeping), step))
        elif step.name in self._answers:
            answer = self._answers[step.name]
            error = answer.get("error") if isinstance(answer, dict) and step.op != "WaitForEvent" else None
            self._record(step, answer, error)

    def _ran(self, job: Job, reply: Reply, op: dict[str, Any]) -> None:
        error = op.get("error")
        if error is not None:
            self.errors.append(f"{op['displayName']}: {described(error)}")
            if op["op"] == "StepError" and self._retried(job, reply):
                return
        step = Step(op["id"], op["displayName"], "StepRun", op.get("data"), described(error) if error else "")
        self._record(step, {"data": op.get("data")}, error)

    def _record(self, step: Step, memo: Any, error: dict[str, Any] | None = None) -> None:
        result = memo["data"] if isinstance(memo, dict) and set(memo) == {"data"} else memo
        if error is not None:
            memo = {"error": {key: error[key] for key in ("message", "name", "stack") if key in error}}
            result = None
        self._memos[step.key] = memo
        self.steps.append(
            Step(step.key, step.name, step.op, result, described(error) if error else "", step.detail)
        )
        mode = self._planned.pop(step.key, "wait")
        if mode == "race" or not self._planned:
            self.jobs.append(Job())


def described(error: Any) -> str:
    """Return the class and message of an error as the SDK answers it."""
    if isinstance(error, dict) and "message" in error:
        return f"{error.get('name') or error.get('code')}: {error['message']}"
    return str(error)
