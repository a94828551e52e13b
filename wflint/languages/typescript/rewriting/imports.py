"""Makes names of other modules known to a file."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext


def import_name(syntax: SyntaxContext, module: str, name: str) -> tuple[str, tuple[Edit, ...]]:
    """Return how a file calls what a module exports, and what has to be changed so that it can.

    Raises:
        RefusedError: The file imports nothing, so that it may load modules in another way.
    """
    statements = [each for each in syntax.root.named_children if each.type == "import_statement"]
    for statement in statements:
        for known, local in _named(syntax, statement, module):
            if known == name:
                return local, ()
    if not statements:
        raise RefusedError("the file has no `import`, and a class that `require` loads may be another one")
    for statement in statements:
        listed = _list_of(syntax, statement, module)
        if listed is not None and listed.named_children:
            _, end = syntax.extent(listed.named_children[-1])
            return name, (syntax.insert(end, f", {name}"),)
    _, end = syntax.extent(statements[-1])
    line = f"import {{ {name} }} from {syntax.quoted(module)}{syntax.semicolon}"
    return name, (syntax.insert(end, f"{syntax.newline}{line}"),)


def _list_of(syntax: SyntaxContext, statement: Node, module: str) -> Node | None:
    """Return the list of names that an `import` of a module takes; `None` for other modules, and for types."""
    source = statement.child_by_field_name("source")
    if source is None or syntax.code(source)[1:-1] != module:
        return None
    if any(child.type == "type" for child in statement.children):
        return None
    clauses = [each for child in statement.named_children for each in child.named_children]
    return next((each for each in clauses if each.type == "named_imports"), None)


def _named(syntax: SyntaxContext, statement: Node, module: str) -> Iterator[tuple[str, str]]:
    """Yield the names that an `import` takes of a module, each with the variable that it binds."""
    listed = _list_of(syntax, statement, module)
    for each in listed.named_children if listed is not None else ():
        name, alias = each.child_by_field_name("name"), each.child_by_field_name("alias")
        if name is not None and not any(child.type == "type" for child in each.children):
            yield syntax.code(name), syntax.code(alias or name)
