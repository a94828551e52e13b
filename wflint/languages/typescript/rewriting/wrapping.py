"""Does what replayed code does in a step of its own: an expression whose value JSON carries, or a statement."""

from __future__ import annotations

from typing import Final, NamedTuple

from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter, ValueKind
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.blocks import wrap_statements
from wflint.languages.typescript.rewriting.imports import filled
from wflint.languages.typescript.rewriting.naming import step_name
from wflint.languages.typescript.rewriting.narrowed import keep
from wflint.languages.typescript.rewriting.narrowing import forgets_more
from wflint.languages.typescript.rewriting.placement import Placement, placement
from wflint.languages.typescript.rewriting.readable import readable
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    awaited,
    below,
    chained,
    is_chained,
    statement_around,
)

_LARGE: Final = "its result may be large, and each step's result is stored"
_OWNERS: Final = {
    "member_expression": "object", "subscript_expression": "object", "call_expression": "function",
    "new_expression": "constructor", "non_null_expression": "", "binary_expression": "", "unary_expression": "",
    "as_expression": "", "satisfies_expression": "", "spread_element": "",
}  # fmt: skip
"""Around what `await` stands in parentheses, with the field of the operand."""

_STATEMENTS: Final = frozenset(
    {"variable_declarator", "assignment_expression", "return_statement", "expression_statement"}
)

_COMPUTED: Final = frozenset(
    {
        "member_expression",
        "subscript_expression",
        "binary_expression",
        "unary_expression",
        "template_substitution",
    }
)
_MEMBERS: Final = frozenset({"member_expression", "subscript_expression"})
_CONDITIONS: Final = frozenset({"!", "===", "!==", "==", "!=", "in"})
"""Operators that give no more of a value than whether something is true of it."""
_ENVIRONMENT: Final = "env"


def wrap(syntax: SyntaxContext, anchor: Node, step: StepWriter, *, repeats: bool, reads: bool) -> Rewritten:
    """Do what an expression does in a step of its own.

    Args:
        syntax: Where it is.
        anchor: The expression.
        step: How the step is written.
        repeats: Whether callers of the function around it run it in loops.
        reads: Whether it reads from outside as much as there is.

    Raises:
        RefusedError: It cannot be done here.
    """
    if not step.run:
        raise RefusedError("a step is a function of its own")
    whole, codec = _smallest(syntax, anchor, step)
    outer = whole.parent
    if outer is not None and outer.type == "expression_statement":
        return _statement(syntax, anchor, whole, step, repeats=repeats)
    if codec is not None and codec.decode is None:
        return wrap_statements(syntax, anchor, whole, step, repeats=repeats)
    at = placement(syntax, whole, step)
    _refuse_own_method(syntax, whole, at)
    name = step_name(syntax, anchor, whole, step, at, repeats=repeats)
    carried = codec or PLAIN
    encode, edits = filled(syntax, carried.encode)
    decode, more = filled(syntax, carried.decode or "{}")
    call = _Call(step, at, name)
    kept = keep(syntax, [whole])
    head, body = _function(kept.syntax, whole, step, encode)
    text = _fitted(syntax, whole, call, head, body) if decode == "{}" else call.of(f"{head} {body}")
    if decode != "{}":
        text = decode.replace("{}", text)
    elif _needs_parentheses(whole):
        text = f"({text})"
    if text.startswith("(") and syntax.begins_line(whole) and not syntax.style.semicolon:
        text = f";{text}"
    if whole.type == "shorthand_property_identifier":
        text = f"{syntax.code(whole)}: {text}"
    doubt = step.doubt if codec is None else _LARGE if reads and not carried.is_plain else ""
    replaced = syntax.replace(whole, kept.placed(text))
    return Rewritten((replaced, *at.edits, *edits, *more, *kept.edits), doubt)


