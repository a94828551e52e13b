"""What our front end and the compiler of TypeScript make of the same files."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from wflint.languages.typescript.grammar import Node, has_jsx
from wflint.languages.typescript.repair import parse_repaired

NODE = Path(__file__).parents[2] / "node"
Place = tuple[str, int, int]
"""The kind of a node, and where it starts and ends in the text."""

KINDS = {
    "new_expression": "new", "await_expression": "await", "yield_expression": "yield",
    "ternary_expression": "conditional", "arrow_function": "arrow", "return_statement": "return",
    "throw_statement": "throw", "if_statement": "if", "for_statement": "for", "for_in_statement": "for-in",
    "while_statement": "while", "do_statement": "do", "switch_statement": "switch", "try_statement": "try",
    "binary_expression": "binary", "assignment_expression": "assignment",
    "augmented_assignment_expression": "assignment",
}  # fmt: skip


def is_installed() -> bool:
    """Return whether the compiler can be asked."""
    return shutil.which("node") is not None and (NODE / "node_modules" / "typescript").is_dir()


def compiled(paths: Iterable[Path]) -> dict[Path, set[Place] | None]:
    """Return the nodes that the compiler sees in each file; `None` where it sees an error."""
    done = subprocess.run(
        ["node", "tree.mjs"],  # noqa: S607 - the one on the path, as npm uses it
        cwd=NODE,
        input="\n".join(map(str, paths)),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[Path, set[Place] | None] = {}
    for line in done.stdout.splitlines():
        file = json.loads(line)
        nodes = {(kind, start, end) for kind, start, end in file["nodes"]}
        found[Path(file["path"])] = None if file["errors"] else nodes
    return found


def own(path: Path) -> set[Place]:
    """Return the nodes that our front end sees in a file of ASCII characters."""
    data = path.read_bytes()
    repaired = parse_repaired(data, jsx=has_jsx(path.name))
    return set(_places(repaired.tree.root_node, data))


def _places(root: Node, data: bytes) -> Iterator[Place]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = KINDS.get(node.type)
        if node.type == "call_expression":
            arguments = node.child_by_field_name("arguments")
            kind = "tagged" if arguments is not None and arguments.type == "template_string" else "call"
        if kind is not None and node.is_named:
            end = node.start_byte + len(data[node.start_byte : _end(node)].rstrip(b"!; \t\r\n"))
            yield kind, node.start_byte, end
        waiting.extend(node.children)


def _end(node: Node) -> int:
    """Return where a node ends; the grammar counts the type of `await x as T` to the operand, as lowering knows."""
    inner = node.named_children[0] if node.type == "await_expression" and node.named_children else None
    is_cast = inner is not None and inner.type in ("as_expression", "satisfies_expression")
    return inner.named_children[0].end_byte if inner is not None and is_cast else node.end_byte
