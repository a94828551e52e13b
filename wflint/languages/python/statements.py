"""Lower LibCST statements, functions, classes and modules to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.walk import targets
from wflint.languages.python.expressions import (
    OPERATORS,
    LexicalScope,
    lower,
    lower_annotation,
    lower_arguments,
    lower_optional,
    lower_parameters,
    lower_target,
)
from wflint.languages.python.late_bodies import Defined, LateBodies, LeftOut, defined_among
from wflint.languages.python.words import WORDS


class _LoweredPart(NamedTuple):
    """A part of a file's top level, and what it binds and mentions."""

    statements: Sequence[ir.Statement]
    scope: LexicalScope


LoweredDefinitions: TypeAlias = Mapping[Defined, _LoweredPart]
"""The functions and classes of a file's top level."""


def lower_definitions(late: LateBodies, before: LoweredDefinitions) -> LoweredDefinitions:
    """Lower the functions and classes of a file's top level; their bodies follow when they are asked for.

    Args:
        late: The file.
        before: Those that have been lowered before the file was edited, many of which it still has.
    """
    known = ((node, before.get(node)) for node in defined_among(late.tree.body))
    return {node: part if part is not None else _part(late, node) for node, part in known}


def _part(late: LateBodies, node: cst.CSTNode) -> _LoweredPart:
    scope = LexicalScope(late.left_out, None)
    return _LoweredPart(_statements(scope, (node,)), scope)


def lower_module(
    late: LateBodies, definitions: LoweredDefinitions, path: str, name: str, *, is_package: bool
) -> ir.Module:
    """Lower a file's top level, around the definitions in it."""
    scope = LexicalScope(late.left_out, None)
    statements: list[ir.Statement] = []
    for node in late.tree.body:
        part = definitions.get(node) if isinstance(node, (cst.FunctionDef, cst.ClassDef)) else None
        if part is None:
            statements += _statements(scope, (node,))
        else:
            statements += part.statements
            scope.join(part.scope)
    body = scope.body(ir.Block(late.tree, tuple(statements)))
    return ir.Module(late.tree, path, name, is_package, body, WORDS)


def _lower_body(
    statements: Iterable[cst.CSTNode],
    handle: object,
    enclosing_definition: cst.CSTNode | None,
    left_out: LeftOut,
) -> ir.Body:
    scope = LexicalScope(left_out, enclosing_definition)
    return scope.body(ir.Block(handle, tuple(_statements(scope, statements))))


def _statements(scope: LexicalScope, nodes: Iterable[Any]) -> list[ir.Statement]:
    found: list[ir.Statement] = []
    for node in nodes:
        simple: Iterable[cst.CSTNode] = node.body if type(node) is cst.SimpleStatementLine else (node,)
        for each in simple:
            lower_kind = _STATEMENTS.get(each.__class__)
            if lower_kind is not None:
                found += lower_kind(scope, each)
    return found


def _block(scope: LexicalScope, node: Any) -> ir.Block:
    """Lower an indented block or the statements after a colon."""
    return ir.Block(node, tuple(_statements(scope, _body(node))))


def _optional_block(scope: LexicalScope, node: Any) -> ir.Block | None:
    return None if node is None else _block(scope, node.body)


def _body(node: Any) -> Iterable[cst.CSTNode]:
    body: Iterable[cst.CSTNode] = node.body
    return body


# --- simple statements ---


def _expr(scope: LexicalScope, node: cst.Expr) -> Sequence[ir.Statement]:
    value = lower(scope, node.value)
    return () if isinstance(value, ir.Literal) else (ir.Evaluate(node, value),)


def _assign(scope: LexicalScope, node: cst.Assign) -> Sequence[ir.Statement]:
    value = lower(scope, node.value)
    return (ir.Assign(node, tuple(lower_target(scope, target.target) for target in node.targets), value),)


def _annotated(scope: LexicalScope, node: cst.AnnAssign) -> Sequence[ir.Statement]:
    annotation = lower_annotation(scope, node.annotation)
    value = lower_optional(scope, node.value)
    return (ir.Assign(node, (lower_target(scope, node.target),), value, annotation),)


def _augmented(scope: LexicalScope, node: cst.AugAssign) -> Sequence[ir.Statement]:
    value = lower(scope, node.value)
    return (ir.Assign(node, (lower_target(scope, node.target),), value, op=OPERATORS[type(node.operator)]),)


def _return(scope: LexicalScope, node: cst.Return) -> Sequence[ir.Statement]:
    return (ir.Return(node, lower_optional(scope, node.value)),)


