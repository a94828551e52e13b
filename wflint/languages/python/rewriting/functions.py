"""Rewrites what steps are given as functions."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import Codec, RefusedError, Rewritten
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.region import Region
from wflint.languages.python.rewriting.writing import define

_WIDTH = 88


def pass_function(region: Region, node: cst.CSTNode) -> Rewritten:
    """`fn()` becomes `fn`, `fn(x)` and `await fn(x)` become `lambda: fn(x)`."""
    call = node.expression if isinstance(node, cst.Await) else node
    if not isinstance(call, cst.Call) or region.below(call, cst.Yield, cst.NamedExpr):
        raise RefusedError("it is no plain call")
    if region.below(call, cst.Await):
        # What is awaited for the arguments stays where it is.
        references = References(region, node)
        given = ", ".join([region.source(call.func), *(region.source(arg) for arg in call.args)])
        return Rewritten(
            (region.replace(node, f"{references.spell('functools.partial')}({given})"), *references.edits)
        )
    plain = isinstance(call.func, (cst.Name, cst.Attribute)) and not region.below(call.func, cst.Call)
    text = region.source(call.func) if plain and not call.args else f"lambda: {region.source(call)}"
    return Rewritten((region.replace(node, text),))


def bind_arguments(
    region: Region, call: cst.CSTNode, function: cst.CSTNode, surplus: Sequence[cst.CSTNode]
) -> Rewritten:
    """`run("a", fn, 3)` becomes `run("a", lambda: fn(3))`."""
    if not isinstance(call, cst.Call) or not surplus:
        raise RefusedError("nothing says with which arguments to call it")
    extra = [region.argument(each) for each in surplus]
    kept = [arg for arg in call.args if not any(arg is each for each in extra)]
    if any(arg.star for arg in call.args) or not any(arg.value is function for arg in kept):
        raise RefusedError("its arguments are not written out")
    bound = _bound(region, function, extra)
    written = [bound if arg.value is function else region.source(arg) for arg in kept]
    return Rewritten((region.replace(call, _call(region, call, written)),))


def _bound(region: Region, function: cst.CSTNode, extra: Sequence[cst.Arg]) -> str:
    given = [_argument(region, arg) for arg in extra]
    if isinstance(function, cst.Lambda):
        names = [parameter.name.value for parameter in function.params.params]
        if len(names) != len(extra) or any(arg.keyword is not None for arg in extra):
            raise RefusedError("its parameters do not fit the arguments")
        defaults = ", ".join(f"{name}={text}" for name, text in zip(names, given, strict=True))
        return f"lambda {defaults}: {region.source(function.body)}"
    return f"lambda: {region.operand(function)}({', '.join(given)})"


def _argument(region: Region, arg: cst.Arg) -> str:
    text = region.outer_source(arg.value)
    return f"{arg.keyword.value}={text}" if arg.keyword is not None else text


def _call(region: Region, call: cst.Call, arguments: Sequence[str]) -> str:
    """A call with other arguments, over several lines if it was so and does not fit on one."""
    func = region.source(call.func)
    line = f"{func}({', '.join(arguments)})"
    start, _ = region.extent(call)
    before = start - region.line_start(start)
    if region.is_one_line(call) or before + len(line) <= _WIDTH:
        return line
    text = region.text[region.line_start(start) :]
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    inner = f"{region.newline}{indent}{region.step_in}"
    return f"{func}({inner}{f',{inner}'.join(arguments)},{region.newline}{indent})"


def run_to_end(region: Region, node: cst.CSTNode) -> Rewritten:
    """`fn` becomes `lambda: asyncio.run(fn())`."""
    references = References(region, node)
    if isinstance(node, cst.Lambda):
        if node.params.params:
            raise RefusedError("its parameters would be lost")
        called = region.source(node.body)
    else:
        called = f"{region.operand(node)}()"
    text = references.filled("lambda: <asyncio.run>({})", called)
    return Rewritten((region.replace(node, text), *references.edits))


def bind_now(region: Region, node: cst.CSTNode, names: Sequence[str]) -> Rewritten:
    """`lambda: f(x)` becomes `lambda x=x: f(x)`."""
    if not isinstance(node, (cst.Lambda, cst.FunctionDef)):
        raise RefusedError("it is no function that is written out here")
    params = node.params
    if isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None or params.kwonly_params:
        raise RefusedError("its parameters leave no place")
    bound = ", ".join(f"{name}={name}" for name in names)
    last = [*params.posonly_params, *params.params]
    if last:
        at = region.extent(last[-1])[1]
        return Rewritten((region.edit(at, at, f", {bound}"),))
    if isinstance(node, cst.Lambda):
        at = region.extent(node)[0] + len("lambda")
        return Rewritten((region.edit(at, at, f" {bound}"),))
    at = region.text.index("(", region.extent(node.name)[1]) + 1
    return Rewritten((region.edit(at, at, bound),))


def change_color(
    region: Region,
    node: cst.CSTNode,
    steps: Sequence[cst.CSTNode],
    annotation: cst.CSTNode | None,
    type_name: str,
    *,
    is_async: bool,
) -> Rewritten:
    """`def f(c): c.run(...)` becomes `async def f(c): await c.run(...)`, or the other way round."""
    if not isinstance(node, cst.FunctionDef):
        raise RefusedError("it is no function that is written out here")
    own = [each for each in steps if region.function(each) is node]
    if len(own) < len(steps):
        raise RefusedError("its steps run in other functions as well")
    edits: list[Edit] = []
    start = region.extent(node)[0]
    if is_async:
        edits.append(region.edit(start, start, "async "))
        for call in own:
            if not isinstance(region.parent(call), cst.Await):
                edits.append(region.awaiting(call))
    else:
        awaits = region.below(node.body, cst.Await)
        if len(awaits) > len(own) or region.below(node.body, cst.Asynchronous):
            raise RefusedError("it awaits more than its steps")
        edits.append(region.edit(start, region.text.index("def", start), ""))
        for each in awaits:
            edits.append(region.edit(region.extent(each)[0], region.outer_extent(each.expression)[0], ""))
    references = References(region, node)
    if annotation is not None:
        named = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        edits.append(region.replace(named, references.spell(type_name)))
    return Rewritten((*edits, *references.edits))


# --- what step functions return ---


def encode_result(
    region: Region, step: cst.CSTNode, returned: cst.CSTNode, codec: Codec, *, awaits: bool
) -> Rewritten:
    """Make plain data of what a step's function returns, and the value of it again where the result is used."""
    references = References(region, returned)
    argument = region.parent(returned)
    is_given = isinstance(argument, cst.Arg) and region.parent(argument) is step
    if is_given or (awaits and isinstance(argument, cst.Lambda)):
        edits = _given(region, returned, codec, references, is_given=is_given, awaits=awaits)
    else:
        edits = [references.put_into(codec.encode, returned)]
        function = region.function(returned)
        edits += region.without_return_type(function) if isinstance(function, cst.FunctionDef) else []
    if _is_used(region, region.awaited(step)):
        if codec.decode is None:
            raise RefusedError("nothing makes the value again of what JSON has kept of it")
        edits += _decoded(region, step, codec, references)
    return Rewritten((*edits, *references.edits))


