"""Does several statements in one step, where what the first gives cannot be stored, and what they make of it can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS, bound
from wflint.languages.typescript.rewriting.imports import filled
from wflint.languages.typescript.rewriting.naming import step_name
from wflint.languages.typescript.rewriting.narrowed import keep
from wflint.languages.typescript.rewriting.placement import placement
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    below,
    function_around,
    statement_around,
    statements_of,
)

_LEAVES: Final = frozenset({"return_statement", "break_statement", "continue_statement", "yield_expression"})
_CHANGES: Final = frozenset({"assignment_expression", "augmented_assignment_expression", "update_expression"})
_TAKEN_MOST: Final = 6
"""Statements that one step takes; more of them would be another function."""


class _Run(NamedTuple):
    """Statements that one step takes.

    Attributes:
        statements: The statements.
        result: The declaration of what is needed of them further on; `None` where nothing is.
        codec: How its value is carried.
    """

    statements: Sequence[Node]
    result: Node | None = None
    codec: Codec = PLAIN


def wrap_statements(
    syntax: SyntaxContext, anchor: Node, whole: Node, step: StepWriter, *, repeats: bool
) -> Rewritten:
    """Do a declaration in a step, together with the statements after it that make plain data of what it declares.

    Raises:
        RefusedError: There are no such statements.
    """
    first = statement_around(whole)
    declared = _declarator(first)
    if declared is None or declared.child_by_field_name("value") != whole:
        raise RefusedError("a step cannot store its result")
    run = _shortest(syntax, first, step)
    value = run.result.child_by_field_name("value") if run.result is not None else None
    at = placement(syntax, whole, step)
    name = step_name(syntax, anchor, value or first, step, at, repeats=repeats)
    encode, edits = filled(syntax, run.codec.encode)
    decode, more = filled(syntax, run.codec.decode or "{}")
    indent, newline = syntax.indent(first), syntax.style.newline
    kept = keep(syntax, run.statements)
    body = _body(kept.syntax, run, encode)
    function = f"async () => {{{newline}{body}{newline}{indent}}}"
    call = step.run.format(context=at.context, name=name, function="\0").replace("\0", function)
    target = _target(syntax, run.result)
    text = f"{target}{decode.replace('{}', f'await {call}')}{syntax.style.semicolon}"
    start, _ = syntax.extent(first)
    last = run.statements[-1]
    _, end = syntax.extent(last)
    comment = syntax.comment_behind(last)
    written = syntax.replace_range(start, end + len(comment), text)
    return Rewritten((written, *at.edits, *edits, *more, *kept.edits))


def _declarator(statement: Node) -> Node | None:
    declared = [each for each in statement.named_children if each.type == "variable_declarator"]
    return declared[0] if statement.type == "lexical_declaration" and len(declared) == 1 else None


def _target(syntax: SyntaxContext, declared: Node | None) -> str:
    """Return what stands before the value of a declaration: `const order: Order = `."""
    value = declared.child_by_field_name("value") if declared is not None else None
    if declared is None or declared.parent is None or value is None:
        return ""
    start, _ = syntax.extent(declared.parent)
    at, _ = syntax.extent(value)
    return syntax.source.text[start:at]


def _shortest(syntax: SyntaxContext, first: Node, step: StepWriter) -> _Run:
    block = first.parent
    statements = statements_of(block) if block is not None else []
    place = statements.index(first)
    for stop in range(place + 1, min(len(statements), place + _TAKEN_MOST) + 1):
        taken = statements[place:stop]
        _can_move(syntax, taken[-1], taken, step)
        needed = _needed(syntax, taken)
        if not needed and stop > place + 1:
            return _Run(taken)
        made = [each for each in map(_declarator, taken) if each is not None]
        result = next((each for each in made if needed and needed <= _names(syntax, each)), None)
        value = result.child_by_field_name("value") if result is not None else None
        codec = step.codec(value) if value is not None else None
        if codec is not None and codec.decode is not None:
            return _Run(taken, result, codec)
    raise RefusedError("a step can store neither its result nor what the statements after it make of it")


def _names(syntax: SyntaxContext, declared: Node) -> set[str]:
    return {syntax.code(each) for each in bound(declared.child_by_field_name("name"))}


def _can_move(syntax: SyntaxContext, statement: Node, taken: Iterable[Node], step: StepWriter) -> None:
    """Refuse a statement that means something else in a function of its own."""
    own = {
        name
        for each in taken
        for made in [_declarator(each)]
        if made is not None
        for name in _names(syntax, made)
    }
    for each in below(statement, into_functions=True):
        if each in step.running:
            raise RefusedError("a step runs among the statements that it takes")
        if each.type in _CHANGES:
            changed = each.child_by_field_name("left") or each.child_by_field_name("argument")
            if changed is None or changed.type != "identifier" or syntax.code(changed) not in own:
                raise RefusedError("the statements that it takes change something else")
    for each in below(statement):
        if each.type in _LEAVES or (each.type in FUNCTIONS and each.type.endswith("_declaration")):
            raise RefusedError("the statements that it takes leave the function, or declare something in it")


def _needed(syntax: SyntaxContext, taken: Sequence[Node]) -> set[str]:
    """Return the variables that statements declare and that other code of the function uses."""
    own = {
        name
        for each in taken
        for made in [_declarator(each)]
        if made is not None
        for name in _names(syntax, made)
    }
    inside = range(taken[0].start_byte, taken[-1].end_byte)
    around = function_around(taken[0]) or syntax.root
    return {
        syntax.code(each)
        for each in below(around, into_functions=True)
        if each.type in ("identifier", "shorthand_property_identifier")
        and each.start_byte not in inside
        and syntax.code(each) in own
    }


def _body(syntax: SyntaxContext, run: _Run, encode: str) -> str:
    """Return the statements, one level deeper, with what is returned at their end."""
    last = run.statements[-1]
    start, _ = syntax.extent(run.statements[0])
    _, end = syntax.extent(last)
    text = syntax.between(start, end) + syntax.comment_behind(last)
    if any(
        part.type == "template_string" and part.start_point.row != part.end_point.row
        for each in run.statements
        for part in below(each, into_functions=True)
    ):
        raise RefusedError("a text among the statements that it takes goes over several lines")
    indent, unit = syntax.indent(run.statements[0]), syntax.style.indent_unit
    if run.result is not None and run.result.parent == last:
        at, _ = syntax.extent(last)
        value = run.result.child_by_field_name("value") or last
        returned = value.named_children[-1] if value.type == "await_expression" and encode == "{}" else value
        written = syntax.code(returned) if encode == "{}" else encode.replace("{}", syntax.operand(returned))
        tail = f"return {written}{syntax.style.semicolon}{syntax.comment_behind(last)}"
        text = syntax.between(start, at) + tail
    elif run.result is not None:
        name = run.result.child_by_field_name("name")
        if name is None or name.type != "identifier":
            raise RefusedError("a step cannot store its result")
        text += f"{syntax.style.newline}{indent}return {encode.replace('{}', syntax.code(name))}{syntax.style.semicolon}"
    lines = text.split("\n")
    moved = [lines[0], *(f"{unit}{line}" if line.strip() else line for line in lines[1:])]
    return f"{indent}{unit}" + "\n".join(moved)
