"""What rules share that look at things that are started at once."""

from __future__ import annotations

from wflint.rules.api import Concurrent, Event, Handler, Task

Branches = list[list[Event]]
"""What each of several things does that are started at once."""


def started_tasks(handler: Handler) -> dict[Task, Concurrent]:
    """Return the call that starts each task."""
    return {event.task: event for event, _ in handler.recorded(Concurrent) if event.task is not None}


def branches_of(event: Concurrent, tasks: dict[Task, Concurrent]) -> Branches:
    """Return what the things do that a call starts, or waits for; `tasks` has the call that starts each task."""
    started = [tasks[task] for task in event.tasks if task in tasks]
    return [*event.branches, *(branch for each in started for branch in each.branches)]