def _raise(scope: LexicalScope, node: cst.Raise) -> Sequence[ir.Statement]:
    cause = node.cause.item if node.cause else None
    return (ir.Raise(node, lower_optional(scope, node.exc), lower_optional(scope, cause)),)


def _assert(scope: LexicalScope, node: cst.Assert) -> Sequence[ir.Statement]:
    return (ir.Assert(node, lower(scope, node.test), lower_optional(scope, node.msg)),)


def _break(_scope: LexicalScope, node: cst.Break) -> Sequence[ir.Statement]:
    return (ir.Jump(node, "break"),)


def _continue(_scope: LexicalScope, node: cst.Continue) -> Sequence[ir.Statement]:
    return (ir.Jump(node, "continue"),)


def _type_alias(scope: LexicalScope, node: cst.TypeAlias) -> Sequence[ir.Statement]:
    return (ir.Assign(node, (lower_target(scope, node.name),), lower(scope, node.value)),)


def _delete(scope: LexicalScope, node: cst.Del) -> Sequence[ir.Statement]:
    target = node.target
    targets = [element.value for element in target.elements] if isinstance(target, cst.Tuple) else [target]
    lowered = tuple(lower(scope, each) for each in targets)
    for each in lowered:
        scope.touch(each)
    return (ir.Delete(node, lowered),)


def _global(scope: LexicalScope, node: cst.Global) -> Sequence[ir.Statement]:
    scope.outer.update((item.name.value, True) for item in node.names)
    return ()


def _nonlocal(scope: LexicalScope, node: cst.Nonlocal) -> Sequence[ir.Statement]:
    scope.outer.update((item.name.value, False) for item in node.names)
    return ()


def _import(scope: LexicalScope, node: cst.Import) -> Sequence[ir.Statement]:
    found: list[ir.Statement] = []
    for alias in node.names:
        module = _dotted(alias.name)
        bound = (alias.asname and alias.evaluated_alias) or module.partition(".")[0]
        scope.binds.add(bound)
        # `import a.b` binds `a`, `import a.b as c` binds `a.b`.
        found.append(ir.Import(alias, module if alias.asname else bound, 0, None, bound))
    return found


def _import_from(scope: LexicalScope, node: cst.ImportFrom) -> Sequence[ir.Statement]:
    module = _dotted(node.module) if node.module else ""
    level = len(node.relative)
    if not isinstance(node.names, (list, tuple)):
        return (ir.Import(node, module, level, "*", "*"),)
    found: list[ir.Statement] = []
    for alias in node.names:
        name = _dotted(alias.name)
        bound = (alias.asname and alias.evaluated_alias) or name
        scope.binds.add(bound)
        found.append(ir.Import(alias, module, level, name, bound))
    return found


# --- compound statements ---


def _if(scope: LexicalScope, node: cst.If) -> Sequence[ir.Statement]:
    test, body = lower(scope, node.test), _block(scope, node.body)
    orelse: ir.Block | None = None
    if type(node.orelse) is cst.If:
        orelse = ir.Block(node.orelse, tuple(_if(scope, node.orelse)))
    elif node.orelse is not None:
        orelse = _block(scope, node.orelse.body)
    return (ir.If(node, test, body, orelse),)


def _for(scope: LexicalScope, node: cst.For) -> Sequence[ir.Statement]:
    iterable = lower(scope, node.iter)
    target = lower_target(scope, node.target)
    body, orelse = _block(scope, node.body), _optional_block(scope, node.orelse)
    return (ir.For(node, target, iterable, body, orelse, node.asynchronous is not None),)


def _while(scope: LexicalScope, node: cst.While) -> Sequence[ir.Statement]:
    return (
        ir.While(
            node, lower(scope, node.test), _block(scope, node.body), _optional_block(scope, node.orelse)
        ),
    )


def _try(scope: LexicalScope, node: cst.Try | cst.TryStar) -> Sequence[ir.Statement]:
    body = _block(scope, node.body)
    clauses = tuple(_except(scope, clause) for clause in node.handlers)
    orelse, final = _optional_block(scope, node.orelse), _optional_block(scope, node.finalbody)
    return (ir.Try(node, body, clauses, orelse, final),)


