"""`wflint clean`."""

from __future__ import annotations

from pathlib import Path

import click

from wflint.cli.means import cache_dir_option, cache_folder
from wflint.errors import UsageError


@click.command(short_help="Delete the cache.")
@cache_dir_option
def clean(cache_dir: Path | None) -> None:
    """Delete the cache of `wflint check`, and nothing else in its folder."""
    from wflint.parts.store import clean as clean_folder

    folder = cache_folder(cache_dir)
    try:
        was_there = clean_folder(folder)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be removed: {error.strerror or error}") from error
    click.echo(f"Removed {folder}." if was_there else f"Nothing to remove in {folder}.")
