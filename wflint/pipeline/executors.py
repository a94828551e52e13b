"""What runs parts of a check beside this process: processes of this machine, or a cluster."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from wflint.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from wflint.pipeline.work import MakeExecutor

_LOADED: Final = ["wflint.parts.check", "wflint.pipeline.work"]

_PATIENCE: Final = 10
"""Seconds for a scheduler to answer."""


def cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def processes(number: int) -> Generator[Executor]:
    """Start processes on this machine."""
    # Most checks need none.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    methods = multiprocessing.get_all_start_methods()
    # Not `fork`: this process has threads.
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        # Loaded once, for all of them.
        context.set_forkserver_preload(_LOADED)
    pool = ProcessPoolExecutor(number, mp_context=context, initializer=_ignore_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ignore_interrupts() -> None:
    """Leave it to the process that was asked for the check what an interrupt means."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def named_executor(text: str) -> MakeExecutor:
    """Return what starts the executor that the command line names, `dask=tcp://scheduler:8786`.

    Raises:
        UsageError: There is none of that kind, or what it needs is not installed.
    """
    kind, _, address = text.partition("=")
    if kind != "dask" or not address:
        raise UsageError(
            f"--executor: `{text}` is none; `dask=ADDRESS` names the scheduler of a Dask cluster"
        )
    try:
        make_client: Any = import_module("distributed").Client
    except ImportError as error:
        raise UsageError(
            "--executor: Dask is not installed; `pip install 'wflint[dask]'` brings it"
        ) from error

    @contextmanager
    def cluster(_number: int) -> Generator[Executor]:
        try:
            client: Any = make_client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(f"--executor: {address}: no cluster answers: {error}") from error
        with client:
            yield client.get_executor(pure=False)

    return cluster
