"""Names for steps that no other step of the handler has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, count

from wflint.ir import nodes as ir
from wflint.trace.steps import StepCall


class FreeNames:
    """Extends the stem of a name until no other step has it: a `FreeName`.

    A name belongs to the key of the first step that has it, which is the place of that name.
    """

    def __init__(self, steps: Iterable[StepCall]) -> None:
        """Begin with the names of a handler's steps."""
        self._names = dict[str, object]()
        self._stems = dict[str, object]()  # what the index of a loop follows, or will once a fix adds it
        self._given = dict[object, str]()
        for step in steps:
            self._take(step)

    def __call__(self, stem: str, key: object, *, in_loop: bool = False) -> str:
        """Return a free name; asked with the same key again, the same one."""
        if key not in self._given:
            candidates = self._candidates(stem, key, in_loop=in_loop)
            name = next(each for each in candidates if self._is_free(each, key, in_loop=in_loop))
            (self._stems if in_loop else self._names)[name] = key
            self._given[key] = name
        return self._given[key]

    def _take(self, step: StepCall) -> None:
        """Note what the name of a step, or the beginning of it, leaves to no other."""
        node = step.name.node if step.name is not None else None
        key = step.site_of(node) if node is not None else step.site
        if step.constant_name:
            self._names.setdefault(step.constant_name, key)
            if step.loops:
                self._stems.setdefault(step.constant_name, key)
        elif isinstance(node, ir.Template):
            first = node.parts[0] if node.parts else None
            if isinstance(first, ir.Literal) and isinstance(first.value, str):
                self._stems.setdefault(first.value.rstrip("-_:"), key)

    def _candidates(self, stem: str, key: object, *, in_loop: bool) -> Iterator[str]:
        """Yield the stem, and then the stem with one suffix after another."""
        # After a stem that an index follows, a number would look like an index.
        is_numbered = in_loop or _is_anothers(self._stems, stem, key)
        suffixes = _times() if is_numbered else map(str, count(2))
        return chain([stem], (f"{stem}-{suffix}" for suffix in suffixes))

    def _is_free(self, name: str, key: object, *, in_loop: bool) -> bool:
        if _is_anothers(self._names, name, key) or _is_anothers(self._stems, name, key):
            return False
        rounds = re.compile(rf"{re.escape(name)}(-\d+)+")
        return not (in_loop and any(rounds.fullmatch(each) for each in self._names))


def _is_anothers(names: dict[str, object], name: str, key: object) -> bool:
    return names.get(name, key) != key


def _times() -> Iterator[str]:
    """Yield what tells that something is done another time, never as a number."""
    yield "again"
    yield from (
        f"{each}-time" for each in ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
    )
    yield from (f"{each}th-time" for each in count(10) if each < 20 or each % 10 not in (1, 2, 3))
