"""Lower expressions to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from wflint.ir import nodes as ir
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.literals import number_of, text_of_string, unescaped
from wflint.languages.typescript.scope import LexicalScope
from wflint.languages.typescript.specifiers import in_one_spelling
from wflint.languages.typescript.types import lower_type, type_arguments

_OPERATORS: Final = {
    "&&": "and",
    "||": "or",
    "===": "==",
    "!==": "!=",
    "!": "not",
    "instanceof": "instanceof",
}
"""Operators that the representation spells otherwise; whether `==` converts its operands makes no difference to it."""

_SKIPPED: Final = frozenset({"comment", "html_comment"})


def lower(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower one expression; what has no node of its own becomes an `Other` with its children."""
    return _EXPRESSIONS.get(node.type, _other)(scope, node)


def lower_field(scope: LexicalScope, node: Node, name: str) -> ir.Expr:
    """Lower the expression in a field of a node; where a broken file lacks it, an `Other`."""
    found = node.child_by_field_name(name)
    return lower(scope, found) if found is not None else ir.Other(node)


def lower_arguments(scope: LexicalScope, node: Node | None) -> tuple[ir.Argument, ...]:
    """Lower the arguments of a call."""
    if node is None:
        return ()
    if node.type == "template_string":  # a tag is called with the template
        return (ir.Argument(node, _template(scope, node)),)
    return tuple([_argument(scope, child) for child in children(node)])


def children(node: Node) -> list[Node]:
    """Return the named children of a node, without comments."""
    return [child for child in node.named_children if child.type not in _SKIPPED]


def first_child(node: Node) -> Node | None:
    """Return the first named child of a node that is no comment."""
    first = node.named_child(0) if node.named_child_count else None  # without making the others
    if first is None or first.type not in _SKIPPED:
        return first
    return next(iter(children(node)), None)


def _argument(scope: LexicalScope, node: Node) -> ir.Argument:
    kind = node.type
    if kind == "spread_element":
        return ir.Argument(node, _only(scope, node), star="*")
    return ir.Argument(node, _EXPRESSIONS.get(kind, _other)(scope, node))


