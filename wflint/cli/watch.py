"""`wflint check --watch`: check again whenever a file changes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click

from wflint.cli.conventions import tell_errors
from wflint.errors import UsageError, WflintError
from wflint.languages import SUFFIXES

_CONFIGURING: Final = frozenset({"wflint.toml", "pyproject.toml", ".gitignore", ".env"})
_PAUSE: Final = 100
"""Milliseconds without a further change after which a check begins: editors and git change several files at once."""


_TURN: Final = 200
"""Milliseconds that the watcher waits at once; it is at work before the first check, so that no change is missed."""


def watch(paths: Iterable[Path], check: Callable[[], None]) -> None:
    """Check, then again after every change, until the user interrupts.

    What is wrong with the input is told, and the next change waited for.

    Args:
        paths: The files and folders to look at for changes.
        check: Checks once and shows what it finds.

    Raises:
        UsageError: The package that watches files is not installed.
    """
    try:
        import watchfiles
    except ImportError as error:
        raise UsageError('--watch needs the package watchfiles: `pip install "wflint[watch]"`') from error
    usual = watchfiles.DefaultFilter()
    existing = sorted({path for path in paths if path.exists()})

    def counts(change: watchfiles.Change, path: str) -> bool:
        return usual(change, path) and _is_of_interest(Path(path), existing)

    try:
        checked = False
        for changes in watchfiles.watch(
            *existing,
            watch_filter=counts,
            step=_PAUSE,
            rust_timeout=_TURN,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            if checked and not changes:
                continue
            if checked:
                click.clear()
            _round(check)
            checked = True
    except KeyboardInterrupt:
        click.echo(err=True)


def _is_of_interest(path: Path, named: list[Path]) -> bool:
    return path.suffix in SUFFIXES or path.name in _CONFIGURING or path in named


def _round(check: Callable[[], None]) -> None:
    try:
        check()
    except WflintError as error:
        tell_errors([error])
    # Unlike a single run, this one goes on, so what the check has made must go.
    gc.collect()
    click.echo("wflint: waiting for changes, Ctrl-C ends", err=True)
