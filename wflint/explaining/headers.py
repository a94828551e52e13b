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
    test, words = snippets.text(event.site), event.site.module.words
    owner = known.get(event.site.node)
    if isinstance(owner, ir.Match):
        texts = [_case_header(case, event.site, snippets) for case in owner.cases]
        texts += ["no case"] * (len(event.arms) - len(texts))
        wholes = [f"{words.switch} {test}: {text}" for text in texts]
        return [Header(text, whole, whole) for text, whole in zip(texts, wholes, strict=True)]
    then = Header(f"if {test}", f"if {test}", test)
    negation = words.negation.format(test)
    other = Header("else", f"if {negation}", negation)
    return [other, then] if isinstance(owner, ir.Operation) else [then, other][: len(event.arms)]


def _case_header(case: ir.Case, match: Site, snippets: SourceSnippets) -> str:
    default = match.module.words.default
    if not default:
        site = Site(match.module, case, match.enclosing_definition)
        return snippets.first_line(site).removesuffix(":")
    labels = [f"case {snippets.text_at(match, value)}" for value in case.values]
    return ", ".join([*labels, default] if case.irrefutable else labels)


def loop_header(event: Loop, snippets: SourceSnippets) -> str:
    """Return the header of a loop."""
    loop = event.variance.loop
    over = snippets.text_at(loop, event.over_node)
    match event.node:
        case ir.For() | ir.Clause():
            word = loop.module.words.async_for if event.node.is_async else "for"
            return f"{word} {snippets.text_at(loop, event.node.target)} {loop.module.words.each} {over}"
        case ir.While():
            return f"while {over}"
        case _:
            return f"for each of {over}"


def clause_header(event: ExceptClause, snippets: SourceSnippets) -> str:
    """Return the header of a clause that catches exceptions."""
    word = event.site.module.words.catch
    if event.node.type is None:
        return word
    star = "*" if event.node.is_group else ""
    return f"{word}{star} {snippets.text_at(event.site, event.node.type)}"
