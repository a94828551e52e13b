"""Lower directives: text in front of the body of a function, or of a file, by which tools know what they are to make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from wflint.ir import nodes as ir
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.scope import LexicalScope

_SPELLED: Final = re.compile(rb"""(['"])(use [a-z][a-z ]*)\1""")
_BEFORE: Final = re.compile(rb"(?:.*\*/)?[ \t]*")
_BEHIND: Final = re.compile(rb"[ \t]*;?[ \t\r]*(?:/[/*].*)?")
"""What may stand beside a directive on its line: comments."""
_DECLARATIONS: Final = frozenset({"lexical_declaration", "variable_declaration"})


def spelled_directives(data: bytes) -> Mapping[str, bool]:
    """Return what a file spells that may be a directive, and whether it fills a line somewhere."""
    found: dict[str, bool] = {}
    for match in _SPELLED.finditer(data) if b'"use ' in data or b"'use " in data else ():
        begin, end = data.rfind(b"\n", 0, match.start()) + 1, data.find(b"\n", match.end())
        before, behind = data[begin : match.start()], data[match.end() : end if end >= 0 else None]
        text = match[2].decode()
        fills = bool(_BEFORE.fullmatch(before) and _BEHIND.fullmatch(behind))
        found[text] = found.get(text, False) or fills
    return found


def leading(statements: Iterable[Node]) -> Iterator[Node]:
    """Yield the strings with which a body begins."""
    for statement in statements:
        is_expression = statement.type == "expression_statement"
        inner = next(iter(statement.named_children), None) if is_expression else None
        if inner is None or inner.type != "string":
            return
        yield inner


def directives(scope: LexicalScope, node: Node) -> tuple[ir.Directive, ...]:
    """Return the directives that are meant for a function: its own, then those of the file that exports it."""
    known = scope.file.directives
    if not known:
        return ()
    body = node.child_by_field_name("body")
    is_block = body is not None and body.type == "statement_block"
    own = leading(_statements(body)) if body is not None and is_block else ()
    texts = [*own, *(scope.file.leading if _is_exported(node) else ())]
    found = ((each, scope.file.code(each)[1:-1]) for each in texts)
    return tuple(ir.Directive(each, text, known[text]) for each, text in found if text in known)


def _statements(body: Node) -> Iterator[Node]:
    return (child for child in body.named_children if child.type != "comment")


def _is_exported(node: Node) -> bool:
    """Return whether the statement that makes a function exports it, too."""
    parent = node.parent
    if parent is not None and parent.type == "variable_declarator":
        parent = parent.parent
        if parent is None or parent.type not in _DECLARATIONS:
            return False
        parent = parent.parent
    return parent is not None and parent.type == "export_statement"
