"""What formatters make of the same files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import black
from black.parsing import InvalidInput

from variants.encodings import NotApplicableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from variants.encodings import Sources

_NARROW = 60
"""A length of lines that few projects have: nearly every statement is broken otherwise."""
_NODE = Path(__file__).parents[1] / "node"


def by_black(sources: Sources) -> dict[str, bytes]:
    """Have Black format the files, in short lines."""
    mode = black.Mode(line_length=_NARROW, magic_trailing_comma=False)
    return _formatted(sources, lambda text: black.format_str(text, mode=mode))


def by_ruff(sources: Sources) -> dict[str, bytes]:
    """Have Ruff format the files, in long lines with single quotes and tabs."""
    return _formatted(sources, _ruff)


def by_prettier(sources: Sources) -> dict[str, bytes]:
    """Have Prettier format the files, in short lines with single quotes and no semicolons."""
    if not has_prettier():
        raise NotApplicableError("Node or Prettier is not installed")
    done = subprocess.run(
        ["node", "format.mjs"],  # noqa: S607 - the one on the path, as npm uses it
        cwd=_NODE,
        input=json.dumps(dict(sources)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    if not found:
        raise NotApplicableError("it does not parse")
    return {path: text.encode() for path, text in found.items()}


def has_prettier() -> bool:
    """Whether Prettier can be run here."""
    return shutil.which("node") is not None and (_NODE / "node_modules" / "prettier").is_dir()


def _ruff(text: str) -> str:
    settings = (
        "line-length = 140",
        "indent-width = 4",
        "format.quote-style = 'single'",
        "format.indent-style = 'tab'",
    )
    options = [part for each in settings for part in ("--config", each)]
    done = subprocess.run(  # noqa: S603 - Ruff, on the text of a fixture
        [sys.executable, "-m", "ruff", "format", "--isolated", *options, "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise NotApplicableError("it does not parse")
    return done.stdout


def _formatted(sources: Sources, format_: Callable[[str], str]) -> dict[str, bytes]:
    try:
        found = {path: format_(text) for path, text in sources.items()}
    except InvalidInput as error:
        raise NotApplicableError("it does not parse") from error
    if found == dict(sources):
        raise NotApplicableError("it is formatted so")
    return {path: text.encode() for path, text in found.items()}
