"""Number the rounds of loops, so that names made in them differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    function_around,
)

LOOPS: Final = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_NUMBERING: Final = frozenset({"every", "filter", "find", "flatMap", "forEach", "map", "some"})
"""Methods of arrays whose callback gets the index behind the item."""
_CHANGES: Final = "push|pop|shift|unshift|splice|add|delete|set|clear"


def loop_indices(syntax: SyntaxContext, loops: Sequence[Node]) -> tuple[list[str], tuple[Edit, ...]]:
    """Return a variable for each loop that counts its rounds, and the edits that introduce those that are missing.

    Args:
        syntax: Where the loops stand.
        loops: The loops, outermost first.

    Raises:
        RefusedError: A loop cannot be counted.
    """
    names: list[str] = []
    edits: list[Edit] = []
    for loop in loops:
        name, more = _index(syntax, loop, names)
        names.append(name)
        edits.extend(more)
    return names, tuple(edits)


def loop_indices_at(
    syntax: SyntaxContext, node: Node, loops: Sequence[Node]
) -> tuple[list[str], tuple[Edit, ...]]:
    """Return the same for loops around a node.

    Raises:
        RefusedError: One of them is not around it, or cannot be counted.
    """
    around = [each for each in ancestors(node) if each in loops]
    if len(around) < len(loops):
        raise RefusedError("the loop is in a function that calls this one")
    return loop_indices(syntax, around[::-1])


def _index(syntax: SyntaxContext, loop: Node, taken: Sequence[str]) -> tuple[str, list[Edit]]:
    match loop.type:
        case "for_statement":
            return _counted(syntax, loop, taken)
        case "for_in_statement":
            return _of_items(syntax, loop, taken)
        case "while_statement" | "do_statement":
            return _counter(syntax, loop, taken)
        case "call_expression":
            return _of_callback(syntax, loop, taken)
        case _:
            raise RefusedError("the loop has no index")


def _counted(syntax: SyntaxContext, loop: Node, taken: Sequence[str]) -> tuple[str, list[Edit]]:
    """Return `i` of `for (let i = 0; ...; i++)`."""
    start, step = loop.child_by_field_name("initializer"), loop.child_by_field_name("increment")
    declared = (
        [each for each in start.named_children if each.type == "variable_declarator"]
        if start is not None
        else []
    )
    name = declared[0].child_by_field_name("name") if len(declared) == 1 else None
    if (
        name is None
        or name.type != "identifier"
        or step is None
        or syntax.code(name) not in syntax.code(step)
    ):
        return _counter(syntax, loop, taken)
    return syntax.code(name), []


def _of_items(syntax: SyntaxContext, loop: Node, taken: Sequence[str]) -> tuple[str, list[Edit]]:
    """Return the key of `for (const key in ...)`, or the index of `for (const [index, x] of xs.entries())`."""
    left, right = loop.child_by_field_name("left"), loop.child_by_field_name("right")
    operator = loop.child_by_field_name("operator")
    if left is None or right is None or operator is None or loop.child_by_field_name("kind") is None:
        raise RefusedError("the loop declares no variable of its own")
    if any(child.type == "await" for child in loop.children):
        return _counter(syntax, loop, taken)
    if syntax.code(operator) == "in" and left.type == "identifier":
        return syntax.code(left), []
    if left.type == "array_pattern" and left.named_children and _gives_entries(syntax, right):
        first = left.named_children[0]
        if first.type == "identifier" and syntax.code(left)[1:].lstrip().startswith(syntax.code(first)):
            return syntax.code(first), []
    items = syntax.code(right)
    body = loop.child_by_field_name("body")
    if body is not None and re.search(rf"{re.escape(items)}\s*\.\s*(?:{_CHANGES})\(", syntax.code(body)):
        raise RefusedError("the loop changes what it goes through")
    name = _free(syntax, taken, left)
    edits = [syntax.replace(left, f"[{name}, {syntax.code(left)}]")]
    # Only arrays count what is in them: a set's entries are pairs of the same value.
    is_array = right.type == "array" or _makes_array(syntax, right)
    edits.append(syntax.replace(right, f"{items}.entries()" if is_array else f"[...{items}].entries()"))
    return name, edits


def _gives_entries(syntax: SyntaxContext, node: Node) -> bool:
    callee = node.child_by_field_name("function") if node.type == "call_expression" else None
    return callee is not None and syntax.code(callee).endswith(".entries")


def _makes_array(syntax: SyntaxContext, node: Node) -> bool:
    callee = node.child_by_field_name("function") if node.type == "call_expression" else None
    return callee is not None and (
        syntax.code(callee) in ("Object.keys", "Object.values", "Object.entries", "Array.from")
    )


def _of_callback(syntax: SyntaxContext, call: Node, taken: Sequence[str]) -> tuple[str, list[Edit]]:
    """Return the second parameter of `xs.map((x, index) => ...)`."""
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    member = callee.child_by_field_name("property") if callee is not None else None
    given = arguments.named_children if arguments is not None else []
    function = given[0] if given and given[0].type in FUNCTIONS else None
    if member is None or syntax.code(member) not in _NUMBERING or function is None:
        raise RefusedError("the loop has no index")
    alone, listed = function.child_by_field_name("parameter"), function.child_by_field_name("parameters")
    if alone is not None:
        name = _free(syntax, taken, alone)
        return name, [syntax.replace(alone, f"({syntax.code(alone)}, {name})")]
    parameters = (
        [each for each in listed.named_children if each.type != "comment"] if listed is not None else []
    )
    patterns = [each.child_by_field_name("pattern") for each in parameters]
    if len(parameters) > 1:
        second = patterns[1]
        if second is None or second.type != "identifier":
            raise RefusedError("the loop has no index")
        return syntax.code(second), []
    if listed is None or any(each is not None and each.type == "rest_pattern" for each in patterns):
        raise RefusedError("the loop has no index")
    name = _free(syntax, taken, patterns[0] if patterns else None)
    if not parameters:
        return name, [syntax.replace(listed, f"(_, {name})")]
    _, end = syntax.extent(parameters[0])
    return name, [syntax.insert(end, f", {name}")]


def _counter(syntax: SyntaxContext, loop: Node, taken: Sequence[str]) -> tuple[str, list[Edit]]:
    """Return a variable that counts the rounds of a loop that has no index."""
    body, around = loop.child_by_field_name("body"), loop.parent
    if body is None or body.type != "statement_block" or around is None:
        raise RefusedError("the loop has no block to count its rounds in")
    if around.type not in ("statement_block", "program") or function_around(loop) is None:
        raise RefusedError("nothing can stand before the loop")
    name = _free(syntax, taken, None)
    start, _ = syntax.extent(loop)
    indent, newline = syntax.indent(loop), syntax.newline
    before = f"let {name} = 0{syntax.separator(start)}{newline}{indent}"
    inside, _ = syntax.extent(body)
    first = syntax.first_in(body, f"{name} += 1{syntax.separator(inside + 1)}")
    return name, [syntax.insert(start, before), first]


def _free(syntax: SyntaxContext, taken: Sequence[str], item: Node | None) -> str:
    """Return a name for an index that nothing in the file has."""
    wanted = ["index"]
    if item is not None and item.type == "identifier" and syntax.code(item) != "_":
        wanted.append(f"{syntax.code(item)}Index")
    wanted.extend(f"index{number}" for number in range(2, 2 + len(syntax.words) + len(taken)))
    return next(each for each in wanted if each not in taken and each not in syntax.words)
