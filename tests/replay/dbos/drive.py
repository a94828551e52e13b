"""`drive` runs a workflow to its end, through the crashes that it is given, and says what happened."""

from __future__ import annotations

import atexit
import base64
import functools
import json
import pickle
import shutil
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from replay.nursery import nursery

from .crashes import CRASHED
from .one_pass import Job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WITNESSES = Path(__file__).parent / "witnesses"
_NURSERY = f"{__package__}.nursery"

Status = Literal["completed", "failed", "cancelled", "hanging", "rejected", "not started"]


@dataclass(frozen=True, slots=True)
class Step:
    """A recorded step: `error` is empty where it gave a result, `child` names the workflow that it started."""

    number: int
    name: str
    result: Any
    error: str
    child: str | None


@dataclass(frozen=True, slots=True)
class Pass:
    """What one process did: what its witness logged, and whether it was killed."""

    log: tuple[Any, ...]
    crashed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a workflow came to.

    `steps` is what the system database holds in the end, in order; `warnings` are the coroutines that were never
    awaited, and `loop_errors` the exceptions of tasks that nobody awaited, both of the last process. A workflow is
    rejected where its module, or the call that starts it, raises.
    """

    status: Status
    output: Any
    error: str
    steps: tuple[Step, ...]
    passes: tuple[Pass, ...]
    warnings: tuple[str, ...]
    loop_errors: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of the recorded steps."""
        return [step.name for step in self.steps]

    @property
    def results(self) -> dict[str, Any]:
        """The recorded result of each step, the last where a name repeats."""
        return {step.name: step.result for step in self.steps}

    @property
    def log(self) -> tuple[Any, ...]:
        """What the witness logged in all passes."""
        return tuple(entry for done in self.passes for entry in done.log)

    @property
    def ran(self) -> Counter[Any]:
        """How often the witness logged each entry, in all passes."""
        return Counter(self.log)


def drive(
    target: Path | str,
    *args: Any,
    crash_after: Sequence[int] = (),
    seeds: tuple[int, ...] = (0,),
    env: Sequence[Mapping[str, str]] = (),
    patience: float = 20,
) -> Outcome:
    """Run a witness's last workflow to its end.

    Every pass is a process of its own. A crash ends it right after it has recorded a step, as a kill would, and the
    next one recovers the workflow from the SQLite database of the first.

    Args:
        target: a witness file, or the source of one.
        args: the workflow's arguments, which JSON has to carry.
        crash_after: for each pass that is to crash, the number of steps that it records before; or `AT_END`.
        seeds: the hash seeds of the passes, in turn.
        env: more environment variables, for each pass.
        patience: seconds until a workflow that has no outcome is taken to hang.

    Raises:
        RuntimeError: a process ended otherwise than it should.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(_migrated(), folder / "system.sqlite")
        witness = target if isinstance(target, Path) else folder / "witness.py"
        if isinstance(target, str):
            witness.write_text(target, encoding="utf-8")
        reports: list[dict[str, Any]] = []
        for number, crash in enumerate([*crash_after, None]):
            surroundings = dict(env[number]) if env else {}
            job = Job(str(witness), name, number, list(args), crash, surroundings, patience)
            ended = nursery(_NURSERY, seeds[number % len(seeds)]).bear(asdict(job))
            report = folder / f"pass-{number}.json"
            if ended not in {0, CRASHED} or not report.exists():
                raise RuntimeError(f"pass {number} ended with {ended}")
            reports.append(json.loads(report.read_text(encoding="utf-8")))
            if ended != CRASHED:
                break
    return _outcome(reports)


@functools.cache
def _migrated() -> Path:
    """Return a system database without workflows, since making one takes as long as several passes."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    source = folder / "empty.py"
    source.write_text("LOG = []\ndef start(): pass\n", encoding="utf-8")
    nursery(_NURSERY).bear(asdict(Job(str(source), str(folder), 0, [], None, {}, 10)))
    return folder / "system.sqlite"


def _outcome(reports: list[dict[str, Any]]) -> Outcome:
    last = reports[-1]
    return Outcome(
        status=last["status"],
        output=_unpacked(last.get("output")),
        error=last["error"],
        steps=tuple(Step(**{**step, "result": _unpacked(step["result"])}) for step in last.get("steps", ())),
        passes=tuple(Pass(tuple(said["log"]), said["status"] == "crashed") for said in reports),
        warnings=tuple(last["warnings"]),
        loop_errors=tuple(last["loop_errors"]),
    )


def _unpacked(value: str | None) -> Any:
    return None if value is None else pickle.loads(base64.b64decode(value))  # noqa: S301 - packed by `one_pass`
