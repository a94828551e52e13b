"""`Driver` asks Node to run handlers in TypeScript from their start to their end."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
HANDLERS = HERE / "handlers"
PACKAGES = HERE.parents[1] / "node" / "node_modules"
ORDER: dict[str, Any] = {
    "orderId": "o-17",
    "email": "ada@example.test",
    "amount": 120,
    "user": {"id": "u-1"},
    "items": ["alpha", "beta", "gamma"],
}


def missing() -> str:
    """Return what is not installed, or nothing."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not (PACKAGES / "@upstash" / "workflow").is_dir():
        return "the SDK in TypeScript is not installed: run `npm ci` in tests/node"
    return ""


class Driver:
    """A Node process that runs one case after the other, since one for each would take too long to start.

    With `plain` it has no handler for rejections that nobody else handles.
    """

    def __init__(self, *, plain: bool = False) -> None:
        plainly = ["--plain"] if plain else []
        self._node = subprocess.Popen(  # noqa: S603 - our own script
            ["node", "--experimental-vm-modules", "--no-warnings", "drive.mjs", *plainly],  # noqa: S607 - the one on the path
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def close(self) -> int:
        """End the process, and return its exit code."""
        self._node.communicate()
        return self._node.returncode

    def __call__(
        self,
        handler: str = "",
        *,
        root: Path | None = None,
        sources: Sequence[str] | None = None,
        payload: Any = ORDER,
        start: Literal["client", "post"] = "client",
        retries: int = 1,
        headers: Mapping[str, str] | None = None,
        environments: Sequence[Mapping[str, str]] = ({},),
        randoms: Sequence[float] | None = None,
        fresh: bool = False,
        pause: int = 0,
        answers: Sequence[Mapping[str, Any]] = ({},),
        events: Sequence[Mapping[str, Any]] = (),
        children: Sequence[Mapping[str, Any]] = (),
        refuse: Sequence[str] = (),
        sites: Mapping[str, Mapping[str, Any]] | None = None,
        patient: bool = False,
        module: Literal["esnext", "commonjs"] = "esnext",
    ) -> Outcome:
        """Run a handler from its start to its end.

        Args:
            handler: the handler `rule/case`; in a project, its path from there.
            root: the project's folder, for which `@/` stands in imports.
            sources: its text in each delivery, the last for all further ones, where it is not in a file.
            payload: what the run is started with.
            start: whether a client triggers the run, or somebody posts to the endpoint.
            retries: how often a delivery that failed is repeated.
            headers: the headers that the run is started with.
            environments: the environment variables of each delivery, the last for all further ones.
            randoms: what `Math.random` returns in each delivery, the last for all further ones.
            fresh: whether each delivery meets a process of its own, in which modules are loaded anew.
            pause: the milliseconds between two deliveries.
            answers: the answers to `context.call`, `status`, `body` and `type` each, the last for all further ones.
            events: what is notified from outside while the run waits, `id` and `data` each.
            children: what invoked workflows come to, `body`, `isFailed` and `isCanceled` each.
            refuse: the names of the steps whose submission the server answers with 400.
            sites: what other hosts answer, by URL, `status` and `body` each.
            patient: whether a delivery that failed is repeated after all others that are due.
            module: the modules that the project is compiled to.

        Raises:
            RuntimeError: the driver broke.
        """
        path = (root or HANDLERS) / f"{handler}.ts"
        case = {
            "path": str(path), "root": str(root) if root else None, "sources": sources, "payload": payload, "start": start, "retries": retries,
            "headers": headers, "environments": environments, "randoms": randoms, "fresh": fresh, "pause": pause,
            "answers": answers, "events": events, "children": children, "refuse": refuse, "sites": sites, "patient": patient, "module": module,
        }  # fmt: skip
        given = {name: value for name, value in case.items() if value is not None}
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(f"{json.dumps(given)}\n")
        self._node.stdin.flush()
        told = json.loads(self._node.stdout.readline() or '{"broken": "the driver ended"}')
        if "broken" in told:
            raise RuntimeError(told["broken"])
        return Outcome.read(told)
