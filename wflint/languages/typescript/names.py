"""What the names of a file mean: which variable, if any, which are declared twice, and which imports nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.languages.typescript.grammar import Node

FUNCTIONS: Final = frozenset(
    {
        "arrow_function", "function_expression", "function_declaration", "method_definition",
        "generator_function", "generator_function_declaration",
    }
)  # fmt: skip
NAMES: Final = frozenset(
    {
        "identifier", "type_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern",
    }
)  # fmt: skip
"""Nodes that are the names of variables."""

_READ: Final = frozenset({"identifier", "shorthand_property_identifier"})
_DECLARED: Final = frozenset(
    {
        "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration",
        "enum_declaration", "internal_module", "module", "function_signature", "import_alias",
    }
)  # fmt: skip
_SCOPES: Final = frozenset(
    {"program", "statement_block", "for_statement", "for_in_statement", "catch_clause", "switch_body"}
)
_INNER: Final = {"object_assignment_pattern": "left", "assignment_pattern": "left", "pair_pattern": "value"}
"""Patterns of which only a part binds names, with the field of that part."""


def unbound(root: Node, data: bytes) -> set[str]:
    """Return the names that are read and that nothing in the file binds: those of globals, and mistakes."""
    found: set[str] = set()
    waiting: list[tuple[Node, frozenset[str]]] = [(root, frozenset())]
    while waiting:
        node, known = waiting.pop()
        if node.type in _READ:
            name = _text(node, data)
            if name not in known:
                found.add(name)
        if node.type == "import_statement":
            continue
        inner = known | {_text(each, data) for each in declared_by(node)}
        waiting.extend((child, inner) for child in node.named_children)
    return found


def declaration_of(name: Node, at: Node | None = None) -> Node | None:
    """Return the name that declares the variable which a name means, there or elsewhere; `None` where the file has none."""
    outer = (at or name).parent
    while outer is not None:
        found = next((each for each in declared_by(outer) if each.text == name.text), None)
        if found is not None:
            return found
        outer = outer.parent
    return None


def uses_of(declared: Node, around: Node) -> Iterator[Node]:
    """Yield the names in a node that mean the variable which a name declares."""
    waiting = [around]
    while waiting:
        node = waiting.pop()
        if node.type in NAMES and node.text == declared.text and declaration_of(node) == declared:
            yield node
        waiting.extend(reversed(node.named_children))


def _text(node: Node, data: bytes) -> str:
    return data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def declared_by(node: Node) -> Iterator[Node]:
    """Yield the names that a node declares for what is in it."""
    if node.type in FUNCTIONS or node.type.startswith("class"):
        yield from bound(node.child_by_field_name("name"))
        yield from _parameters(node)
        yield from _hoisted(node)
    elif node.type in _SCOPES:
        yield from declared_in(node)
    if node.type == "program":
        yield from _hoisted(node)


def _parameters(function: Node) -> Iterator[Node]:
    yield from bound(function.child_by_field_name("parameter"))
    parameters = function.child_by_field_name("parameters")
    for each in parameters.named_children if parameters is not None else ():
        yield from bound(each.child_by_field_name("pattern"))


def _hoisted(function: Node) -> Iterator[Node]:
    """Yield the variables that a function or file declares with `var`, and what it imports."""
    waiting = list(function.named_children)
    while waiting:
        each = waiting.pop()
        if each.type in FUNCTIONS:
            continue
        if each.type == "variable_declaration":
            for one in each.named_children:
                yield from bound(one.child_by_field_name("name"))
        elif each.type == "for_in_statement" and any(child.type == "var" for child in each.children):
            yield from bound(each.child_by_field_name("left"))
        elif each.type == "import_statement":
            yield from imported(each)
        waiting.extend(each.named_children)


def declared_in(block: Node) -> Iterator[Node]:
    """Yield the names that a file, block, loop or `catch` clause declares for itself alone."""
    if block.type == "catch_clause":
        yield from bound(block.child_by_field_name("parameter"))
    elif block.type == "for_in_statement" and block.child_by_field_name("kind") is not None:
        yield from bound(block.child_by_field_name("left"))
    for each in block.named_children:
        yield from _of_statement(each)


def _of_statement(statement: Node) -> Iterator[Node]:
    if statement.type in (
        "export_statement",
        "switch_case",
        "switch_default",
        "ambient_declaration",
        "expression_statement",
    ):
        for each in statement.named_children:
            if statement.type != "expression_statement" or each.type == "internal_module":
                yield from _of_statement(each)
    elif statement.type == "lexical_declaration":
        for each in statement.named_children:
            yield from bound(each.child_by_field_name("name"))
    elif statement.type in _DECLARED:
        yield from bound(statement.child_by_field_name("name"))


def bound(pattern: Node | None) -> Iterator[Node]:
    """Yield the names that a pattern binds, those in defaults and computed keys left out."""
    if pattern is None:
        return
    if pattern.type in NAMES:
        yield pattern
    elif pattern.type in _INNER:
        yield from bound(pattern.child_by_field_name(_INNER[pattern.type]))
    else:
        for each in pattern.named_children:
            yield from bound(each)


def redeclared(root: Node, data: bytes) -> set[str]:
    """Return the names that one scope declares twice, at least once in a way that allows no other: as `let` and `const` do."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.named_children)
        names = [_text(each, data) for each in declared_in(node)] if node.type in _SCOPES else []
        if node.type == "statement_block" and node.parent is not None and node.parent.type in FUNCTIONS:
            names += dict.fromkeys(_text(each, data) for each in _parameters(node.parent))
        elif node.type == "program":
            statements = (each for each in node.named_children if each.type == "import_statement")
            names += [_text(each, data) for statement in statements for each in imported(statement)]
        elif node.type in FUNCTIONS:
            names = [_text(each, data) for each in _parameters(node)]
        found |= {name for name in names if names.count(name) > 1}
    return found


def imported(statement: Node) -> Iterator[Node]:
    """Yield the names that an `import` binds."""
    for each in statement.named_children:
        if each.type == "import_specifier":
            name = each.child_by_field_name("alias") or each.child_by_field_name("name")
            if name is not None:
                yield name
        elif each.type in ("import_clause", "named_imports", "namespace_import", "import_require_clause"):
            yield from imported(each)
        elif each.type == "identifier":
            yield each


def unused_imports(root: Node, data: bytes) -> list[tuple[Node, str]]:
    """Return the names that imports bind and that nothing in the file uses, each with its node."""
    names = [
        each for node in root.named_children if node.type == "import_statement" for each in imported(node)
    ]
    used: set[str] = set()
    waiting = [node for node in root.named_children if node.type != "import_statement"]
    while waiting:
        node = waiting.pop()
        if node.type in NAMES:
            used.add(_text(node, data))
        waiting.extend(node.named_children)
    return [(each, _text(each, data)) for each in names if _text(each, data) not in used]
