"""Other spellings of a handler file that mean the same: a finding must survive each of them, and no other may appear."""

from __future__ import annotations

import codecs
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import libcst as cst
from libcst import matchers as m
from libcst.metadata import Assignment, FunctionScope, ImportAssignment, MetadataWrapper, ScopeProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from libcst.metadata import Scope

_CONTEXTS = frozenset({"context", "ctx", "wf", "steps"})
_RENAMED = "durable"


class NotApplicableError(Exception):
    """A variant makes no sense for a fixture; says why."""


def crlf(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Lines end as on Windows."""
    return {path: text.replace("\n", "\r\n").encode() for path, text in sources.items()}


def bom(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Files start with a byte order mark."""
    return {path: codecs.BOM_UTF8 + text.encode() for path, text in sources.items()}


def tabs(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Blocks are indented with tabs."""
    changed = {path: _parsed(text).with_changes(default_indent="\t") for path, text in sources.items()}
    return _changed(sources, changed, "nothing is indented")


def module_aliases(sources: Mapping[str, str]) -> dict[str, bytes]:
    """`import x` becomes `import x as x_module`."""
    return _with_aliases(sources, cst.Import, "_module")


def name_aliases(sources: Mapping[str, str]) -> dict[str, bytes]:
    """`from x import y` becomes `from x import y as y_alias`."""
    return _with_aliases(sources, cst.ImportFrom, "_alias")


def renamed_context(sources: Mapping[str, str]) -> dict[str, bytes]:
    """The parameter that takes the context has another name."""
    changed: dict[str, cst.Module] = {}
    for path, text in sources.items():
        wrapper = MetadataWrapper(_parsed(text))
        keywords = {
            arg.keyword.value
            for arg in m.findall(wrapper.module, m.Arg(keyword=m.Name()))
            if isinstance(arg, cst.Arg) and arg.keyword is not None
        }
        rename = _Rename()
        for scope in _scopes(wrapper):
            if isinstance(scope, FunctionScope):
                for name in _CONTEXTS - keywords:
                    rename.parameter(scope, name)
        changed[path] = wrapper.module.visit(rename)
    return _changed(sources, changed, "no parameter takes a context under a usual name")


def in_factory(sources: Mapping[str, str]) -> dict[str, bytes]:
    """Everything stands in a function that registers the handlers."""
    if len(sources) > 1:
        raise NotApplicableError("other modules import from it")
    changed: dict[str, cst.Module] = {}
    for path, text in sources.items():
        if "# stays at module level" in text:
            raise NotApplicableError("it is about a variable of the module")
        module = _parsed(text)
        if "from __future__" in text:
            raise NotApplicableError("such an import stands first in a file")
        if m.findall(module, m.Global()):
            raise NotApplicableError("`global` needs the module's own names")
        head = list(module.body[: 1 if module.get_docstring() is not None else 0])
        if not module.body[len(head) :]:
            raise NotApplicableError("nothing can be moved")
        block = cst.IndentedBlock(body=module.body[len(head) :])
        factory = cst.FunctionDef(cst.Name("register_all"), cst.Parameters(), block)
        changed[path] = module.with_changes(body=[*head, factory])
    return _changed(sources, changed, "nothing can be moved")


VARIANTS: tuple[Callable[[Mapping[str, str]], dict[str, bytes]], ...] = (
    crlf,
    bom,
    tabs,
    module_aliases,
    name_aliases,
    renamed_context,
    in_factory,
)


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise NotApplicableError("it does not parse") from error


def _changed(
    sources: Mapping[str, str], changed: Mapping[str, cst.Module], otherwise: str
) -> dict[str, bytes]:
    texts = {path: module.code for path, module in changed.items()}
    if texts == dict(sources):
        raise NotApplicableError(otherwise)
    return {path: text.encode() for path, text in texts.items()}


def _scopes(wrapper: MetadataWrapper) -> Iterator[Scope]:
    found = {scope for scope in wrapper.resolve(ScopeProvider).values() if scope is not None}
    yield from found


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
            self.names[nodes[0].name] = _RENAMED
            self._references(assignments, _RENAMED)

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


def _with_aliases(
    sources: Mapping[str, str], kind: type[cst.Import | cst.ImportFrom], suffix: str
) -> dict[str, bytes]:
    modules = {path: _parsed(text) for path, text in sources.items()}
    changed: dict[str, cst.Module] = {}
    for path, module in modules.items():
        kept = {name for each in modules.values() for name in _imported_from(_last_part(path), each)}
        kept.update(_exported(module))
        wrapper = MetadataWrapper(module)
        rename = _Rename()
        for scope in _scopes(wrapper):
            rename.imports(scope, kind, suffix, kept)
        changed[path] = wrapper.module.visit(rename)
    return _changed(sources, changed, "there is no such import")


def _exported(module: cst.Module) -> Iterator[str]:
    """The names in a module's `__all__`."""
    for statement in m.findall(module, m.Assign(targets=[m.AssignTarget(m.Name("__all__"))])):
        for name in m.findall(statement, m.SimpleString()):
            if isinstance(name, cst.SimpleString):
                yield str(name.evaluated_value)


def _last_part(path: str) -> str:
    """The last part of a module's name: a package bears its folder's."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem == "__init__" else pure.stem


def _imported_from(stem: str, module: cst.Module) -> Iterator[str]:
    """The names that a module imports from another one of the project, and those of `__future__`."""
    for statement in m.findall(module, m.ImportFrom(module=m.DoNotCare())):
        if isinstance(statement, cst.ImportFrom) and not isinstance(statement.names, cst.ImportStar):
            source = statement.module
            name = source.attr if isinstance(source, cst.Attribute) else source
            if name is not None and name.value in (stem, "__future__"):
                yield from (each.evaluated_name for each in statement.names)
