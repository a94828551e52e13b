"""Find where a file stops being TypeScript, and say what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from wflint.languages.typescript.grammar import Node, Tree
from wflint.languages.typescript.repair import first_error

_SHOWN: Final = 20
"""How many characters of a wrong token are shown."""
_CLOSED_BY: Final = {"{": "}", "(": ")", "[": "]", "${": "}", "`": "`"}


class Mistake(NamedTuple):
    """What the grammar could not read: where it stands, in bytes, and why."""

    start: int
    reason: str


def first_mistake(tree: Tree, data: bytes) -> Mistake | None:
    """Return the first mistake of a file; `None` where there is none."""
    error = first_error(tree)
    if error is None:
        return None
    if error.parent is None:
        # Nothing in the file told the grammar where to go on; most often it is cut off, or a bracket is missing.
        opening = _unclosed(error)
        if opening is not None:
            return Mistake(opening.start_byte, f"nothing closes this `{opening.type}`")
    return Mistake(error.start_byte, _reason(error, data))


def _unclosed(root: Node) -> Node | None:
    """Return the innermost bracket that nothing closes; `None` where all are closed."""
    opened: list[Node] = []
    for token in _tokens(root):
        if opened and token.type == _CLOSED_BY[opened[-1].type]:
            opened.pop()
        elif token.type in _CLOSED_BY:
            opened.append(token)
    return opened[-1] if opened else None


def _tokens(root: Node) -> Iterator[Node]:
    """Yield the leaves of a tree in order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.child_count:
            waiting.extend(reversed(node.children))
        else:
            yield node


def _reason(error: Node, data: bytes) -> str:
    if error.is_missing:
        return f"expected `{error.type}`"
    # One that encloses much begins with what is right.
    wrong = error.children[0] if _is_inside_error(error) and error.children else error
    found = data[wrong.start_byte : wrong.end_byte].decode("utf-8", "replace").split()
    return f"unexpected `{found[-1][:_SHOWN]}`" if found else "it ends too early"


def _is_inside_error(node: Node) -> bool:
    while (parent := node.parent) is not None:
        if parent.is_error:
            return True
        node = parent
    return False
