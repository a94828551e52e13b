"""Judge rewritten files: whether they parse, keep their comments, and bind the names that they read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from wflint.files.comments import lost_comment
from wflint.files.text import SourceText
from wflint.findings import Edit
from wflint.ir.language import ParsedModule, ParseError, Verified

if TYPE_CHECKING:
    from wflint.languages.typescript.grammar import Node

_GLOBALS: Final = frozenset(
    {
        "Array", "BigInt", "BigInt64Array", "BigUint64Array", "Buffer", "Date", "Error", "Float32Array", "Float64Array",
        "Headers", "Int16Array", "Int32Array", "Int8Array", "JSON", "Map", "Math", "Number", "Object", "Promise", "RegExp",
        "Set", "String", "URL", "URLSearchParams", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray",
        "structuredClone", "undefined",
    }
)  # fmt: skip
"""What every file can use without an import, and fixes may write."""


class TypeScriptVerifier:
    """Judges rewritten files."""

    def __init__(self, parse: Callable[[SourceText], ParsedModule]) -> None:
        self._parse = parse

    def verify(self, before: SourceText, text: str, edits: Iterable[Edit]) -> Verified:
        """Return a rewritten text without the imports that it needs no more, and what is wrong with it."""
        from wflint.languages.typescript.layout import find_layout
        from wflint.languages.typescript.names import redeclared, unbound

        try:
            self._parse(_with_text(before, text))
        except ParseError as error:
            return Verified(text, f"the result would not parse: {error.reason}")
        text = _without_unused_imports(before, text)
        lost = lost_comment(before, _with_text(before, text), edits, find_layout)
        if lost is not None:
            return Verified(text, f"the comment `{lost}` would be lost")
        old, tree = _tree(before.path, before.text), _tree(before.path, text)
        twice = sorted(redeclared(*tree) - redeclared(*old))
        if twice:
            return Verified(text, f"`{twice[0]}` would be declared twice")
        new = sorted(unbound(*tree) - unbound(*old) - _GLOBALS)
        return Verified(text, f"nothing would define `{new[0]}`" if new else "")


def _with_text(source: SourceText, text: str) -> SourceText:
    return SourceText(source.path, text, source.encoding, source.bom)


def _tree(path: str, text: str) -> tuple[Node, bytes]:
    from wflint.languages.typescript.grammar import has_jsx
    from wflint.languages.typescript.repair import parse_repaired

    repaired = parse_repaired(text.encode("utf-8", "replace"), jsx=has_jsx(path))
    return repaired.tree.root_node, repaired.data


def _without_unused_imports(before: SourceText, text: str) -> str:
    """Return a text without the imports that nothing uses any more."""
    from wflint.languages.typescript.names import unused_imports

    idle = {name for _, name in unused_imports(*_tree(before.path, before.text))}
    unneeded = [node for node, name in unused_imports(*_tree(before.path, text)) if name not in idle]
    if not unneeded:
        return text
    data = text.encode("utf-8", "replace")
    # From the end, so that the names before stay where they are.
    for node in reversed(unneeded):
        data = _without_import(data, node)
    return data.decode("utf-8", "replace")


def _without_import(data: bytes, name: Node) -> bytes:
    """Return a text without what an `import` binds, and without the `import` where it binds nothing else."""
    statement, part = name, name
    while statement.type != "import_statement" and statement.parent is not None:
        if statement.type in ("import_specifier", "namespace_import"):
            part = statement
        statement = statement.parent
    start, end = part.start_byte, part.end_byte
    head, tail = data[statement.start_byte : start], data[end : statement.end_byte]
    if re.fullmatch(rb"import(\s+type)?\s*\{?\s*", head) and re.match(rb"\s*,?\s*\}?\s*(from|=)", tail):
        line = re.match(rb"[ \t]*\r?\n", data[statement.end_byte :])
        return data[: statement.start_byte] + data[statement.end_byte + (line.end() if line else 0) :]
    if behind := re.match(rb"\s*,\s*(?=[^\s}])", tail):
        return data[:start] + data[end + behind.end() :]
    ahead = re.search(rb"\s*,\s*(\{\s*)?$", data[:start])
    if ahead is None:
        return data
    closed = re.match(rb"\s*,?\s*\}", tail) if ahead[1] else None
    return data[: ahead.start()] + data[end + (closed.end() if closed else 0) :]