def _given(
    region: Region, node: cst.CSTNode, codec: Codec, references: References, *, is_given: bool, awaits: bool
) -> list[Edit]:
    """Call what the step was given in a function that encodes what it returns."""
    called = f"{region.operand(node)}()" if is_given else region.source(node)
    if not awaits:
        return [region.replace(node, f"lambda: {references.filled(codec.encode, called)}")]
    around = region.parent(node)
    target = around if isinstance(around, cst.Lambda) else node
    awaited = f"(await {called})" if codec.encode.startswith("{}.") else f"await {called}"
    body = f"return {references.filled(codec.encode, awaited)}"
    name, definition = define(region, target, "encode_result", body, is_async=True)
    return [definition, region.replace(target, name)]


def _is_used(region: Region, whole: cst.CSTNode) -> bool:
    """Whether anything is done with what a step gives."""
    parent = region.parent(whole)
    match parent:
        case cst.Expr():
            return False
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            function = region.function(whole) or region.outermost
            return sum(each.value == name for each in region.below(function, cst.Name)) > 1
        case _:
            return True


def _decoded(region: Region, step: cst.CSTNode, codec: Codec, references: References) -> list[Edit]:
    whole = region.awaited(step)
    before, behind = references.filled(codec.decode or "{}", "\0").split("\0")
    start, end = region.extent(whole)
    if before.startswith("(") or not (before or behind):
        return []
    return [region.edit(start, start, before), region.edit(end, end, behind)]
