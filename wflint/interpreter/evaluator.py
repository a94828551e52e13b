"""The interfaces of the interpreter: the operations that lead back into it, and the semantics of a language."""

from __future__ import annotations

import enum
from typing import Protocol

from wflint.domain.alternatives import ClassRef, Closure, Collection, EnumMember, Instance, Object
from wflint.domain.env import Env
from wflint.domain.sites import Site
from wflint.domain.values import Arguments, Ref, Value
from wflint.effects.facts import CallFacts, MethodFacts, TypeFacts
from wflint.interpreter.facts import HandlerFacts, Outcome
from wflint.interpreter.frame import Frame
from wflint.interpreter.state import State
from wflint.ir import nodes as ir
from wflint.trace.steps import StepCall


class Evaluator(Protocol):
    """The operations by which the parts of the interpreter call those above them.

    Everything else is a plain function that takes the evaluator first, in a module below its callers.

    Attributes:
        state: What the parts share.
        facts: What is recorded while one handler is followed.
        semantics: What the handler's language means.
    """

    state: State
    facts: HandlerFacts
    semantics: Semantics

    def evaluate(self, frame: Frame, node: ir.Expr) -> Value:
        """Return what an expression may be; record what evaluating it does."""
        ...

    def execute(self, frame: Frame, block: ir.Block) -> bool:
        """Run statements; return whether control always leaves before their end."""
        ...

    def assign(self, frame: Frame, target: ir.Expr, value: Value) -> None:
        """Bind a target."""
        ...

    def call(self, frame: Frame, node: ir.Expr, callee: Value, arguments: Arguments) -> Value:
        """Return the result of calling a value; follow it where it is first-party code."""
        ...

    def follow(
        self, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments, site: Site | None = None
    ) -> Outcome:
        """Run the body of a first-party function; `site` is the call, where that is not `node` in this frame."""
        ...

    def await_value(self, frame: Frame, node: ir.Node, value: Value, *, passed_on: bool = False) -> Outcome:
        """Await a value: run pending coroutines and return their result; `passed_on` if unknown code awaits it."""
        ...

    def globals_of(self, module: ir.Module) -> Env:
        """Return the module-level variables of a module, which runs if it has not run yet."""
        ...


class LibraryFacts(Protocol):
    """What a language's libraries mean, as the catalogue tells it."""

    def call_facts(self, name: str) -> CallFacts:
        """Return what an external callable means, besides its effect."""
        ...

    def type_facts(self, name: str) -> TypeFacts:
        """Return what an external type means."""
        ...

    def method_facts(self, name: str) -> MethodFacts:
        """Return what a method of a builtin container does, by its bare name."""
        ...


class ClassSemantics(Protocol):
    """What a language's classes and their objects are."""

    def class_env(self, ev: Evaluator, ref: ClassRef, frame: Frame | None = None, /) -> Env:
        """Return the variables of a class's body; `frame` is the code that defines it, if it records its events."""
        ...

    def external_bases(self, ref: ClassRef, /) -> list[str]:
        """Return the qualified names of the external classes that a class derives from."""
        ...

    def own_bases(self, ref: ClassRef, /) -> list[ClassRef]:
        """Return a class and the first-party classes that it derives from."""
        ...

    def is_enum(self, ref: ClassRef, /) -> bool:
        """Return whether a class is an enum."""
        ...

    def is_model(self, ref: ClassRef, /) -> bool:
        """Return whether a class validates its arguments."""
        ...

    def some_member(self, ev: Evaluator, ref: ClassRef, /) -> EnumMember:
        """Return any member of an enum."""
        ...

    def class_member(self, ev: Evaluator, ref: ClassRef, name: str, /) -> Value | None:
        """Return a variable of a class or of its first-party bases."""
        ...

    def member(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, name: str, /
    ) -> Value:
        """Return the value of `ref.name`."""
        ...

    def default_of(self, ev: Evaluator, frame: Frame, ref: Object, name: str, /) -> Value | None:
        """Return what an attribute may hold before its first assignment; `None` where it holds nothing."""
        ...

    def symbolic_instance(self, ev: Evaluator, ref: ClassRef, /) -> Object:
        """Return an object of a class of which only the class is known."""
        ...

    def construct(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, ref: ClassRef, arguments: Arguments, /
    ) -> Value:
        """Make an object."""
        ...


