"""Number the rounds of loops, so that names made in them differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, StepWriter, ValueKind
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS, declaration_of
from wflint.languages.typescript.rewriting.loop_variables import counter_of, named_by_siblings
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    function_around,
)

_NUMBERING: Final = frozenset({"every", "filter", "find", "flatMap", "forEach", "map", "some"})
"""Methods of arrays whose callback gets the index after the item."""
_ARRAYS: Final = frozenset({"Object.keys", "Object.values", "Object.entries", "Array.from"})
_ARRAY_TYPES: Final = frozenset({"Array", "ReadonlyArray"})


def loop_indices(
    syntax: SyntaxContext, name: Node, loops: Sequence[Node], step: StepWriter
) -> tuple[list[str], tuple[Edit, ...]]:
    """Return what tells the rounds of each loop apart, and the edits that introduce what is missing for that.

    Args:
        syntax: Where the loops stand.
        name: The name that it becomes part of, or what a new step takes the place of.
        loops: The loops, outermost first.
        step: What is known of the steps around it.

    Raises:
        RefusedError: A loop cannot be counted.
    """
    names: list[str] = []
    edits: list[Edit] = []
    for loop in loops:
        known = counter_of(syntax, loop, name)
        beside = [known] if known is not None else _beside(syntax, loop, name, step)
        if beside:
            names.extend(beside)
            continue
        index, more = _index(syntax, loop, step)
        names.append(index)
        edits.extend(more)
    return names, tuple(edits)


def _beside(syntax: SyntaxContext, loop: Node, name: Node, step: StepWriter) -> list[str]:
    has_items = loop.type == "for_in_statement" and loop.child_by_field_name("kind") is not None
    return named_by_siblings(syntax, loop, name, step) if has_items else []


def loop_indices_at(
    syntax: SyntaxContext, node: Node, loops: Sequence[Node], step: StepWriter
) -> tuple[list[str], tuple[Edit, ...]]:
    """Return the same for loops around a node.

    Raises:
        RefusedError: One of them is not around it, or cannot be counted.
    """
    around = [each for each in ancestors(node) if each in loops]
    if len(around) < len(loops):
        raise RefusedError("the loop is in a function that calls this one")
    return loop_indices(syntax, node, around[::-1], step)


def _index(syntax: SyntaxContext, loop: Node, step: StepWriter) -> tuple[str, list[Edit]]:
    match loop.type:
        case "for_in_statement":
            return _of_items(syntax, loop, step)
        case "for_statement" | "while_statement" | "do_statement":
            return _counter(syntax, loop)
        case "call_expression":
            return _of_callback(syntax, loop)
        case _:
            raise RefusedError("the loop has no index")


def _of_items(syntax: SyntaxContext, loop: Node, step: StepWriter) -> tuple[str, list[Edit]]:
    """Return the key of `for (const key in ...)`, or the index of `for (const [index, x] of xs.entries())`."""
    left, right = loop.child_by_field_name("left"), loop.child_by_field_name("right")
    operator = loop.child_by_field_name("operator")
    if left is None or right is None or operator is None or loop.child_by_field_name("kind") is None:
        raise RefusedError("the loop declares no variable of its own")
    if any(child.type == "await" for child in loop.children):
        return _counter(syntax, loop)
    if syntax.code(operator) == "in" and left.type == "identifier":
        return syntax.code(left), []
    if left.type == "array_pattern" and left.named_children and _gives_entries(syntax, right):
        first = left.named_children[0]
        if first.type == "identifier" and syntax.code(left)[1:].lstrip().startswith(syntax.code(first)):
            return syntax.code(first), []
    # Only arrays count what is in them, and whatever a loop adds to them comes up in it.
    if not _is_array(syntax, right, step):
        return _counter(syntax, loop)
    name = _free(syntax, loop, loop, left)
    entries = f"{syntax.operand(right)}.entries()"
    return name, [syntax.replace(left, f"[{name}, {syntax.code(left)}]"), syntax.replace(right, entries)]


def _gives_entries(syntax: SyntaxContext, node: Node) -> bool:
    callee = node.child_by_field_name("function") if node.type == "call_expression" else None
    return callee is not None and syntax.code(callee).endswith(".entries")


def _is_array(syntax: SyntaxContext, node: Node, step: StepWriter) -> bool:
    """Return whether an expression certainly gives an array, by its value or by what is declared."""
    if node.type == "array" or ValueKind.LIST in step.kinds(node):
        return True
    callee = node.child_by_field_name("function") if node.type == "call_expression" else None
    if callee is not None:
        return syntax.code(callee) in _ARRAYS
    declared = declaration_of(node) if node.type == "identifier" else None
    holder = declared.parent if declared is not None else None
    annotated = holder.child_by_field_name("type") if holder is not None else None
    types = annotated.named_children if annotated is not None else []
    return bool(types) and _is_array_type(syntax, types[0])


def _is_array_type(syntax: SyntaxContext, node: Node) -> bool:
    if node.type in ("readonly_type", "parenthesized_type"):
        return _is_array_type(syntax, node.named_children[0])
    named = node.child_by_field_name("name") if node.type == "generic_type" else None
    return node.type in ("array_type", "tuple_type") or (
        named is not None and syntax.code(named) in _ARRAY_TYPES
    )


def _of_callback(syntax: SyntaxContext, call: Node) -> tuple[str, list[Edit]]:
    """Return the second parameter of `xs.map((x, index) => ...)`."""
    callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    member = callee.child_by_field_name("property") if callee is not None else None
    given = arguments.named_children if arguments is not None else []
    function = given[0] if given and given[0].type in FUNCTIONS else None
    if member is None or syntax.code(member) not in _NUMBERING or function is None:
        raise RefusedError("the loop has no index")
    alone, listed = function.child_by_field_name("parameter"), function.child_by_field_name("parameters")
    if alone is not None:
        name = _free(syntax, call, call, alone)
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
    name = _free(syntax, call, call, patterns[0] if patterns else listed)
    if not parameters:
        return name, [syntax.replace(listed, f"(_, {name})")]
    _, end = syntax.extent(parameters[0])
    return name, [syntax.insert(end, f", {name}")]


def _counter(syntax: SyntaxContext, loop: Node) -> tuple[str, list[Edit]]:
    """Return a variable that counts the rounds of a loop that has no index."""
    body, around = loop.child_by_field_name("body"), loop.parent
    if body is None or body.type != "statement_block" or around is None:
        raise RefusedError("the loop has no block to count its rounds in")
    if around.type not in ("statement_block", "program") or function_around(loop) is None:
        raise RefusedError("nothing can stand before the loop")
    name = _free(syntax, loop, around, None)
    start, _ = syntax.extent(loop)
    indent, newline = syntax.indent(loop), syntax.style.newline
    before = f"let {name} = 0{syntax.separator(start)}{newline}{indent}"
    inside, _ = syntax.extent(body)
    first = syntax.first_in(body, f"{name} += 1{syntax.separator(inside + 1)}")
    return name, [syntax.insert(start, before), first]


def _free(syntax: SyntaxContext, loop: Node, scope: Node, item: Node | None) -> str:
    """Return a name for the index of a loop that nothing else has in the scope which declares it."""
    wanted = ["index"] if item is not None else ["round"]
    if item is not None and item.type == "identifier" and syntax.code(item) != "_":
        wanted.append(f"{syntax.code(item)}Index")
    return syntax.free_variable(loop, scope, wanted)
