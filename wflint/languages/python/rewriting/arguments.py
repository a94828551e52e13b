"""Rewrites arguments and attributes: keywords, order, spelling."""

from __future__ import annotations

import libcst as cst

from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.region import Region

_LAYOUT = frozenset({"ensure_ascii", "indent", "separators", "sort_keys"})
"""Arguments that only say how JSON is written."""


def rename_attribute(region: Region, node: cst.CSTNode, name: str, *, called: bool) -> Rewritten:
    """`response.headers`, `response["headers"]` or `response.json()` becomes `response.header` and the like."""
    if called:
        call = region.parent(node)
        if not (isinstance(node, cst.Attribute) and isinstance(call, cst.Call) and not call.args):
            raise RefusedError("it is called with arguments")
        return Rewritten((region.replace(call, f"{region.outer_source(node.value)}.{name}"),))
    if isinstance(node, cst.Attribute):
        return Rewritten((region.replace(node.attr, name),))
    if isinstance(node, cst.Subscript):
        return Rewritten((region.replace(node, f"{region.outer_source(node.value)}.{name}"),))
    raise RefusedError("it is read elsewhere")


def name_argument(region: Region, node: cst.CSTNode, name: str) -> Rewritten:
    """`f(x)` or `f(other=x)` becomes `f(name=x)`."""
    argument = region.argument(node)
    if argument.star:
        raise RefusedError("it comes out of a list of arguments")
    if argument.keyword is not None:
        return Rewritten((region.replace(argument.keyword, name),))
    start, _ = region.outer_extent(node)
    return Rewritten((region.edit(start, start, f"{name}="),))


def add_argument(region: Region, node: cst.CSTNode, position: int, text: str) -> Rewritten:
    """Put another argument before the one at a position, or behind the last one."""
    if not isinstance(node, cst.Call) or len(node.args) < position:
        raise RefusedError("its arguments are not written out")
    if not node.args:
        end = region.extent(node)[1] - 1
        return Rewritten((region.edit(end, end, text),))
    if len(node.args) == position:
        end = region.outer_extent(node.args[-1].value)[1]
        return Rewritten((region.edit(end, end, f", {text}"),))
    argument = node.args[position]
    start, _ = region.extent(argument.keyword or argument.value)
    return Rewritten((region.edit(start, start, f"{text}, "),))


def swap_arguments(region: Region, first: cst.CSTNode, second: cst.CSTNode) -> Rewritten:
    """Let two arguments change places."""
    one, two = region.argument(first), region.argument(second)
    if one.keyword is not None or two.keyword is not None:
        raise RefusedError("they are named")
    return Rewritten(
        (region.replace(first, region.source(second)), region.replace(second, region.source(first)))
    )


def unwrap_call(region: Region, node: cst.CSTNode) -> Rewritten:
    """`f(x)` becomes `x`."""
    match node:
        case cst.Call(args=[cst.Arg(keyword=None, star="", value=value), *options]) if all(
            each.keyword is not None and each.keyword.value in _LAYOUT for each in options
        ):
            return Rewritten((region.replace(node, region.moved(value, region.line_indent(node))),))
        case _:
            raise RefusedError("it is called with other arguments as well")
