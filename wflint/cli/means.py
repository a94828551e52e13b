"""Options that say how a check is run, and change nothing of what it finds."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from wflint.pipeline.in_parts import Means, Shard

    _Command = TypeVar("_Command", bound=Callable[..., Any])


def running(command: _Command) -> _Command:
    """Add the options that say how a check is run."""
    decorators = (
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(min=1),
            metavar="N",
            help="Use at most N processes; by default one per core, where that is faster.",
        ),
        click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
        cache_dir_option,
        click.option(
            "--shard",
            metavar="I/N",
            callback=_shard,
            help="Check the I-th of N shares of the handlers, to split a check among CI jobs.",
        ),
        click.option(
            "--executor",
            metavar="dask=ADDRESS",
            help="Check on the Dask cluster of the scheduler at ADDRESS; its workers must see the files at the same paths.",
        ),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def _shard(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", value)
    number, total = (int(match[1]), int(match[2])) if match is not None else (0, 0)
    if not 1 <= number <= total:
        raise click.BadParameter(f"{value!r} is not a share; the second of four is `2/4`.")
    return number, total


cache_dir_option = click.option(
    "--cache-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Folder of the cache; by default $WFLINT_CACHE_DIR, else the system's folder for caches.",
)


def cache_folder(given: Path | None) -> Path:
    """Return the folder in which results are kept, absolute."""
    from wflint.parts.store import default_folder

    return Path(os.path.abspath(given or default_folder(os.environ)))  # noqa: PTH100 - links stay as they are


def means_of(context: click.Context, output_format: str) -> Means:
    """Return how the command line asks for a check to be run.

    Args:
        context: The command line.
        output_format: The format in which findings are shown.

    Raises:
        UsageError: There is no such executor.
    """
    from wflint.parts.store import Store
    from wflint.pipeline.executors import cores, named_executor
    from wflint.pipeline.in_parts import ALL, Means, Shard
    from wflint.report import SHOWING_EDITS

    given = context.params
    share: Shard = Shard(*given["shard"]) if given["shard"] is not None else ALL
    return Means(
        store=None if given["no_cache"] else Store(cache_folder(given["cache_dir"])),
        jobs=given["jobs"] or cores(),
        verifies=output_format in SHOWING_EDITS,
        shard=share,
        executor=named_executor(given["executor"]) if given["executor"] is not None else None,
    )
