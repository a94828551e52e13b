"""Writes projects whose handlers reach far: one function in each of many large modules, and long chains of modules."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from cross_module import HANDLER, MODULE
from repository import PYTHON, SEED, ordinary

if TYPE_CHECKING:
    from pathlib import Path

_A_HANDLER: Final = 20
"""How many modules each handler reaches."""
_WORKFLOWS: Final = 9
_CHAIN: Final = 10
_SMALL: Final = '''

def describe_{number}(order: dict[str, str]) -> str:
    """Return an order in words."""
    key = order.get("key", "")
    return f"{{key}} of part {number}" if key else "nothing"
'''


def write_wide(target: Path, modules: int, lines: int) -> tuple[list[Path], list[Path]]:
    """Write handlers that reach one function in each of some modules.

    Args:
        target: Where to.
        modules: How many modules.
        lines: How long each is.

    Returns:
        The modules, and the files with the handlers.
    """
    draw = random.Random(SEED)  # noqa: S311 - no secret
    package = _package(target)
    written: list[Path] = []
    for number in range(modules):
        text = ordinary(draw, PYTHON, [])
        while text.count("\n") < lines:
            text += ordinary(draw, PYTHON, []).partition("LIMITS = ")[2].partition("\n")[2]
        path = package / f"part_{number}.py"
        path.write_text(text + _SMALL.format(number=number), encoding="utf-8")
        written.append(path)
    return written, _write_handlers(package, range(modules), "describe", modules // _A_HANDLER)


def write_chains(target: Path, files: int) -> list[Path]:
    """Write nine workflows that reach so many files together, in chains of ten modules; return the files."""
    package = _package(target)
    modules = files - _WORKFLOWS - 1
    written = [package / "__init__.py"]
    for number in range(modules):
        next_one = number + 1
        is_last = not next_one % _CHAIN or next_one == modules
        imports = "" if is_last else f"from shop.part_{next_one} import handle_{next_one}"
        calls = "" if is_last else f"    text += handle_{next_one}(order, depth + 1)"
        path = package / f"part_{number}.py"
        path.write_text(MODULE.format(number=number, imports=imports, calls=calls), encoding="utf-8")
        written.append(path)
    return [*written, *_write_handlers(package, range(0, modules, _CHAIN), "handle", _WORKFLOWS)]


def _package(target: Path) -> Path:
    package = target / "shop"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""A shop."""\n', encoding="utf-8")
    return package


def _write_handlers(package: Path, called: range, function: str, handlers: int) -> list[Path]:
    """Write handlers that share out the modules among them."""
    written: list[Path] = []
    for number in range(max(handlers, 1)):
        own = called[number :: max(handlers, 1)]
        imports = "\n".join(f"from shop.part_{each} import {function}_{each}" for each in own)
        calls = "\n".join(f"    {function}_{each}(payload)" for each in own)
        path = package / f"api_{number}.py"
        path.write_text(HANDLER.format(imports=imports, calls=calls), encoding="utf-8")
        written.append(path)
    return written
