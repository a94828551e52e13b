"""Makes names of other modules known to a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext

_IMPORTED: Final = re.compile(r"<([\w@./:-]+)>")


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
    line = f"import {{ {name} }} from {syntax.style.quoted(module)}{syntax.style.semicolon}"
    return name, (_beside(syntax, statements, module, line),)


def _beside(syntax: SyntaxContext, statements: Sequence[Node], module: str, line: str) -> Edit:
    """Return an edit that adds an `import`: to those of its module or package, else after those of packages."""
    modules = [_module(syntax, each) for each in statements]
    package = "/".join(module.split("/")[: 2 if module.startswith("@") else 1])
    near = [place for place, each in enumerate(modules) if each == module]
    behind = near or [place for place, each in enumerate(modules) if _is_package(each)]
    parts = [place for place, each in enumerate(modules) if each.startswith(f"{package}/")]
    if parts and not near:
        start, _ = syntax.extent(statements[parts[0]])
        return syntax.insert(start, f"{line}{syntax.style.newline}")
    if not behind:
        start, _ = syntax.extent(statements[0])
        return syntax.insert(start, f"{line}{syntax.style.newline}")
    _, end = syntax.extent(statements[behind[-1]])
    return syntax.insert(end, f"{syntax.style.newline}{line}")


def _module(syntax: SyntaxContext, statement: Node) -> str:
    source = statement.child_by_field_name("source")
    return syntax.code(source)[1:-1] if source is not None else ""


def _is_package(module: str) -> bool:
    """Return whether a module is no part of the project, as far as its name says: `@/lib`, `~/lib` and `./lib` are."""
    return re.match(r"[./~#]|@/|$", module) is None


def filled(syntax: SyntaxContext, template: str) -> tuple[str, tuple[Edit, ...]]:
    """Return a template with the names that its `<module.name>` are known by, and what has to be imported for that.

    Raises:
        RefusedError: The file does not import what cannot be imported by name.
    """
    edits: list[Edit] = []

    def spelled(match: re.Match[str]) -> str:
        local = _default(syntax, match[1])
        if local is None:
            module, _, name = match[1].rpartition(".")
            if not module or module in ("decimal", "bignumber"):
                raise RefusedError("it needs an import")
            local, more = import_name(syntax, module, name)
            edits.extend(more)
        return local

    return _IMPORTED.sub(spelled, template), tuple(edits)


def _default(syntax: SyntaxContext, qualified: str) -> str | None:
    """Return the variable that the default export of a module, or all of it, is imported as."""
    for statement in syntax.root.named_children:
        source = statement.child_by_field_name("source") if statement.type == "import_statement" else None
        if source is None or syntax.code(source)[1:-1] != qualified:
            continue
        for clause in (each for child in statement.named_children for each in child.named_children):
            name = clause if clause.type == "identifier" else next(iter(clause.named_children), None)
            if clause.type in ("identifier", "namespace_import") and name is not None:
                return syntax.code(name)
    return None


def _list_of(syntax: SyntaxContext, statement: Node, module: str) -> Node | None:
    """Return the list of names that an `import` of a module takes; `None` for other modules, and for types."""
    if _module(syntax, statement) != module or any(child.type == "type" for child in statement.children):
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
