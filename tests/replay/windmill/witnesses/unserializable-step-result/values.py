"""What JSON lacks comes back as its text, whether that says anything or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from wmill import step, workflow

LOG: list[str] = []


@dataclass
class Item:
    name: str


VALUES: dict[str, Callable[[], Any]] = {
    "set": lambda: {"tea"},
    "bytes": lambda: b"tea",
    "item": lambda: Item("tea"),
    "keys": lambda: {"tea": 1}.keys(),
    "datetime": lambda: datetime(2030, 1, 2),
    "decimal": lambda: Decimal("9.90"),
    "uuid": lambda: UUID(int=1),
    "path": lambda: PurePosixPath("/tea"),
}


@workflow
async def collect() -> dict[str, Any]:
    return {name: await step(name, value) for name, value in VALUES.items()}
