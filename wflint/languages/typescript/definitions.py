"""Lower what defines a function, a class, a type or an enum."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wflint.ir import nodes as ir
from wflint.languages.typescript.expressions import children, lower_field
from wflint.languages.typescript.functions import lower_class, lower_function
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.scope import LexicalScope
from wflint.languages.typescript.types import lower_type


def define_function(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower the declaration of a function."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    scope.bind(scope.file.code(name))
    yield ir.Define(node, lower_function(scope, node))


def define_class(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower the declaration of a class or an interface."""
    name = node.child_by_field_name("name")
    if name is not None:
        scope.bind(scope.file.code(name))
        yield ir.DefineClass(node, lower_class(scope, node))


def define_type(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower the alias of a type; that of an object's type is a class with its fields."""
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is not None and value is not None:
        target = ir.Name(name, scope.bind(scope.file.code(name)))
        if value.type == "object_type":
            yield ir.DefineClass(node, _shape(scope, node, name, value))
        else:
            yield ir.Assign(node, (target,), lower_type(scope, value))


def _shape(scope: LexicalScope, node: Node, name: Node, body: Node) -> ir.Class:
    """Lower the type of an object to a class with its fields."""
    fields = lower_type(scope, body)

    def lower_body() -> ir.Body:
        found: list[ir.Statement] = []
        names: set[str] = set()
        if isinstance(fields, ir.Container):
            for key, promised in zip(fields.keys, fields.items, strict=True):
                if isinstance(key, ir.Literal):
                    names.add(str(key.value))
                    found.append(
                        ir.Assign(key.handle, (ir.Name(key.handle, str(key.value)),), None, promised)
                    )
        return ir.Body(ir.Block(node, tuple(found)), names, find_mentions=partial(scope.file.mentions, body))

    return ir.Class(node, scope.file.code(name), (), (), lower_body, is_interface=True)


def define_enum(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower an enum to the object that it is when the code runs."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    keys: list[ir.Expr | None] = []
    items: list[ir.Expr] = []
    for place, each in enumerate(children(body)):
        key = each.child_by_field_name("name") if each.type == "enum_assignment" else each
        if key is not None:
            keys.append(ir.Literal(key, scope.file.code(key).strip("'\"")))
            is_set = each.type == "enum_assignment"
            items.append(lower_field(scope, each, "value") if is_set else ir.Literal(each, place))
    target = ir.Name(name, scope.bind(scope.file.code(name)))
    yield ir.Assign(node, (target,), ir.Container(node, ir.ContainerKind.DICT, tuple(items), tuple(keys)))
