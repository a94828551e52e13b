"""Other spellings of Python files that mean the same."""

from __future__ import annotations

import ast
import codecs
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import libcst as cst
from libcst import matchers as m
from libcst.metadata import (
    Assignment,
    ClassScope,
    FunctionScope,
    ImportAssignment,
    MetadataWrapper,
    ScopeProvider,
)

from variants.encodings import NotApplicableError, bom, crlf, with_crlf

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from libcst.metadata import Scope

    from variants.encodings import Sources, Variant

_CONTEXTS = frozenset({"context", "ctx", "wf", "steps"})
_CONTEXT = "durable"
RENAMED = "_renamed"
"""What the new names of functions and variables end in."""


def tabs(sources: Sources) -> dict[str, bytes]:
    """Indent blocks with tabs."""
    changed = {path: _with_tabs(_parsed(text)) for path, text in sources.items()}
    return _changed(sources, changed, "nothing is indented")


def module_aliases(sources: Sources) -> dict[str, bytes]:
    """Write `import x as x_module` for `import x`."""
    return _changed(sources, _with_names(sources, _alias_modules), "there is no such import")


def name_aliases(sources: Sources) -> dict[str, bytes]:
    """Write `from x import y as y_alias` for `from x import y`."""
    return _changed(sources, _with_names(sources, _alias_names), "there is no such import")


def renamed_context(sources: Sources) -> dict[str, bytes]:
    """Give the parameter that takes the context another name."""
    changed = _with_names(sources, _rename_context)
    return _changed(sources, changed, "no parameter takes a context under a usual name")


def renamed_variables(sources: Sources) -> dict[str, bytes]:
    """Give the variables of functions other names."""
    return _changed(sources, _with_names(sources, _rename_variables), "no function has variables")


def renamed_functions(sources: Sources) -> dict[str, bytes]:
    """Give functions without a decorator other names, where nothing but calls and references names them."""
    return _changed(sources, _with_names(sources, _rename_functions), "there is no such function")


def in_factory(sources: Sources) -> dict[str, bytes]:
    """Put everything into a function that registers the handlers."""
    _refuse_factory(sources)
    changed = {path: _in_function(_parsed(text)) for path, text in sources.items()}
    return _changed(sources, changed, "nothing can be moved")


VARIANTS: tuple[Variant, ...] = (
    crlf,
    bom,
    tabs,
    module_aliases,
    name_aliases,
    renamed_context,
    in_factory,
)


def combined(sources: Sources, leave_out: Collection[Variant] = ()) -> dict[str, bytes]:
    """Apply every variant that makes sense at once, but for those that are left out."""
    notes = [note for variant, note in _NOTES.items() if variant not in leave_out]
    texts = dict(sources)
    try:
        modules = _with_names(sources, *notes)
        if in_factory not in leave_out and _fits_factory(sources):
            modules = {path: _in_function(module) for path, module in modules.items()}
        if tabs not in leave_out:
            modules = {path: _with_tabs(module) for path, module in modules.items()}
        texts = {path: module.code for path, module in modules.items()}
    except NotApplicableError:
        pass  # what does not parse is only encoded otherwise
    mark = b"" if bom in leave_out else codecs.BOM_UTF8
    encode = str.encode if crlf in leave_out else lambda text: with_crlf(text.encode())
    return {path: mark + encode(text) for path, text in texts.items()}


class _Scoped(NamedTuple):
    """A module, the scopes in it, and what it says."""

    module: cst.Module
    scopes: frozenset[Scope]
    spoken: _Spoken


class _Spoken(NamedTuple):
    """What a module says somewhere, which Python's own parser tells many times faster than LibCST's matchers.

    Attributes:
        imported: The modules, by the last part of their names, and the names that are imported from them.
        exported: The names in its `__all__`.
        keywords: The names of arguments.
        has_global: Whether there is a statement `global`.
    """

    imported: tuple[tuple[str, str], ...]
    exported: frozenset[str]
    keywords: frozenset[str]
    has_global: bool


@lru_cache(maxsize=16)
def _scoped(text: str) -> _Scoped:
    """Find the scopes of a text: that takes many times as long as to parse it, and several variants ask in turn."""
    wrapper = MetadataWrapper(_parsed(text), unsafe_skip_copy=True)
    with _layout_left_out():
        scopes = wrapper.resolve(ScopeProvider).values()
    return _Scoped(wrapper.module, frozenset(scope for scope in scopes if scope is not None), _spoken(text))


@contextmanager
def _layout_left_out() -> Iterator[None]:
    """Have visitors pass over spaces, comments and commas, which are most of a tree and bind no names."""
    with ExitStack() as stack:
        for kind in _LAYOUT:
            stack.enter_context(patch.object(kind, "visit", _itself))
        yield


