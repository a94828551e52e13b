"""How code is spelled in messages."""

from __future__ import annotations

from wflint.ir import nodes as ir


def spelled(node: ir.Node) -> str:
    """Return the name of what an expression names or calls, `...` where it has none: `uuid.uuid4` for `uuid.uuid4()`."""
    match node:
        case ir.Call():
            return spelled(node.func)
        case ir.Await() | ir.Argument():
            return spelled(node.value)
        case ir.Name():
            return node.id
        case ir.Attribute():
            return f"{spelled(node.value)}.{node.attr}"
        case ir.Subscript():
            return f"{spelled(node.value)}[...]"
        case _:
            return "..."


def called(node: ir.Node) -> str:
    """Return a call as a message shows it: `uuid.uuid4()`."""
    name = spelled(node)
    return f"{name}()" if isinstance(node, (ir.Call, ir.Await)) else name
