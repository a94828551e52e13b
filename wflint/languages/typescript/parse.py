"""Parse TypeScript and JavaScript into the intermediate representation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from wflint.files.text import SourceText
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule, ParseError
from wflint.ir.rewriting import NodeRef
from wflint.languages.typescript.directives import leading, spelled_directives
from wflint.languages.typescript.expressions import children
from wflint.languages.typescript.functions import lower_class, lower_function
from wflint.languages.typescript.grammar import Node, Offsets, focus_of, has_jsx, own_node
from wflint.languages.typescript.repair import Repaired, parse_repaired
from wflint.languages.typescript.scope import File, LexicalScope
from wflint.languages.typescript.statements import lower_statements
from wflint.languages.typescript.syntax_errors import first_mistake
from wflint.languages.typescript.words import WORDS
from wflint.record import record

_TOO_DEEP = "it is nested too deeply to be parsed"
_DEFINITIONS = (ir.Function, ir.Class, ir.Define, ir.DefineClass, ir.Except)
_MEMBERS = frozenset({"public_field_definition", "property_signature"})


@record
class TypeScriptModule:
    """A parsed file; the handles of its nodes are those of tree-sitter, which know where they stand."""

    source: SourceText
    module: ir.Module
    offsets: Offsets = field(repr=False)
    repaired: Repaired = field(repr=False)

    def span(self, node: NodeRef) -> Span:
        """Return what a message underlines of a node: of a definition its name, of a clause its keyword."""
        handle = own_node(node.node.handle)
        return self._span(focus_of(handle) if _is_shown_in_part(node.node, handle) else handle)

    def extent(self, node: NodeRef) -> Span:
        """Return where the whole of a node stands."""
        return self._span(own_node(node.node.handle))

    def _span(self, node: Node) -> Span:
        at = self.offsets.character
        return Span(self.source.path, at(node.start_byte), at(node.end_byte))


class _Parts:
    """What stands above expressions; see `Parts`."""

    def function(self, scope: LexicalScope, node: Node, *, is_method: bool = False) -> ir.Function:
        return lower_function(scope, node, is_method=is_method)

    def class_(self, scope: LexicalScope, node: Node) -> ir.Class:
        return lower_class(scope, node)

    def statements(self, scope: LexicalScope, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
        return lower_statements(scope, nodes)


def _is_shown_in_part(node: ir.Node, handle: Node) -> bool:
    """Return whether a message underlines but a part of a node, which the node of an expression may share its handle with."""
    return isinstance(node, _DEFINITIONS) or (isinstance(node, ir.Assign) and handle.type in _MEMBERS)


def parse(
    source: SourceText, name: str = "", *, is_package: bool = False, before: ParsedModule | None = None
) -> TypeScriptModule:
    """Parse a file.

    Args:
        source: The file's text.
        name: How other modules import it.
        is_package: Whether it stands for its folder, as an `index` does.
        before: What the file was before somebody edited it.

    Raises:
        ParseError: The grammar cannot read it, or it nests too deeply.
    """
    data = source.text.encode(
        "utf-8", "replace"
    )  # a lone surrogate is as long as what replaces it in no encoding
    earlier = before.repaired if isinstance(before, TypeScriptModule) else None
    repaired = parse_repaired(data, jsx=has_jsx(source.path), before=earlier)
    offsets = Offsets.of(source.text)
    mistake = first_mistake(repaired.tree, repaired.data)
    if mistake is not None:
        raise ParseError(mistake.reason, offsets.character(mistake.start))
    root = repaired.tree.root_node
    spelled = spelled_directives(repaired.data)
    first = tuple(leading(children(root))) if spelled else ()
    plain = repaired.data.decode("ascii") if offsets.are_bytes else None
    file = File(repaired.data, plain, _Parts(), b"using" in repaired.data, spelled, first)
    scope = LexicalScope(file, None, ({},))
    try:
        block = ir.Block(root, lower_statements(scope, children(root)))
    except RecursionError as deep:
        raise ParseError(_TOO_DEEP, 0) from deep
    body = scope.body(block, root)
    # What CommonJS exports is not looked at.
    exports = None if b"exports" in file.data and "exports" in body.mentions else frozenset(file.exports)
    module = ir.Module(root, source.path, name, is_package, body, WORDS, exports)
    return TypeScriptModule(source, module, offsets, repaired)
