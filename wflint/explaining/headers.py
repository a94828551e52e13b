"""How blocks are introduced: the conditions, loops and clauses as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.domain.taint import Site
from wflint.ir import nodes as ir
from wflint.ir.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.explaining.written import Written
    from wflint.trace.events import Branch, ExceptClause, Loop

Deciders = dict[ir.Node, "ir.Match | ir.Operation"]


class Header(NamedTuple):
    """What introduces an arm of a branch.

    Attributes:
        text: How it reads behind the arms before it.
        alone: How it reads where nothing is shown before it.
        condition: What holds in it.
    """

    text: str
    alone: str
    condition: str


def deciders(function: ir.Function) -> Deciders:
    """The subjects of `match` statements and the left sides of `or` in a function, each with what it belongs to."""
    found: Deciders = {}
    for node in walk(function):
        match node:
            case ir.Match():
                found[node.subject] = node
            case ir.Operation(op="or"):
                found[node.operands[0]] = node
            case _:
                pass
    return found


def arm_headers(
    event: Branch, known: Mapping[ir.Node, ir.Match | ir.Operation], written: Written
) -> list[Header]:
    """What introduces each arm of a branch."""
    test = written.text(event.site)
    decider = known.get(event.site.node)
    if isinstance(decider, ir.Match):
        cases = [
            written.first_line(Site(event.site.module, case, event.site.outermost)) for case in decider.cases
        ]
        texts = [case.removesuffix(":") for case in cases]
        texts += ["no case"] * (len(event.arms) - len(texts))
        return [Header(text, f"match {test}: {text}", f"match {test}: {text}") for text in texts]
    then = Header(f"if {test}", f"if {test}", test)
    other = Header("else", f"if not ({test})", f"not ({test})")
    return [other, then] if isinstance(decider, ir.Operation) else [then, other][: len(event.arms)]


def loop_header(event: Loop, written: Written) -> str:
    """What introduces a loop."""
    loop = event.variance.loop
    over = written.beside(loop, event.over_node)
    match event.node:
        case ir.For() | ir.Clause():
            word = "async for" if event.node.is_async else "for"
            return f"{word} {written.beside(loop, event.node.target)} in {over}"
        case ir.While():
            return f"while {over}"
        case _:
            return f"for each of {over}"


def handled_header(event: ExceptClause, written: Written) -> str:
    """What introduces an `except`."""
    if event.node.type is None:
        return "except"
    star = "*" if event.node.is_group else ""
    return f"except{star} {written.beside(event.site, event.node.type)}"
