"""Handlers that have been followed, kept from one run to the next for as long as nothing that they can reach changes.

Modules that import each other, directly or through others, form a group. Following the handlers of a group looks at no other
module, so what came of it holds while no file of the group changes. A change in a group has all of its handlers followed anew:
modules may change each other's state when they are imported, so no smaller part of a group is certain to be independent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Final

from wflint.errors import InternalError
from wflint.files.folders import Folders
from wflint.ir import nodes as ir
from wflint.ir.language import Resolver
from wflint.languages import PROJECT_MARKS
from wflint.model.handler import Handler
from wflint.record import record
from wflint.workspace.loading import Loaded, Loader
from wflint.workspace.record import FileRecord

_LAYOUT: Final = frozenset({"__init__", "src", *(PurePath(name).stem for name in PROJECT_MARKS)})
"""Names without suffixes that decide where modules are looked for."""


@dataclass(slots=True)
class RecordingResolver:
    """Resolves imports, and remembers which module imports which.

    Attributes:
        resolver: What resolves them.
        neighbors: For each module those that it imports or that import it.
        imported: For each module the names that it imports, part by part.
        missing: Those that it imports in vain.
    """

    resolver: Resolver
    neighbors: dict[ir.Module, set[ir.Module]] = field(default_factory=dict["ir.Module", "set[ir.Module]"])
    imported: dict[ir.Module, set[str]] = field(default_factory=dict["ir.Module", "set[str]"])
    missing: dict[ir.Module, set[str]] = field(default_factory=dict["ir.Module", "set[str]"])

    def module_at(self, path: Path) -> ir.Module | None:
        """Return the module of a file, by its resolved path; `None` where it does not parse."""
        return self.resolver.module_at(path)

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:
        """Return the first-party module that an import names; `None` for third-party ones."""
        return self._noted(importer, dotted, self.resolver.import_module(dotted, level, importer))

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:
        """Return the module of a name in a package; `None` where there is none."""
        return self._noted(package, name, self.resolver.submodule(package, name))

    def _noted(self, importer: ir.Module, name: str, imported: ir.Module | None) -> ir.Module | None:
        self.imported.setdefault(importer, set()).update(name.split("."))
        if imported is None:
            self.missing.setdefault(importer, set()).update(name.split("."))
        else:
            self.neighbors.setdefault(importer, set()).add(imported)
            self.neighbors.setdefault(imported, set()).add(importer)
        return imported

    def linked_with(self, module: ir.Module) -> frozenset[ir.Module]:
        """Return the modules that are linked with one by imports, itself included."""
        found = {module}
        pending = [module]
        while pending:
            fresh = self.neighbors.get(pending.pop(), set()) - found
            found |= fresh
            pending += fresh
        return frozenset(found)


@record
class Followed:
    """What came of following the handlers in some modules.

    Attributes:
        modules: The modules in which handlers were looked for.
        handlers: The handlers, then the workflow helpers, as they were found.
        failures: Internal errors that ended the following of a handler.
        resolver: What has resolved imports for that, and still may when somebody asks about a handler.
        loader: What has read files for that, and still may.
        folders: What was in the folders that imports were looked for in.
        linked: Of a group, all modules that are linked with each other.
    """

    modules: tuple[ir.Module, ...]
    handlers: tuple[Handler, ...]
    failures: tuple[InternalError, ...]
    resolver: RecordingResolver
    loader: Loader
    folders: Folders
    linked: frozenset[ir.Module] = frozenset()

    def groups(self) -> list[Followed]:
        """Take it apart into groups of modules that are not linked; none where something belongs to no group."""
        found: list[Followed] = []
        left = list(self.modules)
        while left:
            linked = self.resolver.linked_with(left[0])
            paths = {module.path for module in linked}
            found.append(
                replace(
                    self,
                    modules=tuple(module for module in left if module in linked),
                    handlers=tuple(each for each in self.handlers if each.site.module in linked),
                    failures=tuple(each for each in self.failures if each.path in paths),
                    linked=linked,
                )
            )
            left = [module for module in left if module not in linked]
        kept = sum(len(each.handlers) + len(each.failures) for each in found)
        return found if kept == len(self.handlers) + len(self.failures) else []

    @property
    def loaded(self) -> Mapping[ir.Module, Loaded]:
        """Return the modules that were loaded, those of other groups included."""
        return self.loader.loaded

    @property
    def own(self) -> Iterator[Loaded]:
        """Yield the modules of the group that were loaded."""
        return (self.loaded[each] for each in self.linked if each in self.loaded)

    def holds(
        self,
        modules: Iterable[ir.Module],
        changes: frozenset[str],
        is_unchanged: Callable[[FileRecord], bool],
    ) -> bool:
        """Return whether following the handlers of this group anew would come to the same.

        Args:
            modules: The modules in which handlers are to be looked for now, of all groups.
            changes: What has come or gone in `folders`.
            is_unchanged: Tells whether a file still has a content.
        """
        imported = {name for each in self.linked for name in self.resolver.imported.get(each, ())}
        if changes & (imported | _LAYOUT):
            return False
        if self.loader.failures or {each for each in modules if each in self.linked} != set(self.modules):
            return False
        missing = {name for each in self.linked for name in self.resolver.missing.get(each, ())}
        # A file that does not parse is missing for those that import it, until it does.
        unparsed = [each for each in self.loader.read.values() if each.problem is not None]
        needed = [each for each in unparsed if missing & {each.path.stem, each.path.parent.name}]
        unread = {name for each in self.loader.errors for name in Path(each.path).with_suffix("").parts}
        files = [each.record for each in self.own]
        return missing.isdisjoint(unread) and all(map(is_unchanged, [*files, *needed]))


def in_order(
    several: Sequence[Followed], modules: Sequence[ir.Module], is_given: Callable[[ir.Module], bool]
) -> Iterator[Handler]:
    """Yield the handlers of all groups, those that are served first, as if one run had found them.

    Args:
        several: The groups.
        modules: The modules that may hold handlers, in order.
        is_given: Whether a module is looked at; who calls the workflow helpers of others is not known.
    """
    places = {module: place for place, module in enumerate(modules)}
    ordered = sorted(several, key=lambda each: places[each.modules[0]])
    for is_helper in (False, True):
        for each in ordered:
            failure_functions = {id(one.failure.followed) for one in each.handlers if one.failure is not None}
            for handler in each.handlers:
                if is_helper and not is_given(handler.site.module):
                    continue
                if (handler.is_served or id(handler) in failure_functions) is not is_helper:
                    yield handler
