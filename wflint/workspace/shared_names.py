"""Names by which other modules may register handlers, without naming an engine themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from wflint.engines import HandlerPattern, Profile
from wflint.engines.handlers import RegistrationStyle
from wflint.ir import nodes as ir
from wflint.ir.language import ImportLine
from wflint.ir.walk import blocks, targets, walk
from wflint.languages import language_of
from wflint.workspace.record import FileRecord


class _Own(NamedTuple):
    """What a module that names an engine offers by itself.

    Attributes:
        objects: Variables whose methods register handlers.
        functions: Functions that register handlers.
        standing: Names that stand for something that registers handlers, or hold it.
    """

    objects: set[str]
    functions: set[str]
    standing: set[str]


class _Naming(NamedTuple):
    """A statement of a module's top level.

    Attributes:
        mentions: The names in it, and what they are elsewhere where an import gives them another one.
        bound: The names that it binds.
    """

    mentions: AbstractSet[str]
    bound: tuple[str, ...]


@dataclass(slots=True)
class SharedNames:
    """What modules offer to those that import them, so that these need not name the engine.

    Attributes:
        profiles: The engines to look for.
    """

    profiles: Sequence[Profile]
    _hints: list[frozenset[str]] = field(init=False)
    _name_sets: frozenset[frozenset[str]] = field(init=False)
    _objects: set[str] = field(default_factory=set["str"])
    """Variables whose methods register handlers."""
    _functions: set[str] = field(default_factory=set["str"])
    """Functions that register handlers."""
    _offers: dict[str, set[str]] = field(default_factory=dict["str", "set[str]"])
    """All that is offered, by the last part of the module's name: such names are common words elsewhere."""
    _packages: set[str] = field(default_factory=set["str"])
    """What modules offer that stand for their folder."""
    _own: dict[str, _Own] = field(default_factory=dict["str", "_Own"])
    _handed_on: dict[str, set[str]] = field(default_factory=dict["str", "set[str]"])
    _namings: dict[ir.Module, list[_Naming]] = field(default_factory=dict["ir.Module", "list[_Naming]"])

    def __post_init__(self) -> None:
        """Work out once what code mentions that registers handlers, or binds what does."""
        self._hints = [hint for profile in self.profiles for hint in profile.registration_hints]
        self._name_sets = frozenset(
            _names_of(each) for profile in self.profiles for each in profile.named_handlers
        )

    def add(self, module: ir.Module) -> None:
        """Take what a module that names an engine offers."""
        objects, functions = _objects_and_functions(module, self._hints)
        standing = _standing_for(self._namings_in(module), self._name_sets)
        own = self._own[module.path] = _Own(objects, functions, set(standing))
        self._objects |= objects
        self._functions |= functions
        self._offer(module, objects | functions | own.standing)

    def add_users(self, modules: Iterable[ir.Module]) -> None:
        """Take what modules offer that have it from others, each other included."""
        several = tuple(modules)
        while True:
            before = sum(map(len, self._offers.values()))
            for module in several:
                self._add_user(module)
            if before == sum(map(len, self._offers.values())):
                return

    def _add_user(self, module: ir.Module) -> None:
        name_sets: list[frozenset[str]] = []
        offered: set[str] = set()
        for statement in _statements(module.body.block):
            if isinstance(statement, ir.Import):
                taken = self._offers.get(_imported_from(module, statement), set())
                if statement.name == "*":
                    offered |= taken
                elif statement.name in taken:
                    name_sets.append(frozenset({statement.bound}))
                    offered.add(statement.bound)
                bound = statement.bound
                within = self._offers.get(statement.name or _imported_from(module, statement), ())
                name_sets += [frozenset({bound, name}) for name in within]
        standing = _standing_for(self._namings_in(module), name_sets) if name_sets else ()
        handed_on = self._handed_on[module.path] = {*offered, *standing}
        self._offer(module, handed_on)

    def _namings_in(self, module: ir.Module) -> list[_Naming]:
        found = self._namings.get(module)
        if found is None:
            found = self._namings[module] = list(_namings(module))
        return found

    # --- a module that has changed since ---

    @property
    def offers(self) -> Mapping[str, Iterable[str]]:
        """Return all that modules offer, by the last part of a module's name."""
        return self._offers

    @classmethod
    def with_offers(cls, profiles: Sequence[Profile], offers: Mapping[str, Iterable[str]]) -> SharedNames:
        """Return what knows of offers from an earlier run."""
        return cls(profiles, _offers={name: set(names) for name, names in offers.items()})

    def part_of(self, path: str) -> str:
        """Return what a file has to do with these names, as text: what it offers, and what it hands on."""
        sets = (*self._own.get(path, ()), self._handed_on.get(path, ()))
        return ascii([sorted(names) for names in sets])

    # --- those who take it ---

    def users(
        self, records: Iterable[FileRecord], is_linked: Callable[[FileRecord], bool]
    ) -> list[FileRecord]:
        """Return the files that may register handlers with what was offered, or hand it on.

        Args:
            records: The files.
            is_linked: Whether imports link a file with one that offers something.
        """
        methods = (
            each.pattern.rpartition(".")[2] for profile in self.profiles for each in profile.named_handlers
        )
        named = [(any_of(self._functions),)] if self._functions else []
        used = [(any_of(self._objects), any_of(methods))] if self._objects else []
        if not (named or used or self._offers or self._packages):
            return []
        return [
            record
            for record in records
            if (
                any(all(map(record.mentions, patterns)) for patterns in (*named, *used)) and is_linked(record)
            )
            or any(self._takes(record, line) for line in record.imports)
        ]

    def _takes(self, record: FileRecord, line: ImportLine) -> bool:
        """Return whether a file's import takes what a module offers, or the module itself, whose offers it uses."""
        offered = self._offers.get(line.module, set()) if line.module else self._packages
        if offered and ("*" in line.names or not line.names.isdisjoint(offered)):
            return True
        within = set[str]().union(*(self._offers.get(each, ()) for each in line.names or {line.module}))
        return bool(within) and record.mentions(re.compile(rf"\.(?:{_either(within)})\b".encode()))

    def _offer(self, module: ir.Module, names: set[str]) -> None:
        if names:
            self._offers.setdefault(_name_of(module), set()).update(names)
            if module.is_package:
                self._packages |= names


