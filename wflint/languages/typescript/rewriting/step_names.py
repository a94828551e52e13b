"""Rewrites names of steps: text after them, the rounds of loops, parts that change."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final, NamedTuple

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


class _Dropped(NamedTuple):
    """A template without what changes.

    Attributes:
        template: The template as it stands.
        rewritten: What makes it the other one.
        variables: The variables that are gone from it.
    """

    template: Node
    rewritten: Rewritten
    variables: frozenset[str]


def drop_parts(
    syntax: SyntaxContext,
    names: Sequence[tuple[Node, Sequence[Node]]],
    changing: Container[object],
    step: StepWriter,
    unneeded: Sequence[Node],
) -> Rewritten:
    """Take what changes out of a template, and make the index of loops part of it.

    Args:
        syntax: Where it is.
        names: The name and others that share what changes, each a template, or a variable that is one, with the loops
            that nothing else in it tells apart.
        changing: Expressions that change.
        step: What is known of the steps around it.
        unneeded: Expressions that nothing needs once they are out of the names.

    Raises:
        RefusedError: That cannot be done to the name.
    """
    (name, loops), *others = names
    if name.type == "binary_expression":
        return _without_operand(syntax, name, changing, loops)
    own = _dropped(syntax, name, changing, step, loops)
    alone = _unneeded(syntax, _unread(syntax, own.variables, [own.template]), unneeded)
    if alone or not others:
        return own.rewritten + Rewritten(tuple(alone))
    try:
        every = [own, *(_dropped(syntax, other, changing, step, around) for other, around in others)]
    except RefusedError:
        return own.rewritten
    templates = [each.template for each in every]
    together = _unneeded(syntax, _unread(syntax, own.variables, templates), unneeded)
    if not together:
        return own.rewritten  # something else reads the variable as well
    return sum((each.rewritten for each in every), Rewritten(tuple(together)))


def _dropped(
    syntax: SyntaxContext, name: Node, changing: Container[object], step: StepWriter, loops: Sequence[Node]
) -> _Dropped:
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
    variables = frozenset(syntax.code(each) for each in dropped if each.type == "identifier")
    return _Dropped(template, Rewritten(edits), variables)


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


def _unread(syntax: SyntaxContext, variables: Iterable[str], templates: Sequence[Node]) -> set[str]:
    """Return those of some variables that the function around some templates reads in these alone."""
    inside = {each.id for template in templates for each in below(template, into_functions=True)}
    read = {
        syntax.code(each)
        for each in below(function_around(templates[0]) or syntax.root, into_functions=True)
        if each.id not in inside
        and each.type in ("identifier", "shorthand_property_identifier")
        and not _is_declared(each)
    }
    return set(variables) - read


def _is_declared(node: Node) -> bool:
    """Return whether a name is the one that a declaration gives a variable."""
    outer = node.parent
    return (
        outer is not None
        and outer.type == "variable_declarator"
        and outer.child_by_field_name("name") == node
    )


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
