"""Analysis where there is nothing to find: any function taken for a handler, so that no code makes wflint fail.

Real projects hold few handlers, and the rest of their code is never looked at. Here all of it is: each function of a
module is followed as if an engine replayed it, once with a context as its first argument and once with unknown arguments,
and all rules are asked about it.
"""

from __future__ import annotations

import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report as CheckReport
from wflint.checking.run import check_files
from wflint.domain.alternatives import ClassRef, Closure, Context
from wflint.domain.sites import Site
from wflint.effects import Catalogue, load_catalogue
from wflint.engines import Color, Profile, load_profiles
from wflint.engines.handlers import CONTEXT
from wflint.errors import SourceError
from wflint.files.discovery import SourceFile
from wflint.files.text import read_source
from wflint.findings import Level
from wflint.interpreter.discovery import discover
from wflint.interpreter.handlers import follow_handler
from wflint.interpreter.interpreter import Interpreter
from wflint.interpreter.semantics.python import PythonSemantics
from wflint.ir import nodes as ir
from wflint.ir.language import ParseError
from wflint.languages.python.encoding import encoding_of
from wflint.languages.python.parse import PythonModule, parse
from wflint.languages.python.resolver import PythonResolver
from wflint.model.handler import DEFAULT_DEPLOYMENT, Handler
from wflint.rules import all_rules
from wflint.rules.api import Report

if TYPE_CHECKING:
    from collections.abc import Iterator


LIBRARIES = tuple(dict.fromkeys(Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib")))
"""Folders with much code of others: the standard library, and what is installed beside wflint."""


@dataclass(slots=True)
class Forced:
    """What happened to one module.

    Attributes:
        functions: How many functions were followed.
        findings: How many findings they would have given.
        rejected: Why it could not be parsed; empty otherwise.
    """

    functions: int = 0
    findings: int = 0
    rejected: str = ""


@dataclass(slots=True)
class Forcing:
    """Analyses modules, each with an interpreter of its own."""

    catalogue: Catalogue = field(default_factory=lambda: load_catalogue("python"))
    profiles: tuple[Profile, ...] = field(default_factory=load_profiles)
    _parsed: dict[ir.Module, PythonModule] = field(default_factory=dict["ir.Module", "PythonModule"])

    def force(self, path: Path) -> Forced:
        """Follow every function of a file, and look at what all rules say of it."""
        self._parsed.clear()
        found = Forced()
        try:
            module = self._read(path, path.stem, is_package=path.stem == "__init__")
        except (ParseError, SourceError) as error:
            found.rejected = str(error)
            return found
        project = PythonResolver(self._load)
        known = project.module_at(path.resolve())
        interpreter = Interpreter(project, self.catalogue, self.profiles, PythonSemantics())
        module = known or module
        discover(interpreter, module)
        for closure in _functions(interpreter, module):
            found.functions += 1
            found.findings += sum(self._findings(handler) for handler in self._handlers(interpreter, closure))
        return found

    def _read(self, path: Path, name: str, *, is_package: bool) -> ir.Module:
        parsed = parse(read_source(path, path.as_posix(), encoding_of), name, is_package=is_package)
        self._parsed[parsed.module] = parsed
        return parsed.module

    def _load(self, path: Path, name: str, is_package: bool) -> ir.Module | None:  # noqa: FBT001 - a callback
        try:
            return self._read(path, name, is_package=is_package)
        except (ParseError, SourceError):
            return None

    def _handlers(self, interpreter: Interpreter, closure: Closure) -> Iterator[Handler]:
        function = closure.function
        color = Color.ASYNC if function.is_async else Color.SYNC
        context = Context(self.profiles[0], color)
        site = Site(closure.module, function, function.enclosing_definition)
        for takes in ((CONTEXT,), None):
            events, facts = follow_handler(interpreter, closure, context, takes)
            yield Handler(
                function.name,
                site,
                function,
                context,
                None,
                events,
                facts,
                interpreter.semantics.external_bases,
                DEFAULT_DEPLOYMENT,
                function,
            )

    def _findings(self, handler: Handler) -> int:
        count = 0
        for rule in all_rules():
            report = Report(handler)
            if rule.check is not None and rule.rule.applies(handler.profile):
                rule.check(handler, report)
            for draft in report.drafts:
                count += 1
                for site in (draft.site, *(note.site for note in draft.notes)):
                    if isinstance(site, Site):
                        span = self._parsed[site.module].span(site)
                        if not 0 <= span.start <= span.end:
                            raise AssertionError(f"{rule.name}: {span} is no span")
        return count


def _functions(interpreter: Interpreter, module: ir.Module) -> list[Closure]:
    """The functions and methods of a module; those that are nested are met when the outer ones run."""
    found: dict[ir.Function, Closure] = {
        each.function: each for each in interpreter.state.defined.get(module, ())
    }
    for value in list(interpreter.globals_of(module).names.values()):
        for ref in value.alternatives:
            if isinstance(ref, ClassRef) and ref.module is module:
                for member in list(interpreter.semantics.class_env(interpreter, ref).names.values()):
                    found.update(
                        (each.function, each) for each in member.alternatives if isinstance(each, Closure)
                    )
    return [each for each in found.values() if each.module is module]


def check_installed() -> CheckReport:
    """Check the libraries with all rules, as if they were the user's own code."""
    files = [
        SourceFile(path, path.as_posix(), explicit=False, real=path.resolve()) for path in library_files()
    ]
    return check_files(files, CheckOptions(frozenset(rule.name for rule in all_rules()), Level.INFO))


def library_files() -> list[Path]:
    """Every Python file of the libraries that is no test of theirs, in order; not the engines' own SDKs."""
    stdlib, installed = LIBRARIES
    sdks = {name for profile in load_profiles() for name in profile.engine.imports}
    files = [
        *_modules_below(stdlib, {"site-packages", "test", "tests", "idlelib"}),
        *_modules_below(installed, {"tests", *sdks}),
    ]
    return list(dict.fromkeys(files))


def _modules_below(folder: Path, left_out: set[str]) -> list[Path]:
    return [
        path for path in sorted(folder.rglob("*.py")) if left_out.isdisjoint(path.relative_to(folder).parts)
    ]
