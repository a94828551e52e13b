"""Names for steps and their functions, made of what the code around them says."""

from __future__ import annotations

import itertools
import re
from typing import TypeGuard

import libcst as cst
from libcst.helpers import get_full_name_for_node

from wflint.ir import step_names
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_CONSTANTS = frozenset({"None", "True", "False"})


def stem_of(syntax: SyntaxContext, anchor: cst.CSTNode, whole: cst.CSTNode, target: str | None) -> str:
    """Return the stem of a name for a step: `get-order-id`, `create-user`.

    Args:
        syntax: Where it is.
        anchor: The call that the step is made for.
        whole: What goes into the step.
        target: The variable that takes what the step gives.
    """
    call = anchor.expression if isinstance(anchor, cst.Await) else anchor
    dotted, key = get_full_name_for_node(call) or "", _key(syntax, call)
    if isinstance(whole, cst.Comparison) or is_negation(whole):
        above = syntax.tree.parent(call)
        if isinstance(above, cst.Attribute):
            key = _key(syntax, above) or key
        other = _other(whole) if isinstance(whole, cst.Comparison) else None
        return step_names.stem_of_condition(
            dotted, target=target, members=_members(syntax, call, whole), other=other, key=key
        )
    return step_names.stem_of(
        dotted,
        target=target,
        part_of=_part_of(syntax, call),
        key=key,
        mode=_mode(call),
        is_read=isinstance(call, (cst.Attribute, cst.Subscript)),
        is_statement=isinstance(syntax.tree.parent(syntax.tree.awaited(anchor)), cst.Expr),
    )


def is_negation(node: cst.CSTNode | None) -> TypeGuard[cst.UnaryOperation]:
    """Return whether an expression says that another one is not true."""
    return isinstance(node, cst.UnaryOperation) and isinstance(node.operator, cst.Not)


def function_name(syntax: SyntaxContext, stem: str) -> str:
    """Return a name for a function that does what a step of that name does; nothing in the file has it."""
    name = re.sub(r"\W", "_", stem)
    return syntax.view.free_word(name, f"{name}_step")


def target_of(syntax: SyntaxContext, whole: cst.CSTNode) -> str | None:
    """Return what the code calls the value of an expression: the variable, keyword or key that takes it as it is."""
    inner = whole
    for outer in syntax.tree.ancestors(whole):
        match outer:
            case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
                return name if name != "_" else None
            case cst.AnnAssign(target=cst.Name(value=name)) | cst.NamedExpr(target=cst.Name(value=name)):
                return name
            case cst.Arg(keyword=cst.Name(value=name)):
                return name
            case cst.DictElement(key=cst.SimpleString() as key) if inner is outer.value:
                return str(key.evaluated_value)
            case cst.IfExp() if inner is outer.test:
                return None
            case cst.BooleanOperation() | cst.IfExp():
                inner = outer
            case _:
                return None
    return None


def _part_of(syntax: SyntaxContext, call: cst.CSTNode) -> str | None:
    """Return what the code calls the text that a value is put into."""
    around = itertools.islice(syntax.tree.ancestors(syntax.tree.awaited(call)), 2)
    text = next((each for each in around if isinstance(each, cst.FormattedString)), None)
    return target_of(syntax, text) if text is not None else None


def _key(syntax: SyntaxContext, call: cst.CSTNode) -> str | None:
    """Return the constant that an expression asks for: `HOME` of `os.environ["HOME"]`."""
    for each in syntax.tree.find(syntax.tree.parent(call) or call, cst.SimpleString):
        value = each.evaluated_value
        if isinstance(value, str) and re.fullmatch(r"\w+", value):
            return value
    return None


def _mode(call: cst.CSTNode) -> str:
    """Return how a call opens a file, where that is written out: `a` of `open(path, "a")`."""
    if not isinstance(call, cst.Call):
        return ""
    place = (
        0 if isinstance(call.func, cst.Attribute) and get_full_name_for_node(call.func) != "io.open" else 1
    )
    for number, each in enumerate(call.args):
        is_mode = each.keyword.value == "mode" if each.keyword is not None else number == place
        if is_mode and isinstance(each.value, cst.SimpleString):
            return str(each.value.evaluated_value)
    return ""


def _members(syntax: SyntaxContext, call: cst.CSTNode, whole: cst.CSTNode) -> list[str]:
    """Return what code takes of a call's value, outwards up to an expression: `weekday` of `now().weekday() > 4`."""
    around = itertools.takewhile(lambda outer: outer is not whole, syntax.tree.ancestors(call))
    return [each.attr.value for each in around if isinstance(each, cst.Attribute)]


def _other(whole: cst.Comparison) -> str | None:
    """Return what the other side of a comparison is called."""
    sides = (whole.left, whole.comparisons[0].comparator)
    for each in sides:
        match each:
            case cst.Name(value=name) if name not in _CONSTANTS:
                return name
            case cst.Attribute(attr=cst.Name(value=name), value=cst.Name()):
                return name
            case cst.Subscript(
                slice=[cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as key))]
            ):
                return str(key.evaluated_value)
            case _:
                continue
    return None
