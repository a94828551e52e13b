"""What witnesses with side effects need: a database, a file, and a hook on this machine."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from .cases import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Hook(ThreadingHTTPServer):
    """A server that counts the requests it gets."""

    received = 0


class _Count(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.received += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="session")
def hook() -> Iterator[Hook]:
    with Hook(("127.0.0.1", 0), _Count) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def payload(tmp_path: Path, hook: Hook) -> dict[str, Any]:
    """Return the order, with an empty database, a file that is not there yet, and the hook's URL."""
    database = str(tmp_path / "orders.db")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table orders (item text)")
    url = f"http://127.0.0.1:{hook.server_port}/"
    return {**ORDER, "database": database, "file": str(tmp_path / "journal"), "hook": url}
