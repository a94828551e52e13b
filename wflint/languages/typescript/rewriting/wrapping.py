"""Does what replayed code does in a step of its own: an expression whose value JSON carries, or a statement."""

from __future__ import annotations

import re
from typing import Final

from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.ir.step_names import stem_of
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.placement import Placement, placement
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, awaited, below

_LARGE: Final = "its result may be large, and each step's result is stored"
_OWNERS: Final = {
    "member_expression": "object", "subscript_expression": "object", "call_expression": "function",
    "new_expression": "constructor", "non_null_expression": "",
}  # fmt: skip
"""What binds closer than `await`, with the field of the operand."""

_COMPUTED: Final = frozenset(
    {
        "member_expression",
        "subscript_expression",
        "binary_expression",
        "unary_expression",
        "template_substitution",
    }
)
_TIMERS: Final = frozenset({"setTimeout"})
_MILLISECONDS: Final = 1000


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
    whole, codec = _smallest(syntax, anchor, step)
    outer = whole.parent
    if outer is not None and outer.type == "expression_statement":
        return _statement(syntax, anchor, whole, step, repeats=repeats)
    if codec is not None and codec.decode is None:
        raise RefusedError("a step cannot store what it gives")
    at = placement(syntax, whole, step)
    name = _name(syntax, anchor, whole, step, at, repeats=repeats)
    carried = codec or PLAIN
    call = step.run.format(context=at.context, name=name, function=_function(syntax, whole, carried))
    decode = carried.decode or "{}"
    text = f"await {call}"
    if decode != "{}":
        text = decode.replace("{}", text)
    elif _binds_closer(whole):
        text = f"({text})"
    doubt = step.doubt if codec is None else _LARGE if reads and not carried.is_plain else ""
    return Rewritten((syntax.replace(whole, text),), doubt)


def _smallest(syntax: SyntaxContext, anchor: Node, step: StepWriter) -> tuple[Node, Codec | None]:
    """Return the smallest expression around a call whose value JSON can carry, with how it does so."""
    whole = awaited(anchor)
    first = _codec(syntax, whole, step)
    at: Node | None = whole
    while at is not None:
        codec = _codec(syntax, at, step)
        if codec is not None and codec.is_plain:
            return at, codec
        at = _next(at)
    return whole, first


def _codec(syntax: SyntaxContext, node: Node, step: StepWriter) -> Codec | None:
    found = (step.codec(handle) for handle in syntax.handles(node))
    return next((codec for codec in found if codec is not None), None)


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


def _binds_closer(node: Node) -> bool:
    """Return whether what stands around an expression would take only a part of `await step()`."""
    outer = node.parent
    if outer is None:
        return False
    if outer.type == "binary_expression":
        return any(child.type == "**" for child in outer.children)
    field = _OWNERS.get(outer.type)
    return field is not None and (not field or outer.child_by_field_name(field) == node)


def _function(syntax: SyntaxContext, node: Node, codec: Codec) -> str:
    """Return the function that does what an expression does and returns what JSON carries."""
    is_awaited = node.type == "await_expression"
    inner = node.named_children[-1] if is_awaited and codec.encode == "{}" else node
    text = codec.encode.replace("{}", syntax.code(inner))
    if text.startswith("{"):
        text = f"({text})"
    return f"{'async ' if is_awaited or _awaits(inner) else ''}() => {text}"


def _awaits(node: Node) -> bool:
    if any(each.type == "yield_expression" for each in below(node)):
        raise RefusedError("it yields on the way")
    return any(each.type == "await_expression" for each in below(node))


def _statement(
    syntax: SyntaxContext, anchor: Node, whole: Node, step: StepWriter, *, repeats: bool
) -> Rewritten:
    """Do a statement in a step that gives nothing."""
    at = placement(syntax, whole, step)
    name = _name(syntax, anchor, whole, step, at, repeats=repeats)
    indent, newline = syntax.indent(whole), syntax.newline
    body = f"{indent}{syntax.indent_unit}{_reindented(syntax, whole)}{syntax.semicolon}"
    head = "async () => {" if _awaits(whole) else "() => {"
    function = f"{head}{newline}{body}{newline}{indent}}}"
    call = step.run.format(context=at.context, name=name, function="\0").replace("\0", function)
    return Rewritten((syntax.replace(whole, f"await {call}"),))


def _reindented(syntax: SyntaxContext, node: Node) -> str:
    """Return the text of a node one level deeper; a template that goes over lines stays as it is."""
    text = syntax.code(node)
    if "\n" not in text or any(
        each.type == "template_string" and each.start_point.row != each.end_point.row
        for each in below(node, into_functions=True)
    ):
        return text
    return re.sub(r"\n(?=[^\r\n])", f"\n{syntax.indent_unit}", text)


def _name(
    syntax: SyntaxContext, anchor: Node, whole: Node, step: StepWriter, at: Placement, *, repeats: bool
) -> str:
    """Return a name that no other step has, as it is written, with the rounds of the loops around it.

    Raises:
        RefusedError: Callers run the function in loops, so that nothing here could tell the rounds apart.
    """
    if repeats:
        raise RefusedError(
            "its function is called in a loop, so the step would need another name in each round"
        )
    outer = whole.parent
    key = next(iter(syntax.handles(anchor)), (anchor.start_byte, anchor.end_byte))
    stem = step.free_name(
        stem_of(
            _dotted(syntax, anchor),
            target=_target(syntax, whole),
            is_read=anchor.type in ("member_expression", "subscript_expression"),
            is_statement=outer is not None and outer.type == "expression_statement",
        ),
        key,
        in_loop=bool(at.counters),
    )
    if not at.counters:
        return syntax.quoted(stem)
    return f"`{stem}-{'-'.join(f'${{{each}}}' for each in at.counters)}`"


def _dotted(syntax: SyntaxContext, node: Node) -> str:
    """Return what is called or read, as far as the code spells it with names alone."""
    for field in ("function", "constructor"):
        found = node.child_by_field_name(field)
        if found is not None:
            node = found
    return re.sub(r"\?\.|!", ".", re.sub(r"\(.*?\)|\s", "", syntax.code(node))).strip(".")


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


# --- sleeps ---


def sleep(syntax: SyntaxContext, anchor: Node, step: StepWriter, *, repeats: bool) -> Rewritten:
    """Sleep in a step of the engine instead of keeping the function open."""
    whole = awaited(anchor)
    outer = whole.parent
    if outer is None or outer.type != "expression_statement" or whole == anchor:
        raise RefusedError("it is part of an expression")
    at = placement(syntax, whole, step)
    name = _name(syntax, anchor, whole, step, at, repeats=repeats)
    duration = _seconds(syntax, _duration(syntax, anchor))
    call = step.sleep.format(context=at.context, name=name, duration=duration)
    return Rewritten((syntax.replace(whole, f"await {call}"),))


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


def _seconds(syntax: SyntaxContext, node: Node) -> str:
    text = syntax.code(node)
    plain = text.replace("_", "")
    if re.fullmatch(r"\d+", plain):
        return str(-(-int(plain) // _MILLISECONDS))
    if any(each.type in ("await_expression", "yield_expression") for each in below(node)):
        raise RefusedError("it awaits something to know how long to sleep")
    is_simple = node.type in (
        "identifier",
        "member_expression",
        "call_expression",
        "parenthesized_expression",
    )
    return f"Math.ceil({text if is_simple else f'({text})'} / {_MILLISECONDS})"