def _except(scope: LexicalScope, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ir.Except:
    name: str | None = None
    if node.name is not None:
        name = next(targets(lower_target(scope, node.name.name)), None)
    is_group = isinstance(node, cst.ExceptStarHandler)
    return ir.Except(node, lower_optional(scope, node.type), name, _block(scope, node.body), is_group)


def _with(scope: LexicalScope, node: cst.With) -> Sequence[ir.Statement]:
    items = tuple(
        ir.WithItem(
            item,
            lower(scope, item.item),
            lower_target(scope, item.asname.name) if item.asname else None,
        )
        for item in node.items
    )
    return (ir.With(node, items, _block(scope, node.body), node.asynchronous is not None),)


def _match(scope: LexicalScope, node: cst.Match) -> Sequence[ir.Statement]:
    subject = lower(scope, node.subject)
    return (ir.Match(node, subject, tuple(_case(scope, case) for case in node.cases)),)


def _case(scope: LexicalScope, node: cst.MatchCase) -> ir.Case:
    captures: list[str] = []
    values: list[ir.Expr] = []
    _pattern(scope, node.pattern, captures, values)
    scope.binds.update(captures)
    pattern = node.pattern
    irrefutable = isinstance(pattern, cst.MatchAs) and pattern.pattern is None and node.guard is None
    guard = lower_optional(scope, node.guard)
    return ir.Case(node, tuple(captures), tuple(values), guard, _block(scope, node.body), irrefutable)


def _pattern(scope: LexicalScope, node: cst.CSTNode, captures: list[str], values: list[ir.Expr]) -> None:
    if isinstance(node, (cst.MatchValue, cst.MatchSingleton)):
        values.append(lower(scope, node.value))
        return
    if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
        captures.append(node.name.value)
    if isinstance(node, cst.MatchMapping) and node.rest is not None:
        captures.append(node.rest.value)
    if isinstance(node, cst.MatchClass):
        values.append(lower(scope, node.cls))
    if isinstance(node, cst.MatchMappingElement):
        values.append(lower(scope, node.key))
    for child in node.children:
        if not isinstance(child, cst.BaseExpression):
            _pattern(scope, child, captures, values)


# --- definitions ---


def _function(scope: LexicalScope, node: cst.FunctionDef) -> Sequence[ir.Statement]:
    decorators = tuple(lower(scope, decorator.decorator) for decorator in node.decorators)
    parameters = lower_parameters(scope, node.params)
    returns = lower_annotation(scope, node.returns)
    scope.binds.add(node.name.value)
    function = ir.Function(
        node,
        node.name.value,
        parameters,
        decorators,
        returns,
        is_async=node.asynchronous is not None,
        enclosing_definition=scope.definition or node,
        lower=_later(scope, node),
        outline=scope.left_out.outline(node),
    )
    return (ir.Define(node, function),)


def _class(scope: LexicalScope, node: cst.ClassDef) -> Sequence[ir.Statement]:
    decorators = tuple(lower(scope, decorator.decorator) for decorator in node.decorators)
    bases = lower_arguments(scope, (*node.bases, *node.keywords))
    scope.binds.add(node.name.value)
    class_ = ir.Class(
        node, node.name.value, bases, decorators, _later(scope, node), outline=scope.left_out.outline(node)
    )
    return (ir.DefineClass(node, class_),)


def _later(scope: LexicalScope, node: cst.FunctionDef | cst.ClassDef) -> Callable[[], ir.Body]:
    enclosing_definition, left_out = scope.definition or node, scope.left_out

    def lowered() -> ir.Body:
        inner = left_out.open(node)
        return _lower_body(node.body.body, node, enclosing_definition, inner)

    return lowered


def _dotted(node: cst.BaseExpression) -> str:
    if type(node) is cst.Name:
        return node.value
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))


# Each function takes the node class of its key, which the type of a dictionary cannot say.
_STATEMENTS: Final[dict[type[cst.CSTNode], Callable[[LexicalScope, Any], Sequence[ir.Statement]]]] = {
    cst.Expr: _expr, cst.Assign: _assign, cst.AnnAssign: _annotated, cst.AugAssign: _augmented,
    cst.Return: _return, cst.Raise: _raise, cst.Assert: _assert, cst.Break: _break,
    cst.Continue: _continue, cst.Del: _delete, cst.TypeAlias: _type_alias, cst.Global: _global, cst.Nonlocal: _nonlocal,
    cst.Import: _import, cst.ImportFrom: _import_from, cst.If: _if, cst.For: _for,
    cst.While: _while, cst.Try: _try, cst.TryStar: _try, cst.With: _with,
    cst.Match: _match, cst.FunctionDef: _function, cst.ClassDef: _class,
}  # fmt: skip
