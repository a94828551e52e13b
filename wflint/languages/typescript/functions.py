"""Lower functions and classes; their bodies follow when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from wflint.ir import nodes as ir
from wflint.languages.typescript.directives import directives
from wflint.languages.typescript.expressions import children, first_child, lower
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.patterns import is_plain, names_in, taken_apart
from wflint.languages.typescript.scope import File, LexicalScope
from wflint.languages.typescript.types import annotation, lower_type
from wflint.record import record

THIS: Final = "this"
CONSTRUCTOR: Final = "constructor"
GETTER: Final = "get"
"""The decorator that stands for the keyword of a getter."""

_MODIFIERS: Final = frozenset({GETTER, "static", "decorator"})

_REST: Final = "..."
"""The parameter that takes the arguments which a function does not name: JavaScript allows any number."""

_DEFINING: Final = (b"class", b"function")
"""What begins the definition of a function or class with a name; one in a comment or a string does no harm."""


@record(eq=False)
class _Outline:
    """What the text of a function or class shows; see `ir.Outline`."""

    file: File
    node: Node

    @property
    def mentions(self) -> set[str]:
        return self.file.mentions(self.node)

    @property
    def may_define(self) -> bool:
        body = self.node.child_by_field_name("body")
        return body is not None and self.file.holds(body, _DEFINING)


def lower_function(scope: LexicalScope, node: Node, *, is_method: bool = False) -> ir.Function:
    """Lower a function of any kind, its parameters at once and its body later."""
    name = node.child_by_field_name("name")
    inner = scope.inner(node)
    binds_this = is_method or node.type != "arrow_function"
    parameters, patterns = _parameters(inner, node, binds_this=is_method)
    if binds_this:
        inner.bind(THIS)
    is_named = name is not None and name.type in (
        "identifier",
        "property_identifier",
        "private_property_identifier",
        "computed_property_name",
    )
    kinds = [child.type for child in node.children]
    return ir.Function(
        node,
        scope.file.code(name) if name is not None and is_named else ir.LAMBDA,
        parameters,
        () if _MODIFIERS.isdisjoint(kinds) else tuple(_modifiers(scope, node)),
        annotation(scope, node, "return_type"),
        is_async="async" in kinds,
        enclosing_definition=inner.definition,
        lower=_later(inner, node, patterns),
        outline=_Outline(scope.file, node),
        directives=directives(scope, node),
    )


def named(value: ir.Expr, name: str) -> ir.Expr:
    """Return a function without a name as the one that JavaScript names after what it is assigned to; or else the value."""
    if not isinstance(value, ir.Lambda) or not value.function.is_lambda:
        return value
    own = value.function
    function = ir.Function(
        own.handle,
        name,
        own.parameters,
        own.decorators,
        own.returns,
        own.is_async,
        own.enclosing_definition,
        own.lower,
        own.outline,
        own.directives,
    )
    return ir.Lambda(value.handle, function)


def lower_class(scope: LexicalScope, node: Node) -> ir.Class:
    """Lower a class or an interface, whose members follow when they are asked for."""
    name = node.child_by_field_name("name")
    inner = scope.inner(node)
    bases = tuple(ir.Argument(base.handle, base) for base in heritage(scope, node))
    decorators = tuple(lower(scope, inner_) for child in _decorators(node) for inner_ in children(child))

    def lower_body() -> ir.Body:
        body = node.child_by_field_name("body")
        statements = tuple(_members(inner, body)) if body is not None else ()
        return inner.body(ir.Block(node, statements), node)

    spelled = scope.file.code(name) if name is not None else ""
    is_interface = node.type == "interface_declaration"
    outline = _Outline(scope.file, node)
    return ir.Class(node, spelled, bases, decorators, lower_body, is_interface=is_interface, outline=outline)


def heritage(scope: LexicalScope, node: Node) -> Iterator[ir.Expr]:
    """Yield the classes that a class extends."""
    for part in children(node):
        if part.type == "class_heritage":
            for clause in children(part):
                value = clause.child_by_field_name("value") if clause.type == "extends_clause" else None
                if value is not None:
                    yield lower(scope, value)
        elif part.type == "extends_type_clause":
            yield from (lower_type(scope, each) for each in children(part))


_Patterns = list[tuple[ir.Name, Node]]
"""Parameters that are taken apart, with their patterns."""


def _parameters(
    scope: LexicalScope, node: Node, *, binds_this: bool
) -> tuple[tuple[ir.Parameter, ...], _Patterns]:
    found: list[ir.Parameter] = []
    patterns: _Patterns = []
    if binds_this:
        found.append(ir.Parameter(node, THIS, is_receiver=True))
    single = node.child_by_field_name("parameter")
    listed = node.child_by_field_name("parameters")
    for each in [single] if single is not None else children(listed) if listed is not None else ():
        pattern = each if each.type == "identifier" else each.child_by_field_name("pattern")
        if pattern is None or pattern.type == THIS:
            continue
        found.append(_parameter(scope, each, pattern, patterns))
    if not any(each.star for each in found):
        found.append(ir.Parameter(node, _REST, star="*"))
    return tuple(found), patterns


def _parameter(scope: LexicalScope, node: Node, pattern: Node, patterns: _Patterns) -> ir.Parameter:
    handle, promised = pattern, annotation(scope, node)
    value = node.child_by_field_name("value")
    # What a caller leaves out is `undefined`.
    default = lower(scope, value) if value is not None else ir.Literal(handle, None)
    inner = first_child(pattern) or pattern if pattern.type == "rest_pattern" else pattern
    star = "*" if pattern.type == "rest_pattern" else ""
    for name in names_in(scope, inner):
        scope.bind(name)
    is_expected = value is None and not star and node.type != "optional_parameter"
    is_expected = is_expected and "undefined" not in scope.file.code(node)
    name = scope.file.code(inner)
    if inner.type != "identifier":
        taken = ir.Name(handle, scope.temporary())
        patterns.append((taken, inner))
        name = taken.id
    return ir.Parameter(handle, name, None if star else default, promised, star, is_expected=is_expected)


def _later(scope: LexicalScope, node: Node, patterns: _Patterns) -> Callable[[], ir.Body]:
    def lower_body() -> ir.Body:
        body = node.child_by_field_name("body")
        first = [each for name, pattern in patterns for each in taken_apart(scope, pattern, name)]
        if body is None:
            rest: tuple[ir.Statement, ...] = ()
        elif body.type == "statement_block":
            rest = scope.file.parts.statements(scope, children(body))
        else:
            rest = (ir.Return(body, lower(scope, body)),)
        return scope.body(ir.Block(node, (*first, *rest)), node)

    return lower_body


def _modifiers(scope: LexicalScope, node: Node) -> Iterator[ir.Expr]:
    """Yield decorators, and the keywords of a method that say how it is used."""
    for child in node.children:
        if child.type in (GETTER, "static"):
            yield ir.Name(child, child.type)
    for child in _decorators(node):
        yield from (lower(scope, each) for each in children(child))


def _decorators(node: Node) -> Iterator[Node]:
    return (child for child in node.children if child.type == "decorator")


def _members(scope: LexicalScope, body: Node) -> Iterator[ir.Statement]:
    for child in children(body):
        name = child.child_by_field_name("name")
        if name is None:
            continue
        match child.type:
            case "method_definition":
                function = lower_function(scope, child, is_method=True)
                scope.binds.add(function.name)
                yield ir.Define(child, function)
                if function.name == CONSTRUCTOR:
                    yield from _parameter_properties(scope, child)
            case "public_field_definition" | "property_signature":
                scope.binds.add(scope.file.code(name))
                value = child.child_by_field_name("value")
                target = ir.Name(name, scope.file.code(name))
                initial = lower(scope, value) if value is not None else None
                yield ir.Assign(child, (target,), initial, annotation(scope, child))
            case _:
                pass


def _parameter_properties(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Yield the fields that parameters of a constructor declare by a modifier: `constructor(private db: Db)`."""
    listed = node.child_by_field_name("parameters")
    for each in children(listed) if listed is not None else ():
        pattern = each.child_by_field_name("pattern")
        is_field = any(
            child.type in ("accessibility_modifier", "readonly", "override_modifier")
            for child in each.children
        )
        if is_field and pattern is not None and is_plain(pattern):
            name = scope.file.code(pattern)
            scope.binds.add(name)
            yield ir.Assign(each, (ir.Name(pattern, name),), None, annotation(scope, each))
