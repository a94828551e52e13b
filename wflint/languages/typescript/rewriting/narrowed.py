"""Keeps what the code around a new function knows of types: binds what it has tested to constants, which functions remember."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import NAMES
from wflint.languages.typescript.rewriting.assigned_later import type_where_there
from wflint.languages.typescript.rewriting.declarations import is_changed
from wflint.languages.typescript.rewriting.loop_variables import LOOPS
from wflint.languages.typescript.rewriting.narrowing import BLOCKS, Forgotten, forgotten
from wflint.languages.typescript.rewriting.paths import Path, path_of, paths_in, prefixes
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    below,
    function_around,
    statements_of,
)

_CASES: Final = frozenset({"switch_case", "switch_default"})
_EXPRESSIONS: Final = frozenset({"expression_statement", "return_statement", "lexical_declaration"})
_TYPES: Final = frozenset(
    {"type_annotation", "type_arguments", "interface_declaration", "type_alias_declaration", "as_expression"}
)
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*")
_RESERVED: Final = frozenset(
    {
        "arguments", "await", "break", "case", "catch", "class", "const", "continue", "default", "delete", "do", "else",
        "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements", "import", "in",
        "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public", "return",
        "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void", "while",
        "with", "yield",
    }
)  # fmt: skip
"""What no variable can be called."""


class Kept(NamedTuple):
    """Code that is moved into a function, and what lets it know there what the code around it knows.

    Attributes:
        syntax: The file, in which the code reads constants instead of what has been tested.
        edits: What declares them.
        more: How much further in than before the code stands then.
    """

    syntax: SyntaxContext
    edits: tuple[Edit, ...] = ()
    more: str = ""

    def placed(self, text: str) -> str:
        """Return text that takes the place of the code, with its lines where they belong."""
        return text.replace("\n", f"\n{self.more}") if self.more else text


class _Bound(NamedTuple):
    """A constant that holds what has been tested.

    Attributes:
        path: What it holds.
        name: How it is called.
        site: The statement that it is declared before; `None` where the code declares it.
        is_tested_after: Whether the test is part of that statement.
        type_: Its type, where it has to be written down.
    """

    path: Path
    name: str
    site: Node | None
    is_tested_after: bool = False
    type_: str = ""


def keep(syntax: SyntaxContext, moved: Sequence[Node]) -> Kept:
    """Return how code that is moved into a function keeps what conditions have found out about types.

    Args:
        syntax: Where the code stands.
        moved: An expression, or statements that follow one another.

    Raises:
        RefusedError: Nothing can be bound where that is known.
    """
    found = forgotten(syntax, moved)
    if not found:
        return Kept(syntax)
    try:
        return _kept(syntax, moved, found)
    except RefusedError:
        if _has_types(syntax):
            raise
        return Kept(syntax)


def _has_types(syntax: SyntaxContext) -> bool:
    """Return whether a file says of anything what type it has: one that does not is not for a strict compiler."""
    return any(each.type in _TYPES for each in below(syntax.root, into_functions=True))


def _kept(syntax: SyntaxContext, moved: Sequence[Node], found: Sequence[Forgotten]) -> Kept:
    statement = _statement(moved[0])
    bound: list[_Bound] = []
    texts: dict[Node, str] = {}
    for each in found:
        known = next((one for one in bound if _is_same(one.path, each.path)), None)
        if known is None:
            known = _bind(syntax, statement, each, moved, [one.name for one in bound])
            bound.append(known)
        _refuse_use(syntax, each)
        texts[each.path.node] = _spelled(syntax, each.path.node, known.name)
    edits, more = _declared(syntax, statement, [each for each in bound if each.site is not None])
    tests = [
        edit for each in bound if each.is_tested_after for edit in _tests(syntax, statement, moved, each)
    ]
    return Kept(syntax.respelled(texts), (*edits, *tests), more)


def _spelled(syntax: SyntaxContext, node: Node, name: str) -> str:
    return f"{syntax.code(node)}: {name}" if node.type == "shorthand_property_identifier" else name


def _tests(syntax: SyntaxContext, statement: Node, moved: Sequence[Node], bound: _Bound) -> Iterator[Edit]:
    """Let the rest of a statement read a constant as well, as its type is what the statement tests."""
    for use in paths_in(syntax, statement):
        node = next((each.node for each in prefixes(use) if _is_same(each, bound.path)), None)
        if node is not None and not any(each.start_byte <= node.start_byte < each.end_byte for each in moved):
            yield syntax.replace(node, _spelled(syntax, node, bound.name))


def _is_same(one: Path, other: Path) -> bool:
    return one.parts == other.parts and one.leads_to(other)


def _statement(node: Node) -> Node:
    """Return the statement around some code that others can be put before, in a block of its own where it has none."""
    inner = node
    for outer in ancestors(node):
        is_else = outer.type == "else_clause" and inner.type != "if_statement"
        fields = (outer.child_by_field_name("consequence"), outer.child_by_field_name("body"))
        is_arm = outer.type != "ternary_expression" and inner in fields
        if outer.type in BLOCKS or is_else or is_arm:
            break
        inner = outer
    return inner


def _refuse(syntax: SyntaxContext, found: Forgotten) -> RefusedError:
    return RefusedError(
        f"TypeScript would forget in the step's function what a condition says of `{syntax.code(found.path.node)}`"
    )


def _refuse_use(syntax: SyntaxContext, found: Forgotten) -> None:
    """Refuse what a constant cannot stand for: a method, which needs its object, and what is assigned."""
    node = found.path.node
    outer = node.parent
    while outer is not None and outer.type in ("parenthesized_expression", "non_null_expression"):
        node, outer = outer, outer.parent
    is_method = (
        outer is not None
        and outer.type == "call_expression"
        and outer.child_by_field_name("function") == node
        and len(found.path.parts) > 1
    )
    is_deleted = outer is not None and outer.type == "unary_expression" and outer.children[0].type == "delete"
    if is_method or is_deleted or is_changed(node):
        raise _refuse(syntax, found)


# --- where it is declared ---


def _bind(
    syntax: SyntaxContext, statement: Node, found: Forgotten, moved: Sequence[Node], others: Sequence[str]
) -> _Bound:
    """Return the constant for a path, which one of the statements before may declare already."""
    block, place = statement.parent, found.place
    if block is None or statement.type not in _EXPRESSIONS or function_around(statement) is None:
        raise _refuse(syntax, found)
    if _changes(syntax, statement, found.path, before=found.path.node):
        raise _refuse(syntax, found)
    type_ = ""
    if _goes_round(syntax, statement, found.path, moved):
        type_ = type_where_there(syntax, found.path.root) if len(found.path.parts) == 1 else ""
        if not type_:
            raise _refuse(syntax, found)
    name = _free_name(syntax, statement, found.path, others)
    if statement in (place, *ancestors(place)):
        if any(statement in ancestors(each) for each in found.reached_by):
            raise _refuse(syntax, found)
        return _Bound(found.path, name, statement, is_tested_after=True)
    site = statement
    before = statements_of(block) if block.type in BLOCKS else []
    for each in reversed([each for each in before if each.end_byte <= statement.start_byte]):
        if each.start_byte <= place.start_byte and place not in ancestors(each):
            break
        if _changes(syntax, each, found.path):
            break
        declared = _declares(syntax, each, found.path)
        if declared:
            return _Bound(found.path, declared, None)
        if each.type in _EXPRESSIONS and any(found.path.leads_to(path) for path in paths_in(syntax, each)):
            site = each
    return _Bound(found.path, name, site, type_=type_)


def _goes_round(syntax: SyntaxContext, statement: Node, path: Path, moved: Sequence[Node]) -> bool:
    """Return whether what code gives may become what it reads in the next round, so that neither type follows from the other."""
    if statement.type == "expression_statement" and statement.named_children[0] in moved:
        return False
    loops = [each for each in ancestors(statement) if each.type in LOOPS]
    function = function_around(statement)
    return any(
        changed is not None and changed.leads_to(path)
        for loop in loops
        if function_around(loop) == function
        for each in below(loop)
        for changed in [path_of(syntax, each) if is_changed(each) else None]
    )


def _changes(syntax: SyntaxContext, statement: Node, path: Path, before: Node | None = None) -> bool:
    """Return whether a statement may give a path another value, or the part of it that runs before some other part."""
    for each in below(statement, into_functions=True):
        if before is not None and each.end_byte > before.start_byte:
            continue
        changed = path_of(syntax, each) if is_changed(each) else None
        if changed is not None and changed.leads_to(path):
            return True
        if before is None and each.type == "call_expression" and _is_handed(syntax, each, path):
            return True
    return False


def _is_handed(syntax: SyntaxContext, call: Node, path: Path) -> bool:
    """Return whether a call gets hold of an object on the way to a path, whose properties it may change."""
    arguments, callee = call.child_by_field_name("arguments"), call.child_by_field_name("function")
    owner = callee.child_by_field_name("object") if callee is not None else None
    given = [*(arguments.named_children if arguments is not None else ()), *([owner] if owner else [])]
    read = [one for each in given for one in [path_of(syntax, each)] if one is not None]
    return any(one.leads_to(path) and len(one.parts) < len(path.parts) for one in read)


def _declares(syntax: SyntaxContext, statement: Node, path: Path) -> str:
    """Return the constant that a statement binds a path to, as this module would; empty where it binds none."""
    if statement.type != "lexical_declaration" or statement.children[0].type != "const":
        return ""
    for declarator in statement.named_children:
        name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
        read = path_of(syntax, value) if value is not None else None
        if name is None or read is None or not read.leads_to(path) or declarator.child_by_field_name("type"):
            continue
        if name.type == "identifier" and read.parts == path.parts:
            return syntax.code(name)
        for each in name.named_children if name.type == "object_pattern" else ():
            if (*read.parts, syntax.code(each)) == path.parts:
                return syntax.code(each)
    return ""


# --- how it is declared ---


def _free_name(syntax: SyntaxContext, statement: Node, path: Path, others: Sequence[str]) -> str:
    """Return a name for the constant that no variable in the function has: the key by which the value is read, if it can be."""
    scope = function_around(statement) or syntax.root
    taken = {syntax.code(each) for each in below(scope, into_functions=True) if each.type in NAMES}
    names = [each for each in _names(path) if _NAME.fullmatch(each) and each not in _RESERVED] or ["value"]
    numbered = (f"{names[-1]}{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain(names, numbered) if each not in taken and each not in others)


def _names(path: Path) -> Iterator[str]:
    """Yield what a constant may be called, the best first."""
    *before, key = (each.removeprefix("#") for each in path.parts)
    owner = before[-1] if before else ""
    ordinal = "first" if key == "[0]" else "current"
    if key.startswith("["):
        key, owner = (owner[:-1] if owner.endswith("s") and len(owner) > 1 else "item"), ""
    key = re.sub(r"[^\w$]+(\w?)", lambda match: match[1].upper(), key)
    yield from [key] if before else []
    title = key[:1].upper() + key[1:]
    if owner not in ("", "this"):
        yield f"{owner}{title}"
    yield f"{ordinal}{title}"


def _declared(
    syntax: SyntaxContext, statement: Node, bound: Sequence[_Bound]
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits that declare constants, and how much further in the statement stands then."""
    block = statement.parent
    if not bound or block is None:
        return (), ""
    if block.type not in BLOCKS:
        return _in_braces(syntax, statement, [_written(syntax, each) for each in bound])
    edits: list[Edit] = list(_case_braces(syntax, block)) if block.type in _CASES else []
    for site in dict.fromkeys(each.site for each in bound if each.site is not None):
        between = f"{syntax.style.newline}{syntax.indent(site)}"
        start, _ = syntax.extent(site)
        lines = [_written(syntax, each) for each in bound if each.site == site]
        # The statement goes on with what begins like a call or a list, where nothing ends the line before.
        lines[-1] = lines[-1].removesuffix(";") + syntax.separator(start)
        edits.append(syntax.insert(start, "".join(f"{line}{between}" for line in lines)))
    return tuple(edits), ""


