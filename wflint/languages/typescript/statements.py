"""Lower statements to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from wflint.ir import nodes as ir
from wflint.ir.walk import targets
from wflint.languages.typescript.declared import Outline, declared, held, outline_of
from wflint.languages.typescript.definitions import (
    define_class,
    define_enum,
    define_function,
    define_type,
)
from wflint.languages.typescript.expressions import (
    children,
    first_child,
    lower,
    lower_field,
    lower_target,
    operator_of,
)
from wflint.languages.typescript.functions import named
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.modules import exported, imported, required
from wflint.languages.typescript.patterns import is_plain, names_in, taken_apart
from wflint.languages.typescript.scope import LexicalScope
from wflint.languages.typescript.switches import lower_switch
from wflint.languages.typescript.types import annotation

_FUNCTIONS: Final = {"function_declaration", "generator_function_declaration"}
_TYPES: Final = {"interface_declaration", "type_alias_declaration"}


def lower_statements(scope: LexicalScope, nodes: Iterable[Node]) -> tuple[ir.Statement, ...]:
    """Lower the statements of a block: its variables are declared first, and its functions exist from its start."""
    found = list(nodes)
    outlines = [outline_of(scope, node) for node in found]
    for each in outlines:
        for name in each.names:
            scope.bind(name)
    return _ordered(scope, found, outlines)


def lower_block(scope: LexicalScope, node: Node | None) -> ir.Block:
    """Lower a block, or a single statement that stands for one."""
    if node is None:
        return ir.Block(None, ())
    nodes = children(node) if node.type == "statement_block" else [node]
    outlines = [outline_of(scope, each) for each in nodes]
    before = scope.enter(name for each in outlines for name in each.names)
    block = ir.Block(node, _ordered(scope, nodes, outlines))
    scope.blocks = before
    return block


def _ordered(scope: LexicalScope, nodes: list[Node], outlines: Sequence[Outline]) -> tuple[ir.Statement, ...]:
    functions: list[Node] = []
    others: list[Node] = []
    has_types = any(each.kind in _TYPES for each in outlines)
    # One name may stand for a value and for a type: `const Order = z.object(...)`, `type Order = z.infer<typeof Order>`.
    values = (
        {name for each in outlines if each.kind not in _TYPES for name in each.names} if has_types else ()
    )
    for node, each in zip(nodes, outlines, strict=True):
        if each.kind in _TYPES and any(name in values for name in each.names):
            continue
        (functions if each.kind in _FUNCTIONS else others).append(node)
    first = [each for node in functions for each in lower_statement(scope, node)]
    return (*first, *_in_turn(scope, others))


def _in_turn(scope: LexicalScope, nodes: list[Node]) -> Iterator[ir.Statement]:
    """Lower statements; those after `using x = ...` run in a block that disposes of `x` where it ends."""
    for place, node in enumerate(nodes):
        holding = held(scope, node)
        if not holding:
            yield from lower_statement(scope, node)
            continue
        items = tuple(
            ir.WithItem(each, lower(scope, value), lower_target(scope, target, each))
            for each, target, value in holding
        )
        body = ir.Block(node, tuple(_in_turn(scope, nodes[place + 1 :])))
        is_async = children(node)[0].type == "await_expression"
        yield ir.With(node, items, body, is_async)
        return


def lower_statement(scope: LexicalScope, node: Node) -> Iterable[ir.Statement]:
    """Lower one statement; what has no meaning when the code runs becomes nothing."""
    lower_kind = _STATEMENTS.get(node.type)
    return lower_kind(scope, node) if lower_kind is not None else ()


# --- simple statements ---


def _expression(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    for each in children(node):
        value = lower(scope, each)
        if isinstance(value, ir.AssignExpr):
            yield from _assigned(scope, each, value)
        elif isinstance(value, ir.Operation) and value.op == "delete":
            yield ir.Delete(node, value.operands)
        elif not isinstance(value, ir.Literal):
            yield ir.Evaluate(node, value)


def _assigned(scope: LexicalScope, node: Node, lowered: ir.AssignExpr) -> Iterator[ir.Statement]:
    """Lower an assignment that stands alone: one that takes a value apart, one that updates, or a plain one."""
    while node.type == "parenthesized_expression":
        node = first_child(node) or node
    left = node.child_by_field_name("left")
    if (
        left is not None
        and left.type in ("object_pattern", "array_pattern")
        and node.type == "assignment_expression"
    ):
        yield from taken_apart(scope, left, lowered.value)
    elif isinstance(lowered.value, ir.Operation) and node.type != "assignment_expression":
        op, value = lowered.value.op, lowered.value.operands[1]
        if op in ("and", "or", "??"):
            yield ir.Assign(node, (lowered.target,), lowered.value)
        else:
            yield ir.Assign(node, (lowered.target,), value, op=op)
    else:
        yield ir.Assign(node, (lowered.target,), lowered.value)


def _declaration(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    is_var = node.type == "variable_declaration"
    for each in children(node):
        pattern, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if pattern is None:
            continue
        if is_var:
            for name in names_in(scope, pattern):
                scope.bind_in_function(name)
        imports = list(required(scope, pattern, value)) if value is not None else []
        if imports:
            yield from imports
        elif pattern.type == "identifier":
            target = lower_target(scope, pattern, each)
            promised = annotation(scope, each)
            start = named(lower(scope, value), scope.file.code(pattern)) if value is not None else None
            if start is None and not is_var:
                start = ir.Literal(each, None)  # each round of a loop makes it anew
            yield ir.Assign(each, (target,), start, promised)
        elif value is not None:
            yield from taken_apart(scope, pattern, lower(scope, value))


def _return(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    value = first_child(node)
    yield ir.Return(node, lower(scope, value) if value is not None else None)


def _throw(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    value = first_child(node)
    yield ir.Raise(node, lower(scope, value) if value is not None else None)


def _break(_scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    yield ir.Jump(node, "break")


def _continue(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    if scope.continuing:
        yield from scope.continuing[-1]()
    yield ir.Jump(node, "continue")


# --- compound statements ---


def _block(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    yield from lower_block(scope, node).statements


def _if(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    test = lower_field(scope, node, "condition")
    body = lower_block(scope, node.child_by_field_name("consequence"))
    alternative = node.child_by_field_name("alternative")
    orelse = None
    if alternative is not None:
        inner = first_child(alternative)
        orelse = lower_block(scope, inner)
    yield ir.If(node, test, body, orelse)


def _for(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower `for (start; test; update) body` to the start and a loop on the test."""
    start, place = node.child_by_field_name("initializer"), len(scope.declared)
    before = scope.enter(declared(scope, [start] if start is not None else []))
    if start is not None:
        yield from lower_statement(scope, start)
    tests = [each for each in node.children_by_field_name("condition") if each.is_named]
    test: ir.Expr = ir.Literal(node, value=True)
    if tests and tests[0].type not in ("empty_statement", ";"):
        inner = first_child(tests[0]) or tests[0] if tests[0].type == "expression_statement" else tests[0]
        test = lower(scope, inner)
    update = node.child_by_field_name("increment")

    def updates() -> tuple[ir.Statement, ...]:
        return _updates(scope, update) if update is not None else ()

    body = _loop_body(scope, node, updates)
    block, fresh = ir.Block(body.handle, (*body.statements, *updates())), scope.declared_since(place)
    scope.blocks = before
    yield ir.While(node, test, block, None, fresh)


