"""Rewrites names of steps and values: numbers, encodings, keys, results that are returned."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.loop_index import loop_indices_at
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


def number(syntax: SyntaxContext, name: cst.CSTNode, loops: Sequence[cst.CSTNode], suffix: str) -> Rewritten:
    """Make the index of loops part of a name, after a suffix."""
    names, edits = loop_indices_at(syntax, name, loops)
    numbered = "".join((suffix, *(f"-{{{each}}}" for each in names)))
    return Rewritten((syntax.edit.replace(name, _with_suffix(syntax, name, numbered)), *edits))


def _with_suffix(syntax: SyntaxContext, name: cst.CSTNode, suffix: str) -> str:
    text = syntax.view.code(name)
    match name:
        case cst.SimpleString(prefix="") if name.raw_value:
            if "{" not in suffix:
                return f"{name.quote}{name.raw_value}{suffix}{name.quote}"
            escaped = re.sub(r"[{}]", lambda match: match[0] * 2, name.raw_value)
            return f"f{name.quote}{escaped}{suffix}{name.quote}"
        case cst.FormattedString():
            return f"{text.removesuffix(name.end)}{suffix}{name.end}"
        case cst.BinaryOperation(operator=cst.Add()):
            return f'{text} + f"{suffix}"'
        case _ if syntax.view.is_one_line(name) and not {'"', "\\"} & set(text):
            return f'f"{{{text}}}{suffix}"'
        case _:
            raise RefusedError("its name is made in a way that leaves no place for an index")


def extend_name(syntax: SyntaxContext, name: cst.CSTNode, suffix: str) -> Rewritten:
    """Put constant text after a name."""
    return Rewritten((syntax.edit.replace(name, _with_suffix(syntax, name, suffix)),))


def replace_text(syntax: SyntaxContext, node: cst.CSTNode, text: str) -> Rewritten:
    """Put other text in the place of a string that is written out."""
    if not isinstance(node, cst.SimpleString):
        raise RefusedError("the text is not written out there")
    if node.prefix:
        raise RefusedError(f"it is written with the prefix `{node.prefix}`")
    if "\\" in node.raw_value:
        raise RefusedError("it is written with escapes")
    if node.quote[0] in text or "\\" in text:
        raise RefusedError("the text cannot stand between its quotes")
    return Rewritten((syntax.edit.replace(node, f"{node.quote}{text}{node.quote}"),))


def apply(syntax: SyntaxContext, node: cst.CSTNode, template: str) -> Rewritten:
    """Put an expression into a template."""
    references = References(syntax, node)
    return references.rewritten(references.put_into(template, node))


def read_key(syntax: SyntaxContext, node: cst.CSTNode) -> Rewritten:
    """Turn `result.name` into `result["name"]`."""
    if not isinstance(node, cst.Attribute):
        raise RefusedError("the attribute is read elsewhere")
    if any(isinstance(each, cst.FormattedString) for each in syntax.tree.ancestors(node)):
        return Rewritten(
            (syntax.edit.replace(node, f"{syntax.view.outer_code(node.value)}['{node.attr.value}']"),)
        )
    return Rewritten(
        (syntax.edit.replace(node, f'{syntax.view.outer_code(node.value)}["{node.attr.value}"]'),)
    )


def reraise(syntax: SyntaxContext, node: cst.CSTNode, exception: str) -> Rewritten:
    """Put `except ThatException: raise` before an `except`."""
    if not isinstance(node, cst.ExceptHandler):
        raise RefusedError("it catches groups of exceptions")
    references = References(syntax, node)
    spelled = references.spell(exception)
    start, _ = syntax.view.extent(node)
    at = syntax.view.line_start(start)
    indent = syntax.view.text[at:start]
    text = f"{indent}except {spelled}:{syntax.view.newline}{indent}{syntax.view.indent_unit}raise{syntax.view.newline}"
    return references.rewritten(syntax.edit.span(at, at, text))


# --- results instead of changed variables ---


def return_from_step(syntax: SyntaxContext, call: cst.CSTNode, mutation: cst.CSTNode) -> Rewritten:
    """Let a step's function return the new value, and change the variable with what the step gives."""
    whole = syntax.tree.awaited(call)
    if not isinstance(syntax.tree.parent(whole), cst.Expr):
        raise RefusedError("the step already returns something else")
    function = syntax.tree.enclosing_function(mutation)
    if isinstance(function, cst.Lambda):
        return _from_lambda(syntax, whole, function, mutation)
    if not isinstance(function, cst.FunctionDef) or not syntax.tree.is_only_given_to(function, call):
        raise RefusedError("the function that changes it is not the step's own")
    body = [each for each in function.body.body if isinstance(each, cst.BaseStatement)]
    statement = syntax.tree.enclosing_statement(mutation)
    if syntax.tree.find(function.body, cst.Return, cst.Yield) or statement is not body[-1]:
        raise RefusedError("the change is not the last thing that the step's function does")
    change = _change(syntax, statement)
    edits = [syntax.edit.replace(statement, f"return {change[1]}"), *_undeclared(syntax, function, mutation)]
    edits += syntax.edit.drop_return_type(function)
    edits.append(syntax.edit.replace(whole, change[0].replace("\0", syntax.view.code(whole))))
    return Rewritten(tuple(edits))