class _Phrases:
    """Sets of names of which code must mention all."""

    def __init__(self, several: Iterable[frozenset[str]]) -> None:
        self._several = tuple(several)
        self._names = frozenset[str]().union(*self._several)

    def is_any_in(self, mentions: AbstractSet[str]) -> bool:
        """Return whether all names of some phrase are mentioned; most code mentions none of all these names."""
        return not self._names.isdisjoint(mentions) and any(names <= mentions for names in self._several)


def any_of(names: Iterable[str]) -> re.Pattern[bytes]:
    """Return a pattern that finds one of some words."""
    return re.compile(rf"\b(?:{_either(names)})\b".encode())


def _either(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(names))))


def _name_of(module: ir.Module) -> str:
    """Return the last part of the name that a module is imported by, which is its folder's where it stands for that."""
    return PurePath(module.path).parent.name if module.is_package else module.name.rpartition(".")[2]


def _names_of(pattern: HandlerPattern) -> frozenset[str]:
    """Return the names that code mentions which binds what registers handlers to another name."""
    *_, owner, name = pattern.pattern.split(".")
    is_method = pattern.via is RegistrationStyle.DECORATOR and not pattern.is_ambient
    return frozenset({owner} if is_method else {owner, name})


def _imported_from(module: ir.Module, statement: ir.Import) -> str:
    """Return the last part of the name of the module that an import takes a name from."""
    if statement.module:
        return language_of(module.path).last_part(statement.module) or PurePath(module.path).parent.name
    parts = module.name.split(".")
    above = parts[: len(parts) - statement.level + module.is_package]
    return above[-1] if above else ""