def refuse_value(syntax: SyntaxContext, anchor: Node, step: StepWriter) -> None:
    """Refuse to store a value that is a secret; whether a condition holds for it is none."""
    whole, _ = _smallest(syntax, anchor, step)
    operator = whole.child_by_field_name("operator")
    callee = whole.child_by_field_name("function")
    is_condition = operator is not None and syntax.code(operator) in _CONDITIONS
    if not is_condition and (callee is None or syntax.code(callee) != "Boolean"):
        raise RefusedError("a step would store a secret")


def _refuse_own_method(syntax: SyntaxContext, whole: Node, at: Placement) -> None:
    """Refuse a method of the context, which means something else in a step."""
    call = whole.named_children[-1] if whole.type == "await_expression" else whole
    callee = call.child_by_field_name("function")
    owner = callee.child_by_field_name("object") if callee is not None else None
    if owner is not None and syntax.code(owner) == at.context:
        raise RefusedError("it is a method of the context")


class _Call(NamedTuple):
    """The call of a new step.

    Attributes:
        step: How it is written.
        at: Where it stands.
        name: The step's name, as it is written.
    """

    step: StepWriter
    at: Placement
    name: str

    def of(self, function: str) -> str:
        """Return it with a function."""
        # What a function holds may hold braces, which are no places to fill in.
        call = self.step.run.format(context=self.at.context, name=self.name, function="\0")
        return "await " + call.replace("\0", function)


def _fitted(syntax: SyntaxContext, whole: Node, call: _Call, head: str, body: str) -> str:
    """Return the call of a step with a function that is an expression, which takes a line of its own where one is too short."""
    text = call.of(f"{head} {body}")
    is_long = _width(syntax, whole, text) > syntax.style.line_length and "\n" not in body
    if not is_long or not _stands_alone(syntax, whole):
        return text
    indent = syntax.indent(whole)
    inner, end = (
        f"{syntax.style.newline}{indent}{syntax.style.indent_unit}",
        f"{syntax.style.trailing_comma}{syntax.style.newline}{indent}",
    )
    return call.of(f"{head}{inner}{body}{end}")


def _width(syntax: SyntaxContext, whole: Node, text: str) -> int:
    """Return how long the first line would be on which an expression stands, once other text stands in its place."""
    start, end = syntax.extent(whole)
    source = syntax.source.text
    before = start - (source.rfind("\n", 0, start) + 1)
    behind = source[end:].partition("\n")[0].partition("//")[0].rstrip()
    return before + len(text) + len(behind)


def _smallest(syntax: SyntaxContext, anchor: Node, step: StepWriter) -> tuple[Node, Codec | None]:
    """Return the smallest expression around a call whose value JSON can carry and that reads well, with how it does so."""
    whole = awaited(chained(syntax, _member_read(syntax, anchor)))
    first = step.codec(whole)
    at: Node | None = whole
    while at is not None:
        codec = step.codec(at)
        if codec is not None and codec.is_plain:
            if first is not None and first.decode is not None and forgets_more(syntax, whole, at):
                return whole, first
            return readable(syntax, at, step), codec
        at = _next(at)
    return whole, first


def _member_read(syntax: SyntaxContext, anchor: Node) -> Node:
    """Return what is read of an object that an expression reads: a step stores no more than that.

    Raises:
        RefusedError: The environment is used as a whole, which may hold secrets.
    """
    if anchor.type != "member_expression":
        return anchor
    outer = _next(anchor)
    if outer is not None and outer.type in _MEMBERS:
        return outer
    name = anchor.child_by_field_name("property")
    if name is not None and syntax.code(name) == _ENVIRONMENT and outer is None:
        raise RefusedError("a step would store the whole environment")
    return anchor


