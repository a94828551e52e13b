"""Names of other modules: how they are spelled in a file, and where an import goes that is missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import libcst as cst
from libcst.helpers import get_full_name_for_node

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record

_BUILTIN = re.compile(r"(?<![\w.<])(str|int|iter|list|set|dict|tuple|sorted|frozenset|bytearray|complex)\(")
_REFERENCE = re.compile(r"<([\w.]+)>")


@dataclass(slots=True)
class References:
    """Spells qualified names at one place of a file, and gathers the imports that this takes."""

    syntax: SyntaxContext
    node: cst.CSTNode
    edits: list[Edit] = field(default_factory=list[Edit])
    doubt: str = ""

    def rewritten(self, *edits: Edit, doubt: str = "") -> Rewritten:
        """Return edits together with the imports that they take, and what is to be said of them."""
        return Rewritten((*edits, *self.edits), doubt or self.doubt)

    def filled(self, template: str, *values: str) -> str:
        """Return a template with its `<module.name>` spelled and its `{}` filled in.

        Raises:
            RefusedError: Something that it names has another meaning here.
        """
        for name in _BUILTIN.findall(template):
            if name in self._globals() or self._is_hidden(name):
                raise RefusedError(f"`{name}`, which it needs, has another meaning here")
        # The module of a value's type is loaded wherever there is such a value.
        return _REFERENCE.sub(lambda match: self._spell(match[1]), template).format(*values)

    def spelled(self, template: str) -> str:
        """Return a template of an SDK with its `<module.name>` spelled.

        Raises:
            RefusedError: Something that it names has another meaning here.
        """
        return _REFERENCE.sub(lambda match: self.spell(match[1]), template)

    def put_into(self, template: str, node: cst.CSTNode) -> Edit:
        """Replace an expression, with the parentheses around it, by a template that it is put into."""
        is_enclosed = "({})" in template or "({}," in template
        whole = isinstance(node, cst.Tuple) or not is_enclosed
        text = self.syntax.view.operand(node) if whole else self.syntax.view.code(node)
        return self.syntax.edit.replace_outer(node, self.filled(template, text))

    def spell(self, qualname: str) -> str:
        """Return how a qualified name of an SDK is written in this file; import it where it is not yet.

        Raises:
            RefusedError: A local variable hides it, or its name has another meaning here.
        """
        known = len(self.edits)
        text = self._spell(qualname)
        package = qualname.partition(".")[0]
        imported = {line.module.partition(".")[0] for line in _lines(self.syntax)}
        if len(self.edits) > known and package not in imported and _section(package) > 1:
            # A program may do without it: other imports of it may stand in a `try` or in functions.
            self.doubt = f"the file would import `{package}`, which it can do without so far"
        return text

    def _spell(self, qualname: str) -> str:
        module, _, name = qualname.rpartition(".")
        if module in ("", self.syntax.parsed.module.name):
            return name
        for text in (line.spells(qualname) for line in _late_lines(self.syntax, self.node)):
            if text is not None:
                return text
        lines = list(_lines(self.syntax))
        module = _as_imported(module, lines)
        qualname = f"{module}.{name}"
        for text in (line.spells(qualname) for line in lines):
            if text is not None and not self._is_hidden(text):
                return text
        package = module.partition(".")[0]
        if package in self.syntax.optional and not any(line.package == package for line in lines):
            raise RefusedError(f"it needs `{package}`, which this program also runs without")
        existing = next(
            (line for line in lines if line.is_from and line.module == module and _has_names(line)), None
        )
        is_from = existing is not None or name[:1].isupper() or module == "datetime"
        if existing is None and is_from and self._is_taken(name):
            is_from = False
        needed = name if is_from else package
        if self._is_taken(needed):
            raise RefusedError(f"`{needed}`, which it needs, has another meaning here")
        if existing is not None:
            self._add(_added_to(self.syntax, existing, name))
        else:
            line = f"from {module} import {name}" if is_from else f"import {module}"
            self._add(_new_line(self.syntax, module, line))
        return name if is_from else qualname

    def _is_taken(self, name: str) -> bool:
        """Return whether a name means something in the file already."""
        return name in self.syntax.view.words and (self._is_hidden(name) or name in self._globals())

    def _is_hidden(self, text: str) -> bool:
        """Return whether the code around binds the name that a spelling begins with."""
        tree = self.syntax.tree
        return not isinstance(tree.root, cst.Module) and text.partition(".")[0] in tree.bound

    def _globals(self) -> set[str]:
        """Return names that the file's top level binds."""
        return set(self.syntax.parsed.module.body.binds)

    def _add(self, edit: Edit) -> None:
        if edit not in self.edits:
            self.edits.append(edit)


