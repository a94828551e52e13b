"""Rewrites what step functions return: new values instead of changed variables, plain data instead of objects."""

from __future__ import annotations

import re
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import Codec, RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import FUNCTIONS
from wflint.languages.typescript.rewriting.arguments import apply
from wflint.languages.typescript.rewriting.declarations import declared_at
from wflint.languages.typescript.rewriting.functions import give_at_once
from wflint.languages.typescript.rewriting.imports import filled
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    awaited,
    below,
    function_around,
    given_function,
    is_async,
    statement_around,
    statements_of,
)

_ADDERS: Final = frozenset({"add", "push", "unshift"})
"""Methods that put their argument into what they belong to."""


def return_from_step(syntax: SyntaxContext, call: Node, mutation: Node, step: StepWriter) -> Rewritten:
    """Let a step's function return the new value, and change the variable with what the step gives."""
    whole, function = awaited(call), function_around(mutation)
    if whole.parent is None or whole.parent.type != "expression_statement":
        raise RefusedError("the step already returns something else")
    if function is None or given_function(syntax, call, function) is None:
        raise RefusedError("the function that changes it is not the step's own")
    body = function.child_by_field_name("body")
    if body is None:
        raise RefusedError("the function that changes it is not the step's own")
    if body.type != "statement_block":
        change = _change_around(mutation)
        if _bare(body) != change or call.start_byte > function.start_byte:
            raise RefusedError("the change is not all that the step's function does")
        before, behind, value = _change(syntax, change)
        return Rewritten(
            (
                *_kept(syntax, whole, change, before, behind),
                *give_at_once(syntax, function, value, step, before=before),
            )
        )
    statements, statement = statements_of(body), statement_around(mutation)
    if statement != statements[-1] or any(
        each.type in ("return_statement", "yield_expression") for each in below(body)
    ):
        raise RefusedError("the change is not the last thing that the step's function does")
    change = _change_around(mutation)
    if change.parent != statement:
        raise RefusedError("the change is not the last thing that the step's function does")
    before, behind, value = _change(syntax, change)
    returned = [syntax.replace(statement, f"return {syntax.code(value)}{syntax.style.semicolon}")]
    has_comment = any(each.type == "comment" for each in below(body))
    if function.type == "arrow_function" and len(statements) == 1 and not has_comment:
        returned = give_at_once(syntax, function, value, step, before=before)
    edits = [*_kept(syntax, whole, change, before, behind), *returned]
    annotated = function.child_by_field_name("return_type")
    if annotated is not None:
        edits.append(syntax.replace(annotated, ""))
    return Rewritten(tuple(edits))


def _kept(syntax: SyntaxContext, whole: Node, change: Node, before: str, behind: str) -> list[Edit]:
    """Return edits by which a variable takes what a step gives, at its declaration where nothing has a use for it before."""
    name = change.child_by_field_name("left")
    if (
        change.type == "assignment_expression"
        and name is not None
        and name.type == "identifier"
        and not behind
    ):
        return declared_at(syntax, whole, name) or _given(syntax, whole, before, behind)
    return _given(syntax, whole, before, behind)


def _given(syntax: SyntaxContext, whole: Node, before: str, behind: str) -> list[Edit]:
    start, end = syntax.extent(whole)
    return [
        edit for at, text in ((start, before), (end, behind)) if text for edit in [syntax.insert(at, text)]
    ]


def _bare(node: Node) -> Node:
    while node.type == "parenthesized_expression" and len(node.named_children) == 1:
        node = node.named_children[0]
    return node


def _change_around(node: Node) -> Node:
    """Return the assignment or call by which something is changed."""
    at: Node | None = node
    while at is not None and at.type not in (
        "assignment_expression",
        "augmented_assignment_expression",
        "call_expression",
    ):
        if at.type in ("expression_statement", *FUNCTIONS):
            break
        at = at.parent
    if at is None or not at.type.endswith(("assignment_expression", "call_expression")):
        raise RefusedError("the change is not a plain assignment")
    return at


def _change(syntax: SyntaxContext, node: Node) -> tuple[str, str, Node]:
    """Return a change as what stands before and after the new value, and this."""
    start, end = syntax.extent(node)
    if node.type == "call_expression":
        arguments = node.child_by_field_name("arguments")
        given = arguments.named_children if arguments is not None else []
        callee = node.child_by_field_name("function")
        method = callee.child_by_field_name("property") if callee is not None else None
        if method is None or syntax.code(method) not in _ADDERS:
            raise RefusedError("the change is not a plain assignment")
        if len(given) != 1 or given[0].type in ("spread_element", "comment"):
            raise RefusedError("the change is not a plain assignment")
        value = given[0]
    else:
        found = node.child_by_field_name("right")
        target = node.child_by_field_name("left")
        if found is None or target is None or target.type.endswith("pattern"):
            raise RefusedError("the change is not a plain assignment")
        value = found
    at, behind = syntax.extent(value)
    if any(
        each.type in ("await_expression", "call_expression")
        for each in below(node)
        if each.end_byte <= value.start_byte and each != node
    ):
        raise RefusedError("the change is not a plain assignment")
    return syntax.source.text[start:at], syntax.source.text[behind:end], value


