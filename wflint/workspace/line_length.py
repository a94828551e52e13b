"""How long a project lets its formatter make lines: what is written into its files keeps to that."""

from __future__ import annotations

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
_MAX_FOLDERS: Final = 8


def line_length(file: Path, read: Callable[[Path], SourceText | None], folders: Folders) -> int | None:
    """Return the longest line that the formatter of the project around a file makes; `None` where it has none.

    Args:
        file: The file.
        read: Reads a file's text; `None` where that is not possible.
        folders: The contents of the project's folders.
    """
    for folder in file.parents[:_MAX_FOLDERS]:
        names = folders.names(folder)
        for name in filter(names.__contains__, (*_RUFF_FILES, _SHARED_FILE)):
            source = read(folder / name)
            found = None if source is None else _configured(source.text, is_shared=name == _SHARED_FILE)
            if found is not None:
                return found
        if ".git" in names:
            break
    return None


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