def _updates(scope: LexicalScope, node: Node) -> tuple[ir.Statement, ...]:
    value = lower(scope, node)
    if isinstance(value, ir.AssignExpr):
        return tuple(_assigned(scope, node, value))
    return (ir.Evaluate(node, value),)


def _for_in(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    iterable = lower_field(scope, node, "right")
    if operator_of(scope, node) == "in":
        keys = ir.Attribute(iterable.handle, ir.Name(iterable.handle, "Object"), "keys")
        iterable = ir.Call(iterable.handle, keys, (ir.Argument(iterable.handle, iterable),))
    pattern, kind = node.child_by_field_name("left"), node.child_by_field_name("kind")
    names = list(names_in(scope, pattern)) if pattern is not None and kind is not None else []
    is_var = kind is not None and scope.file.code(kind) == "var"
    place = len(scope.declared)
    before = scope.enter([] if is_var else names)
    for name in names if is_var else ():
        scope.bind_in_function(name)
    target, first = _loop_target(scope, pattern, node)
    body = _loop_body(scope, node)
    scope.blocks = before
    is_async = any(child.type == "await" for child in node.children)
    inside = ir.Block(body.handle, (*first, *body.statements))
    yield ir.For(node, target, iterable, inside, None, is_async, scope.declared_since(place))


def _loop_target(
    scope: LexicalScope, pattern: Node | None, owner: Node
) -> tuple[ir.Expr, tuple[ir.Statement, ...]]:
    """Return what a loop binds, and how the body begins where that is taken apart."""
    if pattern is None or is_plain(pattern):
        return lower_target(scope, pattern, owner), ()
    name = ir.Name(pattern, scope.temporary())
    return name, tuple(taken_apart(scope, pattern, name))


def _while(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    test, place = lower_field(scope, node, "condition"), len(scope.declared)
    body = _loop_body(scope, node)
    yield ir.While(node, test, body, None, scope.declared_since(place))


def _do(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    """Lower `do body while (test)` to an endless loop that ends with a `break`: the body runs at least once."""
    place = len(scope.declared)

    def leave() -> tuple[ir.Statement, ...]:
        test = lower_field(scope, node, "condition")
        return (ir.If(test.handle, ir.Operation(test.handle, "not", (test,)), _jump(node), None),)

    body = _loop_body(scope, node, leave)
    inside = ir.Block(body.handle, (*body.statements, *leave()))
    yield ir.While(node, ir.Literal(node, value=True), inside, None, scope.declared_since(place))


def _loop_body(
    scope: LexicalScope, node: Node, before_next: Callable[[], tuple[ir.Statement, ...]] = tuple
) -> ir.Block:
    """Lower the body of a loop; a `continue` in it also runs what stands before the next round."""
    scope.continuing.append(before_next)
    body = lower_block(scope, node.child_by_field_name("body"))
    scope.continuing.pop()
    return body


def _jump(handle: object) -> ir.Block:
    return ir.Block(handle, (ir.Jump(handle, "break"),))


def _try(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    body = lower_block(scope, node.child_by_field_name("body"))
    clause, final = node.child_by_field_name("handler"), node.child_by_field_name("finalizer")
    clauses = (_catch(scope, clause),) if clause is not None else ()
    last = lower_block(scope, final.child_by_field_name("body")) if final is not None else None
    yield ir.Try(node, body, clauses, None, last)


def _catch(scope: LexicalScope, node: Node) -> ir.Except:
    pattern = node.child_by_field_name("parameter")
    before = scope.enter(names_in(scope, pattern) if pattern is not None else ())
    name: str | None = None
    first: tuple[ir.Statement, ...] = ()
    if pattern is not None and pattern.type == "identifier":
        name = scope.variable(scope.file.code(pattern))
    elif pattern is not None:
        name = scope.temporary()
        first = tuple(taken_apart(scope, pattern, ir.Name(pattern, name)))
    body = lower_block(scope, node.child_by_field_name("body"))
    scope.blocks = before
    return ir.Except(node, None, name, ir.Block(body.handle, (*first, *body.statements)))


def _labeled(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    body = node.child_by_field_name("body")
    if body is not None:
        yield from lower_statement(scope, body)


def _switch(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    yield from lower_switch(scope, node)


def _import(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    yield from imported(scope, node)


def _export(scope: LexicalScope, node: Node) -> Iterator[ir.Statement]:
    declaration = node.child_by_field_name("declaration")
    own = list(lower_statement(scope, declaration)) if declaration is not None else []
    statements = [*own, *exported(scope, node)]
    scope.file.exports.update(name for each in statements for name in _bound_by(each))
    yield from statements


def _bound_by(statement: ir.Statement) -> Iterator[str]:
    match statement:
        case ir.Assign(targets=found):
            yield from (name for target in found for name in targets(target))
        case ir.Define(function=function):
            yield function.name
        case ir.DefineClass(class_=defined):
            yield defined.name
        case ir.Import(bound=bound):
            yield bound
        case _:
            pass


_STATEMENTS: Final[dict[str, Callable[[LexicalScope, Node], Iterator[ir.Statement]]]] = {
    "expression_statement": _expression, "lexical_declaration": _declaration, "variable_declaration": _declaration,
    "return_statement": _return, "throw_statement": _throw, "break_statement": _break, "continue_statement": _continue,
    "statement_block": _block, "if_statement": _if, "for_statement": _for, "for_in_statement": _for_in,
    "while_statement": _while, "do_statement": _do, "try_statement": _try, "switch_statement": _switch,
    "labeled_statement": _labeled, "function_declaration": define_function, "generator_function_declaration": define_function,
    "class_declaration": define_class, "abstract_class_declaration": define_class, "interface_declaration": define_class,
    "type_alias_declaration": define_type, "enum_declaration": define_enum, "import_statement": _import, "export_statement": _export,
}  # fmt: skip
