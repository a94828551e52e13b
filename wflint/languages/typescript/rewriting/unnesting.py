"""Moves a step out of the function of another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from wflint.ir.rewriting import RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.functions import give_at_once
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    awaited,
    below,
    function_around,
    given_function,
    statement_around,
    statements_of,
)

_CHANGES: Final = frozenset({"assignment_expression", "augmented_assignment_expression", "update_expression"})
_TAKES_VALUE: Final = frozenset({"variable_declarator", "assignment_expression", "return_statement"})


class _Pair(NamedTuple):
    """Two steps, one in the function of the other.

    Attributes:
        outer: The call of the outer one, with its `await`.
        around: The statement that it is in.
        function: Its function.
        inner: The call of the inner one.
        whole: The same with its `await`.
        statement: The statement of its function that the inner one is in.
    """

    outer: Node
    around: Node
    function: Node
    inner: Node
    whole: Node
    statement: Node


def unnest(syntax: SyntaxContext, outer: Node, inner: Node, step: StepWriter) -> Rewritten:
    """Run the inner step before or after the outer one instead of in its function."""
    function = function_around(inner)
    if function is None or given_function(syntax, outer, function) is None:
        raise RefusedError("the function of the outer step is used elsewhere as well")
    whole = awaited(inner)
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        is_all = body is not None and _bare(body) in (whole, inner)
        if not is_all or not function.start_byte >= outer.start_byte:
            raise RefusedError("the inner step is part of an expression")
        return _in_place(syntax, outer, inner)
    statements = statements_of(body)
    statement = statement_around(inner)
    if statement not in (statements[0], statements[-1]):
        raise RefusedError("the inner step is neither the first nor the last thing that the outer one does")
    if not _is_alone(statement, whole):
        raise RefusedError("the inner step's result is used at once")
    is_inline = outer.start_byte <= function.start_byte
    if len(statements) == 1:
        if not is_inline or statement.type == "lexical_declaration":
            raise RefusedError("the outer step would do nothing")
        return _in_place(syntax, outer, inner)
    around = statement_around(outer)
    if not _is_statement_of(around, awaited(outer)):
        raise RefusedError("the outer step is part of something else")
    pair = _Pair(awaited(outer), around, function, inner, whole, statement)
    return _before(syntax, pair) if statement == statements[0] else _behind(syntax, pair, step)


def _in_place(syntax: SyntaxContext, outer: Node, inner: Node) -> Rewritten:
    text = syntax.reindented(inner, syntax.indent(outer))
    return Rewritten((syntax.replace(outer, text),))


def _bare(node: Node) -> Node:
    """Return an expression without parentheses around it."""
    while node.type == "parenthesized_expression" and len(node.named_children) == 1:
        node = node.named_children[0]
    return node


def _is_alone(statement: Node, whole: Node) -> bool:
    """Return whether a statement does no more than to run a step, and keep or return what it gives."""
    if statement.type in ("expression_statement", "return_statement"):
        given = statement.named_children[0]
        is_void = given.type == "unary_expression" and given.children[0].type == "void"
        return (given.named_children[0] if is_void else given) == whole
    declared = [each for each in statement.named_children if each.type == "variable_declarator"]
    return len(declared) == 1 and declared[0].child_by_field_name("value") == whole


def _is_statement_of(statement: Node, whole: Node) -> bool:
    """Return whether a statement runs a step in any case, and before everything else."""
    outer = whole.parent
    if outer is not None and outer.type == "variable_declarator":
        outer = outer.parent if outer.parent is not None and outer.parent.named_children[0] == outer else None
    elif outer is not None and outer.type == "assignment_expression":
        outer = outer.parent
    return outer == statement


def _before(syntax: SyntaxContext, pair: _Pair) -> Rewritten:
    if pair.statement.type == "return_statement":
        raise RefusedError("the outer step ends with it")
    if _names_outside(syntax, pair.function, _declared(syntax, pair.statement)):
        raise RefusedError("a variable of the outer step's function has the name of another one")
    indent = syntax.indent(pair.around)
    start, _ = syntax.extent(pair.around)
    line = _moved(syntax, pair, indent)
    return Rewritten(
        (
            syntax.remove(pair.statement, syntax.comment_behind(pair.statement)),
            syntax.insert(start, f"{line}{syntax.style.newline}{indent}"),
        )
    )


def _moved(syntax: SyntaxContext, pair: _Pair, indent: str, target: str = "") -> str:
    """Return the statement of the inner step as it stands outside, with the comment after it."""
    run = f"await {syntax.reindented(pair.inner, indent)}"
    if pair.statement.type == "lexical_declaration":
        start, _ = syntax.extent(pair.statement)
        value, _ = syntax.extent(pair.whole)
        run = f"{syntax.source.text[start:value]}{run}"
    return f"{target}{run}{syntax.style.semicolon}{syntax.comment_behind(pair.statement)}"


def _behind(syntax: SyntaxContext, pair: _Pair, step: StepWriter) -> Rewritten:
    outer, around = pair.outer, pair.around
    used, gives = outer.parent, pair.statement.type == "return_statement"
    is_statement = used is not None and used.type == "expression_statement"
    if not is_statement and not (gives and used is not None and used.type in _TAKES_VALUE):
        raise RefusedError("the outer step's result is used at once")
    names = _taken_along(syntax, pair)
    if (names or gives) and _returns(pair):
        raise RefusedError("the outer step's function returns elsewhere as well")
    indent = syntax.indent(around)
    start, end = syntax.extent(around)
    at, behind = syntax.extent(outer)
    target = "" if is_statement else syntax.source.text[start:at]
    tail = _moved(syntax, pair, indent, target)
    listed = names[0] if len(names) == 1 else f"{{ {', '.join(names)} }}"
    head = f"const {listed} = " if names else ""
    only = _only_value(pair, names)
    if only is not None:
        edits = give_at_once(syntax, pair.function, only, step, before=head)
    elif names:
        from_, to = syntax.extent(pair.statement)
        stop = to + len(syntax.comment_behind(pair.statement))
        edits = [syntax.replace_range(from_, stop, f"return {listed}{syntax.style.semicolon}")]
    else:
        edits = [syntax.remove(pair.statement, syntax.comment_behind(pair.statement))]
    if not is_statement or names:
        edits.append(syntax.replace_range(start, at, head))
    rest = syntax.source.text[behind:end]
    comment = syntax.comment_behind(around)
    stop = end + len(comment)
    edits.append(
        syntax.replace_range(stop, stop, f"{syntax.style.newline}{indent}{tail}")
        if rest in (";", "")
        else syntax.replace_range(
            behind, end, f"{syntax.style.semicolon}{syntax.style.newline}{indent}{tail}"
        )
    )
    doubtful = [name for name in names if not _is_plain(syntax, pair, name, step)]
    what = " and ".join(f"`{name}`" for name in doubtful)
    survive = "survives" if len(doubtful) == 1 else "survive"
    return Rewritten(tuple(edits), f"wflint cannot tell whether {what} {survive} JSON" if doubtful else "")


def _is_plain(syntax: SyntaxContext, pair: _Pair, name: str, step: StepWriter) -> bool:
    """Return whether JSON certainly keeps what a variable of the outer step's function holds, which is set once."""
    body = pair.function.child_by_field_name("body")
    values = [
        each.child_by_field_name("value")
        for each in (below(body) if body is not None else ())
        if each.type == "variable_declarator" and _is_called(syntax, each.child_by_field_name("name"), name)
    ]
    changes = any(
        each.type in _CHANGES and _is_called(syntax, each.named_children[0], name)
        for each in below(pair.function, into_functions=True)
    )
    if changes or len(values) != 1 or values[0] is None:
        return False
    codec = step.codec(values[0])
    return codec is not None and codec.is_plain


