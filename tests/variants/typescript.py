"""Other spellings of TypeScript and JavaScript files that mean the same."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from variants.encodings import NotApplicableError, bom, crlf
from wflint.languages.typescript.grammar import has_jsx, matches
from wflint.languages.typescript.repair import first_error, parse_repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from variants.encodings import Sources, Variant
    from wflint.languages.typescript.grammar import Node

    Change = tuple[int, int, bytes]

NEEDS_TYPES = "// needs its types"
"""What a fixture says whose findings follow from a type that is gone when it runs."""

_NODE = Path(__file__).parents[1] / "node"
_STRINGS = "(string) @found"
_TEMPLATES = "(template_string) @found"
_STATEMENTS = (
    "[(expression_statement) (lexical_declaration) (variable_declaration) (return_statement)] @found"
)
# A line that begins with one of these goes on with the statement of the line before where no semicolon ends that.
_GOES_ON = re.compile(rb"\s*(?:[(\[`+*/<,.?:&|=-]|in\b|instanceof\b)")
_QUOTES = bytes.maketrans(b"\"'", b"'\"")
_NOTE = "// Größe, 名前, \N{GRINNING FACE}: what stands in front of the code is longer in bytes than in characters.\n"


def tabs(sources: Sources) -> dict[str, bytes]:
    """Indent lines with tabs."""
    return _changed(sources, _tabs)


def other_quotes(sources: Sources) -> dict[str, bytes]:
    """Swap single and double quotes around strings that hold neither."""
    return _changed(sources, _quotes)


def no_semicolons(sources: Sources) -> dict[str, bytes]:
    """Leave out the semicolons at the ends of lines that need none."""
    return _changed(sources, _semicolons)


def longer_in_bytes(sources: Sources) -> dict[str, bytes]:
    """Begin files with a comment beyond ASCII."""
    return {path: _with_note(text).encode() for path, text in sources.items()}


def without_types(sources: Sources) -> dict[str, bytes]:
    """Blank the types, which leaves JavaScript."""
    if not can_blank():
        raise NotApplicableError("Node or what blanks types is not installed")
    if any(NEEDS_TYPES in text for text in sources.values()):
        raise NotApplicableError("a finding follows from a type")
    texts = {path: text for path, text in blanked(sources).items() if text is not None}
    if len(texts) < len(sources):
        raise NotApplicableError("a type of it is there when it runs")
    if texts == dict(sources):
        raise NotApplicableError("there are no types")
    return {path: text.encode() for path, text in texts.items()}


def can_blank() -> bool:
    """Whether types can be blanked here."""
    return shutil.which("node") is not None and (_NODE / "node_modules" / "ts-blank-space").is_dir()


def blanked(sources: Sources) -> Mapping[str, str | None]:
    """Texts without their types, line by line where they were; `None` where some of a type is there at run time."""
    done = subprocess.run(
        ["node", "blank.mjs"],  # noqa: S607 - the one on the path, as npm uses it
        cwd=_NODE,
        input=json.dumps(dict(sources)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


VARIANTS: tuple[Variant, ...] = (crlf, bom, tabs, other_quotes, no_semicolons, longer_in_bytes, without_types)


def combined(sources: Sources, leave_out: Collection[Variant] = ()) -> dict[str, bytes]:
    """Apply every variant that makes sense at once, but for those that are left out, and for types, which Node blanks."""
    texts = dict(sources)
    for variant in (no_semicolons, other_quotes, tabs, longer_in_bytes, crlf, bom):
        if variant not in leave_out:
            try:
                texts = {path: data.decode() for path, data in variant(texts).items()}
            except NotApplicableError:
                continue
    return {path: text.encode() for path, text in texts.items()}


def _changed(sources: Sources, changes: Callable[[bytes, str], Iterator[Change]]) -> dict[str, bytes]:
    found = {path: list(changes(text.encode(), path)) for path, text in sources.items()}
    if not any(found.values()):
        raise NotApplicableError("there is nothing to change")
    return {path: _with(text.encode(), found[path]) for path, text in sources.items()}


def _with(data: bytes, changes: list[Change]) -> bytes:
    for start, end, new in sorted(changes, reverse=True):
        data = data[:start] + new + data[end:]
    return data


def _nodes(query: str, data: bytes, path: str) -> list[Node]:
    jsx = has_jsx(path)
    tree = parse_repaired(data, jsx=jsx).tree
    if first_error(tree) is not None:
        raise NotApplicableError("it does not parse")
    return matches(query, tree, jsx=jsx).get("found", [])


def _tabs(data: bytes, path: str) -> Iterator[Change]:
    inside = [(node.start_byte, node.end_byte) for node in _nodes(_TEMPLATES, data, path)]
    for indent in re.finditer(rb"(?m)^(?:  )+(?=\S)", data):
        if not any(start < indent.start() < end for start, end in inside):
            yield indent.start(), indent.end(), b"\t" * (len(indent[0]) // 2)


def _quotes(data: bytes, path: str) -> Iterator[Change]:
    for node in _nodes(_STRINGS, data, path):
        start, end = node.start_byte, node.end_byte
        if not re.search(rb"['\"\\]", data[start + 1 : end - 1]):
            yield start, end, data[start:end].translate(_QUOTES)


def _semicolons(data: bytes, path: str) -> Iterator[Change]:
    for node in _nodes(_STATEMENTS, data, path):
        end = node.end_byte
        if data[end - 1 : end] != b";" or not re.match(rb"[ \t]*(?://[^\n]*)?\r?\n", data[end:]):
            continue
        behind = re.sub(rb"\A(?:\s|//[^\n]*)+", b"", data[end:])
        if not _GOES_ON.match(behind):
            yield end - 1, end, b""


def _with_note(text: str) -> str:
    """A line for an interpreter stays the first one."""
    first, newline, rest = text.partition("\n")
    return f"{first}{newline}{_NOTE}{rest}" if first.startswith("#!") else f"{_NOTE}{text}"
