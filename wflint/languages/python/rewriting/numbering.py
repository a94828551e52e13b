"""Numbers the rounds of loops, so that names made in them differ."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.python.rewriting.region import Region
from wflint.languages.python.rewriting.spot import Loop, loops_around


def indices(region: Region, loops: Sequence[Loop]) -> tuple[list[str], tuple[Edit, ...]]:
    """A variable for each loop that counts its rounds, and the edits that introduce those that are missing.

    Args:
        region: Where the loops stand.
        loops: The loops, outermost first.

    Raises:
        RefusedError: A loop cannot be counted.
    """
    names: list[str] = []
    edits: list[Edit] = []
    for loop in loops:
        name, more = _index(region, loop, taken=names)
        names.append(name)
        edits.extend(more)
    return names, tuple(edits)


def indices_at(
    region: Region, node: cst.CSTNode, loops: Sequence[cst.CSTNode]
) -> tuple[list[str], tuple[Edit, ...]]:
    """The same for those of the loops around a node that are meant.

    Raises:
        RefusedError: One of them is not in the node's function, or cannot be counted.
    """
    counted = [loop for loop in loops_around(region, node) if any(loop is each for each in loops)]
    if len(counted) < len(loops):
        raise RefusedError("the loop is in a function that calls this one")
    return indices(region, counted[::-1])


def _index(region: Region, loop: Loop, taken: list[str]) -> tuple[str, list[Edit]]:
    if isinstance(loop, cst.While):
        return _counter(region, loop, taken)
    if loop.asynchronous is not None:
        if isinstance(loop, cst.CompFor):
            raise RefusedError("an async comprehension has no index")
        return _counter(region, loop, taken)
    target, iterable = loop.target, loop.iter
    if _calls(iterable, "range") and isinstance(target, cst.Name):
        return _existing(region, target, taken)
    if _calls(iterable, "enumerate") and isinstance(target, cst.Tuple) and len(target.elements) == 2:
        first = target.elements[0].value
        if isinstance(first, cst.Name):
            return _existing(region, first, taken)
    name = _free(region, taken, target, is_alone=_is_alone(region, loop))
    start, end = region.outer_extent(target)
    text = region.text[start:end]
    if isinstance(target, cst.Tuple) and not target.lpar:
        text = f"({text})"
    over = region.source(iterable)
    if isinstance(iterable, cst.Tuple) and not iterable.lpar:
        over = f"({over})"
    return name, [region.edit(start, end, f"{name}, {text}"), region.replace(iterable, f"enumerate({over})")]


def _existing(region: Region, name: cst.Name, taken: list[str]) -> tuple[str, list[Edit]]:
    if name.value != "_":
        return name.value, []
    index = _free(region, taken, name, is_alone=True)
    return index, [region.replace(name, index)]


def _counter(region: Region, loop: cst.While | cst.For, taken: list[str]) -> tuple[str, list[Edit]]:
    """A variable that counts the rounds of a loop that has no index."""
    if not isinstance(loop.body, cst.IndentedBlock):
        raise RefusedError("it shares its line with other statements")
    name = _free(region, taken, None, is_alone=True)
    first = loop.body.body[0]
    return name, [
        region.insert_before(region.statement(loop), [f"{name} = 0"]),
        region.insert_before(first, [f"{name} += 1"]),
    ]


def _is_alone(region: Region, loop: Loop) -> bool:
    """Whether no other loop stands around a loop or in it, which might be given an index as well."""
    around = any(isinstance(each, (cst.For, cst.CompFor)) for each in region.above(loop))
    return not around and len(region.below(loop, cst.For, cst.CompFor)) == 1


def _free(region: Region, taken: list[str], target: cst.CSTNode | None, *, is_alone: bool) -> str:
    """A name for an index that nothing in the file has."""
    wanted = ["index"] if target is not None else ["round_number"]
    if isinstance(target, cst.Name) and target.value != "_":
        wanted.insert(len(wanted) if is_alone else 0, f"{target.value}_index")
    free = [word for word in wanted if word not in taken and word not in region.words]
    if free:
        return free[0]
    number = 2
    while f"{wanted[0]}_{number}" in region.words or f"{wanted[0]}_{number}" in taken:
        number += 1
    return f"{wanted[0]}_{number}"


def _calls(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == name
