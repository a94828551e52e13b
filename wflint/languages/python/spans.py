"""Finds where a syntax node stands in its file.

LibCST nodes carry no positions, and its position providers cost several times the parse. Printing the tree costs a
third of it, and printing one definition next to nothing. So the outermost definition around a node is printed while
the offsets of its nodes are noted, and the print is laid over the file where the definition's name stands. Only where that
place is not certain (module-level code, a definition that exists twice) the whole file is printed.
"""

from __future__ import annotations

import re

import libcst as cst
from libcst._nodes.internal import CodegenState

from wflint.languages.python.late_bodies import Defined, LateBodies, defined_among

Offsets = tuple[int, int]
Nested = tuple[int, cst.CSTNode]
"""A node, and how many others stand around it in what is printed."""

# A lone carriage return ends a line in Python. Without a line break to begin with, a pattern is tried at every character.
_DEFINITION = re.compile(r"[\r\n](?:async[ \t]+)?(?:def|class)[ \t]+([^\s(:\[\\]+)")

# More than half of all nodes, which nobody looks for.
_BLANK = frozenset({cst.SimpleWhitespace, cst.Newline, cst.TrailingWhitespace, cst.EmptyLine})


class _Recorder(CodegenState):
    """A LibCST printer that notes at which offset of the print each node starts and ends, and how deep nodes nest."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.offset = 0
        self.starts: list[int] = []
        self.found: dict[int, Offsets] = {}
        self.nodes: list[Nested] = []

    def add_indent_tokens(self) -> None:
        self.tokens.extend(self.indent_tokens)
        self.offset += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        self.offset += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        if type(node) not in _BLANK:
            self.nodes.append((len(self.starts), node))
            self.starts.append(self.offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        if type(node) not in _BLANK:
            # A node that marks its own extent without parentheses and white space has done so by now.
            self.found.setdefault(id(node), (self.starts.pop(), self.offset))

    def record_syntactic_position(  # type: ignore[override] # LibCST only enters and leaves what this gives
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Extent:  # pyright: ignore[reportIncompatibleMethodOverride]
        return _Extent(self, node, start_node, end_node)


class _Extent:
    """Notes a node's extent without parentheses and white space; a generator would take twice as long."""

    __slots__ = ("_end_node", "_node", "_recorder", "_start", "_start_node")

    def __init__(
        self,
        recorder: _Recorder,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self._recorder = recorder
        self._node = node
        self._start_node = start_node
        self._end_node = end_node
        self._start = recorder.offset

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_failure: object) -> None:
        found, first, last = self._recorder.found, self._start_node, self._end_node
        start = self._start if first is None else found[id(first)][0]
        end = self._recorder.offset if last is None else found[id(last)][1]
        found[id(self._node)] = (start, end)


class Locator:
    """Offsets of the nodes of one file; computed when asked for, once per outermost definition.

    Attributes:
        prints: The definitions that have been printed so far.
    """

    def __init__(self, late: LateBodies, text: str, before: Locator | None = None) -> None:
        """Look at nothing yet.

        Args:
            late: The tree.
            text: The file's text.
            before: What has printed definitions of the file before it was edited.
        """
        self._left_out = late.left_out
        self.prints: dict[Defined, _Recorder] = {}
        if before is not None:
            own = defined_among(late.tree.body)
            self.prints = {each: before.prints[each] for each in own if each in before.prints}
        self._tree = late.tree
        self._text = text
        self._definitions: dict[int, tuple[dict[int, Offsets], int]] = {}
        self._nodes: list[Nested] | None = None
        self._names: dict[str, list[int]] | None = None
        self._whole: dict[int, Offsets] | None = None

    def offsets(self, handle: object, enclosing_definition: object) -> Offsets:
        """Return where a node stands, as character offsets into the text.

        Definitions are represented by their name, an `except` by its keyword.
        """
        if isinstance(handle, (cst.FunctionDef, cst.ClassDef)):
            return self.extent(handle.name, enclosing_definition)
        start, end = self.extent(handle, enclosing_definition)
        if isinstance(handle, (cst.ExceptHandler, cst.ExceptStarHandler)):
            end = start + len("except")
        elif isinstance(handle, cst.Arg):
            return self.extent(handle.value, enclosing_definition)
        elif isinstance(handle, cst.WithItem):
            return self.extent(handle.item, enclosing_definition)
        return start, end

    def extent(self, handle: object, enclosing_definition: object) -> Offsets:
        """Return where the whole of a node stands, without the parentheses around it that are no part of it."""
        if isinstance(enclosing_definition, (cst.FunctionDef, cst.ClassDef)):
            found, shift = self._in_definition(enclosing_definition)
            if id(handle) in found:
                start, end = _noted(found, handle)
                return start + shift, end + shift
        if self._whole is None:
            # What is left out is as long as what stands for it, so that all else stands where it does.
            self._whole = self._print(self._tree).found
        if id(handle) not in self._whole:
            self._left_out.complete_all()
            self._whole = self._print(self._tree).found
        return _noted(self._whole, handle)

    def nodes(self, enclosing_definition: Defined | cst.Module) -> list[Nested]:
        """Return all nodes of an outermost definition or of the whole file, itself first, in the order of the code."""
        if isinstance(enclosing_definition, (cst.FunctionDef, cst.ClassDef)):
            return self._printed(enclosing_definition).nodes
        if self._nodes is None:
            self._left_out.complete_all()
            self._nodes = self._print(enclosing_definition).nodes
        return self._nodes

    def _in_definition(self, node: Defined) -> tuple[dict[int, Offsets], int]:
        """Return where the nodes of a definition stand in its print, and where that begins in the file."""
        found = self._definitions.get(id(node))
        if found is None:
            found = self._definitions[id(node)] = self._record_definition(node)
        return found

    def _record_definition(self, node: Defined) -> tuple[dict[int, Offsets], int]:
        if self._names is None:
            self._names = _defined_names(self._text)
        places = self._names.get(node.name.value, ())
        # The definition itself is always among them, so a single place is the definition.
        if len(places) != 1:
            return {}, 0
        printed = self._printed(node)
        return printed.found, places[0] - printed.found[id(node.name)][0]

    def _printed(self, node: Defined) -> _Recorder:
        printed = self.prints.get(node)
        if printed is None:
            self._left_out.complete(node)
            printed = self.prints[node] = self._print(node)
        return printed

    def _print(self, node: cst.CSTNode) -> _Recorder:
        """Print a node as `Module.code_for_node` does, with a recorder."""
        recorder = _Recorder(self._tree)
        node._codegen(recorder)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        return recorder


def _noted(found: dict[int, Offsets], handle: object) -> Offsets:
    """Return where a node was printed; an empty tuple is nothing but its parentheses."""
    if isinstance(handle, cst.Tuple) and not handle.elements and handle.lpar:
        return found[id(handle.lpar[-1])][0], found[id(handle.rpar[0])][1]
    return found[id(handle)]


def _defined_names(text: str) -> dict[str, list[int]]:
    """Return the places where lines begin with a definition, by the name that they define."""
    places: dict[str, list[int]] = {}
    for match in _DEFINITION.finditer("\n" + text):
        places.setdefault(match[1], []).append(match.start(1) - 1)
    return places