# --- what a file imports already ---


@record
class _Line:
    """An import at the top level of a file.

    Attributes:
        statement: The line.
        node: The import itself.
        module: The absolute name of what is imported, or imported from.
    """

    statement: cst.SimpleStatementLine
    node: cst.Import | cst.ImportFrom
    module: str

    @property
    def is_from(self) -> bool:
        return isinstance(self.node, cst.ImportFrom)

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]

    def spells(self, qualname: str) -> str | None:
        """Return how something is spelled through this import, if it can be."""
        module, _, name = qualname.rpartition(".")
        if isinstance(self.node, cst.ImportFrom):
            for alias in () if isinstance(self.node.names, cst.ImportStar) else self.node.names:
                imported = f"{self.module}.{alias.evaluated_name}"
                bound = alias.evaluated_alias or alias.evaluated_name
                if imported == qualname:
                    return bound
                if imported == module:
                    return f"{bound}.{name}"
            return None
        for alias in self.node.names:
            if alias.evaluated_name == module:
                return f"{alias.evaluated_alias or module}.{name}"
        return None


def _has_names(line: _Line) -> bool:
    return not isinstance(line.node.names, cst.ImportStar)


def _as_imported(module: str, lines: Iterable[_Line]) -> str:
    """Return the name of a module as a file's imports spell those beside it: a namespace package may stand above them all."""
    first, _, below = module.partition(".")
    start = f".{first}.{below.partition('.')[0]}."
    modules = [line.module for line in lines]
    if below and not any(each.partition(".")[0] == first for each in modules):
        for each in modules:
            above, found, _ = f".{each}.".partition(start)
            if found and above:
                return f"{above[1:]}.{module}"
    return module


def _lines(syntax: SyntaxContext) -> Iterator[_Line]:
    """Yield the imports that stand at the top level, in order; not those behind a condition."""
    yield from _among(syntax, syntax.parsed.tree.body)


def _late_lines(syntax: SyntaxContext, node: cst.CSTNode) -> Iterator[_Line]:
    """Yield the imports in the functions around a node, innermost first."""
    for outer in syntax.tree.ancestors(node):
        if isinstance(outer, cst.FunctionDef):
            yield from _among(syntax, outer.body.body)


def _among(syntax: SyntaxContext, statements: Iterable[cst.CSTNode]) -> Iterator[_Line]:
    module = syntax.parsed.module
    for statement in statements:
        if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
            node = statement.body[0]
            if isinstance(node, cst.Import):
                yield _Line(statement, node, node.names[0].evaluated_name)
            elif isinstance(node, cst.ImportFrom):
                yield _Line(statement, node, _absolute(module.name, node, is_package=module.is_package))


def _absolute(importer: str, node: cst.ImportFrom, *, is_package: bool) -> str:
    named = (get_full_name_for_node(node.module) or "") if node.module is not None else ""
    if not node.relative:
        return named
    parts = importer.split(".")
    base = parts[: len(parts) - len(node.relative) + is_package]
    return ".".join([*base, *filter(None, [named])])


# --- where a new import goes ---


def _new_line(syntax: SyntaxContext, module: str, line: str) -> Edit:
    """Return a new import where a reader looks for it: in its section, plain imports first, by name."""
    lines = list(_lines(syntax))
    is_from = line.startswith("from")
    section = [each for each in lines if _section(each.module) == _section(module)]
    before = [each for each in section if (each.is_from, each.module.lower()) < (is_from, module.lower())]
    newline = syntax.view.newline
    if before:
        return _behind(syntax, before[-1].statement, line + newline)
    if section:
        return _before(syntax, section[0].statement, line + newline)
    earlier = [each for each in lines if _section(each.module) < _section(module)]
    if earlier:
        return _behind(syntax, earlier[-1].statement, newline + line + newline)
    first = _first_statement(syntax)
    if lines:
        return _before(syntax, lines[0].statement, line + newline + newline)
    if first is None:
        return syntax.edit.span(len(syntax.view.text), len(syntax.view.text), line + newline)
    return _before(syntax, first, line + newline + newline)


