"""The parts of one step's explanation: its arguments, what it captures, and what it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.domain.alternatives import ClassRef, Closure, External, ModuleRef
from wflint.domain.env import Env
from wflint.engines import StepKind
from wflint.engines.storage import Format
from wflint.explaining.nodes import Capture, Returns
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.serialization.json_roundtrip import step_shapes
from wflint.trace.flows import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.domain.taint import TaintSource
    from wflint.domain.values import Value
    from wflint.explaining.snippets import SourceSnippets
    from wflint.ir.words import Words
    from wflint.model.handler import Handler
    from wflint.serialization.shapes import JsonShape
    from wflint.trace.steps import StepCall

_MAX_KEYS = 4
_AWAITED = frozenset({"Awaitable", "Promise"})
"""Types of what has to be awaited, by their last name."""


def name_of(step: StepCall, snippets: SourceSnippets) -> str:
    """Return the name as it is written: where a variable or member holds it its text, and what a helper is given by its caller."""
    node = step.name.node if step.name is not None else None
    # It may have been said where the function was made.
    is_elsewhere = node is None and step.function is None
    is_held = isinstance(node, (ir.Name, ir.Attribute, ir.Subscript))
    if step.constant_name is not None and (is_elsewhere or is_held):
        return f'"{step.constant_name}"'
    if step.handed is not None:
        return snippets.text(step.handed.written)
    return snippets.argument(step, node)


def arguments(step: StepCall, snippets: SourceSnippets) -> tuple[tuple[str, str], ...]:
    """Return the arguments except the name, as they are written."""
    found = (
        (name, snippets.argument(step, actual.node))
        for name, actual in step.arguments.items()
        if name != step.method.name
    )
    return tuple((name, text) for name, text in found if text)


def captures(handler: Handler, step: StepCall, snippets: SourceSnippets) -> tuple[Capture, ...]:
    """Return the variables from outside that a step's function reads, in the order of the code."""
    changing: dict[str, list[TaintSource]] = {}
    for flow in handler.facts.flows:
        if flow.step is step and flow.sink in (Sink.CAPTURED, Sink.ARGUMENT):
            changing.setdefault(_variable(flow.site.node), []).append(flow.source)
    if step.method.function is None:
        return ()
    names = dict.fromkeys((*_bound(step), *_read(handler, step), *changing))
    return tuple(Capture(name, snippets.origins(changing.get(name, ()))) for name in names)


def _variable(node: ir.Node) -> str:
    return node.name if isinstance(node, ir.Parameter) else spelled(node)


def _read(handler: Handler, step: StepCall) -> Iterator[str]:
    for (env, name), readers in handler.facts.reads.items():
        if not isinstance(env, Env):
            continue
        value = env.names.get(name)
        if step in readers and env.step is not step and not (value is not None and _is_code(value)):
            yield name


def _is_code(value: Value) -> bool:
    """Return whether a variable holds something of the program rather than of the run."""
    return value.always(lambda ref: isinstance(ref, (Closure, ClassRef, External, ModuleRef)))


def _bound(step: StepCall) -> Iterator[str]:
    """Yield the variables that are bound when the step is called: by a parameter's default, or by a partial."""
    node = step.function.node if step.function is not None else None
    function = step.caller
    given: list[ir.Expr] = []
    if isinstance(node, ir.Lambda):
        given = [each.default for each in node.function.parameters if each.default is not None]
    elif isinstance(node, ir.Call):
        given = [argument.value for argument in node.args]
    for each in given:
        root = each
        while isinstance(root, (ir.Attribute, ir.Subscript)):
            root = root.value
        if isinstance(root, ir.Name) and function is not None and root.id in function.body.locals:
            yield root.id


def returns(handler: Handler, step: StepCall, snippets: SourceSnippets) -> Returns | None:
    """Return what a step returns to the code after it; `None` where that is not known, or nothing."""
    if step.method.result is not None:
        return Returns(step.method.result.rpartition(".")[2])
    if step.method.kind is not StepKind.RUN or not step.returned:
        return None
    is_pickled = handler.profile.codec.kind is Format.PICKLE
    form = "pickle" if is_pickled else "JSON"
    for each in step.returned:
        rejected = handler.rejected(each.value)
        if rejected is not None:
            return Returns("", rejected=rejected.type, form=form)
    shapes = step_shapes(step, handler.base_classes)
    if not shapes:
        declared = _declared(handler, step, snippets)
        return Returns(declared) if declared else None
    words = handler.words
    if is_pickled:
        kept = dict.fromkeys(json_shape.was or _type(json_shape, words, depth=0) for json_shape in shapes)
        return Returns(" | ".join(kept), form=form)
    types = dict.fromkeys(_type(json_shape, words) for json_shape in shapes)
    return Returns(" | ".join(types), " | ".join(dict.fromkeys(each.was for each in shapes if each.was)))


def _declared(handler: Handler, step: StepCall, snippets: SourceSnippets) -> str:
    """Return the type that the functions which give a step's result say they return; empty where one of them does not say."""
    found = dict.fromkeys(_annotation(handler, each.node, snippets) for each in step.returned)
    return "" if "" in found else " | ".join(found)


def _annotation(handler: Handler, node: ir.Node | None, snippets: SourceSnippets) -> str:
    """Return the return type of the function that an expression calls, as it is written."""
    call = node.value if isinstance(node, ir.Await) else node
    value = handler.facts.values.get(call.func) if isinstance(call, ir.Call) else None
    function = value.only if value is not None else None
    if not isinstance(function, Closure) or function.own.function.returns is None:
        return ""
    declared = function.own.function.returns
    if isinstance(declared, ir.Subscript) and spelled(declared.value).rpartition(".")[2] in _AWAITED:
        declared = declared.index
    return snippets.text_at(function.definition, declared)


def _type(json_shape: JsonShape, words: Words, depth: int = 1) -> str:
    """Format the type of something after JSON, with that of its items where there are few."""
    if json_shape.type == "dict" and json_shape.items and depth:
        shown = [
            f"{key!r}: {_items(held, words, depth)}".replace("'", '"')
            for key, held in json_shape.items.items()
        ]
        more = ["..."] if len(shown) > _MAX_KEYS else []
        return "{" + ", ".join([*shown[:_MAX_KEYS], *more]) + "}"
    if json_shape.type == "list" and depth and (json_shape.items or json_shape.rest):
        held = tuple(each for shapes in (*json_shape.items.values(), json_shape.rest) for each in shapes)
        known = all(json_shape.items.values()) and bool(held)
        if known:
            return words.list_of.format(_items(held, words, depth))
    return "null" if json_shape.is_null else words.types.get(json_shape.type, json_shape.type)


def _items(shapes: tuple[JsonShape, ...], words: Words, depth: int) -> str:
    return " | ".join(dict.fromkeys(_type(each, words, depth - 1) for each in shapes)) or "?"
