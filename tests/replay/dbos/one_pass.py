"""One pass of a workflow: what a process does from its start to the workflow's end or its own."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import logging
import os
import pickle
import random
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from dbos import DBOS, SetWorkflowID, _queue
from dbos._dbos import _get_or_create_dbos_registry

from .crashes import WORKFLOW_ID, crash_after

if TYPE_CHECKING:
    from collections.abc import Callable

_POLL = 0.02  # seconds
_LINGER = 1.0  # seconds that tasks are given after the workflow's end
_WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Job:
    """What a process is to do.

    `number` counts the processes of a workflow from 0; `patience` are the seconds after which a workflow without an
    outcome counts as hanging.
    """

    witness: str
    folder: str
    number: int
    args: list[Any]
    crash_after: int | None
    env: dict[str, str]
    patience: float


class Report:
    """What a process says of itself; written when it ends, however it ends."""

    def __init__(self, job: Job) -> None:
        self._path = Path(job.folder) / f"pass-{job.number}.json"
        self._said: dict[str, Any] = {"status": "crashed", "error": "", "loop_errors": [], "warnings": []}
        self.log: list[Any] = []

    def say(self, **said: Any) -> None:
        """Add to what is known, or replace it."""
        self._said |= said

    def loop_error(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Note an exception that nobody awaited, as an event loop reports it."""
        self._said["loop_errors"].append(_told(context.get("exception")) or context["message"])

    def write(self) -> None:
        """Put it where the test looks for it."""
        self._path.write_text(json.dumps({**self._said, "log": self.log}, default=repr), encoding="utf-8")


def run(job: Job) -> None:
    """Start the witness's workflow, or recover it, and write down what happened."""
    logging.disable(logging.CRITICAL)
    os.environ.update(job.env)
    # Another state in each process, and the same one each time; DBOS's own draws take none of it.
    random.seed(job.number)
    vars(_queue)["random"] = random.Random(0)  # noqa: S311 - a seed of its own is the point
    report = Report(job)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            _drive(job, report)
        except BaseException as error:  # noqa: BLE001 - whatever a witness raises is the outcome
            report.say(status="rejected", error=_told(error))
        gc.collect()
        report.say(warnings=[str(item.message).splitlines()[0] for item in caught])
    report.write()


def _drive(job: Job, report: Report) -> None:
    module = _loaded(Path(job.witness))
    report.log = module.LOG
    _launch(job, report)
    if setup := getattr(module, "setup", None):
        setup()
    if job.number == 0:
        start = getattr(module, "start", None) or _start_of(_workflow_of(module))
        with SetWorkflowID(WORKFLOW_ID):
            start(*job.args)
    _wait(job.patience)
    _settle()
    _describe(report)


def _loaded(path: Path) -> ModuleType:
    # Pickles name the module, so it has the same name in every process.
    module = ModuleType(_WITNESS)
    module.__file__ = str(path)
    sys.modules[_WITNESS] = module
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)  # noqa: S102
    return module


def _launch(job: Job, report: Report) -> None:
    if job.crash_after is not None:
        crash_after(job.crash_after, report.write)
    dbos = DBOS(
        config={
            "name": "witness",
            "application_version": "1",
            "system_database_url": f"sqlite:///{job.folder}/system.sqlite",
            "notification_listener_polling_interval_sec": _POLL,
        }
    )
    # Recovery hands the workflow to DBOS's own queue, which is asked once a second.
    dbos._registry.get_internal_queue()._polling_interval_sec = _POLL  # noqa: SLF001
    DBOS.launch()
    loop = _loop(dbos)
    loop.call_soon_threadsafe(loop.set_exception_handler, report.loop_error)


def _loop(dbos: DBOS) -> asyncio.AbstractEventLoop:
    loop = dbos._background_event_loop.target_loop()  # noqa: SLF001
    assert loop is not None
    return loop


def _start_of(workflow: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args: DBOS.start_workflow(workflow, *args)


def _workflow_of(module: ModuleType) -> Callable[..., Any]:
    # The workflow that is driven stands last, after the children that it starts.
    registered = _get_or_create_dbos_registry().workflow_info_map
    names = [
        name
        for name, function in registered.items()
        if function.__module__ == module.__name__ and not name.startswith("<temp>.")
    ]
    return registered[names[-1]]


def _wait(patience: float) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        status = DBOS.get_workflow_status(WORKFLOW_ID)
        running = WORKFLOW_ID in _dbos()._active_workflows_set.activeList()  # noqa: SLF001
        if not running and (status is None or status.status not in {"PENDING", "ENQUEUED", "DELAYED"}):
            return
        time.sleep(_POLL)


def _settle() -> None:
    """Let the tasks that nobody waited for come to their ends."""
    loop = _loop(_dbos())

    async def rest() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:
            await asyncio.wait(others, timeout=_LINGER)

    asyncio.run_coroutine_threadsafe(rest(), loop).result()


def _dbos() -> DBOS:
    dbos = _get_or_create_dbos_registry().dbos
    assert dbos is not None
    return dbos


def _describe(report: Report) -> None:
    status = DBOS.get_workflow_status(WORKFLOW_ID)
    if status is None:
        report.say(status="not started")
        return
    report.say(
        status={"SUCCESS": "completed", "ERROR": "failed", "CANCELLED": "cancelled"}.get(
            status.status, "hanging"
        ),
        output=_packed(status.output),
        error=_told(status.error),
        steps=[
            {
                "number": step["function_id"],
                "name": step["function_name"],
                "result": _packed(step["output"]),
                "error": _told(step["error"]),
                "child": step["child_workflow_id"],
            }
            for step in DBOS.list_workflow_steps(WORKFLOW_ID)
        ],
    )


def _told(error: BaseException | None) -> str:
    return "" if error is None else f"{type(error).__name__}: {error}"


def _packed(value: Any) -> str:
    # The test's process has no module of the witness, so what comes from there travels as its text.
    packed = pickle.dumps(value)
    if _WITNESS.encode() in packed:
        packed = pickle.dumps(repr(value))
    return base64.b64encode(packed).decode()
