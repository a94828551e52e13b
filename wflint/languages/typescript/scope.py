"""What lowering knows while it walks: the file, the function, and which variable a name means in its block.

JavaScript has variables of blocks; the intermediate representation, like Python, only those of functions. A variable
of a block that hides another one of the same function, or of a function around it, gets a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol

from wflint.ir import nodes as ir
from wflint.ir.spelling import HIDING
from wflint.languages.typescript.grammar import Node
from wflint.record import record, with_plain_factories

_NAME: Final = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")


class Parts(Protocol):
    """Lowers what expressions and functions consist of, although it stands above them: each holds the other."""

    def function(self, scope: LexicalScope, node: Node, *, is_method: bool = False) -> ir.Function:
        """Lower a function that stands in an expression."""
        ...

    def class_(self, scope: LexicalScope, node: Node) -> ir.Class:
        """Lower a class."""
        ...

    def statements(self, scope: LexicalScope, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        """Lower the statements of a block, whose variables the scope knows."""
        ...


@record
class File:
    """A file that is lowered.

    Attributes:
        data: The text that was parsed, in UTF-8: what the grammar cannot read is blanked in it.
        plain: The same as characters where each of them is one byte, which is faster to take apart; else `None`.
        parts: Lowers functions, classes and blocks.
        spells_using: Whether it has the word `using`.
        directives: What it spells that may be a directive, and whether it fills a line somewhere.
        leading: The strings with which it begins.
        exports: The variables that its `export` statements name.
        renamed: Names that mean a variable of another name in some block.
    """

    data: bytes
    plain: str | None
    parts: Parts
    spells_using: bool
    directives: Mapping[str, bool] = field(default_factory=dict[str, bool])
    leading: tuple[Node, ...] = ()
    exports: set[str] = field(default_factory=set[str])
    renamed: set[str] = field(default_factory=set[str])
    _words: dict[tuple[int, int], set[str]] = field(
        default_factory=dict["tuple[int, int]", "set[str]"], repr=False
    )

    def code(self, node: Node) -> str:
        """Return the text of a node."""
        if self.plain is not None:
            return self.plain[node.start_byte : node.end_byte]
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def mentions(self, node: Node) -> set[str]:
        """Return every word in a node that may name something, those in comments and strings included."""
        place = node.start_byte, node.end_byte
        found = self._words.get(place)
        if found is None:
            found = self._words[place] = set(_NAME.findall(self.code(node)))
        return found

    def holds(self, node: Node, words: Iterable[bytes]) -> bool:
        """Return whether one of some words stands anywhere in a node."""
        start, end = node.start_byte, node.end_byte
        return any(self.data.find(word, start, end) >= 0 for word in words)


@dataclass(slots=True)
@with_plain_factories
class LexicalScope:
    """The code of one function, class or module while it is lowered.

    Attributes:
        file: The file.
        definition: The top-level definition around the code; `None` for that of the module.
        blocks: What the names of the blocks around the current place stand for, the function's own first; those of
            the functions around it come before.
        depth: How many of these blocks are of the functions around it.
        shared: How many of them are of the module.
        binds: The variables of it, by the names that they got.
        outer: Variables of the functions around it that it assigns.
        declared: The variables of blocks, by the names that they got, in the order of the code.
        continuing: For each loop around the current place, what makes the statements that run before its next round.
        yields: Whether it is a generator.
        made: How many variables lowering has made.
    """

    file: File
    definition: Node | None
    blocks: tuple[dict[str, str], ...]
    depth: int = 0
    shared: int = 0
    binds: set[str] = field(default_factory=set[str])
    outer: dict[str, bool] = field(default_factory=dict[str, bool])
    declared: list[str] = field(default_factory=list[str])
    continuing: list[Callable[[], tuple[ir.Statement, ...]]] = field(
        default_factory=list["Callable[[], tuple[ir.Statement, ...]]"]
    )
    yields: bool = False
    made: int = 0

    def inner(self, definition: Node) -> LexicalScope:
        """Return the scope of a function or class that stands at the current place."""
        depth = len(self.blocks)
        shared = self.shared if self.depth else depth
        return LexicalScope(self.file, self.definition or definition, (*self.blocks, {}), depth, shared)

    def body(self, block: ir.Block, node: Node) -> ir.Body:
        """Return the lowered body of the function, class or module that a node stands for."""
        return ir.Body(block, self.binds, self.outer, self.yields, partial(self.file.mentions, node))

    def enter(self, names: Iterable[str]) -> tuple[dict[str, str], ...]:
        """Enter a block that declares names; return the blocks to come back to."""
        before = self.blocks
        self.blocks = (*before, {})
        for name in names:
            self.bind(name, hides=any(name in block for block in before))
        return before

    def bind(self, name: str, *, hides: bool = False) -> str:
        """Declare a variable of the current block; return the name that it got."""
        known = self.blocks[-1].get(name)
        if known is None:
            known = f"{name}{HIDING}{len(self.blocks)}" if hides else name
            while known in self.binds and hides:
                known += HIDING  # another block at the same depth
            if known != name:
                self.file.renamed.add(name)
            self.blocks[-1][name] = known
        self.binds.add(known)
        self.declared.append(known)
        return known

    def declared_since(self, place: int) -> frozenset[str]:
        """Return the variables of blocks that were declared after some number of others."""
        return frozenset(self.declared[place:])

    def bind_in_function(self, name: str) -> str:
        """Declare a variable of the whole function, as `var` does."""
        self.blocks[self.depth].setdefault(name, name)
        self.binds.add(name)
        return name

    def variable(self, name: str) -> str:
        """Return the variable that a name means at the current place."""
        if name not in self.file.renamed:
            return name
        return next((block[name] for block in reversed(self.blocks) if name in block), name)

    def assigned(self, name: str) -> str:
        """Return the variable that an assignment to a name changes; remember it where it is that of a function around."""
        for place in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[place]
            if name in block:
                if place < self.depth:
                    self.outer[block[name]] = place < self.shared
                return block[name]
        self.outer[name] = True
        return name

    def temporary(self) -> str:
        """Return the name of a new variable, which no code can spell."""
        self.made += 1
        name = f"{HIDING}{len(self.blocks)}{HIDING}{self.made}"
        self.binds.add(name)
        return name