_LAYOUT = (
    *(cst.SimpleWhitespace, cst.ParenthesizedWhitespace, cst.TrailingWhitespace, cst.EmptyLine),
    *(cst.Comma, cst.Dot, cst.LeftParen, cst.RightParen, cst.LeftSquareBracket, cst.RightSquareBracket),
)


def _itself(node: cst.CSTNode, _: object) -> cst.CSTNode:
    return node


@lru_cache(maxsize=16)
def _spoken(text: str) -> _Spoken:
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError as error:
        raise NotApplicableError("it does not parse") from error
    exports = (
        node
        for node in nodes
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == ["__all__"]
    )
    return _Spoken(
        tuple(
            (node.module.rpartition(".")[2], alias.name)
            for node in nodes
            if isinstance(node, ast.ImportFrom) and node.module is not None
            for alias in node.names
        ),
        frozenset(
            each.value
            for node in exports
            for each in ast.walk(node)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ),
        frozenset(node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg is not None),
        any(isinstance(node, ast.Global) for node in nodes),
    )


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise NotApplicableError("it does not parse") from error


def _changed(sources: Sources, changed: Mapping[str, cst.Module], otherwise: str) -> dict[str, bytes]:
    texts = {path: module.code for path, module in changed.items()}
    if texts == dict(sources):
        raise NotApplicableError(otherwise)
    return {path: text.encode() for path, text in texts.items()}


def _with_tabs(module: cst.Module) -> cst.Module:
    return module.with_changes(default_indent="\t")


def _in_function(module: cst.Module) -> cst.Module:
    """Move all statements but the docstring into a function."""
    head = list(module.body[: 1 if module.get_docstring() is not None else 0])
    if not module.body[len(head) :]:
        raise NotApplicableError("nothing can be moved")
    block = cst.IndentedBlock(body=module.body[len(head) :])
    factory = cst.FunctionDef(cst.Name("register_all"), cst.Parameters(), block)
    return module.with_changes(body=[*head, factory])


def _refuse_factory(sources: Sources) -> None:
    if len(sources) > 1:
        raise NotApplicableError("other modules import from it")
    for text in sources.values():
        if "# stays at module level" in text:
            raise NotApplicableError("it is about a variable of the module")
        if "from __future__" in text:
            raise NotApplicableError("such an import stands first in a file")
        if _spoken(text).has_global:
            raise NotApplicableError("`global` needs the module's own names")


def _fits_factory(sources: Sources) -> bool:
    try:
        _refuse_factory(sources)
    except NotApplicableError:
        return False
    return True


