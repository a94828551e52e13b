"""Modules that are given as text, run by the interpreter without any file."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from wflint.domain.alternatives import Closure
from wflint.domain.env import Env
from wflint.domain.values import Actual, Arguments, Value
from wflint.effects import load_catalogue
from wflint.engines import load_profiles
from wflint.files.text import SourceText
from wflint.interpreter.facts import HandlerFacts, Outcome
from wflint.interpreter.frame import Frame
from wflint.interpreter.interpreter import Interpreter
from wflint.interpreter.recording import recording
from wflint.interpreter.semantics.python import PythonSemantics
from wflint.ir import nodes as ir
from wflint.languages.python.parse import parse
from wflint.model.builder import find_workflows
from wflint.model.handler import DEFAULT_DEPLOYMENT, Handler
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, SummarizedEffect
from wflint.trace.walk import walk

HEAD = """
import asyncio, random, time
import requests, vendor
from dataclasses import dataclass
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

serve = Serve(FastAPI())
"""


class Modules:
    """A project of modules that are given as text, by name; all others are third-party."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._parsed: dict[str, ir.Module] = {}

    def named(self, name: str) -> ir.Module | None:
        if name not in self._parsed and name in self._texts:
            source = SourceText(f"{name}.py", dedent(self._texts[name]))
            self._parsed[name] = parse(source, name).module
        return self._parsed.get(name)

    def module_at(self, path: Path) -> ir.Module | None:
        return self.named(path.stem)

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:
        return self.named(dotted)

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:
        return self.named(f"{package.name}.{name}")


class Run:
    """A module after its top level has run.

    Attributes:
        interpreter: What ran it.
        module: The module.
        env: Its variables.
        events: What the functions have done that tests called.
        facts: What was recorded beside.
    """

    def __init__(self, text: str, **others: str) -> None:
        self.modules = Modules({"app": HEAD + dedent(text), **others})
        self.interpreter = Interpreter(
            self.modules, load_catalogue("python"), load_profiles(), PythonSemantics()
        )
        found = self.modules.named("app")
        assert found is not None
        self.module = found
        self.env: Env = self.interpreter.globals_of(found)
        self.events: list[Event] = []
        self.facts = HandlerFacts()

    def __getitem__(self, name: str) -> Value:
        """Return what a variable of the module may be."""
        return self.env.names[name]

    def closure(self, name: str) -> Closure:
        only = self[name].only
        assert isinstance(only, Closure)
        return only

    @property
    def frame(self) -> Frame:
        return Frame(self.env, (), self.events)

    def call(self, name: str, *arguments: Value) -> Outcome:
        """Follow a function of the module, as if the module called it."""
        closure = self.closure(name)
        with recording(self.interpreter, self.facts):
            return self.interpreter.follow(
                self.frame, closure.function, closure, Arguments(tuple(map(Actual, arguments)))
            )

    def evaluate(self, text: str) -> Value:
        """Return what an expression may be at the end of the module."""
        node = expression(text)
        with recording(self.interpreter, self.facts):
            return self.interpreter.evaluate(self.frame, node)


def expression(text: str) -> ir.Expr:
    """Return the node of an expression."""
    [statement] = parse(SourceText("expression.py", f"_ = ({text})\n")).module.body.block.statements
    assert isinstance(statement, ir.Assign)
    assert statement.value is not None
    return statement.value


def handled(text: str, **others: str) -> Handler:
    """Return the only handler of a module."""
    modules = Modules({"app": HEAD + dedent(text), **others})
    module = modules.named("app")
    assert module is not None
    (handler,) = find_workflows(
        modules, load_catalogue("python"), load_profiles(), [module], DEFAULT_DEPLOYMENT, []
    )
    return handler


def handler_of(body: str, before: str = "") -> Handler:
    """Return a handler with some statements."""
    lines = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    return handled(
        f"{dedent(before)}\n\n"
        '@serve.post("/bill")\n'
        f"async def bill(context: AsyncWorkflowContext[dict]) -> None:\n{lines}\n"
    )


def effects_in(events: list[Event]) -> list[str]:
    """Return the names of the calls with an effect among events."""
    found: list[str] = []
    for event in walk(events):
        match event:
            case EffectCall():
                found.append(event.name)
            case SummarizedEffect():
                found.append(event.effect.name)
            case _:
                pass
    return found
