"""Rewrites how steps are called: awaits, order, nesting."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import libcst as cst

from wflint.ir.rewriting import DurationWriter, RefusedError, Rewritten, StepWriter
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.region import Region
from wflint.languages.python.rewriting.spot import spot_of
from wflint.languages.python.rewriting.writing import name_step

# The comment behind the opening parenthesis of an awaited call.
_OPENING_COMMENT = re.compile(r"await\s+[\w.]+\(\s*?(#[^\r\n]*)")


def await_it(region: Region, node: cst.CSTNode, *, method: str = "") -> Rewritten:
    """Put `await` before an expression, a call of another method where that has a name."""
    function = region.function(node)
    if not (isinstance(function, cst.FunctionDef) and function.asynchronous is not None):
        raise RefusedError("nothing can be awaited there")
    if not method:
        return Rewritten((region.awaiting(node),))
    if not (isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)):
        raise RefusedError("what it calls is no attribute")
    (start, end), (first, last) = region.extent(node), region.extent(node.func.attr)
    return Rewritten((region.awaiting(node, f"{region.text[start:first]}{method}{region.text[last:end]}"),))


def sleep(
    region: Region, anchor: cst.CSTNode, step: StepWriter, *, is_whole: bool, repeats: bool
) -> Rewritten:
    """Sleep in a step of the engine instead."""
    whole = region.awaited(anchor)
    if not (isinstance(anchor, cst.Call) and len(anchor.args) == 1 and not anchor.args[0].star):
        raise RefusedError("how long it sleeps is not its only argument")
    if not isinstance(region.parent(whole), cst.Expr):
        raise RefusedError("it is part of an expression")
    value = anchor.args[0].value
    if region.below(value, cst.Await):
        raise RefusedError("it awaits something to know how long to sleep")
    spot = spot_of(region, whole, step)
    name = name_step(region, anchor, whole, spot, step, repeats=repeats)
    references = References(region, whole)
    duration, doubt = _duration(region, value, references, step.durations, is_whole=is_whole)
    template = references.spelled(step.sleep)
    call = template.format(context=spot.context, name=name.text, duration=duration)
    text = f"await {call}" if step.is_async else call
    return Rewritten((region.replace(whole, text), *name.edits, *references.edits), doubt)


def _duration(
    region: Region,
    value: cst.BaseExpression,
    references: References,
    writer: DurationWriter,
    *,
    is_whole: bool,
) -> tuple[str, str]:
    """A number of seconds as the engine takes it, and what may be wrong with it."""
    text = region.source(value)
    if writer.takes_parts:
        return text, ""
    if writer.span:
        return references.filled(writer.span, text), ""
    if isinstance(value, cst.Float):
        return str(max(1, math.ceil(value.evaluated_value))), ""
    return (text, "") if is_whole else (f"int({text})", "a step sleeps whole seconds, a part of one is lost")


# --- one after the other ---


def one_after_another(region: Region, call: cst.CSTNode) -> Rewritten:
    """Await the arguments of a call in turn, where the call itself is awaited at once."""
    whole = region.parent(call)
    if not (isinstance(call, cst.Call) and isinstance(whole, cst.Await)):
        raise RefusedError("what it gives is not awaited at once")
    if any(arg.keyword is not None for arg in call.args):
        raise RefusedError("it is given options")
    if len(call.args) == 1 and call.args[0].star == "*":
        return _each_of(region, whole, call.args[0].value)
    started = [arg.value for arg in call.args]
    if not all(
        isinstance(value, cst.Call) and not arg.star for value, arg in zip(started, call.args, strict=True)
    ):
        raise RefusedError("what it starts is not written out")
    return _in_turn(region, whole, started)


def _in_turn(region: Region, whole: cst.Await, started: Sequence[cst.BaseExpression]) -> Rewritten:
    parent = region.parent(whole)
    targets = _targets(parent, len(started))
    if targets is None:
        indent = region.indent(region.statement(whole))
        awaits = [f"await {region.moved(each, indent)}" for each in started]
        return Rewritten((region.replace(whole, f"[{', '.join(awaits)}]"),))
    statement = region.statement(whole)
    indent = region.indent(statement)
    lines: list[str] = []
    for target, each in zip(targets, started, strict=True):
        text = f"await {region.moved(each, indent)}"
        comment = (
            region.comment_behind(each) if each is not started[-1] or not region.is_one_line(whole) else ""
        )
        lines += [*_comments_before(region, each), (f"{target} = {text}" if target else text) + comment]
    if head := _OPENING_COMMENT.match(region.text, region.extent(whole)[0]):
        if lines[0].startswith("#"):
            lines.insert(0, head[1])
        else:
            lines[0] += f"  {head[1]}"
    return Rewritten((region.replace(statement, f"{region.newline}{indent}".join(lines)),))


def _comments_before(region: Region, node: cst.CSTNode) -> list[str]:
    """The comments on lines of their own right before an argument."""
    source = region.parsed.source
    found: list[str] = []
    line = source.line_of(region.outer_extent(node)[0]) - 1
    while line > 0 and source.line_text(line).strip().startswith("#"):
        found.insert(0, source.line_text(line).strip())
        line -= 1
    return found


def _targets(parent: cst.CSTNode | None, count: int) -> list[str] | None:
    """What each result is assigned to, empty where it is not needed; `None` where all are needed together."""
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


def _each_of(region: Region, whole: cst.Await, given: cst.BaseExpression) -> Rewritten:
    """Await what a comprehension makes in each of its rounds, or the items of a list."""
    match given:
        case cst.List(elements=elements) | cst.Tuple(elements=elements):
            started = [each.value for each in elements]
            if all(isinstance(each, cst.Call) for each in started):
                return _in_turn(region, whole, started)
        case cst.ListComp(elt=element) | cst.GeneratorExp(elt=element) if isinstance(element, cst.Call):
            if isinstance(region.parent(whole), cst.Expr) and not given.for_in.inner_for_in:
                return _as_loop(region, whole, given.for_in, element)
            start, end = region.extent(given)
            at, behind = region.extent(element)
            text = f"{region.text[start:at]}await {region.source(element)}{region.text[behind:end]}"
            is_list = isinstance(given, cst.ListComp)
            return Rewritten((region.replace(whole, text if is_list else f"[{text}]"),))
        case _:
            pass
    raise RefusedError("what it starts is not written out")


def _as_loop(region: Region, whole: cst.Await, clause: cst.CompFor, element: cst.BaseExpression) -> Rewritten:
    if clause.asynchronous is not None:
        raise RefusedError("what it starts is not written out")
    statement = region.statement(whole)
    indent = region.indent(statement)
    lines = [f"for {region.source(clause.target)} in {region.source(clause.iter)}:"]
    for condition in clause.ifs:
        lines.append(f"{region.step_in * len(lines)}if {region.source(condition.test)}:")
    inner = region.step_in * len(lines)
    lines.append(f"{inner}await {region.moved(element, indent + inner)}")
    return Rewritten((region.replace(statement, f"{region.newline}{indent}".join(lines)),))


# --- one inside the other ---


def unnest(region: Region, outer: cst.CSTNode, inner: cst.CSTNode) -> Rewritten:
    """Run the inner step before or behind the outer one instead of in its function."""
    if not isinstance(outer, cst.Call):
        raise RefusedError("the outer step is started in a way that cannot be taken apart")
    inner_whole = region.awaited(inner)
    function = region.function(inner)
    if isinstance(function, cst.Lambda) and function.body in (inner, inner_whole):
        if not any(arg.value is function for arg in outer.args):
            raise RefusedError("the function of the outer step is not given to it where it is made")
        text = region.moved(inner, region.indent(region.statement(outer)))
        return Rewritten((region.replace(outer, text),))
    if not (
        isinstance(function, cst.FunctionDef)
        and region.is_only_given_to(function, outer)
        and region.function(function) is region.function(outer)
    ):
        raise RefusedError("the function of the outer step is used elsewhere as well")
    statement = region.statement(inner)
    body = [each for each in function.body.body if isinstance(each, cst.BaseStatement)]
    if len(body) < 2 or statement not in (body[0], body[-1]):
        raise RefusedError("the inner step is neither the first nor the last thing that the outer one does")
    if statement is body[0]:
        return _before(region, outer, inner_whole, statement)
    return _behind(region, function, outer, inner_whole, statement)


def _before(region: Region, outer: cst.Call, inner: cst.CSTNode, statement: cst.CSTNode) -> Rewritten:
    around = region.statement(outer)
    if not isinstance(region.parent(inner), (cst.Expr, cst.Assign)):
        raise RefusedError("what the inner step gives is used at once")
    line = region.moved(statement, region.indent(around)) + region.comment_behind(statement)
    return Rewritten((region.removed(statement), region.insert_before(around, [line])))


def _behind(
    region: Region, function: cst.FunctionDef, outer: cst.Call, inner: cst.CSTNode, statement: cst.CSTNode
) -> Rewritten:
    around, outer_whole = region.statement(outer), region.awaited(outer)
    names = _taken_along(region, function, inner, statement)
    used = region.parent(outer_whole)
    gives = isinstance(region.parent(inner), cst.Return)
    if not (isinstance(used, cst.Expr) or (isinstance(used, cst.Assign) and gives)):
        raise RefusedError("what the outer step gives is used at once")
    indent = region.indent(around)
    first, last = region.source(outer_whole), region.moved(inner, indent) + region.comment_behind(statement)
    if isinstance(used, cst.Assign):
        last = region.text[region.extent(used)[0] : region.extent(used.value)[0]] + last
    if not names:
        edits = (region.removed(statement), region.replace(around, f"{first}{region.newline}{indent}{last}"))
        return Rewritten(edits)
    listed = ", ".join(names)
    returned = f"return {listed}" if len(names) == 1 else f"return [{listed}]"
    lines = f"{listed} = {first}{region.newline}{indent}{last}"
    return Rewritten(
        (region.replace(statement, returned), region.replace(around, lines)),
        f"nobody knows whether {' and '.join(f'`{name}`' for name in names)} survive JSON",
    )


def _taken_along(
    region: Region, function: cst.FunctionDef, inner: cst.CSTNode, statement: cst.CSTNode
) -> list[str]:
    """The variables of the outer step's function that the inner step uses, which that has to return then."""
    own = {each.value for each in region.below(function, cst.Name) if region.is_bound(each)}
    names = [each.value for each in region.below(inner, cst.Name) if each.value in own]
    found = list(dict.fromkeys(names))
    enclosing = region.function(function) or region.outermost
    outside = [
        each.value
        for each in region.below(enclosing, cst.Name)
        if each.value in found and function not in region.above(each)
    ]
    returns = [
        each
        for each in region.below(function.body, cst.Return)
        if each not in region.below(statement, cst.Return)
    ]
    if found and (outside or returns):
        raise RefusedError("the inner step uses variables of the outer step's function")
    return found
