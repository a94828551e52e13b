"""`Driver` asks Node to run functions of Inngest from their start to their end."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from replay.typescript.node import PACKAGES
from replay.typescript.node import missing as missing_packages

from .outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
HANDLERS = HERE / "handlers"
EVENT: dict[str, Any] = {
    "name": "shop/order.placed",
    "id": "e-1",
    "ts": 1,
    "data": {"orderId": "o-17", "items": ["alpha", "beta", "gamma"]},
}

Sdk = Literal["inngest", "inngest-3"]
"""The newest version, and the last one before 4."""


def missing() -> str:
    """Return what is not installed, or nothing."""
    reason = missing_packages()
    if not reason and not (PACKAGES / "inngest-3").is_dir():
        reason = "the SDK of Inngest is not installed: run `npm ci` in tests/node"
    return reason


class Driver:
    """A Node process with one version of the SDK, which runs one case after the other."""

    def __init__(self, sdk: Sdk) -> None:
        # Before version 4 no step is recorded while its request goes on.
        self._checkpoints = sdk == "inngest"
        self._node = subprocess.Popen(  # noqa: S603 - our own script
            ["node", "--experimental-vm-modules", "--no-warnings", "drive.mjs", sdk],  # noqa: S607 - the one on the path
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
        handler: str,
        *,
        sources: Sequence[str] | None = None,
        event: Mapping[str, Any] = EVENT,
        retries: int = 1,
        checkpoints: bool | None = None,
        events: Sequence[Any] = (),
        children: Sequence[Mapping[str, Any]] = (),
        cap: int = 12,
        patience: int = 1000,
        failing: bool = False,
    ) -> Outcome:
        """Run a function from its start to its end.

        Args:
            handler: the function `rule/case`.
            sources: its text in each request, the last for all further ones, where it is not in a file.
            event: what starts the run.
            retries: how often what failed is repeated.
            checkpoints: whether steps are recorded while their request goes on; what the version does by itself where nothing is said.
            events: what comes while the run waits, in turn; nothing is left for what is waited for longer.
            children: what invoked functions come to, `data` or `error` each.
            cap: after how many requests a run is taken for endless.
            patience: the milliseconds after which a request is taken for hanging.
            failing: whether to run its `onFailure` in its place.

        Raises:
            RuntimeError: the driver broke.
        """
        case = {
            "path": str(HANDLERS / f"{handler}.ts"), "sources": sources, "event": event, "retries": retries,
            "checkpoints": self._checkpoints if checkpoints is None else checkpoints, "events": events,
            "children": children, "cap": cap, "patience": patience, "failing": failing,
        }  # fmt: skip
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(
            f"{json.dumps({name: value for name, value in case.items() if value is not None})}\n"
        )
        self._node.stdin.flush()
        told = json.loads(self._node.stdout.readline() or '{"broken": "the driver ended"}')
        if "broken" in told:
            raise RuntimeError(told["broken"])
        return Outcome.read(told)
