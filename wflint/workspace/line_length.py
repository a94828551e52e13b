"""How long a project lets its formatter make lines: what is written into its files keeps to that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, cast

from wflint.files.folders import Folders
from wflint.files.text import SourceText
from wflint.tables.toml import parse_toml

_RUFF_FILES: Final = (".ruff.toml", "ruff.toml")
_SHARED_FILE: Final = "pyproject.toml"
_FORMATTERS: Final = ("ruff", "black")
_DEFAULT: Final = 88
_PYTHON: Final = (".py", ".pyi")
_PACKAGE_FILE: Final = "package.json"
_WIDTHS: Final = {
    **dict.fromkeys((".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml"), "printWidth"),
    **dict.fromkeys(("prettier.config.js", "prettier.config.mjs", "prettier.config.cjs"), "printWidth"),
    **dict.fromkeys((".prettierrc.js", ".prettierrc.mjs", ".prettierrc.cjs"), "printWidth"),
    **dict.fromkeys(("biome.json", "biome.jsonc"), "lineWidth"),
}
"""Files of formatters for JavaScript, with the key of the longest line."""
_DEFAULT_WIDTH: Final = 80
_MAX_FOLDERS: Final = 8


def line_length(file: Path, read: Callable[[Path], SourceText | None], folders: Folders) -> int | None:
    """Return the longest line that the formatter of the project around a file makes; `None` where it has none.

    Args:
        file: The file.
        read: Reads a file's text; `None` where that is not possible.
        folders: The contents of the project's folders.
    """
    is_python = file.suffix in _PYTHON
    known = (*_RUFF_FILES, _SHARED_FILE) if is_python else (*_WIDTHS, _PACKAGE_FILE)
    for folder in file.parents[:_MAX_FOLDERS]:
        for name in [each for each in known if folders.has(folder, each)]:
            source = read(folder / name)
            if source is None:
                continue
            found = (
                _configured(source.text, is_shared=name == _SHARED_FILE)
                if is_python
                else _width(source.text, name)
            )
            if found is not None:
                return found
        if folders.has(folder, ".git"):
            break
    return None


def _width(text: str, name: str) -> int | None:
    """Return the longest line that a formatter for JavaScript makes; the key is the same in JSON, YAML and code."""
    if name == _PACKAGE_FILE:
        found = re.search(r'"prettier"\s*:\s*\{[^}]*\}', text)
        return _width(found[0], ".prettierrc") if found else None
    width = re.search(rf"\b{_WIDTHS[name]}[\"']?\s*:\s*(\d+)", text)
    return int(width[1]) if width is not None else _DEFAULT_WIDTH


def _configured(text: str, *, is_shared: bool) -> int | None:
    try:
        tables = parse_toml(text)
    except ValueError:
        return None
    if not is_shared:
        return _length(tables)
    tools = _table(tables.get("tool"))
    configured = [_table(tools[name]) for name in _FORMATTERS if tools is not None and name in tools]
    return next((_length(table) for table in configured if table is not None), None)


def _length(table: Mapping[str, object]) -> int:
    length = table.get("line-length", _DEFAULT)
    return length if isinstance(length, int) and length > 0 else _DEFAULT


def _table(value: object) -> Mapping[str, object] | None:
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else None
