"""Lowers LibCST expressions to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.walk import targets

# LibCST spells operators as node classes; the representation spells them as the source does.
OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//",
    cst.Modulo: "%", cst.Power: "**", cst.MatrixMultiply: "@", cst.BitAnd: "&", cst.BitOr: "|",
    cst.BitXor: "^", cst.LeftShift: "<<", cst.RightShift: ">>", cst.And: "and", cst.Or: "or",
    cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Equal: "==",
    cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.In: "in", cst.NotIn: "not in", cst.Is: "is", cst.IsNot: "is not",
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**",
    cst.MatrixMultiplyAssign: "@", cst.BitAndAssign: "&", cst.BitOrAssign: "|", cst.BitXorAssign: "^",
    cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>",
}  # fmt: skip


@dataclass(slots=True)
class Scope:
    """What the code of one function, class or module binds and mentions, collected while it is lowered."""

    binds: set[str] = field(default_factory=set[str])
    outer: dict[str, bool] = field(default_factory=dict[str, bool])
    mentions: set[str] = field(default_factory=set[str])
    yields: bool = False


class ExpressionLowerer:
    """Lowers expressions of one scope; `lower` is the entry."""

    def __init__(self, scope: Scope, outermost: cst.CSTNode | None) -> None:
        self.scope = scope
        self.outermost = outermost

    def lower(self, node: cst.CSTNode) -> ir.Expr:
        """Lower one expression; what has no node of its own becomes an `Other` with its children."""
        method = self._EXPRESSIONS.get(type(node))
        if method is None:
            return self._other(node)
        return method(self, node)

    def optional(self, node: cst.CSTNode | None) -> ir.Expr | None:
        """Lower an expression that may be missing."""
        return None if node is None else self.lower(node)

    def target(self, node: cst.BaseExpression) -> ir.Expr:
        """Lower an assignment target and remember the names it binds."""
        lowered = self.lower(node)
        self.scope.binds.update(targets(lowered))
        return lowered

    def arguments(self, args: Any) -> tuple[ir.Argument, ...]:
        """Lower the arguments of a call or the bases of a class."""
        return tuple(
            ir.Argument(arg, self.lower(arg.value), arg.keyword.value if arg.keyword else None, arg.star)
            for arg in args
        )

    def parameters(self, node: cst.Parameters) -> tuple[ir.Parameter, ...]:
        """Lower a parameter list; defaults and annotations belong to the enclosing scope."""
        found: list[ir.Parameter] = []
        for param in node.posonly_params:
            found.append(self._parameter(param, positional_only=True))
        for param in node.params:
            found.append(self._parameter(param))
        if isinstance(node.star_arg, cst.Param):
            found.append(self._parameter(node.star_arg, star="*"))
        for param in node.kwonly_params:
            found.append(self._parameter(param, keyword_only=True))
        if node.star_kwarg is not None:
            found.append(self._parameter(node.star_kwarg, star="**"))
        return tuple(found)

    def _parameter(
        self, node: cst.Param, *, star: str = "", keyword_only: bool = False, positional_only: bool = False
    ) -> ir.Parameter:
        annotation = self.lower(node.annotation.annotation) if node.annotation else None
        default = self.optional(node.default)
        return ir.Parameter(node, node.name.value, default, annotation, star, keyword_only, positional_only)

    def _name(self, node: cst.Name) -> ir.Expr:
        name = node.value
        if name in _KEYWORDS:
            return ir.Literal(node, _KEYWORDS[name])
        self.scope.mentions.add(name)
        return ir.Name(node, name)

    def _attribute(self, node: cst.Attribute) -> ir.Expr:
        attr = node.attr.value
        self.scope.mentions.add(attr)
        return ir.Attribute(node, self.lower(node.value), attr)

    def _subscript(self, node: cst.Subscript) -> ir.Expr:
        value = self.lower(node.value)
        indices = [self._index(element.slice) for element in node.slice]
        if len(indices) == 1:
            return ir.Subscript(node, value, indices[0])
        return ir.Subscript(node, value, ir.Container(node, ir.ContainerKind.TUPLE, tuple(indices)))

    def _index(self, node: cst.BaseSlice) -> ir.Expr:
        if isinstance(node, cst.Index):
            return self.lower(node.value)
        bounds = (node.lower, node.upper, node.step) if isinstance(node, cst.Slice) else ()
        return ir.Other(node, tuple(self.lower(bound) for bound in bounds if bound is not None))

    def _call(self, node: cst.Call) -> ir.Expr:
        return ir.Call(node, self.lower(node.func), self.arguments(node.args))

    # LibCST evaluates a literal by another parse; nearly all mean what they say.

    def _number(self, node: cst.BaseNumber) -> ir.Expr:
        return ir.Literal(node, node.evaluated_value)  # type: ignore[attr-defined]

    def _integer(self, node: cst.Integer) -> ir.Expr:
        return ir.Literal(node, int(node.value) if node.value.isdecimal() else node.evaluated_value)

    def _string(self, node: cst.SimpleString) -> ir.Expr:
        is_plain = node.value[0] in "'\"" and "\\" not in node.value and "\r" not in node.value
        return ir.Literal(node, node.raw_value if is_plain else node.evaluated_value)

    def _concatenated(self, node: cst.ConcatenatedString) -> ir.Expr:
        left, right = self.lower(node.left), self.lower(node.right)
        if isinstance(left, ir.Literal) and isinstance(right, ir.Literal):
            return ir.Literal(node, left.value + right.value)  # type: ignore[operator]
        return ir.Template(node, (*_template_parts(left), *_template_parts(right)))

    def _formatted(self, node: cst.FormattedString | cst.TemplatedString) -> ir.Expr:
        return ir.Template(node, tuple(self._formatted_parts(node)))

    def _formatted_parts(self, node: Any) -> Iterator[ir.Expr]:
        for part in node.parts:
            if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
                yield ir.Literal(part, part.value)
                continue
            yield self.lower(part.expression)
            for nested in part.format_spec or ():
                if isinstance(nested, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
                    yield self.lower(nested.expression)

    def _display(self, node: cst.List | cst.Tuple | cst.Set) -> ir.Expr:
        kind = _DISPLAYS[type(node)]
        return ir.Container(node, kind, tuple(self._element(element) for element in node.elements))

    def _element(self, node: cst.BaseElement) -> ir.Expr:
        value = self.lower(node.value)
        return ir.Starred(node, value) if isinstance(node, cst.StarredElement) else value

    def _dict(self, node: cst.Dict) -> ir.Expr:
        keys = tuple(
            self.lower(element.key) if isinstance(element, cst.DictElement) else None
            for element in node.elements
        )
        items = tuple(self.lower(element.value) for element in node.elements)
        return ir.Container(node, ir.ContainerKind.DICT, items, keys)

    def _comprehension(self, node: cst.BaseSimpleComp) -> ir.Expr:
        clauses = self._clauses(node.for_in)
        return ir.Comprehension(node, _COMPREHENSIONS[type(node)], clauses, self.lower(node.elt))

    def _dict_comprehension(self, node: cst.DictComp) -> ir.Expr:
        clauses = self._clauses(node.for_in)
        key = self.lower(node.key)
        return ir.Comprehension(node, ir.ContainerKind.DICT, clauses, self.lower(node.value), key)

    def _clauses(self, node: cst.CompFor) -> tuple[ir.Clause, ...]:
        clauses: list[ir.Clause] = []
        clause: cst.CompFor | None = node
        while clause is not None:
            # The target is not remembered as bound: a comprehension has a scope of its own.
            target, iterable = self.lower(clause.target), self.lower(clause.iter)
            conditions = tuple(self.lower(condition.test) for condition in clause.ifs)
            clauses.append(ir.Clause(clause, target, iterable, conditions, clause.asynchronous is not None))
            clause = clause.inner_for_in
        return tuple(clauses)

    def _lambda(self, node: cst.Lambda) -> ir.Expr:
        parameters = self.parameters(node.params)
        mentions = self.scope.mentions

        def lower() -> ir.Body:
            scope = Scope()
            value = ExpressionLowerer(scope, self.outermost).lower(node.body)
            block = ir.Block(node.body, (ir.Return(node.body, value),))
            mentions.update(scope.mentions)
            return ir.Body(block, scope.binds, scope.outer, scope.yields, scope.mentions)

        function = ir.Function(
            node, ir.LAMBDA, parameters, (), None, is_async=False, outermost=self.outermost, lower=lower
        )
        # Lambdas are small and nearly always reached; their names count for the function around them.
        mentions.update(function.body.mentions)
        return ir.Lambda(node, function)

    def _conditional(self, node: cst.IfExp) -> ir.Expr:
        return ir.Conditional(node, self.lower(node.test), self.lower(node.body), self.lower(node.orelse))

    def _binary(self, node: cst.BinaryOperation | cst.BooleanOperation) -> ir.Expr:
        operands = (self.lower(node.left), self.lower(node.right))
        return ir.Operation(node, OPERATORS[type(node.operator)], operands)

    def _unary(self, node: cst.UnaryOperation) -> ir.Expr:
        operand = self.lower(node.expression)
        op = OPERATORS[type(node.operator)]
        if op == "-" and isinstance(operand, ir.Literal) and isinstance(operand.value, (int, float)):
            return ir.Literal(node, -operand.value)
        return ir.Operation(node, op, (operand,))

    def _comparison(self, node: cst.Comparison) -> ir.Expr:
        op = OPERATORS.get(type(node.comparisons[0].operator), "==")
        operands = (self.lower(node.left), *(self.lower(part.comparator) for part in node.comparisons))
        return ir.Operation(node, op, operands)

    def _await(self, node: cst.Await) -> ir.Expr:
        return ir.Await(node, self.lower(node.expression))

    def _yield(self, node: cst.Yield) -> ir.Expr:
        self.scope.yields = True
        if isinstance(node.value, cst.From):
            return ir.Yield(node, self.lower(node.value.item), delegates=True)
        return ir.Yield(node, self.optional(node.value))

    def _named(self, node: cst.NamedExpr) -> ir.Expr:
        return ir.AssignExpr(node, self.target(node.target), self.lower(node.value))

    def _starred(self, node: cst.StarredElement) -> ir.Expr:
        return ir.Starred(node, self.lower(node.value))

    def _other(self, node: cst.CSTNode) -> ir.Expr:
        children = tuple(
            self.lower(child) for child in node.children if isinstance(child, cst.BaseExpression)
        )
        return ir.Other(node, children)

    # Each method takes the node class of its key, which the type of a dictionary cannot say.
    _EXPRESSIONS: ClassVar[dict[type[cst.CSTNode], Callable[[ExpressionLowerer, Any], ir.Expr]]] = {
        cst.Name: _name, cst.Attribute: _attribute, cst.Subscript: _subscript, cst.Call: _call,
        cst.Integer: _integer, cst.Float: _number, cst.Imaginary: _number,
        cst.SimpleString: _string, cst.ConcatenatedString: _concatenated,
        cst.FormattedString: _formatted, cst.TemplatedString: _formatted,
        cst.List: _display, cst.Tuple: _display, cst.Set: _display, cst.Dict: _dict,
        cst.ListComp: _comprehension, cst.SetComp: _comprehension,
        cst.GeneratorExp: _comprehension, cst.DictComp: _dict_comprehension,
        cst.Lambda: _lambda, cst.IfExp: _conditional, cst.BinaryOperation: _binary,
        cst.BooleanOperation: _binary, cst.UnaryOperation: _unary, cst.Comparison: _comparison,
        cst.Await: _await, cst.Yield: _yield, cst.NamedExpr: _named,
        cst.StarredElement: _starred,
    }  # fmt: skip


def _template_parts(part: ir.Expr) -> tuple[ir.Expr, ...]:
    return part.parts if isinstance(part, ir.Template) else (part,)


_KEYWORDS: dict[str, bool | None] = {"True": True, "False": False, "None": None}

_DISPLAYS = {
    cst.List: ir.ContainerKind.LIST,
    cst.Tuple: ir.ContainerKind.TUPLE,
    cst.Set: ir.ContainerKind.SET,
}

_COMPREHENSIONS: dict[type[cst.BaseSimpleComp], ir.ContainerKind] = {
    cst.ListComp: ir.ContainerKind.LIST,
    cst.SetComp: ir.ContainerKind.SET,
    cst.GeneratorExp: ir.ContainerKind.GENERATOR,
}
