"""Whether a key for sorting may be the same for different items, which then keep the order that they came in."""

from __future__ import annotations

import re

from wflint.domain.alternatives import Closure, Collection, External
from wflint.domain.values import Actual, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.ir import nodes as ir

_LOSSY = frozenset(
    {
        "builtins.abs", "builtins.bool", "builtins.len", "builtins.round", "builtins.type",
        "builtins.str.capitalize", "builtins.str.casefold", "builtins.str.count", "builtins.str.lower",
        "builtins.str.lstrip", "builtins.str.rstrip", "builtins.str.strip", "builtins.str.title",
        "builtins.str.upper", "math.ceil", "math.floor", "os.path.dirname", "os.path.getsize",
    }
)  # fmt: skip
_LOSSY_METHODS = frozenset(name.rpartition(".")[2] for name in _LOSSY if name.startswith("builtins.str."))
_LOSSY_BUILTINS = frozenset(name.rpartition(".")[2] for name in _LOSSY if name.count(".") == 1)
_GETTERS = frozenset({"operator.itemgetter", "operator.attrgetter"})
_IDENTIFYING = re.compile(
    r"(.*_)?(id|ids|uuid|guid|key|name|slug|email|mail|path|file|url|uri|code|sku|pk|number|no|nr|ref|reference"
    r"|index|position|pos|seq|sequence|order|at|time|timestamp|hash|digest|token|title|login|username)"
)
"""Names of members that most likely differ from item to item."""


def leaves_ties(ev: Evaluator, key: Actual, items: Value) -> bool:
    """Return whether a key is known to be the same for items that need not be."""
    is_view = any(
        isinstance(ref, Collection) and ref.type == "builtins.dict_items" for ref in items.alternatives
    )
    if isinstance(key.node, ir.Call) and _getter_loses(ev, key.node):
        return True
    return any(_is_lossy(ref, is_view=is_view) for ref in key.value.alternatives)


def _is_lossy(ref: Ref, *, is_view: bool) -> bool:
    match ref:
        case External(name=name):
            return name in _LOSSY
        case Closure(function=function) if len(function.parameters) == 1:
            body = _only_expression(function)
            return body is not None and _loses(body, function.parameters[0].name, is_view=is_view)
        case _:
            return False


def _only_expression(function: ir.Function) -> ir.Expr | None:
    """Return what a function returns, where that is all that it does."""
    statements = function.body.block.statements
    only = statements[-1] if len(statements) == 1 else None
    return only.value if isinstance(only, ir.Return) else None


def _loses(node: ir.Expr, item: str, *, is_view: bool) -> bool:
    """Return whether an expression is known to be the same for different values of a variable."""
    match node:
        case ir.Literal():
            return True
        case ir.Container(items=items):
            return all(_loses(each, item, is_view=is_view) for each in items)
        case ir.Operation(op="-" | "+", operands=(operand,)):
            return _loses(operand, item, is_view=is_view)
        case ir.Operation(
            op="not" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not" | "%" | "//"
        ):
            return True
        case ir.Call(func=ir.Name(id=name), args=(ir.Argument(), *_)):
            return name in _LOSSY_BUILTINS
        case ir.Call(func=ir.Attribute(attr=name)):
            return name in _LOSSY_METHODS
        case ir.Attribute(value=ir.Name(id=name), attr=member) if name == item:
            return not _IDENTIFYING.fullmatch(member.lower())
        case ir.Subscript(value=ir.Name(id=name), index=ir.Literal(value=member)) if name == item:
            if isinstance(member, str):
                return not _IDENTIFYING.fullmatch(member.lower())
            # Of the items of a dictionary the first part is the key.
            return not (is_view and member == 0)
        case _:
            return False


def _getter_loses(ev: Evaluator, node: ir.Call) -> bool:
    """Return whether `itemgetter` or `attrgetter` gets only what may be the same for several items."""
    called = ev.facts.values.get(node.func)
    getter = called.only if called is not None else None
    members = [each.value.value for each in node.args if isinstance(each.value, ir.Literal)]
    if not (isinstance(getter, External) and getter.name in _GETTERS and members) or len(members) < len(
        node.args
    ):
        return False
    return not any(
        member == 0 or (isinstance(member, str) and _IDENTIFYING.fullmatch(member.lower()))
        for member in members
    )