class Semantics(LibraryFacts, ClassSemantics, Protocol):
    """The meaning of a language: its operators, truth, builtins, containers, classes, and when its calls start.

    Attributes:
        attributes_are_items: Whether `data.key` reads what `data["key"]` does.
        sizes: Attributes that say how many items something has.
        function_methods: Methods that every function has.
        methods_are_bound: Whether a method that is read of an object keeps it, wherever it is called.
        makers: Methods that run while an object is made, when nobody else has it yet.
        awaits_items: Whether an async loop awaits each item of what it iterates.
    """

    attributes_are_items: bool
    sizes: frozenset[str]
    function_methods: frozenset[str]
    methods_are_bound: bool
    makers: frozenset[str]
    awaits_items: bool

    def imported_name(self, module: str, name: str, /) -> str:
        """Return the qualified name of what an import takes from a module that is not first-party."""
        ...

    def called_name(self, node: ir.Expr, name: str, /) -> str:
        """Return the qualified name that the catalogue has for a call of something external."""
        ...

    def global_value(self, name: str, /) -> Value:
        """Return the value of a name that no scope binds."""
        ...

    def starts(self, function: ir.Function, /) -> Start:
        """Return when the body of a function starts to run once it is called."""
        ...

    def truth(self, test: Value, /) -> bool | None:
        """Return whether a condition is always true or always false; `None` where that is not known."""
        ...

    def operate(self, op: str, values: list[Value], step: StepCall | None, /) -> Value:
        """Return the result of an operator, without taint."""
        ...

    def compare(self, op: str, values: list[Value], /) -> bool | None:
        """Return what a comparison, or a negation, of constants gives; `None` where that is not known."""
        ...

    def is_missing(self, value: Value, /) -> bool | None:
        """Return whether a value is what stands for none; `None` where that is not known."""
        ...

    def short_cut(self, op: str, left: Value, /) -> Value | None:
        """Return what an operator's result may be of the first operand; `None` where it is certainly the second."""
        ...

    def as_text(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, value: Value, /, *, is_repr: bool = False
    ) -> Value:
        """Return a value as it is put into text; `is_repr` if it is as programmers see it."""
        ...

    def formatted(self, ev: Evaluator, frame: Frame, node: ir.Expr, value: Value, /) -> Value:
        """Return what an operator puts into the holes of a text."""
        ...

    # --- calls ---

    def known_call(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments, /
    ) -> Value | None:
        """Call one of the few external callables whose meaning the analysis knows; `None` for all others."""
        ...

    def known_method(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, owner: Ref, name: str, arguments: Arguments, /
    ) -> Value | None:
        """Call a method whose meaning the analysis knows whatever it belongs to; `None` for all others."""
        ...

    def unknown_method(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments, /
    ) -> Value | None:
        """Call a method of something unknown, where its name tells what it does; `None` where that is not so."""
        ...

    def own_member(self, ref: Collection, name: str, /) -> Value | None:
        """Return what a collection has under a name, besides its methods; `None` where it has nothing."""
        ...

    def container_method(
        self,
        ev: Evaluator,
        frame: Frame,
        node: ir.Expr,
        owner: Collection,
        name: str,
        arguments: Arguments,
        /,
    ) -> Value | None:
        """Call a method of a builtin container; `None` where nothing is known of it."""
        ...

    def data_method(self, ev: Evaluator, ref: Object, name: str, arguments: Arguments, /) -> Value | None:
        """Return the result of a method that data classes inherit; `None` for all others."""
        ...

    def made(self, value: Value, name: str, arguments: Arguments, /) -> Value:
        """Return an object that a call made, with what the arguments say about it."""
        ...

    def method_result(self, value: Value, method: str, arguments: Arguments, /) -> Value:
        """Return the result of a method, with what its owner says about it."""
        ...

    # --- protocols of objects ---

    def iterated(self, ev: Evaluator, frame: Frame, node: ir.Node, ref: Object | Instance, /) -> Value:
        """Return the value of one iteration over an object."""
        ...

    def enter(
        self, ev: Evaluator, frame: Frame, node: ir.Expr, manager: Value, /, *, is_async: bool
    ) -> Value:
        """Enter context managers; return their targets' value."""
        ...

    def leave(self, ev: Evaluator, frame: Frame, node: ir.Expr, manager: Value, /, *, is_async: bool) -> bool:
        """Leave context managers; return whether that swallows a propagating exception."""
        ...


class Start(enum.Enum):
    """When the body of a function starts to run, once it is called."""

    AT_ONCE = "at once"
    """The call runs it to its end."""

    LAZILY = "lazily"
    """The call makes a coroutine, which runs when it is awaited (`async def` in Python)."""

    EAGERLY = "eagerly"
    """The call runs it to the first `await`, and returns a promise of the rest (`async function` in JavaScript)."""

    WHEN_ITERATED = "when iterated"
    """The call makes a generator."""
