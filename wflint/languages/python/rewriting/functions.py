"""Rewrites what steps are given as functions."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import Codec, RefusedError, Rewritten
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.new_step import define
from wflint.languages.python.rewriting.syntax_context import SyntaxContext

_WIDTH = 88


def pass_callable(syntax: SyntaxContext, node: cst.CSTNode) -> Rewritten:
    """Turn `fn()` into `fn`, and `fn(x)` or `await fn(x)` into `lambda: fn(x)`."""
    call = node.expression if isinstance(node, cst.Await) else node
    if not isinstance(call, cst.Call) or syntax.tree.find(call, cst.Yield, cst.NamedExpr):
        raise RefusedError("it is not a plain call")
    if syntax.tree.find(call, cst.Await):
        # What is awaited for the arguments stays where it is.
        references = References(syntax, node)
        given = ", ".join([syntax.view.code(call.func), *(syntax.view.code(arg) for arg in call.args)])
        return Rewritten(
            (
                syntax.edit.replace(node, f"{references.spell('functools.partial')}({given})"),
                *references.edits,
            )
        )
    plain = isinstance(call.func, (cst.Name, cst.Attribute)) and not syntax.tree.find(call.func, cst.Call)
    text = syntax.view.code(call.func) if plain and not call.args else f"lambda: {syntax.view.code(call)}"
    return Rewritten((syntax.edit.replace(node, text),))


def bind_arguments(
    syntax: SyntaxContext, call: cst.CSTNode, function: cst.CSTNode, surplus: Sequence[cst.CSTNode]
) -> Rewritten:
    """Turn `run("a", fn, 3)` into `run("a", lambda: fn(3))`."""
    if not isinstance(call, cst.Call) or not surplus:
        raise RefusedError("nothing says with which arguments to call it")
    extra = [syntax.tree.argument_of(each) for each in surplus]
    kept = [arg for arg in call.args if not any(arg is each for each in extra)]
    if any(arg.star for arg in call.args) or not any(arg.value is function for arg in kept):
        raise RefusedError("its arguments are not written out")
    bound = _bound(syntax, function, extra)
    written = [bound if arg.value is function else syntax.view.code(arg) for arg in kept]
    return Rewritten((syntax.edit.replace(call, _call(syntax, call, written)),))


def _bound(syntax: SyntaxContext, function: cst.CSTNode, extra: Sequence[cst.Arg]) -> str:
    given = [_argument(syntax, arg) for arg in extra]
    if isinstance(function, cst.Lambda):
        names = [parameter.name.value for parameter in function.params.params]
        if len(names) != len(extra) or any(arg.keyword is not None for arg in extra):
            raise RefusedError("its parameters do not fit the arguments")
        defaults = ", ".join(f"{name}={text}" for name, text in zip(names, given, strict=True))
        return f"lambda {defaults}: {syntax.view.code(function.body)}"
    return f"lambda: {syntax.view.operand(function)}({', '.join(given)})"


def _argument(syntax: SyntaxContext, arg: cst.Arg) -> str:
    text = syntax.view.outer_code(arg.value)
    return f"{arg.keyword.value}={text}" if arg.keyword is not None else text


def _call(syntax: SyntaxContext, call: cst.Call, arguments: Sequence[str]) -> str:
    """Return a call with other arguments, over several lines if it was so and does not fit on one."""
    func = syntax.view.code(call.func)
    line = f"{func}({', '.join(arguments)})"
    start, _ = syntax.view.extent(call)
    before = start - syntax.view.line_start(start)
    if syntax.view.is_one_line(call) or before + len(line) <= _WIDTH:
        return line
    text = syntax.view.text[syntax.view.line_start(start) :]
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    inner = f"{syntax.view.newline}{indent}{syntax.view.indent_unit}"
    return f"{func}({inner}{f',{inner}'.join(arguments)},{syntax.view.newline}{indent})"


def wrap_in_asyncio_run(syntax: SyntaxContext, node: cst.CSTNode) -> Rewritten:
    """Turn `fn` into `lambda: asyncio.run(fn())`."""
    references = References(syntax, node)
    if isinstance(node, cst.Lambda):
        if node.params.params:
            raise RefusedError("its parameters would be lost")
        called = syntax.view.code(node.body)
    else:
        called = f"{syntax.view.operand(node)}()"
    text = references.filled("lambda: <asyncio.run>({})", called)
    return references.rewritten(syntax.edit.replace(node, text))


def bind_as_default(syntax: SyntaxContext, node: cst.CSTNode, names: Sequence[str]) -> Rewritten:
    """Turn `lambda: f(x)` into `lambda x=x: f(x)`."""
    if not isinstance(node, (cst.Lambda, cst.FunctionDef)):
        raise RefusedError("its function is not written out here")
    params = node.params
    if isinstance(params.star_arg, cst.Param) or params.star_kwarg is not None or params.kwonly_params:
        raise RefusedError("its parameters leave no place")
    bound = ", ".join(f"{name}={name}" for name in names)
    last = [*params.posonly_params, *params.params]
    if last:
        at = syntax.view.extent(last[-1])[1]
        return Rewritten((syntax.edit.span(at, at, f", {bound}"),))
    if isinstance(node, cst.Lambda):
        at = syntax.view.extent(node)[0] + len("lambda")
        return Rewritten((syntax.edit.span(at, at, f" {bound}"),))
    at = syntax.view.text.index("(", syntax.view.extent(node.name)[1]) + 1
    return Rewritten((syntax.edit.span(at, at, bound),))


def change_color(
    syntax: SyntaxContext,
    node: cst.CSTNode,
    steps: Sequence[cst.CSTNode],
    annotation: cst.CSTNode | None,
    type_name: str,
    *,
    is_async: bool,
) -> Rewritten:
    """Turn `def f(c): c.run(...)` into `async def f(c): await c.run(...)`, or the other way round."""
    if not isinstance(node, cst.FunctionDef):
        raise RefusedError("its function is not written out here")
    own = [each for each in steps if syntax.tree.enclosing_function(each) is node]
    if len(own) < len(steps):
        raise RefusedError("its steps run in other functions as well")
    edits: list[Edit] = []
    start = syntax.view.extent(node)[0]
    if is_async:
        edits.append(syntax.edit.span(start, start, "async "))
        for call in own:
            if not isinstance(syntax.tree.parent(call), cst.Await):
                edits.append(syntax.edit.put_await(call))
    else:
        awaits = syntax.tree.find(node.body, cst.Await)
        if len(awaits) > len(own) or syntax.tree.find(node.body, cst.Asynchronous):
            raise RefusedError("it awaits more than its steps")
        edits.append(syntax.edit.span(start, syntax.view.text.index("def", start), ""))
        for each in awaits:
            edits.append(
                syntax.edit.span(
                    syntax.view.extent(each)[0], syntax.view.outer_extent(each.expression)[0], ""
                )
            )
    references = References(syntax, node)
    if annotation is not None:
        named = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        edits.append(syntax.edit.replace(named, references.spell(type_name)))
    return references.rewritten(*edits)


# --- what step functions return ---


def encode_result(
    syntax: SyntaxContext, step: cst.CSTNode, returned: cst.CSTNode, codec: Codec, *, awaits: bool
) -> Rewritten:
    """Make plain data of what a step's function returns, and the value of it again where the result is used."""
    references = References(syntax, returned)
    argument = syntax.tree.parent(returned)
    is_given = isinstance(argument, cst.Arg) and syntax.tree.parent(argument) is step
    if is_given or (awaits and isinstance(argument, cst.Lambda)):
        edits = _given(syntax, returned, codec, references, is_given=is_given, awaits=awaits)
    else:
        edits = [references.put_into(codec.encode, returned)]
        function = syntax.tree.enclosing_function(returned)
        edits += syntax.edit.drop_return_type(function) if isinstance(function, cst.FunctionDef) else []
    if _is_used(syntax, syntax.tree.awaited(step)):
        if codec.decode is None:
            raise RefusedError("the value cannot be restored from its JSON")
        edits += _decoded(syntax, step, codec, references)
    return references.rewritten(*edits)


