"""A check on a real Dask cluster of several processes, one of which is killed meanwhile."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from command_line import HANDLER
from project_in_parts import Project, shown

from wflint.pipeline.check import check_all
from wflint.pipeline.executors import named_executor
from wflint.pipeline.in_parts import Means

pytestmark = [
    pytest.mark.external,
    pytest.mark.filterwarnings("ignore"),  # what a cluster warns of is its own affair
]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Any:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


def test_a_cluster_finds_the_same_although_a_worker_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, tmp_path / ".cache")
    for number in range(60):
        project.write(**{f"flow{number}": HANDLER.replace("bill", f"bill{number}")})
    expected = project.at_once()
    victims = [worker.pid for worker in cluster.workers.values()]

    def kill() -> None:
        os.kill(victims[0], signal.SIGKILL)

    killer = threading.Timer(0.5, kill)
    killer.start()
    means = Means(jobs=3, verifies=True, executor=named_executor(f"dask={cluster.scheduler_address}"))
    text = shown(check_all(project.plan(), means=means).report)
    killer.join()
    assert text == expected
    alive = {worker.pid for worker in cluster.workers.values()}
    assert victims[0] not in alive or len(alive) == 3
