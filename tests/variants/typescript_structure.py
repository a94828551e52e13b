"""Other ways to lay out the same program in TypeScript or JavaScript: findings stay, though not where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variants.encodings import NotApplicableError
from wflint.languages.typescript.grammar import has_jsx
from wflint.languages.typescript.repair import first_error, parse_repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from variants.encodings import Sources
    from wflint.languages.typescript.grammar import Node

_UNRELATED = b"""
class UnrelatedCounter {
  constructor(numbers) {
    this.numbers = [...numbers];
  }
  squares() {
    return this.numbers.map((number) => number * number);
  }
}

function unrelatedTotal(counter, start = 0) {
  let total = start;
  for (const number of counter.squares()) {
    if (number > 10) total += number;
  }
  return { total, counter: UnrelatedCounter };
}
"""


def unrelated_code(sources: Sources) -> dict[str, bytes]:
    """Put definitions that nobody uses behind the code."""
    return {path: text.encode() + _UNRELATED for path, text in sources.items()}


def reordered(sources: Sources) -> dict[str, bytes]:
    """Move declared functions behind everything else, the last one first: they are there from the beginning."""
    found = {path: _reordered(text.encode(), path) for path, text in sources.items()}
    if found == {path: text.encode() for path, text in sources.items()}:
        raise NotApplicableError("there is no such function")
    return found


def _reordered(data: bytes, path: str) -> bytes:
    tree = parse_repaired(data, jsx=has_jsx(path)).tree
    if first_error(tree) is not None:
        raise NotApplicableError("it does not parse")
    moved = [each for each in tree.root_node.children if _is_function(each)]
    for each in reversed(moved):
        data = data[: each.start_byte] + data[each.end_byte :]
    taken = [each.text or b"" for each in reversed(moved)]
    return b"\n".join([data, *taken]) if moved else data


def _is_function(node: Node) -> bool:
    return node.type in {"function_declaration", "generator_function_declaration"}


REWRITES: Sequence[Callable[[Sources], dict[str, bytes]]] = (unrelated_code, reordered)
