"""Rewrites how steps are called: awaits, order, nesting."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import libcst as cst

from wflint.ir.rewriting import DurationWriter, RefusedError, Rewritten, StepWriter
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.insertion_point import insertion_point
from wflint.languages.python.rewriting.long_lines import fitted
from wflint.languages.python.rewriting.new_step import UNNAMED, name_step
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

# The comment after the opening parenthesis of an awaited call.
_OPENING_COMMENT = re.compile(r"await\s+[\w.]+\(\s*?(#[^\r\n]*)")


def await_it(syntax: SyntaxContext, node: cst.CSTNode, *, method: str = "") -> Rewritten:
    """Put `await` before an expression, a call of another method where that has a name."""
    function = syntax.tree.enclosing_function(node)
    if not (isinstance(function, cst.FunctionDef) and function.asynchronous is not None):
        raise RefusedError("nothing can be awaited there")
    if not method:
        return Rewritten((syntax.edit.put_await(node),))
    if not (isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)):
        raise RefusedError("what it calls is not an attribute")
    (start, end), (first, last) = syntax.view.extent(node), syntax.view.extent(node.func.attr)
    return Rewritten(
        (syntax.edit.put_await(node, f"{syntax.view.text[start:first]}{method}{syntax.view.text[last:end]}"),)
    )


def sleep(
    syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter, *, is_whole: bool, repeats: bool
) -> Rewritten:
    """Sleep in a step of the engine instead."""
    whole = syntax.tree.awaited(anchor)
    if not (isinstance(anchor, cst.Call) and len(anchor.args) == 1 and not anchor.args[0].star):
        raise RefusedError("how long it sleeps is not its only argument")
    if not isinstance(syntax.tree.parent(whole), cst.Expr):
        raise RefusedError("it is part of an expression")
    value = anchor.args[0].value
    if syntax.tree.find(value, cst.Await):
        raise RefusedError("it awaits something to know how long to sleep")
    point = insertion_point(syntax, whole, step)
    # Where sleeps have no names, nothing has to tell the rounds of a loop apart.
    is_named = "{name}" in step.sleep
    name = name_step(syntax, anchor, whole, point, step, repeats=repeats) if is_named else UNNAMED
    references = References(syntax, whole)
    duration, doubt = _duration(syntax, value, references, step.durations, is_whole=is_whole)
    template = references.spelled(step.sleep)
    call = template.format(context=point.context, name=name.text, duration=duration)
    text = f"await {call}" if step.is_async else call
    return references.rewritten(
        syntax.edit.replace(whole, fitted(syntax, whole, text)), *name.edits, doubt=doubt
    )


def _duration(
    syntax: SyntaxContext,
    value: cst.BaseExpression,
    references: References,
    writer: DurationWriter,
    *,
    is_whole: bool,
) -> tuple[str, str]:
    """Return a number of seconds as the engine takes it, and what may be wrong with it."""
    text = syntax.view.code(value)
    if writer.takes_parts:
        return text, ""
    if writer.span:
        return references.filled(writer.span, text), ""
    if isinstance(value, cst.Float):
        return str(max(1, math.ceil(value.evaluated_value))), ""
    return (text, "") if is_whole else (f"int({text})", "a step sleeps whole seconds, a part of one is lost")


# --- one after the other ---


def await_sequentially(syntax: SyntaxContext, call: cst.CSTNode) -> Rewritten:
    """Await the arguments of a call in turn, where the call itself is awaited at once."""
    whole = syntax.tree.parent(call)
    if not (isinstance(call, cst.Call) and isinstance(whole, cst.Await)):
        raise RefusedError("its result is not awaited at once")
    if any(arg.keyword is not None for arg in call.args):
        raise RefusedError("it is given options")
    if len(call.args) == 1 and call.args[0].star == "*":
        return _each_of(syntax, whole, call.args[0].value)
    started = [arg.value for arg in call.args]
    if not all(
        isinstance(value, cst.Call) and not arg.star for value, arg in zip(started, call.args, strict=True)
    ):
        raise RefusedError("what it starts is not written out")
    return _in_turn(syntax, whole, started)


def _in_turn(syntax: SyntaxContext, whole: cst.Await, started: Sequence[cst.BaseExpression]) -> Rewritten:
    parent = syntax.tree.parent(whole)
    targets = _targets(parent, len(started))
    if targets is None:
        indent = syntax.view.indent(syntax.tree.enclosing_statement(whole))
        awaits = [f"await {syntax.view.reindented(each, indent)}" for each in started]
        return Rewritten((syntax.edit.replace(whole, f"[{', '.join(awaits)}]"),))
    statement = syntax.tree.enclosing_statement(whole)
    indent = syntax.view.indent(statement)
    lines: list[str] = []
    for target, each in zip(targets, started, strict=True):
        text = f"await {syntax.view.reindented(each, indent)}"
        comment = (
            syntax.view.trailing_comment(each)
            if each is not started[-1] or not syntax.view.is_one_line(whole)
            else ""
        )
        lines += [*_comments_before(syntax, each), (f"{target} = {text}" if target else text) + comment]
    if head := _OPENING_COMMENT.match(syntax.view.text, syntax.view.extent(whole)[0]):
        if lines[0].startswith("#"):
            lines.insert(0, head[1])
        else:
            lines[0] += f"  {head[1]}"
    return Rewritten((syntax.edit.replace(statement, f"{syntax.view.newline}{indent}".join(lines)),))


def _comments_before(syntax: SyntaxContext, node: cst.CSTNode) -> list[str]:
    """Return the comments on lines of their own right before an argument."""
    source = syntax.parsed.source
    found: list[str] = []
    line = source.line_of(syntax.view.outer_extent(node)[0]) - 1
    while line > 0 and source.line_text(line).strip().startswith("#"):
        found.insert(0, source.line_text(line).strip())
        line -= 1
    return found


def _targets(parent: cst.CSTNode | None, count: int) -> list[str] | None:
    """Return what each result is assigned to, empty where it is not needed; `None` where all are needed together."""
    match parent:
        case cst.Expr():
            return [""] * count
        case cst.Assign(
            targets=[cst.AssignTarget(target=cst.Tuple(elements=elements) | cst.List(elements=elements))]
        ):
            names = [each.value.value for each in elements if isinstance(each.value, cst.Name)]
            return (
                ["" if name == "_" else name for name in names]
                if len(names) == count == len(elements)
                else None
            )
        case _:
            return None


def _each_of(syntax: SyntaxContext, whole: cst.Await, given: cst.BaseExpression) -> Rewritten:
    """Await what a comprehension makes in each of its rounds, or the items of a list."""
    match given:
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            started = [each.value for each in elements]
            if all(isinstance(each, cst.Call) for each in started):
                return _in_turn(syntax, whole, started)
        case cst.ListComp(elt=element) | cst.GeneratorExp(elt=element) if isinstance(element, cst.Call):
            if isinstance(syntax.tree.parent(whole), cst.Expr) and not given.for_in.inner_for_in:
                return _as_loop(syntax, whole, given.for_in, element)
            start, end = syntax.view.extent(given)
            at, behind = syntax.view.extent(element)
            text = (
                f"{syntax.view.text[start:at]}await {syntax.view.code(element)}{syntax.view.text[behind:end]}"
            )
            is_list = isinstance(given, cst.ListComp)
            return Rewritten((syntax.edit.replace(whole, text if is_list else f"[{text}]"),))
        case _:
            pass
    raise RefusedError("what it starts is not written out")


def _as_loop(
    syntax: SyntaxContext, whole: cst.Await, clause: cst.CompFor, element: cst.BaseExpression
) -> Rewritten:
    if clause.asynchronous is not None:
        raise RefusedError("what it starts is not written out")
    statement = syntax.tree.enclosing_statement(whole)
    indent = syntax.view.indent(statement)
    lines = [f"for {syntax.view.code(clause.target)} in {syntax.view.code(clause.iter)}:"]
    for condition in clause.ifs:
        lines.append(f"{syntax.view.indent_unit * len(lines)}if {syntax.view.code(condition.test)}:")
    inner = syntax.view.indent_unit * len(lines)
    lines.append(f"{inner}await {syntax.view.reindented(element, indent + inner)}")
    return Rewritten((syntax.edit.replace(statement, f"{syntax.view.newline}{indent}".join(lines)),))


# --- one inside the other ---


def unnest(syntax: SyntaxContext, outer: cst.CSTNode, inner: cst.CSTNode, step: StepWriter) -> Rewritten:
    """Run the inner step before or after the outer one instead of in its function."""
    if not isinstance(outer, cst.Call):
        raise RefusedError("the outer step is started in a way that cannot be taken apart")
    inner_whole = syntax.tree.awaited(inner)
    function = syntax.tree.enclosing_function(inner)
    if isinstance(function, cst.Lambda) and function.body in (inner, inner_whole):
        if not any(arg.value is function for arg in outer.args):
            raise RefusedError("the outer step's function is not defined where it is passed")
        text = syntax.view.reindented(inner, syntax.view.indent(syntax.tree.enclosing_statement(outer)))
        return Rewritten((syntax.edit.replace(outer, text),))
    if not (
        isinstance(function, cst.FunctionDef)
        and syntax.tree.is_only_given_to(function, outer)
        and syntax.tree.enclosing_function(function) is syntax.tree.enclosing_function(outer)
    ):
        raise RefusedError("the function of the outer step is used elsewhere as well")
    statement = syntax.tree.enclosing_statement(inner)
    body = [each for each in function.body.body if isinstance(each, cst.BaseStatement)]
    if len(body) < 2 or statement not in (body[0], body[-1]):
        raise RefusedError("the inner step is neither the first nor the last thing that the outer one does")
    if statement is body[0]:
        return _before(syntax, outer, inner_whole, statement)
    done = _behind(syntax, function, outer, inner_whole, statement)
    names = _taken_along(syntax, function, inner_whole, statement)
    doubtful = [name for name in names if not _is_plain(syntax, function, name, step)]
    if not doubtful:
        return done
    survive = "survives" if len(doubtful) == 1 else "survive"
    what = " and ".join(f"`{name}`" for name in doubtful)
    return Rewritten(done.edits, f"wflint cannot tell whether {what} {survive} JSON")


def _is_plain(syntax: SyntaxContext, function: cst.FunctionDef, name: str, step: StepWriter) -> bool:
    """Return whether JSON certainly keeps what a variable of a function holds, which is set once."""
    bound = [
        each
        for each in syntax.tree.find(function, cst.Name)
        if each.value == name and syntax.tree.is_bound(each)
    ]
    target = syntax.tree.parent(bound[0]) if len(bound) == 1 else None
    assigned = syntax.tree.parent(target) if isinstance(target, cst.AssignTarget) else None
    codec = step.codec(assigned.value) if isinstance(assigned, cst.Assign) else None
    return codec is not None and codec.is_plain


def _before(syntax: SyntaxContext, outer: cst.Call, inner: cst.CSTNode, statement: cst.CSTNode) -> Rewritten:
    around = syntax.tree.enclosing_statement(outer)
    if not isinstance(syntax.tree.parent(inner), (cst.Expr, cst.Assign)):
        raise RefusedError("the inner step's result is used at once")
    line = syntax.view.reindented(statement, syntax.view.indent(around)) + syntax.view.trailing_comment(
        statement
    )
    return Rewritten((syntax.edit.remove(statement), syntax.edit.insert_before(around, [line])))


def _behind(
    syntax: SyntaxContext,
    function: cst.FunctionDef,
    outer: cst.Call,
    inner: cst.CSTNode,
    statement: cst.CSTNode,
) -> Rewritten:
    around, outer_whole = syntax.tree.enclosing_statement(outer), syntax.tree.awaited(outer)
    names = _taken_along(syntax, function, inner, statement)
    used = syntax.tree.parent(outer_whole)
    gives = isinstance(syntax.tree.parent(inner), cst.Return)
    if not (isinstance(used, cst.Expr) or (isinstance(used, cst.Assign) and gives)):
        raise RefusedError("the outer step's result is used at once")
    indent = syntax.view.indent(around)
    first, last = (
        syntax.view.code(outer_whole),
        syntax.view.reindented(inner, indent) + syntax.view.trailing_comment(statement),
    )
    if isinstance(used, cst.Assign):
        last = syntax.view.text[syntax.view.extent(used)[0] : syntax.view.extent(used.value)[0]] + last
    if not names:
        edits = (
            syntax.edit.remove(statement),
            syntax.edit.replace(around, f"{first}{syntax.view.newline}{indent}{last}"),
        )
        return Rewritten(edits)
    listed = ", ".join(names)
    returned = f"return {listed}" if len(names) == 1 else f"return [{listed}]"
    lines = f"{listed} = {first}{syntax.view.newline}{indent}{last}"
    return Rewritten((syntax.edit.replace(statement, returned), syntax.edit.replace(around, lines)))


def _taken_along(
    syntax: SyntaxContext, function: cst.FunctionDef, inner: cst.CSTNode, statement: cst.CSTNode
) -> list[str]:
    """Return the variables of the outer step's function that the inner step uses, which it has to return then."""
    own = {each.value for each in syntax.tree.find(function, cst.Name) if syntax.tree.is_bound(each)}
    names = [each.value for each in syntax.tree.find(inner, cst.Name) if each.value in own]
    found = list(dict.fromkeys(names))
    enclosing = syntax.tree.enclosing_function(function) or syntax.tree.root
    outside = [
        each.value
        for each in syntax.tree.find(enclosing, cst.Name)
        if each.value in found and function not in syntax.tree.ancestors(each)
    ]
    returns = [
        each
        for each in syntax.tree.find(function.body, cst.Return)
        if each not in syntax.tree.find(statement, cst.Return)
    ]
    if found and (outside or returns):
        raise RefusedError("the inner step uses variables of the outer step's function")
    return found
