"""Notices when the client is gone without having said so."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Final

_PAUSE: Final = 2.0
"""Seconds between two looks."""


async def end_with_client(process: int) -> None:
    """End this process soon after another one has.

    Usually the end of standard input tells; but another process may have inherited the client's end of the pipe.

    Args:
        process: The client's process id.
    """
    while is_alive(process):  # noqa: ASYNC110 - nobody could set an event for it
        await asyncio.sleep(_PAUSE)
    # A thread waits for standard input, which an orderly end would wait for.
    os._exit(1)


def is_alive(process: int) -> bool:
    """Return whether a process runs; a zombie does."""
    if sys.platform == "win32":
        return True  # there, a signal would end it, and pipes break with their process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
