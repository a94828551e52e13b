"""Rewrites values that are written out."""

from __future__ import annotations

from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext


def replace_text(syntax: SyntaxContext, node: Node, text: str) -> Rewritten:
    """Put other text in the place of a string that is written out."""
    if node.type in ("as_expression", "satisfies_expression", "parenthesized_expression"):
        return replace_text(syntax, node.named_children[0], text)
    if node.type == "template_string":
        raise RefusedError("it is written as a template")
    if node.type != "string":
        raise RefusedError("the text is not written out there")
    shown = syntax.code(node)
    quote = shown[0]
    if "\\" in shown:
        raise RefusedError("it is written with escapes")
    if quote in text or "\\" in text:
        raise RefusedError("the text cannot stand between its quotes")
    return Rewritten((syntax.replace(node, f"{quote}{text}{quote}"),))
