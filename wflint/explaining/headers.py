"""Headers of blocks: the conditions, loops and clauses as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wflint.domain.sites import Site
from wflint.ir import nodes as ir
from wflint.ir.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.explaining.snippets import SourceSnippets
    from wflint.trace.events import Branch, ExceptClause, Loop

BranchConditions = dict[ir.Node, "ir.Match | ir.Operation"]


class Header(NamedTuple):
    """The text that introduces an arm of a branch.

    Attributes:
        text: The text after the arms before it.
        alone: The text where nothing is shown before it.
        condition: The condition that holds in it.
    """

    text: str
    alone: str
    condition: str


def branch_conditions(function: ir.Function) -> BranchConditions:
    """Return the subjects of `match` statements and the left operands of `or` in a function, each with its owner."""
    found: BranchConditions = {}
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
    event: Branch, known: Mapping[ir.Node, ir.Match | ir.Operation], snippets: SourceSnippets
) -> list[Header]:
    """Return the header of each arm of a branch."""
    test = snippets.text(event.site)
    owner = known.get(event.site.node)
    if isinstance(owner, ir.Match):
        cases = [
            snippets.first_line(Site(event.site.module, case, event.site.enclosing_definition))
            for case in owner.cases
        ]
        texts = [case.removesuffix(":") for case in cases]
        texts += ["no case"] * (len(event.arms) - len(texts))
        return [Header(text, f"match {test}: {text}", f"match {test}: {text}") for text in texts]
    then = Header(f"if {test}", f"if {test}", test)
    other = Header("else", f"if not ({test})", f"not ({test})")
    return [other, then] if isinstance(owner, ir.Operation) else [then, other][: len(event.arms)]


def loop_header(event: Loop, snippets: SourceSnippets) -> str:
    """Return the header of a loop."""
    loop = event.variance.loop
    over = snippets.text_at(loop, event.over_node)
    match event.node:
        case ir.For() | ir.Clause():
            word = "async for" if event.node.is_async else "for"
            return f"{word} {snippets.text_at(loop, event.node.target)} in {over}"
        case ir.While():
            return f"while {over}"
        case _:
            return f"for each of {over}"


def clause_header(event: ExceptClause, snippets: SourceSnippets) -> str:
    """Return the header of an `except` clause."""
    if event.node.type is None:
        return "except"
    star = "*" if event.node.is_group else ""
    return f"except{star} {snippets.text_at(event.site, event.node.type)}"