class _Rename(cst.CSTTransformer):
    """Renames what its methods have noted: names by their node, imports by their alias."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[cst.Name, str] = {}
        self.aliases: dict[cst.ImportAlias, str] = {}

    def parameter(self, scope: FunctionScope, name: str) -> None:
        """Rename a parameter, if the function has it and assigns it nowhere else."""
        assignments = [each for each in scope[name] if isinstance(each, Assignment) and each.scope is scope]
        nodes = [each.node for each in assignments]
        if len(nodes) == 1 and isinstance(nodes[0], cst.Param):
            self.names[nodes[0].name] = _CONTEXT
            self._references(assignments, _CONTEXT)

    def bound(
        self, scope: Scope, kinds: type[cst.CSTNode] | tuple[type[cst.CSTNode], ...], suffix: str
    ) -> None:
        """Rename what is bound in a scope by nodes of some kinds alone."""
        by_name: dict[str, list[Assignment]] = defaultdict(list)
        for each in scope.assignments:
            if isinstance(each, Assignment):
                by_name[each.name].append(each)
        for name, assignments in by_name.items():
            nodes = [each.node for each in assignments]
            if all(isinstance(node, kinds) for node in nodes) and all(
                each.scope is scope for each in assignments
            ):
                for node in nodes:
                    bound = node.name if isinstance(node, cst.FunctionDef) else node
                    if isinstance(bound, cst.Name):
                        self.names[bound] = name + suffix
                self._references(assignments, name + suffix)

    def imports(
        self, scope: Scope, kind: type[cst.Import | cst.ImportFrom], suffix: str, kept: set[str]
    ) -> None:
        """Give an alias to each import of a kind whose name nothing else binds."""
        by_name: dict[str, list[Assignment]] = defaultdict(list)
        for each in scope.assignments:
            if isinstance(each, Assignment):
                # `import a.b` binds `a`, whatever name it is kept under.
                by_name[each.name.partition(".")[0]].append(each)
        for name, assignments in by_name.items():
            aliases = [_alias(each, kind) for each in assignments]
            known = [alias for alias in aliases if alias is not None]
            if len(known) == len(aliases) and name not in kept:
                self.aliases.update(dict.fromkeys(known, name + suffix))
                self._references(assignments, name + suffix)

    def _references(self, assignments: list[Assignment], new: str) -> None:
        for assignment in assignments:
            for access in assignment.references:
                node: cst.BaseExpression | cst.CSTNode = access.node
                while isinstance(node, cst.Attribute):
                    node = node.value
                if isinstance(node, cst.Name):
                    self.names[node] = new

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:  # noqa: N802 - LibCST's
        """Rename a name."""
        new = self.names.get(original_node)
        return updated_node if new is None else updated_node.with_changes(value=new)

    def leave_ImportAlias(  # noqa: N802 - LibCST's
        self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias
    ) -> cst.ImportAlias:
        """Give an import its alias."""
        new = self.aliases.get(original_node)
        return updated_node if new is None else updated_node.with_changes(asname=cst.AsName(cst.Name(new)))


def _alias(assignment: Assignment, kind: type[cst.Import | cst.ImportFrom]) -> cst.ImportAlias | None:
    """The part of an import statement that binds a name, where it has no alias yet and no dots."""
    if not isinstance(assignment, ImportAssignment) or not isinstance(assignment.node, kind):
        return None
    names = assignment.node.names
    if isinstance(names, cst.ImportStar):
        return None
    return next(
        (each for each in names if each.asname is None and each.evaluated_name == assignment.name), None
    )


def _rename_context(rename: _Rename, scoped: _Scoped, _: set[str]) -> None:
    """Note the parameters that take a context, but for those that a call passes by name."""
    for scope in scoped.scopes:
        if isinstance(scope, FunctionScope):
            for name in _CONTEXTS - scoped.spoken.keywords:
                rename.parameter(scope, name)


def _alias_modules(rename: _Rename, scoped: _Scoped, kept: set[str]) -> None:
    for scope in scoped.scopes:
        rename.imports(scope, cst.Import, "_module", kept)


def _alias_names(rename: _Rename, scoped: _Scoped, kept: set[str]) -> None:
    for scope in scoped.scopes:
        rename.imports(scope, cst.ImportFrom, "_alias", kept)


def _rename_variables(rename: _Rename, scoped: _Scoped, _: set[str]) -> None:
    """Note the variables of functions, but for those that an inner function shares with an outer one by a statement."""
    shared = {
        item.name.value
        for statement in m.findall(scoped.module, m.Global() | m.Nonlocal())
        if isinstance(statement, (cst.Global, cst.Nonlocal))
        for item in statement.names
    }
    for scope in scoped.scopes:
        if isinstance(scope, FunctionScope):
            rename.bound(scope, cst.Name, RENAMED)
    rename.names = {node: new for node, new in rename.names.items() if node.value not in shared}


def _rename_functions(rename: _Rename, scoped: _Scoped, kept: set[str]) -> None:
    texts = {
        each.value
        for each in m.findall(scoped.module, m.SimpleString())
        if isinstance(each, cst.SimpleString)
    }
    plain = m.FunctionDef(decorators=[])
    named = {
        each.name.value
        for each in m.findall(scoped.module, m.FunctionDef())
        if isinstance(each, cst.FunctionDef)
    }
    methods = {
        each.name.value
        for class_ in m.findall(scoped.module, m.ClassDef())
        for each in m.findall(class_, m.FunctionDef())
        if isinstance(each, cst.FunctionDef)
    }
    for scope in scoped.scopes:
        if not isinstance(scope, ClassScope):
            rename.bound(scope, cst.FunctionDef, RENAMED)
    decorated = {
        each.name.value
        for each in m.findall(scoped.module, m.FunctionDef())
        if isinstance(each, cst.FunctionDef) and not m.matches(each, plain)
    }
    spoken = {name for name in named if any(name in text for text in texts)}
    stays = {*kept, *decorated, *methods, *spoken, "main"}
    rename.names = {node: new for node, new in rename.names.items() if node.value not in stays}


_NOTES = {module_aliases: _alias_modules, name_aliases: _alias_names, renamed_context: _rename_context}


def _with_names(
    sources: Sources, *notes: Callable[[_Rename, _Scoped, set[str]], None]
) -> dict[str, cst.Module]:
    """Rename in each file what the functions note."""
    scoped = {path: _scoped(text) for path, text in sources.items()}
    changed: dict[str, cst.Module] = {}
    for path, each in scoped.items():
        stems = (_last_part(path), "__future__")
        kept = {name for other in scoped.values() for stem, name in other.spoken.imported if stem in stems}
        kept |= each.spoken.exported
        rename = _Rename()
        for note in notes:
            note(rename, each, kept)
        with _layout_left_out():
            changed[path] = each.module.visit(rename)
    return changed


def _last_part(path: str) -> str:
    """The last part of a module's name: a package bears its folder's."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "__init__" else pure.stem