def _given(
    syntax: SyntaxContext,
    node: cst.CSTNode,
    codec: Codec,
    references: References,
    *,
    is_given: bool,
    awaits: bool,
) -> list[Edit]:
    """Call what the step was given in a function that encodes what it returns."""
    called = f"{syntax.view.operand(node)}()" if is_given else syntax.view.code(node)
    if not awaits:
        return [syntax.edit.replace(node, f"lambda: {references.filled(codec.encode, called)}")]
    around = syntax.tree.parent(node)
    target = around if isinstance(around, cst.Lambda) else node
    awaited = f"(await {called})" if codec.encode.startswith("{}.") else f"await {called}"
    body = f"return {references.filled(codec.encode, awaited)}"
    name, definition = define(syntax, target, "encode_result", body, is_async=True)
    return [definition, syntax.edit.replace(target, name)]


def _is_used(syntax: SyntaxContext, whole: cst.CSTNode) -> bool:
    """Return whether anything is done with what a step gives."""
    parent = syntax.tree.parent(whole)
    match parent:
        case cst.Expr():
            return False
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=name))]):
            function = syntax.tree.enclosing_function(whole) or syntax.tree.root
            return sum(each.value == name for each in syntax.tree.find(function, cst.Name)) > 1
        case _:
            return True


def _decoded(syntax: SyntaxContext, step: cst.CSTNode, codec: Codec, references: References) -> list[Edit]:
    whole = syntax.tree.awaited(step)
    before, behind = references.filled(codec.decode or "{}", "\0").split("\0")
    start, end = syntax.view.extent(whole)
    if before.startswith("(") or not (before or behind):
        return []
    return [syntax.edit.span(start, start, before), syntax.edit.span(end, end, behind)]
