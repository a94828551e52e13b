"""Names for steps and their functions, made of what the code around them says."""

from __future__ import annotations

import itertools
import re

import libcst as cst
from libcst.helpers import get_full_name_for_node

from wflint.ir import step_names
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


def stem_of(syntax: SyntaxContext, anchor: cst.CSTNode, target: str | None) -> str:
    """Return the stem of a name for a step: `get-order-id`, `create-user`.

    Args:
        syntax: Where it is.
        anchor: The call that the step is made for.
        target: The variable that takes what the step gives.
    """
    call = anchor.expression if isinstance(anchor, cst.Await) else anchor
    return step_names.stem_of(
        get_full_name_for_node(call) or "",
        target=target,
        part_of=_part_of(syntax, call),
        key=_key(syntax, call),
        is_read=isinstance(call, (cst.Attribute, cst.Subscript)),
        is_statement=isinstance(syntax.tree.parent(syntax.tree.awaited(anchor)), cst.Expr),
    )


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