def _only(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower the expression that a node is around: of parentheses, casts, spreads."""
    found = first_child(node)
    return lower(scope, found) if found is not None else ir.Other(node)


def _name(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Name(node, scope.variable(scope.file.code(node)))


def _nothing(_scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Literal(node, None)


def _null(_scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Null(node, None)


def _boolean(_scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Literal(node, node.type == "true")


def _number(scope: LexicalScope, node: Node) -> ir.Expr:
    code = scope.file.code(node)
    value = number_of(code)
    if value is not None:
        return ir.Literal(node, value)
    text = ir.Argument(node, ir.Literal(node, code.rstrip("n")))
    return ir.Call(node, ir.Name(node, "BigInt"), (text,))


def _string(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Literal(node, text_of_string(scope, node))


def _template(scope: LexicalScope, node: Node) -> ir.Expr:
    parts = tuple(_template_parts(scope, node))
    if all(isinstance(part, ir.Literal) for part in parts):
        return ir.Literal(node, "".join(str(part.value) for part in parts if isinstance(part, ir.Literal)))
    return ir.Template(node, parts)


def _template_parts(scope: LexicalScope, node: Node) -> Iterator[ir.Expr]:
    for child in node.named_children:
        if child.type == "template_substitution":
            yield from (lower(scope, inner) for inner in children(child))
        else:
            yield ir.Literal(child, unescaped(scope.file.code(child)))


def _member(scope: LexicalScope, node: Node) -> ir.Expr:
    name = node.child_by_field_name("property")
    attr = scope.file.code(name) if name is not None else ""
    return ir.Attribute(node, lower_field(scope, node, "object"), attr, _is_optional(node))


def _is_optional(node: Node) -> bool:
    return node.child_by_field_name("optional_chain") is not None


def _item(scope: LexicalScope, node: Node) -> ir.Expr:
    value, index = lower_field(scope, node, "object"), lower_field(scope, node, "index")
    if isinstance(index, ir.Literal) and isinstance(index.value, str):
        # The same member as after a dot.
        return ir.Attribute(node, value, index.value, _is_optional(node))
    return ir.Subscript(node, value, index, _is_optional(node))


def _call(scope: LexicalScope, node: Node) -> ir.Expr:
    arguments = lower_arguments(scope, node.child_by_field_name("arguments"))
    function = node.child_by_field_name("function")
    if function is not None and function.type == "import":
        arguments = tuple(map(_specifier, arguments))
    types = type_arguments(scope, node.child_by_field_name("type_arguments"))
    return ir.Call(node, lower_field(scope, node, "function"), arguments, types)


def _specifier(argument: ir.Argument) -> ir.Argument:
    """Return an argument of `import()`, that of a module of Node in one spelling."""
    given = argument.value
    if not isinstance(given, ir.Literal) or not isinstance(given.value, str):
        return argument
    return replace(argument, value=ir.Literal(given.handle, in_one_spelling(given.value)))


def _new(scope: LexicalScope, node: Node) -> ir.Expr:
    arguments = lower_arguments(scope, node.child_by_field_name("arguments"))
    return ir.New(node, lower_field(scope, node, "constructor"), arguments)


def _object(scope: LexicalScope, node: Node) -> ir.Expr:
    keys: list[ir.Expr | None] = []
    items: list[ir.Expr] = []
    for child in children(node):
        key, item = _entry(scope, child)
        keys.append(key)
        items.append(item)
    return ir.Container(node, ir.ContainerKind.DICT, tuple(items), tuple(keys))


def _entry(scope: LexicalScope, node: Node) -> tuple[ir.Expr | None, ir.Expr]:
    match node.type:
        case "pair":
            return _key(scope, node.child_by_field_name("key"), node), lower_field(scope, node, "value")
        case "shorthand_property_identifier":
            return ir.Literal(node, scope.file.code(node)), _name(scope, node)
        case "method_definition":
            key = _key(scope, node.child_by_field_name("name"), node)
            return key, ir.Lambda(node, scope.file.parts.function(scope, node, is_method=True))
        case _:
            return None, _only(scope, node)


def _key(scope: LexicalScope, node: Node | None, owner: Node) -> ir.Expr:
    if node is None:
        return ir.Other(owner)
    if node.type == "computed_property_name":
        return _only(scope, node)
    if node.type in ("string", "number"):
        return lower(scope, node)
    return ir.Literal(node, scope.file.code(node))


def _array(scope: LexicalScope, node: Node) -> ir.Expr:
    items = tuple(lower(scope, child) for child in children(node))
    return ir.Container(node, ir.ContainerKind.LIST, items)


def _spread(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Starred(node, _only(scope, node))


def _function(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Lambda(node, scope.file.parts.function(scope, node))


def _conditional(scope: LexicalScope, node: Node) -> ir.Expr:
    test, body = lower_field(scope, node, "condition"), lower_field(scope, node, "consequence")
    return ir.Conditional(node, test, body, lower_field(scope, node, "alternative"))


def operator_of(scope: LexicalScope, node: Node) -> str:
    """Return the operator of a node as the representation spells it."""
    found = node.child_by_field_name("operator")
    code = scope.file.code(found) if found is not None else ""
    return _OPERATORS.get(code, code)


def _binary(scope: LexicalScope, node: Node) -> ir.Expr:
    operands = lower_field(scope, node, "left"), lower_field(scope, node, "right")
    return ir.Operation(node, operator_of(scope, node), operands)


def _unary(scope: LexicalScope, node: Node) -> ir.Expr:
    operand, op = lower_field(scope, node, "argument"), operator_of(scope, node)
    if op == "-" and isinstance(operand, ir.Literal) and isinstance(operand.value, (int, float)):
        return ir.Literal(node, -operand.value)
    return ir.Operation(node, op, (operand,))


def _await(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower an `await`; the grammar reads the type of `await x as T` as one of the promise."""
    found = first_child(node)
    if found is None or found.type not in ("as_expression", "satisfies_expression"):
        return ir.Await(node, _only(scope, node))
    parts = children(found)
    awaited = ir.Await(node, lower(scope, parts[0]))
    is_cast = found.type == "as_expression" and len(parts) > 1
    return ir.Cast(node, awaited, lower_type(scope, parts[1])) if is_cast else awaited


def _yield(scope: LexicalScope, node: Node) -> ir.Expr:
    scope.yields = True
    value = first_child(node)
    delegates = any(child.type == "*" for child in node.children)
    return ir.Yield(node, lower(scope, value) if value is not None else None, delegates)


def _assignment(scope: LexicalScope, node: Node) -> ir.Expr:
    value = lower_field(scope, node, "right")
    return ir.AssignExpr(node, lower_target(scope, node.child_by_field_name("left"), node), value)


def _augmented(scope: LexicalScope, node: Node) -> ir.Expr:
    target = lower_target(scope, node.child_by_field_name("left"), node)
    op = operator_of(scope, node).removesuffix("=")
    operands = lower_field(scope, node, "left"), lower_field(scope, node, "right")
    return ir.AssignExpr(node, target, ir.Operation(node, _OPERATORS.get(op, op), operands))


def _update(scope: LexicalScope, node: Node) -> ir.Expr:
    target = lower_target(scope, node.child_by_field_name("argument"), node)
    operands = lower_field(scope, node, "argument"), ir.Literal(node, 1)
    return ir.AssignExpr(node, target, ir.Operation(node, operator_of(scope, node)[:1], operands))


def lower_target(scope: LexicalScope, node: Node | None, owner: Node) -> ir.Expr:
    """Lower what is assigned to; a name may be that of a variable of a function around."""
    if node is None:
        return ir.Other(owner)
    match node.type:
        case "identifier" | "shorthand_property_identifier_pattern":
            return ir.Name(node, scope.assigned(scope.file.code(node)))
        case "parenthesized_expression" | "non_null_expression" | "as_expression" | "satisfies_expression":
            return lower_target(scope, first_child(node), node)
        case "array_pattern" | "array":
            items = tuple(lower_target(scope, child, node) for child in children(node))
            return ir.Container(node, ir.ContainerKind.LIST, items)
        case "assignment_pattern":
            return lower_target(scope, node.child_by_field_name("left"), node)
        case "rest_pattern" | "spread_element":
            inner = lower_target(scope, first_child(node), node)
            return ir.Starred(node, inner)
        case _:
            return lower(scope, node)


def _sequence(scope: LexicalScope, node: Node) -> ir.Expr:
    items = tuple(lower(scope, child) for child in children(node))
    # The last one is the value; what it was made of is evaluated all the same.
    return ir.Subscript(
        node,
        ir.Container(node, ir.ContainerKind.TUPLE, items),
        ir.Literal(node, len(items) - 1),
    )


def _class(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.ClassExpr(node, scope.file.parts.class_(scope, node))


def _cast(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower `x as T`; the type is what the programmer says it is, and counts where nothing is known of the value."""
    found = children(node)
    value = lower(scope, found[0]) if found else ir.Other(node)
    if len(found) > 1 and scope.file.code(found[1]) != "const":
        return ir.Cast(node, value, lower_type(scope, found[1]))
    return value


def _assertion(scope: LexicalScope, node: Node) -> ir.Expr:
    found = children(node)
    return lower(scope, found[-1]) if found else ir.Other(node)


def _other(scope: LexicalScope, node: Node) -> ir.Expr:
    found = [child for child in children(node) if not child.type.endswith(("_type", "type_arguments"))]
    return ir.Other(node, tuple(lower(scope, child) for child in found))


_EXPRESSIONS: Final[dict[str, Callable[[LexicalScope, Node], ir.Expr]]] = {
    "identifier": _name, "this": _name, "super": _name, "import": _name, "undefined": _nothing, "null": _null,
    "true": _boolean, "false": _boolean, "number": _number, "string": _string, "template_string": _template,
    "member_expression": _member, "subscript_expression": _item, "call_expression": _call, "new_expression": _new,
    "object": _object, "array": _array, "spread_element": _spread,
    "arrow_function": _function, "function_expression": _function, "generator_function": _function,
    "ternary_expression": _conditional, "binary_expression": _binary, "unary_expression": _unary,
    "await_expression": _await, "yield_expression": _yield, "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented, "update_expression": _update, "sequence_expression": _sequence,
    "parenthesized_expression": _only, "non_null_expression": _only, "satisfies_expression": _only,
    "as_expression": _cast, "type_assertion": _assertion, "class": _class,
}  # fmt: skip