def _written(syntax: SyntaxContext, bound: _Bound) -> str:
    node = bound.path.node
    name, owner = node.child_by_field_name("property"), node.child_by_field_name("object")
    end = syntax.style.semicolon
    if (
        name is not None
        and owner is not None
        and syntax.code(name) == bound.name
        and not bound.path.is_optional
    ):
        return f"const {{ {bound.name} }} = {syntax.code(owner)}{end}"
    value = bound.path.root.text if node.type == "shorthand_property_identifier" else None
    type_ = f": {bound.type_}" if bound.type_ else ""
    return f"const {bound.name}{type_} = {value.decode() if value is not None else syntax.code(node)}{end}"


def _in_braces(syntax: SyntaxContext, statement: Node, lines: Sequence[str]) -> tuple[tuple[Edit, ...], str]:
    """Put statements before one that stands without braces, and braces around all of them."""
    before, outer = statement.prev_sibling, statement.parent
    is_long = statement.start_point.row != statement.end_point.row
    if before is None or outer is None or before.type == "comment" or is_long:
        raise RefusedError("no statement can stand before it without braces")
    start, end = syntax.extent(statement)
    _, begin = syntax.extent(before)
    around = syntax.indent(outer)
    inner = f"{syntax.style.newline}{around}{syntax.style.indent_unit}"
    head = " {" + "".join(f"{inner}{line}" for line in lines) + inner
    end += len(syntax.comment_behind(statement))
    tail = f"{syntax.style.newline}{around}}}"
    closed = syntax.insert(end, tail)
    other = outer.child_by_field_name("alternative")
    if other is not None and statement == outer.child_by_field_name("consequence"):
        stop, _ = syntax.extent(other)
        is_next = not syntax.source.text[end:stop].strip()
        closed = syntax.replace_range(end, stop, f"{tail} ") if is_next else closed
    is_below = "\n" in syntax.source.text[begin:start]
    return (syntax.replace_range(begin, start, head), closed), "" if is_below else syntax.style.indent_unit


def _case_braces(syntax: SyntaxContext, case: Node) -> Iterator[Edit]:
    """Give a `case` a block, so that what it declares is its own."""
    statements = case.children_by_field_name("body")
    if any(each.type.endswith("declaration") for each in statements):
        raise RefusedError("it is in a `case` without braces that declares something")
    colon = next(each for each in case.children if each.type == ":")
    _, begin = syntax.extent(colon)
    last = statements[-1]
    _, end = syntax.extent(last)
    yield syntax.insert(begin, " {")
    comment = syntax.comment_behind(last)
    yield syntax.insert(end + len(comment), f"{syntax.style.newline}{syntax.indent(case)}}}")
