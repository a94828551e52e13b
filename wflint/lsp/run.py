"""Starts the server."""

from __future__ import annotations

import gc
import sys
from typing import BinaryIO, cast

from wflint.lsp.features import register
from wflint.lsp.framing import CheckedInput
from wflint.lsp.server import Server
from wflint.pipeline.limits import analysis_limits


def serve(address: tuple[str, int] | None = None) -> None:
    """Serve one client until it is gone: on standard input and output, or on a TCP address.

    The process ends with 0 if the client has said that it would go, else with 1, as the protocol wants it.
    """
    # What is imported by now stays, so it need not be looked over; what checks leave behind must go.
    gc.freeze()
    server = Server()
    register(server)
    with analysis_limits(collects=True):
        if address is None:
            server.start_io(stdin=cast("BinaryIO", CheckedInput(sys.stdin.buffer)))
        else:
            server.start_tcp(*address)
    sys.exit(int(not server.is_told_to_end))
