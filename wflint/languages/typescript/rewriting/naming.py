"""Names for new steps, made of what the code calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wflint.ir.rewriting import RefusedError, StepWriter
from wflint.ir.step_names import is_verb, stem_of, stem_of_condition, words_of
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.placement import Placement
from wflint.languages.typescript.rewriting.readable import is_comparison, is_negation
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, below

_NAMED = frozenset({"identifier", "member_expression", "subscript_expression"})


def step_name(
    syntax: SyntaxContext, anchor: Node, whole: Node, step: StepWriter, at: Placement, *, repeats: bool
) -> str:
    """Return a name that no other step has, as it is written, with the rounds of the loops around it.

    Raises:
        RefusedError: Callers run the function in loops, so that nothing here could tell the rounds apart.
    """
    if repeats:
        raise RefusedError(
            "its function is called in a loop, so the step would need another name in each iteration"
        )
    outer = whole.parent
    separator = _separator(syntax, step)
    is_statement = outer is not None and outer.type == "expression_statement"
    wanted = (
        _stem_of_condition(syntax, anchor, whole)
        if is_comparison(syntax, whole) or is_negation(syntax, whole)
        else stem_of(
            _dotted(syntax, anchor),
            target=_target(syntax, whole),
            part_of=_target(syntax, _text_around(whole)),
            key=_key(syntax, anchor),
            is_read=anchor.type in ("member_expression", "subscript_expression"),
            is_statement=is_statement,
        )
    )
    stem = step.free_name(wanted.replace("-", separator), anchor, in_loop=bool(at.counters))
    if not at.counters:
        return syntax.style.quoted(stem)
    return "`" + separator.join((stem, *(f"${{{each}}}" for each in at.counters))) + "`"


def _stem_of_condition(syntax: SyntaxContext, anchor: Node, whole: Node) -> str:
    """Return what a step is called that finds out whether a comparison or a negation holds."""
    start, end = anchor.start_byte, anchor.end_byte
    sides = [whole.child_by_field_name("left"), whole.child_by_field_name("right")]
    others = [
        each for each in sides if each is not None and not each.start_byte <= start <= end <= each.end_byte
    ]
    named = re.findall(r"[\w$]+", syntax.code(others[0])) if others and others[0].type in _NAMED else []
    members: list[str] = []
    at = anchor.parent
    while at is not None and at != whole:
        member = at.child_by_field_name("property") if at.type == "member_expression" else None
        members += [syntax.code(member)] if member is not None else []
        at = at.parent
    return stem_of_condition(
        _dotted(syntax, anchor),
        target=_target(syntax, whole),
        members=members,
        other=named[-1] if named else None,
        key=_key(syntax, anchor),
    )


def stem_of_function(syntax: SyntaxContext, function: Node, step: StepWriter) -> str:
    """Return what a step is called for what its function calls, with what parts it from a number; empty where nothing says it."""
    does = function.child_by_field_name("body") if function.type == "arrow_function" else function
    call = does.named_children[-1] if does is not None and does.type == "await_expression" else does
    called = _dotted(syntax, call) if call is not None else ""
    if call is None or call.type not in ("call_expression", "identifier", "member_expression") or not called:
        return ""
    separator = _separator(syntax, step)
    return stem_of(called, target=None, is_statement=True).replace("-", separator) + separator


def _separator(syntax: SyntaxContext, step: StepWriter) -> str:
    """Return what parts the words of most steps' names in the file."""
    names = "".join(
        syntax.code(arguments.named_children[0])
        for call in below(syntax.root, into_functions=True)
        if call.type == "call_expression" and call in step.running
        for arguments in [call.child_by_field_name("arguments")]
        if arguments is not None and arguments.named_children
        if arguments.named_children[0].type in ("string", "template_string")
    )
    return "_" if names.count("_") > names.count("-") else "-"


def _dotted(syntax: SyntaxContext, node: Node) -> str:
    """Return what is called or read, as far as the code spells it with names alone: `db.insert` of a whole query."""
    parts = re.findall(
        r"[\w$]+", re.sub(r"\s+|\bawait\b|\bnew\b|<[^<>()]*>", "", "".join(_spelled(syntax, node)))
    )
    place = next(
        (at for at, part in enumerate(parts) if at and words_of(part)[:1] and is_verb(part)), len(parts) - 1
    )
    return ".".join(parts[: place + 1]).removesuffix("Sync")


def _spelled(syntax: SyntaxContext, node: Node) -> Iterator[str]:
    """Yield the names of a chain of members and calls, innermost first."""
    for field in ("function", "constructor", "object"):
        inner = node.child_by_field_name(field)
        if inner is not None:
            yield from _spelled(syntax, inner)
            break
    else:
        operand = (
            node.named_children[-1] if node.type in ("await_expression", "parenthesized_expression") else None
        )
        if operand is not None:
            yield from _spelled(syntax, operand)
        elif node.type in ("identifier", "this", "member_expression"):
            yield f" {syntax.code(node)}."
    member = node.child_by_field_name("property")
    if member is not None:
        yield f"{syntax.code(member)}."


def _target(syntax: SyntaxContext, whole: Node) -> str | None:
    """Return what the code calls the value of an expression: the variable or key that takes it as it is."""
    outer = whole.parent
    if outer is None:
        return None
    field = {"variable_declarator": "name", "assignment_expression": "left", "pair": "key"}.get(outer.type)
    named = outer.child_by_field_name(field) if field is not None else None
    if named is None or named.type not in ("identifier", "property_identifier"):
        return None
    return syntax.code(named)


def _text_around(node: Node) -> Node:
    """Return the template that an expression is put into."""
    outer = node.parent
    is_part = outer is not None and outer.type == "template_substitution"
    return outer.parent if is_part and outer is not None and outer.parent is not None else node


def _key(syntax: SyntaxContext, anchor: Node) -> str | None:
    """Return what is read of an object that an expression reads: `HOME` of `process.env.HOME`."""
    outer = anchor.parent
    if outer is None or anchor.type != "member_expression" or outer.child_by_field_name("object") != anchor:
        return None
    key = outer.child_by_field_name("property") or outer.child_by_field_name("index")
    text = syntax.code(key) if key is not None else ""
    is_called = outer.parent is not None and outer.parent.type == "call_expression"
    return None if is_called or not re.fullmatch(r"[\"'\w]+", text) else text.strip("\"'")
