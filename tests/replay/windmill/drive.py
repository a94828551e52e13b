"""`drive` runs a workflow from its first round to its last and says what happened."""

from __future__ import annotations

import contextlib
import gc
import io
import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wmill.client import _run_workflow

from replay.endpoint import loaded
from replay.quietly import never_awaited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WITNESSES = Path(__file__).parent / "witnesses"
_FAILED = "__wmill_error"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workflow came to.

    `completed` is what the checkpoint holds in the end, in order; `jobs` are the tasks that ran in jobs of their own; `log`
    is what the witness logged in all rounds; `warnings` are the coroutines that were never awaited.
    """

    status: Literal["completed", "failed", "looping"]
    output: Any
    error: str
    rounds: int
    completed: dict[str, Any]
    jobs: tuple[str, ...]
    log: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def ran(self) -> Counter[str]:
        """How often the witness logged each entry."""
        return Counter(self.log)


@dataclass(slots=True)
class _Run:
    """What the server knows of a run; the names are those of its checkpoint."""

    workflow: Callable[..., Any]
    arguments: Mapping[str, Any]
    scripts: Mapping[str, Any]
    completed: dict[str, Any] = field(default_factory=dict[str, Any])
    jobs: list[str] = field(default_factory=list[str])

    def round(self, key: str | None = None) -> dict[str, Any]:
        """Execute the workflow from the top, in the job of one task where that is given."""
        checkpoint: dict[str, Any] = {"completed_steps": dict(self.completed)}
        if key is not None:
            checkpoint["_executing_key"] = key
        with contextlib.redirect_stdout(io.StringIO()):
            asked: dict[str, Any] = _stored(_run_workflow(self.workflow, checkpoint, dict(self.arguments)))
            return asked

    def go_on(self, asked: dict[str, Any]) -> None:
        """Do what a round asks for, and write it down."""
        if asked["type"] == "inline_checkpoint":
            self.completed[asked["key"]] = asked["result"]
        elif asked["type"] == "dispatch":
            for step in asked["steps"]:
                self.jobs.append(step["key"])
                self.completed[step["key"]] = self._result(step)
        else:
            self.completed[asked["key"]] = None

    def _result(self, step: dict[str, Any]) -> Any:
        if step["dispatch_type"] != "inline":
            return self.scripts.get(step["script"])
        try:
            return self.round(step["key"]).get("result")
        except Exception as error:  # noqa: BLE001 - whatever a task raises is recorded
            return {_FAILED: True, "message": str(error), "result": {"error": {"name": type(error).__name__}}}


def drive(
    target: Path | str,
    arguments: Mapping[str, Any] | None = None,
    *,
    scripts: Mapping[str, Any] | None = None,
    cap: int = 30,
) -> Outcome:
    """Run a workflow to its end.

    As on a server whose fast path is off, each `step()` ends its round.

    Args:
        target: a witness file, or the source of one.
        arguments: the workflow's arguments.
        scripts: what scripts and flows give, by their paths.
        cap: the most rounds; a run that needs more is looping.
    """
    source = target.read_text(encoding="utf-8") if isinstance(target, Path) else target
    name = str(target) if isinstance(target, Path) else "<witness>"
    with ExitStack() as stack:
        forgotten = stack.enter_context(never_awaited())
        namespace = vars(stack.enter_context(loaded(source, name)))
        workflow = [each for each in namespace.values() if getattr(each, "_is_workflow", False)][-1]
        run = _Run(workflow, arguments or {}, scripts or {})
        status, output, error, rounds = _rounds(run, cap)
        gc.collect()
        warned = tuple(str(warning.message).splitlines()[0] for warning in forgotten)
        log = tuple(namespace.get("LOG", ()))
        return Outcome(status, output, error, rounds, run.completed, tuple(run.jobs), log, warned)


def _rounds(run: _Run, cap: int) -> tuple[Literal["completed", "failed", "looping"], Any, str, int]:
    for number in range(1, cap + 1):
        try:
            asked = run.round()
        except Exception as error:  # noqa: BLE001 - whatever a witness raises is the outcome
            return "failed", None, f"{type(error).__name__}: {error}", number
        if asked["type"] == "complete":
            return "completed", asked["result"], "", number
        run.go_on(asked)
    return "looping", None, "", cap


def _stored(value: Any) -> Any:
    """What the worker writes down of what a round gives."""
    return json.loads(json.dumps(value, default=str))
