"""`wflint mcp`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from wflint.errors import UsageError

_EXTRA: Final = ("mcp", "pydantic")
"""What the extra brings along."""


@click.command(short_help="Run the MCP server.")
def mcp() -> None:
    """Run a server of the Model Context Protocol on standard input and output, for coding agents.

    Its tools check, explain and fix work on the current directory and on nothing outside it. It needs
    `pip install "wflint[mcp]"`.
    """
    try:
        from wflint.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise UsageError('the package mcp is missing: `pip install "wflint[mcp]"`') from error
    serve(Path.cwd())
