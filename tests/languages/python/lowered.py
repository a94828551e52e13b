"""Parses text and walks everything that it lowers to."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.languages.python.parse import PythonModule, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


class Placed(NamedTuple):
    """A node, the outermost definition around it, and whether it is in a template string."""

    node: ir.Node
    enclosing_definition: object
    in_template: bool


def parsed(text: str) -> PythonModule:
    return parse(SourceText("f.py", text))


def walk(module: ir.Module) -> Iterator[Placed]:
    """Every node of a module, with the bodies of its functions and classes."""
    yield from _walk(module.body.block, None, in_template=False)


def _walk(node: ir.Node, enclosing_definition: object, *, in_template: bool) -> Iterator[Placed]:
    if isinstance(node, ir.Function):
        enclosing_definition = node.enclosing_definition
    elif isinstance(node, ir.Class):
        enclosing_definition = enclosing_definition or node.handle
    yield Placed(node, enclosing_definition, in_template)
    inside = in_template or isinstance(node, ir.Template)
    for field in dataclasses.fields(node):
        yield from _walk_value(getattr(node, field.name), enclosing_definition, in_template=inside)
    if isinstance(node, (ir.Function, ir.Class)):
        yield from _walk(node.body.block, enclosing_definition, in_template=inside)


def _walk_value(value: object, enclosing_definition: object, *, in_template: bool) -> Iterator[Placed]:
    if isinstance(value, ir.Node):
        yield from _walk(value, enclosing_definition, in_template=in_template)
    elif isinstance(value, tuple):
        for each in value:
            yield from _walk_value(each, enclosing_definition, in_template=in_template)


def span_text(module: PythonModule, placed: Placed) -> str:
    start, end = module.locator.offsets(placed.node.handle, placed.enclosing_definition)
    return module.source.text[start:end]


def texts(text: str, kind: type[ir.Node]) -> list[str]:
    """The source of every node of a kind, in the order of the walk."""
    module = parsed(text)
    return [span_text(module, placed) for placed in walk(module.module) if type(placed.node) is kind]
