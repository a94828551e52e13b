"""Following the handlers of one run: what earlier runs know of them is taken from there, as far as it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wflint.effects import Catalogue
from wflint.errors import InternalError
from wflint.files.folders import Folders
from wflint.ir import nodes as ir
from wflint.ir.language import Language, SourceResolver
from wflint.languages import language_of
from wflint.model.builder import find_workflows
from wflint.model.handler import Handler
from wflint.workspace.followed import Followed, RecordingResolver, in_order
from wflint.workspace.loading import Loaded, Loader
from wflint.workspace.progress import Progress
from wflint.workspace.scope import Scope
from wflint.workspace.workspace import Workspace


@dataclass(slots=True)
class Following:
    """Follows the handlers of one run.

    Attributes:
        scope: What the user says about the code.
        loader: What reads and parses files.
        folders: What answers questions about folders.
        resolvers: What finds modules, by language.
        catalogues: What is known of calls, by language.
        progress: Hears of a long run's progress.
        groups: What came of it, in groups of modules that are not linked.
    """

    scope: Scope
    loader: Loader
    folders: Folders
    resolvers: Mapping[Language, SourceResolver]
    catalogues: Mapping[Language, Catalogue]
    progress: Progress
    groups: Sequence[Followed] = field(default=(), init=False)

    def handlers(self, modules: Sequence[ir.Module], workspace: Workspace) -> Iterator[Handler]:
        """Follow the handlers in some modules, and keep what came of it.

        Args:
            modules: The modules that may hold handlers, in order.
            workspace: What earlier runs have kept.

        Returns:
            The handlers in them, then the workflow helpers in given files that no handler reaches.
        """
        self.progress("following handlers", 0, None)
        key = self.scope, frozenset(self.loader.given)
        before = workspace.followed(*key)
        changes = {each.folders: each.folders.changes(self.folders) for each in before}
        groups = [each for run in before for each in run.groups()]
        known = [each for each in groups if each.holds(modules, changes[each.folders], self.loader.is_as_in)]
        self.groups = self._follow(modules, list(_apart(known)))
        for each in self.groups:
            each.loader.read_as(self.loader)
        waiting = [each for each in groups if not any(each is one for one in known) and self._is_broken(each)]
        workspace.keep_followed(*key, [*self.groups, *waiting])
        return in_order(self.groups, modules, lambda module: self._path(module) in self.loader.given)

    def loaded(self, module: ir.Module) -> Loaded:
        """Return the file of a module, which an earlier run may have loaded."""
        if module in self.loader.loaded:
            return self.loader.loaded[module]
        return next(each.loaded[module] for each in self.groups if module in each.loaded)

    def program(self, module: ir.Module) -> Iterator[tuple[ir.Module, Loaded]]:
        """Yield the modules that are linked with one, itself included, and their files."""
        linked = {module}.union(*(each.resolver.linked_with(module) for each in self.groups))
        for loaded in (self.loader.loaded, *(each.loaded for each in self.groups)):
            yield from ((each, loaded[each]) for each in linked & loaded.keys())

    def all_loaded(self) -> Iterator[Loaded]:
        """Yield the files of the modules that were followed, then of those that this run has loaded."""
        for each in self.groups:
            yield from each.own
        yield from self.loader.loaded.values()

    def _follow(self, modules: Sequence[ir.Module], known: list[Followed]) -> list[Followed]:
        """Follow the handlers of all modules but those of groups that are known already."""
        while True:
            done = frozenset[ir.Module]().union(*(each.linked for each in known))
            left = [module for module in modules if module not in done]
            if not left:
                return known
            # Imports never cross from one language to another.
            followed = [self._anew(language, own) for language, own in self._by_language(left).items()]
            # An import that is new may link a group with what has changed.
            reached = {module for each in followed for module in each.resolver.neighbors}
            apart = [each for each in known if reached.isdisjoint(each.linked)]
            if len(apart) == len(known):
                return [*known, *followed]
            known = apart

    def _by_language(self, modules: Sequence[ir.Module]) -> dict[Language, list[ir.Module]]:
        found: dict[Language, list[ir.Module]] = {}
        for module in modules:
            found.setdefault(language_of(self._path(module)), []).append(module)
        return found

    def _anew(self, language: Language, modules: list[ir.Module]) -> Followed:
        """Follow the handlers in some modules of a language, whatever is known of them."""
        failures: list[InternalError] = []
        resolver = RecordingResolver(self.resolvers[language])
        profiles = tuple(each for each in self.scope.profiles if each.engine.language == language.name)
        catalogue = self.catalogues[language]
        found = find_workflows(resolver, catalogue, profiles, modules, self.scope.deployment, failures)
        handlers: list[Handler] = []
        for number, handler in enumerate(found, 1):
            self.progress("following handlers", number, None)
            handlers.append(handler)
        return Followed(tuple(modules), tuple(handlers), tuple(failures), resolver, self.loader, self.folders)

    def _is_broken(self, group: Followed) -> bool:
        """Return whether a file of a group does not parse as it is now: while somebody types, it soon does again."""
        broken = {record.path for record in self.loader.read.values() if record.problem is not None}
        return any(loaded.record.path in broken for loaded in group.own)

    def _path(self, module: ir.Module) -> Path:
        return self.loaded(module).record.path


def _apart(groups: Iterable[Followed]) -> Iterator[Followed]:
    """Yield groups that share no module; of those that do, the one that holds more is what following anew would find."""
    taken: set[ir.Module] = set()
    for each in sorted(groups, key=lambda group: -len(group.linked)):
        if taken.isdisjoint(each.linked):
            taken |= each.linked
            yield each
