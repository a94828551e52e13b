"""Number the rounds of loops, so that names made in them differ."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.python.rewriting.insertion_point import Loop, loops_around
from wflint.languages.python.rewriting.own_counter import own_counter
from wflint.languages.python.rewriting.syntax_context import SyntaxContext


def loop_indices(syntax: SyntaxContext, loops: Sequence[Loop]) -> tuple[list[str], tuple[Edit, ...]]:
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
        name, more = _index(syntax, loop, taken=names)
        names.append(name)
        edits.extend(more)
    return names, tuple(edits)


def loop_indices_at(
    syntax: SyntaxContext, node: cst.CSTNode, loops: Sequence[cst.CSTNode]
) -> tuple[list[str], tuple[Edit, ...]]:
    """Return the same for those of the loops around a node that are meant.

    Raises:
        RefusedError: One of them is not in the node's function, or cannot be counted.
    """
    counted = [loop for loop in loops_around(syntax, node) if any(loop is each for each in loops)]
    if len(counted) < len(loops):
        raise RefusedError("the loop is in a function that calls this one")
    return loop_indices(syntax, counted[::-1])


def _index(syntax: SyntaxContext, loop: Loop, taken: list[str]) -> tuple[str, list[Edit]]:
    if isinstance(loop, cst.While):
        own = own_counter(syntax, loop)
        return (own, []) if own is not None else _counter(syntax, loop, taken)
    if loop.asynchronous is not None:
        if isinstance(loop, cst.CompFor):
            raise RefusedError("an async comprehension has no index")
        return _counter(syntax, loop, taken)
    target, iterable = loop.target, loop.iter
    if _calls(iterable, "range") and isinstance(target, cst.Name):
        return _existing(syntax, loop, target, taken)
    if _calls(iterable, "enumerate") and isinstance(target, cst.Tuple) and len(target.elements) == 2:
        first = target.elements[0].value
        if isinstance(first, cst.Name):
            return _existing(syntax, loop, first, taken)
    name = _free_index(syntax, loop, taken, target, is_alone=_is_alone(syntax, loop))
    start, end = syntax.view.outer_extent(target)
    text = syntax.view.text[start:end]
    if isinstance(target, cst.Tuple) and not target.lpar:
        text = f"({text})"
    over = syntax.view.outer_code(iterable)
    if isinstance(iterable, cst.Tuple) and not iterable.lpar:
        over = f"({over})"
    return name, [
        syntax.edit.span(start, end, f"{name}, {text}"),
        syntax.edit.replace_outer(iterable, f"enumerate({over})"),
    ]


def _existing(syntax: SyntaxContext, loop: Loop, name: cst.Name, taken: list[str]) -> tuple[str, list[Edit]]:
    if name.value != "_":
        return name.value, []
    index = _free_index(syntax, loop, taken, name, is_alone=True)
    return index, [syntax.edit.replace(name, index)]


def _counter(syntax: SyntaxContext, loop: cst.While | cst.For, taken: list[str]) -> tuple[str, list[Edit]]:
    """Return a variable that counts the rounds of a loop that has no index."""
    if not isinstance(loop.body, cst.IndentedBlock):
        raise RefusedError("it shares its line with other statements")
    name = _free_index(syntax, loop, taken, None, is_alone=True)
    first = loop.body.body[0]
    return name, [
        syntax.edit.insert_before(syntax.tree.enclosing_statement(loop), [f"{name} = 0"]),
        syntax.edit.insert_before(first, [f"{name} += 1"]),
    ]


def _is_alone(syntax: SyntaxContext, loop: Loop) -> bool:
    """Return whether no other loop stands around a loop or in it, which might be given an index as well."""
    around = any(isinstance(each, (cst.For, cst.CompFor)) for each in syntax.tree.ancestors(loop))
    return not around and len(syntax.tree.find(loop, cst.For, cst.CompFor)) == 1


def _free_index(
    syntax: SyntaxContext, loop: Loop, taken: list[str], target: cst.CSTNode | None, *, is_alone: bool
) -> str:
    """Return a name for an index that nothing in the file has, nor another new one of a loop around it or in it."""
    if loop not in syntax.indices:
        near = {name for other, name in syntax.indices.items() if _are_nested(syntax, loop, other)}
        wanted = ["index"] if target is not None else ["round_number"]
        if isinstance(target, cst.Name) and target.value != "_":
            wanted.insert(len(wanted) if is_alone else 0, f"{target.value}_index")
        names = itertools.chain(wanted, (f"{wanted[0]}_{number}" for number in itertools.count(2)))
        used = {*taken, *near, *syntax.view.words}
        syntax.indices[loop] = next(name for name in names if name not in used)
    return syntax.indices[loop]


def _are_nested(syntax: SyntaxContext, one: Loop, other: Loop) -> bool:
    return one in syntax.tree.ancestors(other) or other in syntax.tree.ancestors(one)


def _calls(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == name
