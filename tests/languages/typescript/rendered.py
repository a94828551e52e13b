"""Prints what TypeScript is lowered to as text that looks like Python."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.files.text import SourceText
from wflint.ir import nodes as ir
from wflint.languages.typescript.parse import TypeScriptModule, parse


def parsed(text: str, path: str = "f.ts") -> TypeScriptModule:
    """Parse a text."""
    return parse(SourceText(path, text))


def rendered(text: str, path: str = "f.ts") -> str:
    """Return what a text is lowered to, the bodies of its functions and classes included."""
    return "\n".join(_block(parsed(text, path).module.body.block))


def expression(text: str, path: str = "f.ts") -> str:
    """Return what an expression is lowered to."""
    [assign] = parsed(f"x = {text}", path).module.body.block.statements
    assert isinstance(assign, ir.Assign)
    assert assign.value is not None
    return show(assign.value)


def show(node: ir.Node | None) -> str:
    """Return an expression as text."""
    match node:
        case ir.Name():
            return node.id
        case ir.Literal():
            return repr(node.value)
        case ir.Attribute():
            return f"{show(node.value)}.{node.attr}"
        case ir.Subscript():
            return f"{show(node.value)}[{show(node.index)}]"
        case ir.New():
            return f"new {show(node.func)}({_all(node.args)})"
        case ir.Call():
            return f"{show(node.func)}({_all(node.args)})"
        case ir.Argument():
            return f"{node.star}{show(node.value)}"
        case ir.Starred():
            return f"*{show(node.value)}"
        case ir.Template():
            return f"f<{_all(node.parts)}>"
        case ir.Container(kind=ir.ContainerKind.DICT):
            pairs = zip(node.keys, node.items, strict=True)
            return (
                "{"
                + ", ".join(f"{show(key)}: {show(item)}" if key else f"**{show(item)}" for key, item in pairs)
                + "}"
            )
        case ir.Container():
            return f"{node.kind.value}[{_all(node.items)}]"
        case ir.Lambda():
            return f"({' '.join(_function(node.function))})"
        case ir.ClassExpr():
            return f"class {node.class_.name}"
        case ir.Conditional():
            return f"{show(node.body)} if {show(node.test)} else {show(node.orelse)}"
        case ir.Operation():
            return f"{node.op}({_all(node.operands)})"
        case ir.Await():
            return f"await {show(node.value)}"
        case ir.Yield():
            return f"yield{'*' * node.delegates} {show(node.value)}"
        case ir.AssignExpr():
            return f"{show(node.target)} := {show(node.value)}"
        case ir.Cast():
            return f"{show(node.value)} as {show(node.type)}"
        case ir.Other():
            return f"?({_all(node.children)})"
        case _:
            return "-"


def _all(nodes: tuple[ir.Node, ...]) -> str:
    return ", ".join(map(show, nodes))


def _function(function: ir.Function) -> Iterator[str]:
    names = ", ".join(f"{each.star}{each.name}" for each in function.parameters if each.name != "...")
    outer = "".join(f" outer={sorted(function.body.outer)}" if function.body.outer else "")
    yield f"{'async ' if function.is_async else ''}{function.name}({names}){outer}:"
    yield from (f"  {line}" for line in _block(function.body.block))


def _block(block: ir.Block | None) -> Iterator[str]:
    for statement in block.statements if block is not None else ():
        yield from _statement(statement)


def _nested(head: str, block: ir.Block | None) -> Iterator[str]:
    yield head
    yield from (f"  {line}" for line in _block(block))


def _statement(node: ir.Statement) -> Iterator[str]:
    match node:
        case ir.Assign():
            promised = f": {show(node.annotation)}" if node.annotation else ""
            value = f" {node.op or ''}= {show(node.value)}" if node.value else ""
            yield f"{_all(node.targets)}{promised}{value}"
        case ir.Evaluate():
            yield show(node.value)
        case ir.Return():
            yield f"return {show(node.value)}"
        case ir.Raise():
            yield f"raise {show(node.value)}"
        case ir.Jump():
            yield node.kind
        case ir.Delete():
            yield f"del {_all(node.targets)}"
        case ir.If():
            yield from _nested(f"if {show(node.test)}:", node.body)
            if node.orelse is not None:
                yield from _nested("else:", node.orelse)
        case ir.While():
            yield from _nested(f"while {show(node.test)}:", node.body)
        case ir.For():
            yield from _nested(
                f"{'async ' * node.is_async}for {show(node.target)} in {show(node.iterable)}:", node.body
            )
        case ir.Try():
            yield from _nested("try:", node.body)
            for clause in node.clauses:
                yield from _nested(f"except {clause.name or ''}:", clause.body)
            if node.final is not None:
                yield from _nested("finally:", node.final)
        case ir.Match():
            yield f"match {show(node.subject)}:"
            for case in node.cases:
                yield from _nested(f"  case {_all(case.values)}{' else' * case.irrefutable}:", case.body)
        case ir.Define():
            yield from _function(node.function)
        case ir.DefineClass():
            bases = _all(node.class_.bases)
            yield from _nested(f"class {node.class_.name}({bases}):", node.class_.body.block)
        case ir.Import():
            yield f"import {node.name or ''} from {node.module} as {node.bound}"
        case _:
            yield "?"
