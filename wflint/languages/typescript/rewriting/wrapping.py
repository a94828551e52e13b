"""Does what replayed code does in a step of its own: an expression whose value JSON carries, or a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.ir.step_names import is_verb, stem_of, words_of
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
_MEMBERS: Final = frozenset({"member_expression", "subscript_expression"})
_ENVIRONMENT: Final = "env"
_LONGEST_LINE: Final = 100
"""Beyond that, the body of a new function stands on a line of its own."""

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
    head, body = _function(syntax, whole, carried)
    text = _written(step, at, name, f"{head} {body}")
    if _width(syntax, whole, text) > _LONGEST_LINE and "\n" not in body:
        indent = syntax.indent(whole)
        inner, outer_end = f"{syntax.newline}{indent}{syntax.indent_unit}", f",{syntax.newline}{indent}"
        text = _written(step, at, name, f"{head}{inner}{body}{outer_end}")
    decode = carried.decode or "{}"
    if decode != "{}":
        text = decode.replace("{}", text)
    elif _binds_closer(whole):
        text = f"({text})"
    doubt = step.doubt if codec is None else _LARGE if reads and not carried.is_plain else ""
    return Rewritten((syntax.replace(whole, text),), doubt)


def _written(step: StepWriter, at: Placement, name: str, function: str) -> str:
    """Return the call of a new step."""
    # What a function holds may hold braces, which are no places to fill in.
    call = step.run.format(context=at.context, name=name, function="\0").replace("\0", function)
    return f"await {call}"


def _width(syntax: SyntaxContext, whole: Node, text: str) -> int:
    """Return how long the first line would be on which an expression stands, once other text stands in its place."""
    start, end = syntax.extent(whole)
    source = syntax.source.text
    before = start - (source.rfind("\n", 0, start) + 1)
    behind = source[end:].partition("\n")[0].partition("//")[0].rstrip()
    return before + len(text) + len(behind)


def _smallest(syntax: SyntaxContext, anchor: Node, step: StepWriter) -> tuple[Node, Codec | None]:
    """Return the smallest expression around a call whose value JSON can carry, with how it does so."""
    whole = awaited(_member_read(syntax, anchor))
    first = _codec(syntax, whole, step)
    at: Node | None = whole
    while at is not None:
        codec = _codec(syntax, at, step)
        if codec is not None and codec.is_plain:
            return at, codec
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


def _function(syntax: SyntaxContext, node: Node, codec: Codec) -> tuple[str, str]:
    """Return the head and the body of the function that does what an expression does and returns what JSON carries."""
    is_awaited = node.type == "await_expression"
    inner = node.named_children[-1] if is_awaited and codec.encode == "{}" else node
    text = codec.encode.replace("{}", syntax.code(inner))
    if text.startswith("{"):
        text = f"({text})"
    return "async () =>" if is_awaited or _awaits(inner) else "() =>", text


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
    return Rewritten((syntax.replace(whole, _written(step, at, name, function)),))


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
    """Return what is called or read, as far as the code spells it with names alone: `db.insert` of a whole query."""
    parts = re.findall(
        r"[\w$]+", re.sub(r"\s+|\bawait\b|\bnew\b|<[^<>()]*>", "", "".join(_spelled(syntax, node)))
    )
    place = next(
        (at for at, part in enumerate(parts) if at and words_of(part)[:1] and is_verb(part)), len(parts) - 1
    )
    return ".".join(parts[: place + 1])


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
