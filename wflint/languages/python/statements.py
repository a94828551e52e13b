"""Lowers LibCST statements, functions, classes and modules to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.walk import targets
from wflint.languages.python.expressions import OPERATORS, ExpressionLowerer, Scope
from wflint.languages.python.words import WORDS


def lower_module(tree: cst.Module, path: str, name: str, *, is_package: bool) -> ir.Module:
    """Lower a file's top level; the bodies of its functions and classes follow when they are asked for."""
    return ir.Module(tree, path, name, is_package, _lower_body(tree.body, tree, None), WORDS)


def _lower_body(statements: Iterable[cst.CSTNode], handle: object, outermost: cst.CSTNode | None) -> ir.Body:
    scope = Scope()
    block = ir.Block(handle, tuple(_StatementLowerer(scope, outermost).statements(statements)))
    return ir.Body(block, scope.binds, scope.outer, scope.yields, scope.mentions)


class _StatementLowerer(ExpressionLowerer):
    """Lowers the statements of one scope."""

    def statements(self, nodes: Iterable[cst.CSTNode]) -> Iterator[ir.Statement]:
        for node in nodes:
            for each in node.body if isinstance(node, cst.SimpleStatementLine) else (node,):
                method = self._STATEMENTS.get(type(each))
                if method is not None:
                    yield from method(self, each)

    def block(self, node: Any) -> ir.Block:
        """Lower an indented block or the statements behind a colon."""
        return ir.Block(node, tuple(self.statements(self._body(node))))

    def optional_block(self, node: Any) -> ir.Block | None:
        return None if node is None else self.block(node.body)

    @staticmethod
    def _body(node: Any) -> Iterable[cst.CSTNode]:
        body: Iterable[cst.CSTNode] = node.body
        return body

    # --- simple statements ---

    def _expr(self, node: cst.Expr) -> Iterator[ir.Statement]:
        value = self.lower(node.value)
        if not isinstance(value, ir.Literal):
            yield ir.Evaluate(node, value)

    def _assign(self, node: cst.Assign) -> Iterator[ir.Statement]:
        value = self.lower(node.value)
        yield ir.Assign(node, tuple(self.target(target.target) for target in node.targets), value)

    def _annotated(self, node: cst.AnnAssign) -> Iterator[ir.Statement]:
        annotation = self.lower(node.annotation.annotation)
        value = self.optional(node.value)
        yield ir.Assign(node, (self.target(node.target),), value, annotation)

    def _augmented(self, node: cst.AugAssign) -> Iterator[ir.Statement]:
        value = self.lower(node.value)
        yield ir.Assign(node, (self.target(node.target),), value, op=OPERATORS[type(node.operator)])

    def _return(self, node: cst.Return) -> Iterator[ir.Statement]:
        yield ir.Return(node, self.optional(node.value))

    def _raise(self, node: cst.Raise) -> Iterator[ir.Statement]:
        cause = node.cause.item if node.cause else None
        yield ir.Raise(node, self.optional(node.exc), self.optional(cause))

    def _assert(self, node: cst.Assert) -> Iterator[ir.Statement]:
        yield ir.Assert(node, self.lower(node.test), self.optional(node.msg))

    def _break(self, node: cst.Break) -> Iterator[ir.Statement]:
        yield ir.Jump(node, "break")

    def _continue(self, node: cst.Continue) -> Iterator[ir.Statement]:
        yield ir.Jump(node, "continue")

    def _type_alias(self, node: cst.TypeAlias) -> Iterator[ir.Statement]:
        yield ir.Assign(node, (self.target(node.name),), self.lower(node.value))

    def _delete(self, node: cst.Del) -> Iterator[ir.Statement]:
        target = node.target
        targets = (
            [element.value for element in target.elements] if isinstance(target, cst.Tuple) else [target]
        )
        yield ir.Delete(node, tuple(self.lower(each) for each in targets))

    def _global(self, node: cst.Global) -> Iterator[ir.Statement]:
        self.scope.outer.update((item.name.value, True) for item in node.names)
        yield from ()

    def _nonlocal(self, node: cst.Nonlocal) -> Iterator[ir.Statement]:
        self.scope.outer.update((item.name.value, False) for item in node.names)
        yield from ()

    def _import(self, node: cst.Import) -> Iterator[ir.Statement]:
        for alias in node.names:
            module = _dotted(alias.name)
            bound = alias.evaluated_alias or module.partition(".")[0]
            self.scope.binds.add(bound)
            # `import a.b` binds `a`, `import a.b as c` binds `a.b`.
            yield ir.Import(alias, module if alias.asname else bound, 0, None, bound)

    def _import_from(self, node: cst.ImportFrom) -> Iterator[ir.Statement]:
        module = _dotted(node.module) if node.module else ""
        level = len(node.relative)
        if isinstance(node.names, cst.ImportStar):
            yield ir.Import(node, module, level, "*", "*")
            return
        for alias in node.names:
            name = _dotted(alias.name)
            bound = alias.evaluated_alias or name
            self.scope.binds.add(bound)
            yield ir.Import(alias, module, level, name, bound)

    # --- compound statements ---

    def _if(self, node: cst.If) -> Iterator[ir.Statement]:
        test, body = self.lower(node.test), self.block(node.body)
        orelse: ir.Block | None = None
        if isinstance(node.orelse, cst.If):
            orelse = ir.Block(node.orelse, tuple(self._if(node.orelse)))
        elif node.orelse is not None:
            orelse = self.block(node.orelse.body)
        yield ir.If(node, test, body, orelse)

    def _for(self, node: cst.For) -> Iterator[ir.Statement]:
        iterable = self.lower(node.iter)
        target = self.target(node.target)
        body, orelse = self.block(node.body), self.optional_block(node.orelse)
        yield ir.For(node, target, iterable, body, orelse, node.asynchronous is not None)

    def _while(self, node: cst.While) -> Iterator[ir.Statement]:
        yield ir.While(node, self.lower(node.test), self.block(node.body), self.optional_block(node.orelse))

    def _try(self, node: cst.Try | cst.TryStar) -> Iterator[ir.Statement]:
        body = self.block(node.body)
        handlers = tuple(self._handler(handler) for handler in node.handlers)
        orelse, final = self.optional_block(node.orelse), self.optional_block(node.finalbody)
        yield ir.Try(node, body, handlers, orelse, final)

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ir.ExceptHandler:
        name: str | None = None
        if node.name is not None:
            name = next(targets(self.target(node.name.name)), None)
        is_group = isinstance(node, cst.ExceptStarHandler)
        return ir.ExceptHandler(node, self.optional(node.type), name, self.block(node.body), is_group)

    def _with(self, node: cst.With) -> Iterator[ir.Statement]:
        items = tuple(
            ir.WithItem(
                item,
                self.lower(item.item),
                self.target(item.asname.name) if item.asname else None,
            )
            for item in node.items
        )
        yield ir.With(node, items, self.block(node.body), node.asynchronous is not None)

    def _match(self, node: cst.Match) -> Iterator[ir.Statement]:
        subject = self.lower(node.subject)
        yield ir.Match(node, subject, tuple(self._case(case) for case in node.cases))

    def _case(self, node: cst.MatchCase) -> ir.Case:
        captures: list[str] = []
        values: list[ir.Expr] = []
        self._pattern(node.pattern, captures, values)
        self.scope.binds.update(captures)
        pattern = node.pattern
        irrefutable = isinstance(pattern, cst.MatchAs) and pattern.pattern is None and node.guard is None
        guard = self.optional(node.guard)
        return ir.Case(node, tuple(captures), tuple(values), guard, self.block(node.body), irrefutable)

    def _pattern(self, node: cst.CSTNode, captures: list[str], values: list[ir.Expr]) -> None:
        if isinstance(node, (cst.MatchValue, cst.MatchSingleton)):
            values.append(self.lower(node.value))
            return
        if isinstance(node, (cst.MatchAs, cst.MatchStar)) and node.name is not None:
            captures.append(node.name.value)
        if isinstance(node, cst.MatchMapping) and node.rest is not None:
            captures.append(node.rest.value)
        if isinstance(node, cst.MatchClass):
            values.append(self.lower(node.cls))
        if isinstance(node, cst.MatchMappingElement):
            values.append(self.lower(node.key))
        for child in node.children:
            if not isinstance(child, cst.BaseExpression):
                self._pattern(child, captures, values)

    # --- definitions ---

    def _function(self, node: cst.FunctionDef) -> Iterator[ir.Statement]:
        decorators = tuple(self.lower(decorator.decorator) for decorator in node.decorators)
        parameters = self.parameters(node.params)
        returns = self.lower(node.returns.annotation) if node.returns else None
        self.scope.binds.add(node.name.value)
        function = ir.Function(
            node,
            node.name.value,
            parameters,
            decorators,
            returns,
            is_async=node.asynchronous is not None,
            outermost=self.outermost or node,
            lower=self._later(node),
        )
        yield ir.Define(node, function)

    def _class(self, node: cst.ClassDef) -> Iterator[ir.Statement]:
        decorators = tuple(self.lower(decorator.decorator) for decorator in node.decorators)
        bases = self.arguments((*node.bases, *node.keywords))
        self.scope.binds.add(node.name.value)
        yield ir.DefineClass(node, ir.Class(node, node.name.value, bases, decorators, self._later(node)))

    def _later(self, node: cst.FunctionDef | cst.ClassDef) -> Callable[[], ir.Body]:
        outermost = self.outermost or node
        return lambda: _lower_body(node.body.body, node, outermost)

    # Each method takes the node class of its key, which the type of a dictionary cannot say.
    _STATEMENTS: ClassVar[dict[type[cst.CSTNode], Callable[[_StatementLowerer, Any], Iterator[ir.Statement]]]] = {
        cst.Expr: _expr, cst.Assign: _assign, cst.AnnAssign: _annotated, cst.AugAssign: _augmented,
        cst.Return: _return, cst.Raise: _raise, cst.Assert: _assert, cst.Break: _break,
        cst.Continue: _continue, cst.Del: _delete, cst.TypeAlias: _type_alias, cst.Global: _global, cst.Nonlocal: _nonlocal,
        cst.Import: _import, cst.ImportFrom: _import_from, cst.If: _if, cst.For: _for,
        cst.While: _while, cst.Try: _try, cst.TryStar: _try, cst.With: _with,
        cst.Match: _match, cst.FunctionDef: _function, cst.ClassDef: _class,
    }  # fmt: skip


def _dotted(node: cst.BaseExpression) -> str:
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if isinstance(node, cst.Name):
        parts.append(node.value)
    return ".".join(reversed(parts))
