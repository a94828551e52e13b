"""Lower imports and exports: an export is a variable of the module, by the name that others import it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.ir import nodes as ir
from wflint.languages.typescript.expressions import children, lower
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.literals import text_of_string
from wflint.languages.typescript.scope import LexicalScope
from wflint.languages.typescript.specifiers import in_one_spelling

DEFAULT: Final = "default"
"""The name of what `export default` exports."""


def imported(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Yield what an `import` binds; types that it names are bound as well, since annotations ask for them."""
    source = node.child_by_field_name("source")
    if source is None:
        return
    module = _module(scope, source)
    for clause in children(node):
        if clause.type == "import_clause":
            for part in children(clause):
                yield from _clause(scope, part, module)
        elif clause.type == "import_require_clause":
            yield from _clause(scope, clause, module)
    if not any(child.type.startswith("import_") for child in children(node)):
        yield ir.Import(node, module, 0, None, scope.temporary())


def _clause(scope: LexicalScope, part: Node, module: str) -> Iterator[ir.Statement]:
    match part.type:
        case "identifier":
            yield _bound(scope, part, module, DEFAULT, part)
        case "namespace_import":
            for only in children(part):
                yield _bound(scope, part, module, None, only)
        case "named_imports":
            for each in children(part):
                name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
                if name is not None:
                    yield _bound(scope, each, module, _exported_name(scope, name), alias or name)
        case _:
            pass


def required(scope: LexicalScope, pattern: Node, value: Node) -> Iterator[ir.Statement]:
    """Yield what a declaration binds whose value is the `require` of a constant."""
    module = _required_module(scope, value)
    if module is None:
        return
    if pattern.type == "identifier":
        yield _bound(scope, value, module, None, pattern, is_required=True)
    elif pattern.type == "object_pattern":
        for child in children(pattern):
            if child.type == "shorthand_property_identifier_pattern":
                yield _bound(scope, child, module, scope.file.code(child), child, is_required=True)
            elif child.type == "pair_pattern":
                key, inner = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and inner is not None and inner.type == "identifier":
                    yield _bound(scope, child, module, scope.file.code(key), inner, is_required=True)


def _required_module(scope: LexicalScope, value: Node) -> str | None:
    function, arguments = value.child_by_field_name("function"), value.child_by_field_name("arguments")
    if value.type != "call_expression" or function is None or arguments is None:
        return None
    given = children(arguments)
    if scope.file.code(function) != "require" or len(given) != 1 or given[0].type != "string":
        return None
    return _module(scope, given[0])


def exported(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Yield the variables that an `export` adds to those that its module has anyway."""
    source = node.child_by_field_name("source")
    module = _module(scope, source) if source is not None else None
    clauses = [child for child in children(node) if child.type in ("export_clause", "namespace_export")]
    if module is not None and not clauses:
        yield ir.Import(node, module, 0, "*", "*")
    for clause in clauses:
        yield from _export_clause(scope, clause, module)
    yield from _default(scope, node)


def _export_clause(scope: LexicalScope, clause: Node, module: str | None) -> Iterator[ir.Statement]:
    for each in children(clause):
        if clause.type == "namespace_export":
            if module is not None:
                yield _bound(scope, each, module, None, each)
            continue
        name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
        if name is None:
            continue
        outside = alias or name
        if module is not None:
            yield _bound(scope, each, module, _exported_name(scope, name), outside)
        elif alias is None:
            scope.file.exports.add(_exported_name(scope, name))
        else:
            yield _variable(scope, outside, ir.Name(name, scope.file.code(name)))


def _default(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    if not any(child.type in (DEFAULT, "=") for child in node.children):
        return
    declaration = node.child_by_field_name("declaration")
    name = declaration.child_by_field_name("name") if declaration is not None else None
    value = node.child_by_field_name("value")
    if value is None and declaration is None:  # `export = x`
        value = next((child for child in children(node) if child.type != "decorator"), None)
    if name is not None:
        exported_value: ir.Expr = ir.Name(name, scope.file.code(name))
    elif value is not None:
        exported_value = lower(scope, value)
    elif declaration is not None:
        exported_value = ir.Lambda(declaration, scope.file.parts.function(scope, declaration))
    else:
        return
    scope.binds.add(DEFAULT)
    yield ir.Assign(node, (ir.Name(node, DEFAULT),), exported_value)


def _module(scope: LexicalScope, node: Node) -> str:
    """Return the module that a specifier names; that of Node's own modules is spelled in one way."""
    return in_one_spelling(text_of_string(scope, node))


def _exported_name(scope: LexicalScope, node: Node) -> str:
    return text_of_string(scope, node) if node.type == "string" else scope.file.code(node)


def _bound(
    scope: LexicalScope,
    node: Node,
    module: str,
    name: str | None,
    variable: Node,
    *,
    is_required: bool = False,
) -> ir.Import:
    bound = _exported_name(scope, variable)
    scope.bind(bound)
    return ir.Import(node, module, 0, name, bound, is_required)


def _variable(scope: LexicalScope, name: Node, value: ir.Expr) -> ir.Assign:
    known = _exported_name(scope, name)
    scope.binds.add(known)
    return ir.Assign(name, (ir.Name(name, known),), value)
