"""Asks Node what it has: what the names of rows stand for, and what code can reach."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wflint.effects import Row, RuntimeVersion

NODE = Path(__file__).parents[1] / "node"
MODELLED = ("__await__", "__getattr__", "__getitem__")
"""Rows of these names say what an object does that has no method of the name."""


@dataclass(frozen=True)
class Reflected:
    """What Node told.

    Attributes:
        version: Its version.
        reachable: The kind, `function` or `class`, of all that code reaches from a global or a module.
        named: The kind of what each name stands for, `value` for what cannot be called; `None` where there is nothing.
    """

    version: RuntimeVersion
    reachable: dict[str, str]
    named: dict[str, str | None]

    def has(self, row: Row) -> bool:
        """Whether this version is one of those that have what the row speaks of."""
        return (row.since is None or self.version >= row.since) and (
            row.until is None or self.version < row.until
        )


def is_installed() -> bool:
    """Whether there is a Node to ask."""
    return shutil.which("node") is not None


def reflected(names: Iterable[str]) -> Reflected:
    """Ask Node."""
    done = subprocess.run(
        ["node", "reflect.mjs"],  # noqa: S607 - the one on the path
        cwd=NODE,
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return Reflected(RuntimeVersion(*told["version"]), told["reachable"], told["named"])


def names_in(rows: Iterable[Row]) -> set[str]:
    """The names that rows speak of and mention, without those that only the analysis knows."""
    return {name for row in rows for name in (row.subject, *types_of(row)) if not is_modelled(name)}


def types_of(row: Row) -> Iterator[str]:
    """The qualified names that the row's values mention."""
    for name in (row.returns, row.context_manager, row.same_as):
        if name is not None and name not in ("self", "json", "builtins.NoneType"):
            yield name


def is_modelled(name: str) -> bool:
    """Whether a name is that of an operation rather than of a member."""
    return name.rpartition(".")[2] in MODELLED
