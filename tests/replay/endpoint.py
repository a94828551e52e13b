"""Endpoints that take deliveries: FastAPI, Flask, plain `serve` handlers, or a fresh process each time."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

import httpx
from upstash_workflow.workflow_types import _AsyncRequest, _SyncRequest

from .nursery import nursery
from .quietly import described
from .wire import Reply, Request, Sent, captured_requests

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "https://app.test"


class Endpoint(Protocol):
    """Takes deliveries at one URL."""

    url: str

    def deliver(self, request: Request) -> Reply:
        """Answer one delivery."""

    def log(self) -> list[str]:
        """Return what the witness has logged in all passes so far."""

    def loop_errors(self) -> list[str]:
        """Return exceptions of tasks that nobody awaited."""


@contextmanager
def loaded(source: str, filename: str) -> Iterator[ModuleType]:
    """Execute a witness's source in a fresh module."""
    module = ModuleType(f"witness_{Path(filename).stem}")
    module.__file__ = filename
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, filename, "exec"), module.__dict__)  # noqa: S102 - the sources are the tests' own
        yield module
    finally:
        del sys.modules[module.__name__]


def post_path(app: Any) -> str:
    """Return the first path of `app` that takes POST."""
    if _is_flask(app):
        rules: list[Any] = list(app.url_map.iter_rules())
        return next(str(rule.rule) for rule in rules if "POST" in rule.methods)
    paths: dict[str, dict[str, Any]] = app.openapi()["paths"]
    return next(path for path, methods in paths.items() if "post" in methods)


def _is_flask(app: Any) -> bool:
    # Asked of the object, so that a process for one delivery imports only the framework it needs.
    return hasattr(app, "test_client")


class InProcess:
    """An endpoint inside this interpreter; `namespace` holds `app`, or `handler` from a bare `serve`."""

    def __init__(self, namespace: dict[str, Any], path: str | None) -> None:
        self._namespace = namespace
        self._app: Any = namespace.get("app")
        self._loop = asyncio.new_event_loop()
        self._errors: list[str] = []
        self._loop.set_exception_handler(lambda _, context: self._errors.append(described(context)))
        self.url = HOST + (path or (post_path(self._app) if self._app else "/workflow"))

    def close(self) -> None:
        """Close the event loop, which lives across deliveries as a server's does."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def log(self) -> list[str]:
        """Return the witness's `LOG`."""
        return list(self._namespace.get("LOG", ()))

    def loop_errors(self) -> list[str]:
        """Return exceptions of tasks that nobody awaited."""
        return self._errors

    def deliver(self, request: Request) -> Reply:
        """Answer one delivery and let the tasks that it left running finish."""
        with captured_requests() as sent:
            if _is_flask(self._app):
                status, body = self._flask(request)
            else:
                status, body = self._loop.run_until_complete(self._async(request))
        return Reply(status, body, tuple(sent))

    def _flask(self, request: Request) -> tuple[int, str]:
        path = self.url.removeprefix(HOST)
        answer = self._app.test_client().post(path, base_url=HOST, data=request.body, headers=request.headers)
        return answer.status_code, answer.get_data(as_text=True)

    async def _async(self, request: Request) -> tuple[int, str]:
        if self._app is None:
            answer = self._namespace["handler"](_bare(self._namespace["handler"], self.url, request))
            answer = await answer if inspect.isawaitable(answer) else answer
            status, body = answer.status, answer.body
        else:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport) as client:
                response = await client.post(
                    self.url, content=request.body.encode(), headers=_encoded(request)
                )
            status, body = response.status_code, response.text
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=2)
        return status, body


def _encoded(request: Request) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode()) for name, value in request.headers.items()]


def _bare(handler: Any, url: str, request: Request) -> Any:
    headers = dict(request.headers)
    if inspect.iscoroutinefunction(handler):
        return _AsyncRequest(request.body.encode(), headers, method="POST", url=url)
    return _SyncRequest(request.body, headers, method="POST", url=url)


class FreshProcess:
    """Runs every delivery in a new process with another hash seed, as a deployment does."""

    def __init__(self, witness: Path, path: str | None, seeds: tuple[int, ...]) -> None:
        self._witness = witness
        self._seeds = seeds
        self._delivered = 0
        self._log: list[str] = []
        self._path = path
        self.url = HOST + (path or "/workflow")

    def log(self) -> list[str]:
        """Return the `LOG`s of all processes, joined."""
        return list(self._log)

    def loop_errors(self) -> list[str]:
        """Return nothing: loose tasks are looked at in one process only."""
        return []

    def deliver(self, request: Request) -> Reply:
        """Answer one delivery in a child process."""
        seed = self._seeds[self._delivered % len(self._seeds)]
        self._delivered += 1
        with tempfile.TemporaryDirectory() as folder:
            reply = Path(folder) / "reply.json"
            job = {"witness": str(self._witness), "path": self._path, "request": asdict(request)}
            job |= {"env": dict(os.environ), "reply": str(reply)}
            ended = nursery(f"{__package__}.child", seed).bear(job)
            if ended != 0:
                raise RuntimeError(f"delivery {self._delivered} ended with {ended}")
            answer = json.loads(reply.read_text(encoding="utf-8"))
        self._log += answer["log"]
        self.url = answer["url"]
        return Reply(answer["status"], answer["body"], tuple(Sent(**sent) for sent in answer["sent"]))
