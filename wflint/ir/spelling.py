"""How code is spelled in messages."""

from __future__ import annotations

import re
from typing import Final

from wflint.ir import nodes as ir

HIDING: Final = "'"
"""Separates the name of a variable from what makes it unlike others of its function that it hides; no code has it in a name."""
RETURN_TYPE: Final = "ReturnType"
"""Stands like an attribute of a function for the type of what its calls give."""


_LINKS: Final = 30
"""How many members of members a message spells; a chain of a thousand has no name."""
_NEW: Final = ".new"
"""Ends the name of a call with the keyword."""

_DISPLAYS: Final = {
    ir.ContainerKind.LIST: "[...]",
    ir.ContainerKind.TUPLE: "(...)",
    ir.ContainerKind.SET: "{...}",
    ir.ContainerKind.DICT: "{...}",
}
"""How displays are spelled whose items do not matter."""

_VOWEL = re.compile(
    r"`?(?:[aeio]|u(?!uid|ser|nit|nion|rl|ri|tc)|http|html|xml|ss[lh]|smtp|ftp)", re.IGNORECASE
)
"""How a word begins that is spoken with a vowel first."""


def with_article(noun: str) -> str:
    """Return a noun after its indefinite article: `an Order`, `a UUID`."""
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


def spelled(node: ir.Node, links: int = _LINKS) -> str:
    """Return the name of what an expression names or calls, `...` where it has none: `uuid.uuid4` for `uuid.uuid4()`.

    Calls on the way there stand in it: `Note().save` for `Note(text).save()`.

    Args:
        node: The expression.
        links: How many members of members are spelled; what they are read from is `...`.
    """
    if not links:
        return "..."
    match node:
        case ir.Call():
            return spelled(node.func, links)
        case ir.Await() | ir.Argument() | ir.Cast():
            return spelled(node.value, links)
        case ir.Name():
            return node.id.partition(HIDING)[0] or "..."
        case ir.Attribute(value=ir.Name(id=name)) if name.startswith(HIDING):
            return node.attr  # taken apart where it is bound
        case ir.Attribute():
            return f"{_owner(node.value, links - 1)}.{node.attr}"
        case ir.Subscript():
            return f"{_owner(node.value, links - 1)}[...]"
        case _:
            return "..."


def name_spelled(qualified: str) -> str:
    """Return a qualified name as code spells what it stands for: `new Date` for `Date.new`, `Query` for `Query.__await__`."""
    owner, _, member = qualified.rpartition(".")
    if owner and member.startswith("__") and member.endswith("__"):
        return owner  # what `await`, `for` or `with` asks of it, which no code spells
    return f"new {qualified.removesuffix(_NEW)}" if qualified.endswith(_NEW) else qualified


def _owner(node: ir.Expr, links: int) -> str:
    """Return how code spells what a member is read from."""
    match node:
        case ir.Call():
            return called(node, links)
        case ir.Container(kind=kind):
            return _DISPLAYS.get(kind, "...")
        case ir.Await():
            return f"(await {_owner(node.value, links)})"
        case _:
            return spelled(node, links)


def called(node: ir.Node, links: int = _LINKS) -> str:
    """Return a call as a message shows it: `uuid.uuid4()`, `new Date()`."""
    name = spelled(node, links)
    if not isinstance(node, (ir.Call, ir.Await)):
        return name
    made = node.value if isinstance(node, ir.Await) else node
    return f"new {name}()" if isinstance(made, ir.New) else f"{name}()"
