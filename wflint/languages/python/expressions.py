"""Lower LibCST expressions to the intermediate representation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import libcst as cst

from wflint.ir import nodes as ir
from wflint.ir.walk import targets, walk
from wflint.languages.python.late_bodies import LeftOut
from wflint.record import with_plain_factories

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
@with_plain_factories
class LexicalScope:
    """What the code of one function, class or module binds and mentions, collected while it is lowered.

    Attributes:
        left_out: The bodies that are not parsed yet.
        definition: The top-level definition around the code; `None` for that of the module.
        binds: Names that it assigns.
        outer: Names that it declares `global` (True) or `nonlocal` (False).
        mentions: Every variable and attribute that it names.
        touches: The variables that it may change what is in, as `ir.Body` has them.
        yields: Whether it is a generator.
        quotes_code: Whether strings hold code, as those of annotations do.
    """

    left_out: LeftOut
    definition: cst.CSTNode | None
    binds: set[str] = field(default_factory=set[str])
    outer: dict[str, bool] = field(default_factory=dict[str, bool])
    mentions: set[str] = field(default_factory=set[str])
    touches: set[tuple[str, str]] = field(default_factory=set["tuple[str, str]"])
    yields: bool = False
    quotes_code: bool = False

    def body(self, block: ir.Block) -> ir.Body:
        """Return the lowered body of the function, class or module."""
        mentions = self.mentions
        return ir.Body(block, self.binds, self.outer, self.yields, lambda: mentions, self.touches)

    def join(self, other: LexicalScope) -> None:
        """Take what a part of the same code binds and mentions."""
        self.binds |= other.binds
        self.outer |= other.outer
        self.mentions |= other.mentions
        self.touches |= other.touches
        self.yields |= other.yields

    def touch(self, owner: ir.Expr, method: str = "") -> None:
        """Note that a method of what an expression gives is called, or that this, or an item or attribute of it, is assigned."""
        while isinstance(owner, (ir.Attribute, ir.Subscript)):
            owner = owner.value
        if isinstance(owner, ir.Name):
            self.touches.add((owner.id, method))


def lower(scope: LexicalScope, node: cst.CSTNode) -> ir.Expr:
    """Lower one expression; what has no node of its own becomes an `Other` with its children."""
    lower_kind = _EXPRESSIONS.get(type(node))
    if lower_kind is None:
        return _other(scope, node)
    return lower_kind(scope, node)


def lower_optional(scope: LexicalScope, node: cst.CSTNode | None) -> ir.Expr | None:
    """Lower an expression that may be missing."""
    return None if node is None else lower(scope, node)


def lower_annotation(scope: LexicalScope, node: cst.Annotation | None) -> ir.Expr | None:
    """Lower an annotation that may be missing; what is quoted in it is code as well."""
    if node is None:
        return None
    scope.quotes_code = True
    lowered = lower(scope, node.annotation)
    scope.quotes_code = False
    return lowered


def lower_target(scope: LexicalScope, node: cst.BaseExpression) -> ir.Expr:
    """Lower an assignment target and remember the names it binds."""
    lowered = lower(scope, node)
    if isinstance(lowered, ir.Name):
        scope.binds.add(lowered.id)
    else:
        scope.binds.update(targets(lowered))
        scope.touch(lowered)
    return lowered


def lower_arguments(scope: LexicalScope, args: Any) -> tuple[ir.Argument, ...]:
    """Lower the arguments of a call or the bases of a class."""
    found = [
        ir.Argument(arg, lower(scope, arg.value), arg.keyword.value if arg.keyword else None, arg.star)
        for arg in args
    ]
    return tuple(found)


def lower_parameters(scope: LexicalScope, node: cst.Parameters) -> tuple[ir.Parameter, ...]:
    """Lower a parameter list; defaults and annotations belong to the enclosing scope."""
    found: list[ir.Parameter] = []
    for param in node.posonly_params:
        found.append(_parameter(scope, param, positional_only=True))
    for param in node.params:
        found.append(_parameter(scope, param))
    if type(node.star_arg) is cst.Param:
        found.append(_parameter(scope, node.star_arg, star="*"))
    for param in node.kwonly_params:
        found.append(_parameter(scope, param, keyword_only=True))
    if node.star_kwarg is not None:
        found.append(_parameter(scope, node.star_kwarg, star="**"))
    return tuple(found)


def _parameter(
    scope: LexicalScope,
    node: cst.Param,
    *,
    star: str = "",
    keyword_only: bool = False,
    positional_only: bool = False,
) -> ir.Parameter:
    annotation = lower_annotation(scope, node.annotation)
    default = lower_optional(scope, node.default)
    return ir.Parameter(node, node.name.value, default, annotation, star, keyword_only, positional_only)


def _name(scope: LexicalScope, node: cst.Name) -> ir.Expr:
    name = node.value
    if name in _KEYWORDS:
        return ir.Literal(node, _KEYWORDS[name])
    scope.mentions.add(name)
    return ir.Name(node, name)


def _attribute(scope: LexicalScope, node: cst.Attribute) -> ir.Expr:
    attr = node.attr.value
    scope.mentions.add(attr)
    return ir.Attribute(node, lower(scope, node.value), attr)


def _subscript(scope: LexicalScope, node: cst.Subscript) -> ir.Expr:
    value = lower(scope, node.value)
    indices = [_index(scope, element.slice) for element in node.slice]
    if len(indices) == 1:
        return ir.Subscript(node, value, indices[0])
    return ir.Subscript(node, value, ir.Container(node, ir.ContainerKind.TUPLE, tuple(indices)))


def _index(scope: LexicalScope, node: cst.BaseSlice) -> ir.Expr:
    if type(node) is cst.Index:
        return lower(scope, node.value)
    bounds = (node.lower, node.upper, node.step) if isinstance(node, cst.Slice) else ()
    return ir.Other(node, tuple(lower(scope, bound) for bound in bounds if bound is not None))


def _call(scope: LexicalScope, node: cst.Call) -> ir.Expr:
    func = lower(scope, node.func)
    if type(func) is ir.Attribute:
        scope.touch(func.value, func.attr)
    return ir.Call(node, func, lower_arguments(scope, node.args))


# LibCST evaluates a literal by another parse; nearly all mean what they say.


_MOST_DIGITS = 3000
"""Python does not write integers that are much longer, so nothing is computed with them."""


def _number(_scope: LexicalScope, node: cst.BaseNumber) -> ir.Expr:
    return ir.Literal(node, node.evaluated_value)  # type: ignore[attr-defined]


def _integer(_scope: LexicalScope, node: cst.Integer) -> ir.Expr:
    if len(node.value) > _MOST_DIGITS:
        return ir.Other(node)
    return ir.Literal(node, int(node.value) if node.value.isdecimal() else node.evaluated_value)


def _string(scope: LexicalScope, node: cst.SimpleString) -> ir.Expr:
    if scope.quotes_code and (code := _quoted(scope, node)) is not None:
        return code
    written = node.value
    if written[0] not in "'\"" or "\\" in written or "\r" in written:
        return ir.Literal(node, node.evaluated_value)
    quotes = 3 if written.startswith(_TRIPLE) else 1
    return ir.Literal(node, written[quotes:-quotes])


def _quoted(scope: LexicalScope, node: cst.SimpleString) -> ir.Expr | None:
    """Lower the code that a string in an annotation holds; `None` where it holds none, as a text in `Annotated` may."""
    try:
        lowered = lower(scope, cst.parse_expression(node.raw_value))
    except cst.ParserSyntaxError:
        return None
    for each in walk(lowered):
        # It stands where the string stands, which the file has.
        each.handle = node  # type: ignore[misc]
    return lowered


def _concatenated(scope: LexicalScope, node: cst.ConcatenatedString) -> ir.Expr:
    left, right = lower(scope, node.left), lower(scope, node.right)
    if isinstance(left, ir.Literal) and isinstance(right, ir.Literal):
        return ir.Literal(node, left.value + right.value)  # type: ignore[operator]
    templates = [part for part in (left, right) if isinstance(part, ir.Template)]
    shown = frozenset[object]().union(*(part.shown for part in templates))
    formatted = frozenset[object]().union(*(part.formatted for part in templates))
    return ir.Template(node, (*_template_parts(left), *_template_parts(right)), shown, formatted)


def _formatted(scope: LexicalScope, node: cst.FormattedString | cst.TemplatedString) -> ir.Expr:
    holes = [
        part
        for part in node.parts
        if isinstance(part, (cst.FormattedStringExpression, cst.TemplatedStringExpression))
    ]
    shown = frozenset(hole.expression for hole in holes if _is_shown(hole))
    formatted = frozenset(hole.expression for hole in holes if hole.format_spec)
    return ir.Template(node, tuple(_formatted_parts(scope, node)), shown, formatted)


def _is_shown(hole: cst.FormattedStringExpression | cst.TemplatedStringExpression) -> bool:
    """Return whether a hole shows its value as programmers see it, as `{a=}` does unless it says how to format it."""
    if hole.conversion is None:
        return hole.equal is not None and hole.format_spec is None
    return hole.conversion in ("r", "a")


def _formatted_parts(scope: LexicalScope, node: Any) -> Iterator[ir.Expr]:
    for part in node.parts:
        if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
            yield ir.Literal(part, part.value)
            continue
        yield lower(scope, part.expression)
        for nested in part.format_spec or ():
            if isinstance(nested, (cst.FormattedStringExpression, cst.TemplatedStringExpression)):
                yield lower(scope, nested.expression)


def _display(scope: LexicalScope, node: cst.List | cst.Tuple | cst.Set) -> ir.Expr:
    kind = _DISPLAYS[type(node)]
    return ir.Container(node, kind, tuple(_element(scope, element) for element in node.elements))


def _element(scope: LexicalScope, node: cst.BaseElement) -> ir.Expr:
    value = lower(scope, node.value)
    return ir.Starred(node, value) if type(node) is cst.StarredElement else value


def _dict(scope: LexicalScope, node: cst.Dict) -> ir.Expr:
    keys = tuple(
        lower(scope, element.key) if isinstance(element, cst.DictElement) else None
        for element in node.elements
    )
    items = tuple(lower(scope, element.value) for element in node.elements)
    return ir.Container(node, ir.ContainerKind.DICT, items, keys)


def _comprehension(scope: LexicalScope, node: cst.BaseSimpleComp) -> ir.Expr:
    clauses = _clauses(scope, node.for_in)
    return ir.Comprehension(node, _COMPREHENSIONS[type(node)], clauses, lower(scope, node.elt))


def _dict_comprehension(scope: LexicalScope, node: cst.DictComp) -> ir.Expr:
    clauses = _clauses(scope, node.for_in)
    key = lower(scope, node.key)
    return ir.Comprehension(node, ir.ContainerKind.DICT, clauses, lower(scope, node.value), key)


def _clauses(scope: LexicalScope, node: cst.CompFor) -> tuple[ir.Clause, ...]:
    clauses: list[ir.Clause] = []
    clause: cst.CompFor | None = node
    while clause is not None:
        # The target is not remembered as bound: a comprehension has a scope of its own.
        target, iterable = lower(scope, clause.target), lower(scope, clause.iter)
        conditions = tuple(lower(scope, condition.test) for condition in clause.ifs)
        clauses.append(ir.Clause(clause, target, iterable, conditions, clause.asynchronous is not None))
        clause = clause.inner_for_in
    return tuple(clauses)


def _lambda(scope: LexicalScope, node: cst.Lambda) -> ir.Expr:
    parameters = lower_parameters(scope, node.params)
    # Lambdas are small and nearly always reached; their names count for the function around them.
    inner = LexicalScope(scope.left_out, scope.definition)
    value = lower(inner, node.body)
    body = inner.body(ir.Block(node.body, (ir.Return(node.body, value),)))
    scope.mentions |= inner.mentions
    scope.touches |= inner.touches
    function = ir.Function(
        node,
        ir.LAMBDA,
        parameters,
        (),
        None,
        is_async=False,
        enclosing_definition=scope.definition,
        lower=lambda: body,
    )
    return ir.Lambda(node, function)


def _conditional(scope: LexicalScope, node: cst.IfExp) -> ir.Expr:
    return ir.Conditional(node, lower(scope, node.test), lower(scope, node.body), lower(scope, node.orelse))


def _binary(scope: LexicalScope, node: cst.BinaryOperation | cst.BooleanOperation) -> ir.Expr:
    operands = (lower(scope, node.left), lower(scope, node.right))
    return ir.Operation(node, OPERATORS[type(node.operator)], operands)


def _unary(scope: LexicalScope, node: cst.UnaryOperation) -> ir.Expr:
    operand = lower(scope, node.expression)
    op = OPERATORS[type(node.operator)]
    if op == "-" and isinstance(operand, ir.Literal) and isinstance(operand.value, (int, float)):
        return ir.Literal(node, -operand.value)
    return ir.Operation(node, op, (operand,))


def _comparison(scope: LexicalScope, node: cst.Comparison) -> ir.Expr:
    op = OPERATORS.get(type(node.comparisons[0].operator), "==")
    operands = (lower(scope, node.left), *(lower(scope, part.comparator) for part in node.comparisons))
    return ir.Operation(node, op, operands)


def _await(scope: LexicalScope, node: cst.Await) -> ir.Expr:
    return ir.Await(node, lower(scope, node.expression))


def _yield(scope: LexicalScope, node: cst.Yield) -> ir.Expr:
    scope.yields = True
    if isinstance(node.value, cst.From):
        return ir.Yield(node, lower(scope, node.value.item), delegates=True)
    return ir.Yield(node, lower_optional(scope, node.value))


def _named(scope: LexicalScope, node: cst.NamedExpr) -> ir.Expr:
    return ir.AssignExpr(node, lower_target(scope, node.target), lower(scope, node.value))


def _starred(scope: LexicalScope, node: cst.StarredElement) -> ir.Expr:
    return ir.Starred(node, lower(scope, node.value))


def _other(scope: LexicalScope, node: cst.CSTNode) -> ir.Expr:
    children = tuple(lower(scope, child) for child in node.children if isinstance(child, cst.BaseExpression))
    return ir.Other(node, children)


def _template_parts(part: ir.Expr) -> tuple[ir.Expr, ...]:
    return part.parts if isinstance(part, ir.Template) else (part,)


_TRIPLE = ('"""', "'''")

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

# Each function takes the node class of its key, which the type of a dictionary cannot say.
_EXPRESSIONS: Final[dict[type[cst.CSTNode], Callable[[LexicalScope, Any], ir.Expr]]] = {
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
