"""Sleeps in a step of the engine."""

from __future__ import annotations

import re
from typing import Final

from wflint.ir.rewriting import RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.naming import step_name
from wflint.languages.typescript.rewriting.placement import placement
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, awaited, below

_TIMERS: Final = frozenset({"setTimeout"})
_MILLISECONDS: Final = 1000


def sleep(syntax: SyntaxContext, anchor: Node, step: StepWriter, *, repeats: bool) -> Rewritten:
    """Sleep in a step of the engine instead of keeping the function open."""
    whole = awaited(anchor)
    outer = whole.parent
    if outer is None or outer.type != "expression_statement" or whole == anchor:
        raise RefusedError("it is part of an expression")
    at = placement(syntax, whole, step)
    name = step_name(syntax, anchor, whole, step, at, repeats=repeats)
    duration = _written(syntax, _duration(syntax, anchor), step.durations.least_milliseconds)
    call = step.sleep.format(context=at.context, name=name, duration=duration)
    return Rewritten((syntax.replace(whole, f"await {call}"), *at.edits))


def _duration(syntax: SyntaxContext, anchor: Node) -> Node:
    """Return how long a pause takes, in milliseconds."""
    timers = [
        each
        for each in below(anchor, into_functions=True)
        if each.type == "call_expression" and syntax.code(each.named_children[0]) in _TIMERS
    ]
    call, place = (timers[0], 1) if len(timers) == 1 and anchor.type == "new_expression" else (anchor, 0)
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    if len(given) <= place or (place == 0 and len(given) != 1):
        raise RefusedError("how long it sleeps is not its only argument")
    return given[place]


def _written(syntax: SyntaxContext, node: Node, least: int) -> str:
    """Write a number of milliseconds as the engine counts: in whole seconds, or in milliseconds, of which it takes some at least."""
    text = syntax.code(node)
    plain = text.replace("_", "")
    if re.fullmatch(r"\d+", plain):
        if least:
            return text if int(plain) >= least else str(least)
        return str(-(-int(plain) // _MILLISECONDS))
    if any(each.type in ("await_expression", "yield_expression") for each in below(node)):
        raise RefusedError("it awaits something to know how long to sleep")
    if least:
        return f"Math.max({text}, {least})"
    is_simple = node.type in (
        "identifier",
        "member_expression",
        "call_expression",
        "parenthesized_expression",
    )
    return f"Math.ceil({text if is_simple else f'({text})'} / {_MILLISECONDS})"