def _from_lambda(
    syntax: SyntaxContext, whole: cst.CSTNode, function: cst.Lambda, mutation: cst.CSTNode
) -> Rewritten:
    """Turn `run("a", lambda: items.append(f(x)))` into `items.append(run("a", lambda: f(x)))`."""
    start, end = syntax.view.extent(whole)
    inner = syntax.view.extent(function)
    if function.body is not mutation or not start <= inner[0] < end:
        raise RefusedError("the change is not all that the step's function does")
    method, value = _method_and_value(syntax, mutation)
    before, behind = (
        syntax.view.text[start : syntax.view.extent(mutation)[0]],
        syntax.view.text[syntax.view.extent(mutation)[1] : end],
    )
    return Rewritten((syntax.edit.replace(whole, f"{method}({before}{value}{behind})"),))


def _change(syntax: SyntaxContext, statement: cst.CSTNode) -> tuple[str, str]:
    """Return a change as what is done with the step (at the NUL), and what its function returns."""
    match statement:
        case cst.SimpleStatementLine(
            body=[cst.Assign(targets=[cst.AssignTarget(target=target)], value=value)]
        ):
            return f"{syntax.view.code(target)} = \0", syntax.view.code(value)
        case cst.SimpleStatementLine(
            body=[cst.AugAssign(target=cst.Name(value=name), operator=operator, value=value)]
        ):
            sign = syntax.view.code(operator).strip().removesuffix("=")
            return f"{name} = \0", f"{name} {sign} {syntax.view.operand(value)}"
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.Call() as call)]):
            method, given = _method_and_value(syntax, call)
            return f"{method}(\0)", given
        case _:
            raise RefusedError("the change is not a plain assignment")


def _method_and_value(syntax: SyntaxContext, node: cst.CSTNode) -> tuple[str, str]:
    match node:
        case cst.Call(func=cst.Attribute(), args=[cst.Arg(keyword=None, star="", value=value)]):
            return syntax.view.code(node.func), syntax.view.code(value)
        case _:
            raise RefusedError("the change is not a plain assignment")


def _undeclared(syntax: SyntaxContext, function: cst.FunctionDef, mutation: cst.CSTNode) -> list[Edit]:
    """Take away `nonlocal` or `global` for a variable that is assigned no more."""
    if not isinstance(mutation, cst.Name):
        return []
    edits: list[Edit] = []
    for statement in function.body.body:
        if isinstance(statement, cst.SimpleStatementLine) and isinstance(
            statement.body[0], (cst.Nonlocal, cst.Global)
        ):
            names = [each.name.value for each in statement.body[0].names]
            if mutation.value in names:
                if len(names) > 1 or len(statement.body) > 1:
                    raise RefusedError("its declaration names other variables as well")
                edits.append(syntax.edit.remove(statement))
    return edits
