"""Rewrites names of steps: text after them, the rounds of loops, parts that change."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten, StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.loop_index import loop_indices_at
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, below, function_around

_SEPARATORS: Final = "-_:./# "


def extend_name(syntax: SyntaxContext, node: Node, suffix: str) -> Rewritten:
    """Put text after a name that is written out."""
    if node.type not in ("string", "template_string"):
        raise RefusedError("its name is not written out there")
    if re.search(r"[`\\'\"$]", suffix):
        raise RefusedError("the text cannot stand between its quotes")
    _, end = syntax.extent(node)
    return Rewritten((syntax.insert(end - 1, suffix),))


def put_before(syntax: SyntaxContext, node: Node, stem: str) -> Rewritten:
    """Make text of a number: a stem, and the number after it."""
    bare = node
    while bare.type in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        bare = bare.named_children[0]
    if bare.type == "number":
        return Rewritten((syntax.replace(node, syntax.style.quoted(f"{stem}{syntax.code(bare)}")),))
    return Rewritten((syntax.replace(node, f"`{stem}${{{syntax.code(node)}}}`"),))


def number(
    syntax: SyntaxContext, node: Node, loops: Sequence[Node], step: StepWriter, suffix: str
) -> Rewritten:
    """Make what counts the rounds of loops part of a name, after a suffix."""
    names, edits = loop_indices_at(syntax, node, loops, step)
    numbered = "".join((suffix, *(f"-${{{each}}}" for each in names)))
    return Rewritten((syntax.replace(node, _with_suffix(syntax, node, numbered)), *edits))


def _with_suffix(syntax: SyntaxContext, node: Node, suffix: str) -> str:
    text = syntax.code(node)
    if node.type == "template_string":
        return f"{text[:-1]}{suffix}`"
    if node.type == "string":
        if "`" in text or "${" in text:
            raise RefusedError("its name holds characters that have a meaning in templates")
        return f"`{text[1:-1]}{suffix}`"
    if "\n" in text or "`" in text:
        raise RefusedError("its name is made in a way that leaves no place for an index")
    return f"`${{{text}}}{suffix}`"


# --- parts that change ---


def drop_parts(
    syntax: SyntaxContext,
    name: Node,
    changing: Container[object],
    step: StepWriter,
    *,
    loops: Sequence[Node],
    unneeded: Sequence[Node],
) -> Rewritten:
    """Take what changes out of a template, and make the index of loops part of it.

    Args:
        syntax: Where it is.
        name: The name: a template, or a variable that is one.
        changing: Expressions that change.
        step: What is known of the steps around it.
        loops: The loops that nothing else in the name tells apart.
        unneeded: Expressions that nothing needs once they are out of the names.
    """
    if name.type == "binary_expression":
        return _without_operand(syntax, name, changing, loops)
    template = _template(syntax, name)
    if template is None:
        raise RefusedError("its name is put together in a way that cannot be taken apart")
    indices, edits = loop_indices_at(syntax, template, loops, step)
    kept, dropped = _without(syntax, template, changing)
    text = (kept + "".join(f"-${{{each}}}" for each in indices)).strip(_SEPARATORS)
    if not text or not dropped:
        raise RefusedError("nothing of its name would be left")
    is_plain = "${" not in text and not re.search(r"['\"\\\n]", text)
    edits = (syntax.replace(template, syntax.style.quoted(text) if is_plain else f"`{text}`"), *edits)
    variables = {syntax.code(each) for each in dropped if each.type == "identifier"}
    unread = {each for each in variables if not _is_read_beside(syntax, template, each)}
    return Rewritten((*edits, *_unneeded(syntax, unread, unneeded)))


def _without_operand(
    syntax: SyntaxContext, name: Node, changing: Container[object], loops: Sequence[Node]
) -> Rewritten:
    """Keep the constant one of two texts that are put together."""
    left, right = name.child_by_field_name("left"), name.child_by_field_name("right")
    operator = name.child_by_field_name("operator")
    kept = [each for each in (left, right) if each is not None and each not in changing]
    if (
        loops
        or operator is None
        or syntax.code(operator) != "+"
        or [each.type for each in kept] != ["string"]
    ):
        raise RefusedError("its name is put together in a way that cannot be taken apart")
    text = syntax.code(kept[0])
    stem = text[1:-1].strip(_SEPARATORS)
    if not stem:
        raise RefusedError("nothing of its name would be left")
    return Rewritten((syntax.replace(name, f"{text[0]}{stem}{text[0]}"),))


def _template(syntax: SyntaxContext, name: Node) -> Node | None:
    """Return the template that a name is, or that a variable holds if it never holds anything else."""
    if name.type == "template_string":
        return name
    values = [
        value
        for target, value in _assigned(syntax, name)
        if name.type == "identifier" and target == syntax.code(name)
    ]
    only = values[0] if len(values) == 1 else None
    return only if only is not None and only.type == "template_string" else None


def _assigned(syntax: SyntaxContext, node: Node) -> list[tuple[str, Node | None]]:
    """Return what the function around a node assigns to which variable, as code."""
    found: list[tuple[str, Node | None]] = []
    for each in below(function_around(node) or syntax.root, into_functions=True):
        if each.type == "variable_declarator":
            target, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        elif each.type in ("assignment_expression", "augmented_assignment_expression"):
            target, value = each.child_by_field_name("left"), each.child_by_field_name("right")
        else:
            continue
        if target is not None:
            found.append((syntax.code(target), value))
    return found


def _without(syntax: SyntaxContext, template: Node, changing: Container[object]) -> tuple[str, list[Node]]:
    """Return the text of a template without what changes and the separators that lead to it, and what was dropped."""
    text, dropped = "", list[Node]()
    at, end = syntax.extent(template)
    at += 1
    for hole in template.named_children:
        if hole.type != "template_substitution":
            continue
        start, behind = syntax.extent(hole)
        text += syntax.source.text[at:start]
        at = behind
        inner = hole.named_children[0] if len(hole.named_children) == 1 else None
        if inner is not None and inner in changing:
            text = text.rstrip(_SEPARATORS)
            dropped.append(inner)
        else:
            text += syntax.code(hole)
    return text + syntax.source.text[at : end - 1], dropped


def _is_read_beside(syntax: SyntaxContext, text: Node, variable: str) -> bool:
    """Return whether the function around a text reads a variable outside of it."""
    inside = {each.id for each in below(text, into_functions=True)}
    reads = 0
    for each in below(function_around(text) or syntax.root, into_functions=True):
        if each.id in inside or each.type not in ("identifier", "shorthand_property_identifier"):
            continue
        declares = (
            each.parent is not None
            and each.parent.type == "variable_declarator"
            and each.parent.child_by_field_name("name") == each
        )
        reads += syntax.code(each) == variable and not declares
    return reads > 0


def _unneeded(syntax: SyntaxContext, variables: Container[str], unneeded: Sequence[Node]) -> list[Edit]:
    """Take out the declarations of variables that hold what nothing needs."""
    edits: list[Edit] = []
    for expression in unneeded:
        outer = expression.parent
        while outer is not None and outer.type not in ("variable_declarator", "statement_block", "program"):
            outer = outer.parent
        if outer is None or outer.type != "variable_declarator" or outer.parent is None:
            continue
        name, statement = outer.child_by_field_name("name"), outer.parent
        count = sum(each.type == "variable_declarator" for each in statement.named_children)
        if name is not None and name.type == "identifier" and syntax.code(name) in variables and count == 1:
            edits.append(syntax.remove(statement))
    return edits
