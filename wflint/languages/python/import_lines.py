"""Read the imports of a file from its bytes, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wflint.ir.language import ImportLine

_LINE: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|(?:[^\n\\]|\\\r?\n)*)|import[ \t]+([^\n;]*))",
    re.MULTILINE,
)
_COMMENT: Final = re.compile(rb"#[^\n]*")
_NAME: Final = re.compile(rb"([\w.]+|\*)(?:\s+as\s+\w+)?")


def import_lines(data: bytes) -> Iterator[ImportLine]:
    """Yield the imports that the bytes of a file seem to hold; what stands in a text may look like one."""
    for line in _LINE.finditer(data):
        origin, names, modules = line.groups()
        if origin is not None:
            yield _line(origin.decode("utf-8", "replace"), frozenset(_names(names)))
        else:
            yield from (_line(name, frozenset()) for name in _names(modules))


def _names(text: bytes) -> Iterator[str]:
    for match in _NAME.finditer(_COMMENT.sub(b"", text)):
        yield match[1].decode("utf-8", "replace")


def _line(origin: str, names: frozenset[str]) -> ImportLine:
    return ImportLine(last_part(origin), names, origin)


def last_part(module: str) -> str:
    """Return the last part of a module's name."""
    return module.rpartition(".")[2]
