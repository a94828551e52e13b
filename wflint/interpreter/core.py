"""What all parts of the interpreter share: its state, and the methods by which the parts call each other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from wflint.domain.env import Env, Frame, Returned
from wflint.domain.lattice import reachable_taint
from wflint.domain.steps import StepCall
from wflint.domain.taint import LoopVariance, Path, Site, taint_sources
from wflint.domain.values import (
    UNKNOWN,
    Arguments,
    BoundStepMethod,
    Closure,
    Context,
    Coroutine,
    HandlerRegistration,
    Partial,
    Value,
)
from wflint.effects import Catalogue
from wflint.engines import Profile
from wflint.engines.profile_index import profile_index
from wflint.ir import nodes as ir
from wflint.languages.python.resolver import Project
from wflint.trace.flows import Flow, Sink

MAX_DEPTH = 24
"""Calls that are followed into each other; deeper ones are unknown."""

MAX_INLINED = 2000
"""Calls that are followed anew for one handler; methods that call each other could go on without end."""


NAME, FUNCTION = "name", "function"
"""What the parameters of a function are called that a decorator has made a step."""


@dataclass(slots=True, unsafe_hash=True)
class Outcome:
    """What a call gives, and the places in the called function that return it."""

    value: Value
    returned: tuple[Returned, ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """A function that some code hands to an engine as a handler.

    Attributes:
        registrar: What takes it.
        handler: The function.
        site: Where it is handed over.
        given: What is handed over: the function, or a partial of it.
        argument: Where it stands as an argument; `None` where a decorator takes it.
    """

    registrar: HandlerRegistration
    handler: Closure
    site: Site
    given: Closure | Partial
    argument: Site | None

    @property
    def options(self) -> Arguments:
        """The options of the registration; where the handler is an argument beside them, it comes first."""
        return self.registrar.options


@dataclass(slots=True)
class HandlerFacts:
    """What is recorded beside the trace while one handler is followed.

    Attributes:
        steps: Every step call, by the path that leads to it.
        flows: Sources that reach sinks, in the order of discovery.
        reads: For each variable, the steps (`None`: replayed code) whose code reads it.
        coroutines: Coroutines of workflow helpers, by the place of the call.
        results: What the function called at a place returns.
        changed_parameters: Parameters of the function that is summarised whose objects it changes.
        values: What each expression may be, outside of functions that are summarised.
        scopes: The variables of each function that was followed, by its handle.
        call_loops: The loops around each call that was followed.
        asked_for: Attributes of the context that the code itself looks for with `hasattr`.
        escaped: Whether the context went somewhere that cannot be followed.
    """

    steps: dict[Path, StepCall] = field(default_factory=dict["Path", "StepCall"])
    flows: dict[Flow, None] = field(default_factory=dict["Flow", "None"])
    reads: dict[tuple[Env, str], set[StepCall | None]] = field(
        default_factory=dict["tuple[Env, str]", "set[StepCall | None]"]
    )
    coroutines: dict[Path, list[Coroutine]] = field(default_factory=dict["Path", "list[Coroutine]"])
    results: dict[ir.Node, tuple[Returned, ...]] = field(
        default_factory=dict["ir.Node", "tuple[Returned, ...]"]
    )
    values: dict[ir.Expr, Value] = field(default_factory=dict["ir.Expr", "Value"])
    scopes: dict[object, Env] = field(default_factory=dict["object", "Env"])
    call_loops: dict[Path, tuple[LoopVariance, ...]] = field(
        default_factory=dict["Path", "tuple[LoopVariance, ...]"]
    )
    changed_parameters: set[str] = field(default_factory=set["str"])
    asked_for: set[str] = field(default_factory=set["str"])
    escaped: bool = False


class Core(ABC):
    """State of the interpreter and the seams between its parts."""

    def __init__(self, project: Project, catalogue: Catalogue, profiles: tuple[Profile, ...]) -> None:
        self.project = project
        self.catalogue = catalogue
        self.profile_index = profile_index(profiles)
        self.facts = HandlerFacts()
        self.ambient: Context | None = None
        """The context of the handler that is followed, where its steps find that without help."""
        self.registrations: dict[tuple[ir.Function, Site], Registration] = {}
        self.stack: list[ir.Function] = []
        self.inlined = 0
        """How many calls have been followed anew since the last handler began."""
        self.defined: dict[ir.Module, list[Closure]] = {}
        """Every function that was defined while handlers were looked for, by module."""
        self.followed: set[ir.Function] = set()
        """Every function whose body has been run outside discovery."""
        self.looked_into: set[ir.Function] = set()
        """Functions that are run while handlers are looked for, as if somebody called them."""
        self.discovering = False
        """While handlers are looked for, only calls that can register one are followed."""

    @contextmanager
    def recording(self, run: HandlerFacts) -> Generator[HandlerFacts]:
        """Record into `run` for a while."""
        outer, self.facts = self.facts, run
        try:
            yield run
        finally:
            self.facts = outer

    def flow(
        self, frame: Frame, node: ir.Node, value: Value, sink: Sink, step: StepCall | None = None
    ) -> None:
        """Note that the sources of a value reach a sink."""
        for source in taint_sources(reachable_taint(value)):
            self.facts.flows.setdefault(Flow(source, sink, frame.site(node), step, frame.loops))

    # --- expressions ---

    @abstractmethod
    def evaluate(self, frame: Frame, node: ir.Expr) -> Value:
        """What an expression may be; records what evaluating it does."""

    @abstractmethod
    def attribute(self, frame: Frame, node: ir.Expr, owner: Value, name: str) -> Value:
        """What reading an attribute gives."""

    @abstractmethod
    def assign(self, frame: Frame, target: ir.Expr, value: Value) -> None:
        """Bind a target."""

    @abstractmethod
    def annotated(self, frame: Frame, annotation: ir.Expr) -> Value:
        """What a variable with this annotation may be."""

    @abstractmethod
    def global_name(self, module: ir.Module, name: str) -> Value:
        """What a module-level variable may be."""

    @abstractmethod
    def globals_of(self, module: ir.Module) -> Env:
        """The module-level variables of a module."""

    @abstractmethod
    def elements(self, frame: Frame, node: ir.Node, value: Value) -> Value:
        """What iterating over a value gives."""

    # --- statements ---

    @abstractmethod
    def block(self, frame: Frame, block: ir.Block) -> bool:
        """Run statements; whether control always leaves before their end."""

    # --- calls ---

    @abstractmethod
    def call(self, frame: Frame, node: ir.Expr, callee: Value, arguments: Arguments) -> Value:
        """What calling a value gives; follows it where it is first-party code."""

    @abstractmethod
    def invoke(self, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments) -> Outcome:
        """Call a first-party function; async functions and generators give a coroutine that has not run."""

    @abstractmethod
    def follow(
        self, frame: Frame, node: ir.Node, closure: Closure, arguments: Arguments, site: Site | None = None
    ) -> Outcome:
        """Run the body of a first-party function; `site` is the call, where that is not `node` in this frame."""

    @abstractmethod
    def finish(self, frame: Frame, node: ir.Node, value: Value, *, passed_on: bool = False) -> Outcome:
        """Await a value: run pending coroutines and give their result; `passed_on` if somebody unknown awaits it."""

    @abstractmethod
    def start_step(
        self, frame: Frame, node: ir.Expr, stepper: BoundStepMethod, arguments: Arguments
    ) -> Value:
        """Call a step method with arguments that have been evaluated already."""

    @abstractmethod
    def recorded_step(self, frame: Frame, closure: Closure) -> BoundStepMethod | None:
        """The step that calling a decorated function here comes to; `None` where it is a plain call."""

    @abstractmethod
    def context_of(self, frame: Frame, annotation: ir.Expr) -> Context | None:
        """The context that an annotation promises."""

    def gives(self, frame: Frame, node: ir.Expr, callee: Value) -> Value:
        """What calling something with unknown arguments and awaiting it gives."""
        called = self.call(frame, node, callee, Arguments(rest=UNKNOWN))
        return self.finish(frame, node, called).value