def _section(module: str) -> int:
    """Return 0 for future imports, 1 for the standard library, 2 for everything else."""
    root = module.partition(".")[0]
    if root == "__future__":
        return 0
    return 1 if root in sys.stdlib_module_names else 2


def _first_statement(syntax: SyntaxContext) -> cst.CSTNode | None:
    """Return the first statement that is no docstring."""
    body = list(syntax.parsed.tree.body)
    has_docstring = syntax.parsed.tree.get_docstring(clean=False) is not None
    return next(iter(body[1:] if has_docstring else body), None)


def _top(syntax: SyntaxContext, node: cst.CSTNode) -> tuple[int, int]:
    return syntax.parsed.locator.extent(node, None)


def _behind(syntax: SyntaxContext, statement: cst.CSTNode, text: str) -> Edit:
    source = syntax.parsed.source
    line = source.line_of(max(_top(syntax, statement)[1] - 1, 0))
    if line == source.line_count:
        return syntax.edit.span(
            len(syntax.view.text), len(syntax.view.text), syntax.view.newline + text.rstrip("\r\n")
        )
    at = source.line_start(line + 1)
    return syntax.edit.span(at, at, text)


def _before(syntax: SyntaxContext, statement: cst.CSTNode, text: str) -> Edit:
    at = syntax.view.line_start(_top(syntax, statement)[0])
    return syntax.edit.span(at, at, text)


def _added_to(syntax: SyntaxContext, line: _Line, name: str) -> Edit:
    """Put `name` among the names of an existing `from` import, in its place if they are sorted."""
    assert isinstance(line.node, cst.ImportFrom)  # noqa: S101 - the caller looked for one
    assert not isinstance(line.node.names, cst.ImportStar)  # noqa: S101 - as above
    for alias in line.node.names:
        if (name.lower(), name) < (alias.evaluated_name.lower(), alias.evaluated_name):
            at = _top(syntax, alias)[0]
            return syntax.edit.span(at, at, f"{name}, ")
    last = line.node.names[-1]
    at = _top(syntax, last.asname.name if last.asname else last.name)[1]
    return syntax.edit.span(at, at, f", {name}")


# --- imports that nothing needs any more ---


def without_import(syntax: SyntaxContext, name: str, line_number: int) -> tuple[Edit, ...]:
    """Take out the import at a line that binds a name; nothing where that is not plain."""
    for line in _every_line(syntax):
        if syntax.view.line_number(line.statement) != line_number:
            continue
        if isinstance(line.node, cst.ImportFrom) and isinstance(line.node.names, cst.ImportStar):
            continue
        names: list[cst.ImportAlias] = list(line.node.names)  # type: ignore[arg-type]
        for place, alias in enumerate(names):
            bound = alias.evaluated_alias or alias.evaluated_name.partition(".")[0]
            if bound == name:
                return (_removed(syntax, line.statement, names, place),)
    return ()


def _every_line(syntax: SyntaxContext) -> Iterator[_Line]:
    """Yield all imports of a file that are not the only statement of their block."""
    for block in syntax.tree.find(syntax.parsed.tree, cst.Module, cst.IndentedBlock):
        statements = list(block.body)  # type: ignore[attr-defined]
        if len(statements) > 1:
            yield from _among(syntax, statements)


def _removed(syntax: SyntaxContext, statement: cst.CSTNode, names: list[cst.ImportAlias], place: int) -> Edit:
    if len(names) == 1:
        return syntax.edit.remove(statement)
    if place + 1 < len(names):
        return syntax.edit.span(_top(syntax, names[place])[0], _top(syntax, names[place + 1])[0], "")
    previous = names[place - 1]
    start = _top(syntax, previous.asname.name if previous.asname else previous.name)[1]
    alias = names[place]
    return syntax.edit.span(start, _top(syntax, alias.asname.name if alias.asname else alias.name)[1], "")
