"""Rewrites arguments and attributes: keywords, order, spelling."""

from __future__ import annotations

import libcst as cst

from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_LAYOUT = frozenset({"ensure_ascii", "indent", "separators", "sort_keys"})
"""Arguments that only say how JSON is written."""


def rename_attribute(syntax: SyntaxContext, node: cst.CSTNode, name: str, *, called: bool) -> Rewritten:
    """Turn `response.headers`, `response["headers"]` or `response.json()` into `response.header` and the like."""
    if called:
        call = syntax.tree.parent(node)
        if not (isinstance(node, cst.Attribute) and isinstance(call, cst.Call) and not call.args):
            raise RefusedError("it is called with arguments")
        return Rewritten((syntax.edit.replace(call, f"{syntax.view.outer_code(node.value)}.{name}"),))
    if isinstance(node, cst.Attribute):
        return Rewritten((syntax.edit.replace(node.attr, name),))
    if isinstance(node, cst.Subscript):
        return Rewritten((syntax.edit.replace(node, f"{syntax.view.outer_code(node.value)}.{name}"),))
    raise RefusedError("it is read elsewhere")


def name_argument(syntax: SyntaxContext, node: cst.CSTNode, name: str) -> Rewritten:
    """Turn `f(x)` or `f(other=x)` into `f(name=x)`."""
    argument = syntax.tree.argument_of(node)
    if argument.star:
        raise RefusedError("it comes out of a list of arguments")
    if argument.keyword is not None:
        return Rewritten((syntax.edit.replace(argument.keyword, name),))
    start, _ = syntax.view.outer_extent(node)
    return Rewritten((syntax.edit.span(start, start, f"{name}="),))


def add_argument(syntax: SyntaxContext, node: cst.CSTNode, position: int, text: str) -> Rewritten:
    """Put another argument before the one at a position, or after the last one."""
    if not isinstance(node, cst.Call) or len(node.args) < position:
        raise RefusedError("its arguments are not written out")
    if not node.args:
        end = syntax.view.extent(node)[1] - 1
        return Rewritten((syntax.edit.span(end, end, text),))
    if len(node.args) == position:
        end = syntax.view.outer_extent(node.args[-1].value)[1]
        return Rewritten((syntax.edit.span(end, end, f", {text}"),))
    argument = node.args[position]
    start, _ = syntax.view.extent(argument.keyword or argument.value)
    return Rewritten((syntax.edit.span(start, start, f"{text}, "),))


def swap_arguments(syntax: SyntaxContext, first: cst.CSTNode, second: cst.CSTNode) -> Rewritten:
    """Let two arguments change places."""
    one, two = syntax.tree.argument_of(first), syntax.tree.argument_of(second)
    if one.keyword is not None or two.keyword is not None:
        raise RefusedError("they are named")
    return swap(syntax, first, second)


def swap(syntax: SyntaxContext, first: cst.CSTNode, second: cst.CSTNode) -> Rewritten:
    """Let two expressions change places."""
    return Rewritten(
        (
            syntax.edit.replace(first, syntax.view.code(second)),
            syntax.edit.replace(second, syntax.view.code(first)),
        )
    )


def call_it(syntax: SyntaxContext, node: cst.CSTNode) -> Rewritten:
    """Turn `f` into `f()`, and `f()` into `f`."""
    text = syntax.view.code(node.func) if isinstance(node, cst.Call) else f"{syntax.view.code(node)}()"
    if isinstance(node, cst.Call) and node.args:
        raise RefusedError("it is called with something")
    if syntax.optional:
        raise RefusedError("it may stand for something else where the SDK is missing")
    return Rewritten((syntax.edit.replace(node, text),))


def unwrap_call(syntax: SyntaxContext, node: cst.CSTNode) -> Rewritten:
    """Turn `f(x)` into `x`."""
    match node:
        case cst.Call(args=[cst.Arg(keyword=None, star="", value=value), *options]) if all(
            each.keyword is not None and each.keyword.value in _LAYOUT for each in options
        ):
            return Rewritten(
                (syntax.edit.replace(node, syntax.view.reindented(value, syntax.view.line_indent(node))),)
            )
        case _:
            raise RefusedError("it is called with other arguments as well")
