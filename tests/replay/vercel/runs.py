"""`Runs` has the real SDK build and run workflows, each from its start to its end, in one process of Node."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HANDLERS = HERE / "handlers"
BUILDS = HERE / "builds"
PACKAGES = HERE.parents[1] / "node" / "vercel" / "node_modules"
_MINUTES = 10


def missing() -> str:
    """Return what is not installed, or nothing."""
    if shutil.which("npx") is None:
        return "Node is not installed"
    if not (PACKAGES / "workflow").is_dir():
        return "the SDK is not installed: run `make heavy-node-packages`"
    return ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a run.

    Attributes:
        value: What the workflow returned.
        error: Why the run failed; empty where it did not.
        done: What its steps did, in order.
        printed: What it printed, the steps included.
        rejected: Rejections that nobody handled.
    """

    value: Any
    error: str
    done: tuple[str, ...]
    printed: tuple[str, ...]
    rejected: tuple[str, ...]


def run_all(folder: Path) -> dict[str, Told]:
    """Run all workflows of the handlers, by `rule/case:function`; of several processes one does, and the others wait for it.

    Args:
        folder: a folder that is not there yet, or that another process builds in.

    Raises:
        RuntimeError: They could not be built, or not in time.
    """
    output, written = folder / "output.txt", folder / "told.json"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(60 * _MINUTES):
            if output.exists():
                break
            time.sleep(1)
    else:
        output.write_text(_build(folder, HANDLERS), encoding="utf-8")
    if not written.exists():
        raise RuntimeError(
            output.read_text(encoding="utf-8")[-2000:] if output.exists() else "it takes too long"
        )
    told = json.loads(written.read_text(encoding="utf-8"))
    return {name: _read(each) for name, each in told.items()}


def build_output(folder: Path, case: str) -> str:
    """Return what the SDK says while it builds and runs one case that must not build."""
    return _build(folder, BUILDS / case)


def _build(folder: Path, handlers: Path) -> str:
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
    shutil.copytree(handlers, folder / "handlers", dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(PACKAGES)
    command = ["npx", "--no-install", "vitest", "run"]
    result = subprocess.run(  # noqa: S603 - a constant
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=60 * _MINUTES,
        check=False,
    )
    return f"{result.stdout}{result.stderr}"


def _read(told: dict[str, Any]) -> Told:
    done, printed, rejected = (tuple(told[name]) for name in ("done", "printed", "rejected"))
    return Told(told.get("value"), told.get("error", ""), done, printed, rejected)