def _objects_and_functions(module: ir.Module, hints: list[frozenset[str]]) -> tuple[set[str], set[str]]:
    """Return the variables of a module whose methods register handlers, and the functions that do."""
    aliases = {names for each in hints if len(each) == 1 for names in each}
    phrases = _Phrases(hints)
    objects, functions = set[str](), set[str]()
    for statement in module.body.block.statements:
        if isinstance(statement, ir.Import) and statement.name in aliases:
            aliases.add(statement.bound)
        if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Call):
            for target in statement.targets:
                if isinstance(target, ir.Name) and _calls(statement.value, aliases):
                    objects.add(target.id)
        function = _function_in(statement)
        if function is not None:
            mentions = function.mentions
            if not aliases.isdisjoint(mentions) or phrases.is_any_in(mentions):
                functions.add(function.name)
    return objects, functions


def _function_in(statement: ir.Statement) -> ir.Function | None:
    """Return the function that a statement defines, or assigns to a variable under that name."""
    match statement:
        case ir.Define():
            return statement.function
        case ir.Assign(value=ir.Lambda(function=function)) if not function.is_lambda:
            return function
        case _:
            return None


def _calls(call: ir.Call, names: set[str]) -> bool:
    func = call.func
    return (isinstance(func, ir.Name) and func.id in names) or (
        isinstance(func, ir.Attribute) and func.attr in names
    )


def _namings(module: ir.Module) -> Iterator[_Naming]:
    meant: dict[str, str] = {}
    for statement in _statements(module.body.block):
        mentions = _mentions(statement)
        renamed = {meant[name] for name in meant.keys() & mentions}
        if isinstance(statement, ir.Import):
            meant[statement.bound] = statement.name or statement.module.rpartition(".")[2]
        yield _Naming(mentions | renamed if renamed else mentions, tuple(_bound(statement)))


def _standing_for(namings: Iterable[_Naming], name_sets: Iterable[frozenset[str]]) -> Iterator[str]:
    """Yield the module-level names that stand for something that registers handlers, or hold it."""
    known = set(name_sets)
    if not known:
        return
    words = {name for names in known if len(names) == 1 for name in names}
    phrases = _Phrases(names for names in known if len(names) > 1)
    left = dict(enumerate(namings))

    def stands(mentions: AbstractSet[str]) -> bool:
        return not words.isdisjoint(mentions) or phrases.is_any_in(mentions)

    # An export may stand before what it names.
    while standing := [place for place, (mentions, _) in left.items() if stands(mentions)]:
        for place in standing:
            _, bound = left.pop(place)
            words.update(bound)
            yield from bound


def _statements(block: ir.Block) -> Iterator[ir.Statement]:
    for statement in block.statements:
        yield statement
        for inner in blocks(statement):
            yield from _statements(inner)


def _mentions(statement: ir.Statement) -> AbstractSet[str]:
    """Return the names in a statement that binds something at the top level."""
    match statement:
        case ir.Import(module=module, name=str(name)) if name != "*":
            return {*module.split("."), name}
        case ir.Assign(value=value) if value is not None and not _makes_handler(value):
            # What is handed over is called by somebody else, who registers it at most.
            found = {
                each.id if isinstance(each, ir.Name) else each.attr
                for each in walk(value, into_functions=False)
                if isinstance(each, (ir.Name, ir.Attribute))
            }
            return found | value.function.mentions if isinstance(value, ir.Lambda) else found
        case ir.Define(function=defined) if defined.parameters:
            # It may take the function that it registers, or what it registers it under.
            return defined.mentions
        case ir.DefineClass(class_=ir.Class(outline=outline)) if outline is not None:
            return outline.mentions
        case ir.DefineClass(class_=defined):
            methods = (each.function for each in defined.body.block.statements if isinstance(each, ir.Define))
            return defined.body.mentions.union(*(each.mentions for each in methods))
        case _:
            return frozenset()


def _makes_handler(value: ir.Expr) -> bool:
    """Return whether a decorator is called with a function: that makes a handler, and nothing that makes others."""
    return isinstance(value, ir.Call) and isinstance(value.func, ir.Call)


def _bound(statement: ir.Statement) -> Iterator[str]:
    match statement:
        case ir.Import():
            yield statement.bound
        case ir.Assign():
            for target in statement.targets:
                yield from targets(target)
        case ir.Define():
            yield statement.function.name
        case ir.DefineClass():
            yield statement.class_.name
        case _:
            pass