def _is_called(syntax: SyntaxContext, node: Node | None, name: str) -> bool:
    return node is not None and syntax.code(node) == name


def _only_value(pair: _Pair, names: Sequence[str]) -> Node | None:
    """Return the value of the only variable that the outer step's function is left with, which it then returns."""
    body = pair.function.child_by_field_name("body")
    rest = [each for each in statements_of(body) if each != pair.statement] if body is not None else []
    is_arrow = (
        pair.function.type == "arrow_function" and pair.function.child_by_field_name("return_type") is None
    )
    if len(names) != 1 or len(rest) != 1 or rest[0].type != "lexical_declaration" or not is_arrow:
        return None
    declared = [each for each in rest[0].named_children if each.type == "variable_declarator"]
    name = declared[0].child_by_field_name("name") if len(declared) == 1 else None
    has_comment = body is not None and any(each.type == "comment" for each in body.named_children)
    if name is None or name.type != "identifier" or has_comment:
        return None
    return declared[0].child_by_field_name("value")


def _returns(pair: _Pair) -> bool:
    body = pair.function.child_by_field_name("body")
    return body is not None and any(
        each.type == "return_statement" and each != pair.statement for each in below(body)
    )


def _declared(syntax: SyntaxContext, node: Node) -> set[str]:
    """Return the variables that are declared in a node, those of functions in it left out."""
    found: set[str] = set()
    for each in below(node):
        name = each.child_by_field_name("name") if each.type == "variable_declarator" else None
        if name is not None:
            found |= {
                syntax.code(part)
                for part in below(name)
                if part.type in ("identifier", "shorthand_property_identifier_pattern")
            }
    return found


def _taken_along(syntax: SyntaxContext, pair: _Pair) -> list[str]:
    """Return the variables of the outer step's function that the inner step uses, which it has to return then."""
    body = pair.function.child_by_field_name("body")
    own = _declared(syntax, body) if body is not None else set[str]()
    used = [
        syntax.code(each)
        for each in below(pair.inner, into_functions=True)
        if each.type in ("identifier", "shorthand_property_identifier")
    ]
    found = [name for name in dict.fromkeys(used) if name in own]
    if found and _names_outside(syntax, pair.function, set(found)):
        raise RefusedError("the inner step uses variables of the outer step's function")
    return found


def _names_outside(syntax: SyntaxContext, function: Node, names: set[str]) -> bool:
    """Return whether the code around a function has one of some names as well."""
    around = function_around(function) or syntax.root
    inside = range(function.start_byte, function.end_byte)
    return any(
        each.type == "identifier" and each.start_byte not in inside and syntax.code(each) in names
        for each in below(around, into_functions=True)
    )