# --- plain data ---

_WHOLE: Final = ("result", "found", "value")
"""Names for the variable that holds what a function returns, where its parts are encoded."""


def encode_result(
    syntax: SyntaxContext, step: Node, returned: Node, codec: Codec, *, awaits: bool
) -> Rewritten:
    """Make plain data of what a step's function returns, and the value of it again where the result is used.

    `awaits` if what it returns may be a promise, which the engine would await.
    """
    outer = returned.parent
    is_given = outer is not None and outer.type == "arguments" and outer.parent == step
    called = f"{syntax.operand(returned)}()" if is_given else syntax.operand(returned)
    around = function_around(returned) if not is_given else None
    if not is_given and (around is None or given_function(syntax, step, around) is None):
        raise RefusedError("the function that returns it is used elsewhere as well")
    _refuse_declared_type(step)
    encode, edits = filled(syntax, codec.encode)
    found = [*edits, _encoded(syntax, returned, f"await {called}" if awaits else called, encode)]
    if awaits and around is not None and not is_async(around):
        start, _ = syntax.extent(around)
        found.append(syntax.insert(start, "async "))
    annotated = around.child_by_field_name("return_type") if around is not None else None
    if annotated is not None:
        found.append(syntax.replace(annotated, ""))
    return Rewritten((*found, *_decoded(syntax, step, codec)))


def decode_result(syntax: SyntaxContext, step: Node, codec: Codec) -> Rewritten:
    """Make the value of a step's result again where it is used: what JSON makes of it is all that this takes."""
    _refuse_declared_type(step)
    return Rewritten(_decoded(syntax, step, codec))


def _decoded(syntax: SyntaxContext, step: Node, codec: Codec) -> tuple[Edit, ...]:
    whole = awaited(step)
    if whole.parent is not None and whole.parent.type == "expression_statement":
        return ()
    if codec.decode is None:
        raise RefusedError("the value cannot be restored from its JSON")
    decode, more = filled(syntax, codec.decode)
    before, _, behind = decode.partition("{}")
    return (*more, *_given(syntax, whole, before, behind))


def _encoded(syntax: SyntaxContext, returned: Node, called: str, encode: str) -> Edit:
    """Put what is returned into a template; where this takes it twice, or is long, into a variable first."""
    outer = returned.parent
    is_given = outer is not None and outer.type == "arguments"
    is_awaited = called.startswith("await ")
    head = ("async () => " if is_awaited else "() => ") if is_given else ""
    if encode.count("{}") == 1 and "=>" not in encode:
        text = encode.replace("{}", f"({called})" if is_awaited else called)
        return syntax.replace(returned, f"{head}{text}")
    is_statement = outer is not None and outer.type == "return_statement"
    if outer is None or not (is_given or is_statement or outer.type == "arrow_function"):
        raise RefusedError("what it returns is not all that its function does")
    words = set(re.findall(r"[\w$]+", syntax.code(function_around(returned) or outer)))
    name = next((each for each in _WHOLE if each not in words), "")
    if not name:
        raise RefusedError("the code has another use for the name that the result would have")
    unit = "" if is_statement else syntax.style.indent_unit
    between = f"{syntax.style.newline}{syntax.indent(returned)}{unit}"
    bare = called.removeprefix("(").removesuffix(")") if called == f"({syntax.code(returned)})" else called
    lines = (f"const {name} = {bare}", f"return {encode.replace('{}', name)}")
    if is_statement:
        return syntax.replace(
            outer, f"{syntax.style.semicolon}{between}".join(lines) + syntax.style.semicolon
        )
    body = "".join(f"{between}{line}{syntax.style.semicolon}" for line in lines)
    return syntax.replace(returned, f"{head}{{{body}{syntax.style.newline}{syntax.indent(returned)}}}")


def encode_part(syntax: SyntaxContext, step: Node, part: Node, template: str) -> Rewritten:
    """Make plain data of a part of what a step's function returns."""
    around = function_around(part)
    while around is not None and given_function(syntax, step, around) is None:
        around = function_around(around)
    if around is None:
        raise RefusedError("the function that returns it is used elsewhere as well")
    _refuse_declared_type(step)
    annotated = around.child_by_field_name("return_type")
    edits = (syntax.replace(annotated, ""),) if annotated is not None else ()
    return apply(syntax, part, template) + Rewritten(edits)


def _refuse_declared_type(step: Node) -> None:
    """Refuse a result whose type is written down: what JSON keeps of it has another one."""
    taken = awaited(step).parent
    declares = taken is not None and taken.type == "variable_declarator" and taken.child_by_field_name("type")
    if declares or step.child_by_field_name("type_arguments") is not None:
        raise RefusedError("the type of the step's result is written down, and would be another one")