def _next(node: Node) -> Node | None:
    """Return the next larger expression that only computes something from a value."""
    outer = node.parent
    if outer is None:
        return None
    if outer.type == "parenthesized_expression":
        return _next(outer)
    if outer.type == "arguments":
        call = outer.parent
        return (
            awaited(call) if call is not None and call.type in ("call_expression", "new_expression") else None
        )
    if outer.type not in _COMPUTED:
        return None
    if outer.type == "template_substitution":
        return outer.parent
    above = outer.parent
    is_callee = (
        above is not None
        and above.type == "call_expression"
        and above.child_by_field_name("function") == outer
    )
    return awaited(above if is_callee and above is not None else outer)


def _needs_parentheses(node: Node) -> bool:
    """Return whether `await step()` needs parentheses: for what takes a part of it, or to be read easily."""
    outer = node.parent
    if outer is None:
        return False
    if outer.type == "ternary_expression":
        return outer.child_by_field_name("condition") == node
    field = _OWNERS.get(outer.type)
    return field is not None and (not field or outer.child_by_field_name(field) == node)


def _stands_alone(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression is all that the statement of a line keeps or returns, so that it may take several."""
    outer = node.parent
    start, _ = syntax.extent(statement_around(node))
    begin = syntax.source.text.rfind("\n", 0, start) + 1
    return outer is not None and outer.type in _STATEMENTS and not syntax.source.text[begin:start].strip()


def _function(syntax: SyntaxContext, node: Node, step: StepWriter, encode: str) -> tuple[str, str]:
    """Return the head and the body of the function that does what an expression does and returns what JSON carries."""
    is_awaited = node.type == "await_expression"
    inner = node.named_children[-1] if is_awaited and encode == "{}" else node
    text = encode.replace("{}", syntax.code(inner) if encode == "{}" else syntax.operand(inner))
    if text.startswith("{"):
        text = f"({text})"
    # The engine awaits promises, and an async function whatever else can be awaited.
    is_promise = inner is node or ValueKind.PROMISE in step.kinds(inner)
    return "async () =>" if _awaits(inner) or not is_promise else "() =>", text


def _awaits(node: Node) -> bool:
    if any(each.type == "yield_expression" for each in below(node)):
        raise RefusedError("it yields on the way")
    return any(each.type == "await_expression" for each in below(node))


def _voided(node: Node) -> Node | None:
    """Return `f()` of `void f()`."""
    is_void = node.type == "unary_expression" and node.children[0].type == "void"
    return node.named_children[0] if is_void else None


def _statement(
    syntax: SyntaxContext, anchor: Node, whole: Node, step: StepWriter, *, repeats: bool
) -> Rewritten:
    """Do a statement in a step that gives nothing, whatever the statement gives."""
    at = placement(syntax, whole, step)
    _refuse_own_method(syntax, whole, at)
    name = step_name(syntax, anchor, whole, step, at, repeats=repeats)
    call = _Call(step, at, name)
    kept = keep(syntax, [whole])
    is_await = whole.type == "await_expression"
    if is_await and ValueKind.NOTHING in step.kinds(whole):
        head, body = _function(kept.syntax, whole, step, "{}")
        text = kept.placed(_fitted(syntax, whole, call, head, body))
        return Rewritten((syntax.replace(whole, text), *at.edits, *kept.edits))
    indent, newline = syntax.indent(whole), syntax.style.newline
    inner = f"{indent}{syntax.style.indent_unit}"
    # What nobody has waited for would still run when the step ends; bytes and the like are there at once.
    started = _voided(whole) or (None if is_await else whole)
    codec = step.codec(started) if started is not None else PLAIN
    is_started = started is not None and (
        started != whole or (codec is not None and codec.decode is None) or is_chained(syntax, started)
    )
    done = f"await {kept.syntax.reindented(started, inner)}" if started is not None and is_started else None
    body = f"{inner}{done or kept.syntax.reindented(whole, inner)}{syntax.style.semicolon}"
    head = "async () => {" if done or _awaits(whole) else "() => {"
    function = f"{head}{newline}{body}{newline}{indent}}}"
    text = kept.placed(call.of(function))
    return Rewritten((syntax.replace(whole, text), *at.edits, *kept.edits))
