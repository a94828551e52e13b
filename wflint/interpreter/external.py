"""Calls of code that is not first-party: what the catalogue says of them, and the few that the analysis must know."""

from __future__ import annotations

from abc import abstractmethod

from wflint.domain.env import Frame
from wflint.domain.lattice import join_all, reachable_taint, seeded
from wflint.domain.steps import Concurrency
from wflint.domain.taint import UNTAINTED, Site, Taint
from wflint.domain.types import facts_of_type, type_name
from wflint.domain.values import (
    UNKNOWN,
    Actual,
    Arguments,
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Const,
    Data,
    Decoded,
    HandlerRegistration,
    Headers,
    IdentityDecorator,
    Instance,
    Method,
    Object,
    Partial,
    Payload,
    StepDecorator,
    StepResult,
    Value,
    constant,
    instance,
)
from wflint.effects import Access, Argument, CalledWhen, Effect, Row
from wflint.engines.handlers import RegistrationStyle
from wflint.engines.steps import StepMethod
from wflint.interpreter.expressions import Expressions
from wflint.interpreter.moments import still_naive, zoned
from wflint.interpreter.names import VARYING
from wflint.interpreter.state import is_unordered
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.events import EffectCall, Exit, ExitKind, UseKind
from wflint.trace.flows import Sink

_ADDERS = frozenset({"append", "add", "appendleft", "insert", "put_nowait", "setdefault"})
_EXTENDERS = frozenset({"extend", "update", "extendleft"})
_MUTATORS = (
    _ADDERS
    | _EXTENDERS
    | {
        "remove",
        "pop",
        "popleft",
        "popitem",
        "clear",
        "sort",
        "reverse",
        "discard",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
        "__setitem__",
        "subtract",
        "move_to_end",
    }
)


_PARTS = frozenset({"get", "pop", "setdefault", "copy"})


class Externals(Expressions):
    """Calls external callables and methods of builtin and external objects."""

    def external_call(self, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value:
        """Call something by its qualified name."""
        stepper = self.step_function(name, lambda method: _context_among(arguments, method))
        if stepper is not None:
            return self.start_step(frame, node, stepper, arguments)
        registered = self._registration(frame, node, name, arguments)
        if registered is not None:
            return registered
        recorder = self.recorder(name, arguments)
        if recorder is not None:
            return Value((recorder,))
        if name in self.profile_index.registration_classes:
            return Value((Instance(name, made=frame.site(node)),))
        if name in self.profile_index.suspensions:
            return instance(name)
        if name in _RAISERS:
            raised = instance("werkzeug.exceptions.HTTPException")
            frame.trace.append(Exit(ExitKind.RAISE, frame.site(node), raised, frame.conditions))
            return UNKNOWN
        known = self.known_call(frame, node, name, arguments)
        if known is not None:
            return known
        kind = Concurrency.DURABLE if name in self.profile_index.waits else concurrency(name)
        if kind is not None:
            return self.start_concurrently(frame, node, name, kind, arguments)
        return self.catalogued(frame, node, name, arguments)

    @abstractmethod
    def known_call(self, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value | None:
        """Call one of the few external callables whose meaning the analysis knows; `None` for all others."""

    @abstractmethod
    def start_concurrently(
        self, frame: Frame, node: ir.Expr, name: str, kind: Concurrency, arguments: Arguments
    ) -> Value:
        """Start several things at once."""

    def recorder(self, name: str, arguments: Arguments) -> StepDecorator | None:
        """The decorator that calling a qualified name gives, where that makes steps of functions."""
        known = self.profile_index.recorders.get(name)
        if known is None:
            return None
        label = arguments.get(0, known[1].name)
        return StepDecorator(*known, label.value if label is not None else None)

    def _registration(
        self, frame: Frame, node: ir.Expr, name: str, arguments: Arguments, owner: Site | None = None
    ) -> Value | None:
        """What a function gives that registers handlers; `None` for all others."""
        if name not in self.profile_index.registrars:
            return None
        registrar = self.registrar(frame, node, name, RegistrationStyle.DECORATOR, arguments, owner)
        if registrar is not None and not (registrar.pattern.wraps and handed_over(arguments)):
            return Value((registrar,))
        registrar = self.registrar(frame, node, name, RegistrationStyle.ARGUMENT, arguments, owner)
        return self.call(frame, node, Value((registrar,)), arguments) if registrar is not None else None

    def method_call(self, frame: Frame, node: ir.Expr, method: Method, arguments: Arguments) -> Value:
        """Call a method of a builtin or external object."""
        owner = method.owner
        if isinstance(owner, Collection):
            found = self._collection_method(frame, node, owner, method.name, arguments)
            if found is not None:
                return found
        if method.name in _MUTATORS and (receiver := _receiver(node)) is not None:
            self.mutated(frame, node, receiver, Value((owner,)))
        if method.name == "json" and isinstance(owner, Instance):
            self.catalogued(frame, node, f"{owner.type}.json", arguments)
            return Value((Decoded(),))
        self.note_use(frame, node, owner, UseKind.METHOD, method.name, arguments.get(0, "key"))
        if isinstance(owner, Headers):
            return Value((), self.request_taint(frame, owner, part=True))
        if isinstance(owner, (Decoded, Payload)) and method.name == "keys":
            keys = Value((owner if isinstance(owner, Decoded) else Payload(whole=False),))
            view = Collection(ir.ContainerKind.LIST, rest=keys, step=frame.step, type="builtins.dict_keys")
            return Value((view,), self.request_taint(frame, owner, part=True))
        if isinstance(owner, Decoded):
            # Parts of it are such data as well; what else its methods give is not known.
            return Value((owner,) if method.name in _PARTS else (), frozenset(frame.loops))
        if isinstance(owner, Payload):
            # Values that came through JSON: `.get("x")` and `.items()` give more of the same.
            return Value((Payload(whole=False),), self.request_taint(frame, owner, part=True))
        if isinstance(owner, StepResult):
            first = arguments.get(0, None)
            known = first.value.constant if first is not None and method.name in ("get", "pop") else None
            return Value((owner.part(known.value) if known is not None else owner.derived(),))
        if isinstance(owner, ClassRef) and self.is_model(owner):
            self.note_arguments(frame, node, method.name, arguments)
            return Value((self.symbolic_instance(owner),))
        if isinstance(owner, Object):
            made = self.data_method(owner, method.name, arguments)
            if made is not None:
                return made
            for base in self.external_bases(owner.class_):
                if self.catalogue.lookup(f"{base}.{method.name}") is not None:
                    return self.catalogued(frame, node, f"{base}.{method.name}", arguments)
        if isinstance(owner, Instance) and owner.seeded:
            # A generator with a known seed gives the same values each time.
            return Value((), reachable_taint(Value((owner,))) | frozenset(frame.loops))
        if isinstance(owner, Instance) and owner.made is not None:
            name = f"{owner.type}.{method.name}"
            # What a function made that is called elsewhere may be another object each time.
            shared = owner.made.outermost in (None, frame.function.outermost if frame.function else None)
            routes = owner.made if shared else None
            registered = self._registration(frame, node, name, arguments, routes)
            if registered is not None:
                return registered
        if isinstance(owner, (Instance, Const, Collection)):
            called = self.external_call(frame, node, f"{type_name(owner)}.{method.name}", arguments)
            if isinstance(owner, Instance) and owner.naive:
                called = still_naive(called, method.name, arguments)
            return (
                called
                if facts_of_type(type_name(owner)).is_immutable
                else called.with_taint(frozenset(frame.loops))
            )
        self.note_unknown(frame, node, arguments)
        return self.handed_on(frame, node, arguments)

    def handed_on(self, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
        """What something that cannot be followed makes of its arguments; it runs the coroutines among them."""
        taint: frozenset[Taint] = frozenset(frame.loops)
        self.note_arguments(frame, node, spelled(node), arguments)
        for value in arguments.values():
            self.used_outside_steps(frame, node, value, Sink.CALL)
            self.finish(frame, node, value, passed_on=True)
            taint |= reachable_taint(value)
        return Value((), taint)

    def used_outside_steps(self, frame: Frame, node: ir.Node, value: Value, sink: Sink) -> None:
        """Note that replayed code hands a changing value on."""
        if frame.step is None and frame.argument_of is None and (value.taint or value.alternatives):
            self.flow(frame, node, value, sink)

    # --- the catalogue ---

    def catalogued(self, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value:
        """Call something that the catalogue may know."""
        row = self.catalogue.lookup(name)
        if row is None or row.effect is Effect.UNKNOWN:
            self.note_unknown(frame, node, arguments)
            return self.handed_on(frame, node, arguments)
        self._call_back(frame, node, row, arguments)
        self.note_arguments(frame, node, name, arguments)
        taint: frozenset[Taint] = UNTAINTED
        sink = Sink.OUTPUT if row.effect is Effect.OUTPUT else Sink.CALL
        for value in arguments.values():
            if row.effect is not Effect.NONE:
                self.used_outside_steps(frame, node, value, sink)
            taint |= reachable_taint(value)
        if row.sorts:
            taint = self.sorted_out(Value((), taint)).taint
        gives_data = row.effect is not Effect.NONE or name in _GIVE_NUMBERS
        result = Value((Data(),) if gives_data else (), taint)
        made_of = row.returns or (name if _is_class(name) else None)
        if made_of is not None:
            result = zoned(self.external_instance(made_of), name, arguments).with_taint(taint)
        result = self._picked(frame, node, name, arguments, result)
        if row.effect is Effect.NONE:
            return result
        if not _happens(row, arguments):
            return seeded(result) if row.effect is Effect.RANDOM and frame.function is not None else result
        if self._was_read(name, row):
            return result
        site = frame.site(node)
        access = Access.WRITE if row.write_when and _given(row.write_when, arguments) else row.access
        if access is None and row.effect is Effect.DATABASE:
            access = _sql_access(arguments)
        frame.trace.append(
            EffectCall(
                site,
                (*frame.path, site),
                name,
                row,
                access,
                frame.step,
                frame.argument_of,
                arguments.positional,
                frame.loops,
                arguments.keywords,
            )
        )
        if row.effect not in VARYING:
            return result
        # A generator that a handler makes without a seed is one source; what it gives later comes from it.
        is_generator = row.effect is Effect.RANDOM and row.returns == name
        made = seeded(result) if is_generator and frame.env.is_replayed else result
        return self.sourced(frame, node, made, name)

    def _picked(self, frame: Frame, node: ir.Expr, name: str, arguments: Arguments, result: Value) -> Value:
        """What a random choice gives: one or several of the items that it is given."""
        module, _, function = name.rpartition(".")
        given = arguments.get(0, _PICKED_FROM.get(function))
        if given is None or function not in _PICKED_FROM or module not in _PICKERS:
            return result
        item = self.elements(frame, node, given.value)
        if function == "choice":
            return Value(item.alternatives or result.alternatives, result.taint | item.taint)
        picked = Collection(ir.ContainerKind.LIST, rest=item, step=frame.step)
        return Value((picked,), result.taint | item.taint)

    def _was_read(self, name: str, row: Row) -> bool:
        """Whether reading what the method belongs to has the same effect, and is told already."""
        owner = self.catalogue.lookup(name.rpartition(".")[0])
        return owner is not None and owner.attribute and owner.effect is row.effect

    def _call_back(self, frame: Frame, node: ir.Expr, row: Row, arguments: Arguments) -> None:
        """Run the callables that the call calls."""
        if row.called_when is not CalledWhen.NOW:
            return
        for place in row.calls:
            actual = arguments.get(place, None) if isinstance(place, int) else arguments.get(None, place)
            if actual is not None:
                for ref in actual.value.alternatives:
                    if isinstance(ref, (Closure, Partial, BoundStepMethod)):
                        self.gives(frame, node, Value((ref,)))

    # --- builtin collections ---

    def _collection_method(
        self, frame: Frame, node: ir.Expr, owner: Collection, name: str, arguments: Arguments
    ) -> Value | None:
        if name in _MUTATORS and (receiver := _receiver(node)) is not None:
            self.mutated(frame, node, receiver, Value((owner,)))
        first = arguments.get(0, None)
        if name in _ADDERS and arguments.positional:
            # A step's change of what the code around it holds is lost.
            if frame.step is None or owner.step is frame.step:
                self.add(owner, arguments.positional[-1].value)
            return constant(None)
        if name in _EXTENDERS and first is not None:
            if frame.step is None or owner.step is frame.step:
                self.extend(frame, node, owner, first.value)
            return constant(None)
        if name == "get" and first is not None:
            return self.item(owner, first.value)
        if name in _VIEWS and owner.kind is ir.ContainerKind.DICT:
            return self._view(frame, node, owner, name)
        if name in ("pop", "popleft", "popitem") and not is_unordered(owner):
            return join_all(list(owner.elements())).with_taint(frozenset(frame.loops))
        if name == "copy":
            return Value((Collection(owner.kind, dict(owner.items), owner.rest, frame.step, owner.type),))
        return None

    def _view(self, frame: Frame, node: ir.Expr, owner: Collection, name: str) -> Value:
        keys, values = self.elements(frame, node, Value((owner,))), join_all(list(owner.elements()))
        pair = Collection(ir.ContainerKind.TUPLE, {0: keys, 1: values})
        rest = {"keys": keys, "values": values, "items": Value((pair,))}[name]
        view = Collection(ir.ContainerKind.LIST, rest=rest, step=frame.step, type=f"builtins.dict_{name}")
        return Value((view,))

    # --- discovery ---

    def may_register(self, closure: Closure, arguments: Arguments) -> bool:
        """Whether following a call can make something a handler, or give something that does."""
        if self.profile_index.registers(closure.function.body.mentions):
            return True
        interesting = (Closure, ClassRef, HandlerRegistration, Partial, IdentityDecorator)
        return any(isinstance(ref, interesting) for value in arguments.values() for ref in value.alternatives)


_VIEWS = frozenset({"keys", "values", "items"})

# Numbers of the kind that they are given; nothing that could be called.
_GIVE_NUMBERS = frozenset(
    {
        "builtins.sum",
        "builtins.abs",
        "builtins.round",
        "builtins.divmod",
        "statistics.mean",
        "statistics.median",
    }
)
_PICKERS = frozenset({"random", "random.Random", "random.SystemRandom", "secrets", "secrets.SystemRandom"})
_PICKED_FROM = {"choice": "seq", "choices": "population", "sample": "population"}
"""Functions that choose among the items they are given, with the name of that parameter."""

_TOGETHER = frozenset({"asyncio.gather", "asyncio.wait", "asyncio.as_completed", "asyncio.tasks.gather"})
_LIMITED = frozenset({"asyncio.wait_for", "asyncio.shield"})
_GROUP_METHODS = frozenset({"create_task", "start_soon", "start"})
_POOL_METHODS = frozenset(
    {"submit", "map", "apply", "apply_async", "map_async", "imap", "imap_unordered", "starmap"}
)


_RAISERS = frozenset({"flask.abort", "flask.helpers.abort", "werkzeug.exceptions.abort"})
"""Callables that never return."""


def _context_among(arguments: Arguments, function: StepMethod) -> Value | None:
    """What a function that runs steps is given for the context."""
    place = function.parameters.index(function.context) if function.context else None
    actual = arguments.get(place, function.context)
    return actual.value if actual is not None else None


def _receiver(node: ir.Expr) -> ir.Expr | None:
    """The object whose method is called, or handed over to be called."""
    func = node.func if isinstance(node, ir.Call) else node
    return func.value if isinstance(func, ir.Attribute) else None


def handed_over(arguments: Arguments) -> Actual | None:
    """The first argument by position that is a function."""
    for actual in arguments.positional:
        if any(isinstance(ref, (Closure, Partial)) for ref in actual.value.alternatives):
            return actual
    return None


def concurrency(name: str) -> Concurrency | None:
    """How a callable starts other things, if it does."""
    if name in _TOGETHER:
        return Concurrency.TOGETHER
    if name in _LIMITED:
        return Concurrency.LIMITED
    owner, _, last = name.rpartition(".")
    if last in _GROUP_METHODS and owner.endswith(("TaskGroup", "Nursery")):
        return Concurrency.GROUP
    if owner.startswith("asyncio") and last in ("create_task", "ensure_future"):
        return Concurrency.TASK
    if last in _POOL_METHODS and owner.endswith(("Executor", "Pool")):
        return Concurrency.POOL
    if name in (
        "threading.Thread",
        "multiprocessing.Process",
        "asyncio.to_thread",
        "anyio.to_thread.run_sync",
    ):
        return Concurrency.POOL
    if owner.startswith("asyncio") and last == "run_in_executor":
        return Concurrency.POOL
    return None


def _happens(row: Row, arguments: Arguments) -> bool:
    if row.unless_argument is not None and _given(row.unless_argument, arguments):
        return False
    return row.when_argument is None or _given(row.when_argument, arguments)


def _is_class(name: str) -> bool:
    """Whether a name is spelled like a class, so that calling it makes an object of it."""
    return name.rpartition(".")[2][:1].isupper()


def _sql_access(arguments: Arguments) -> Access | None:
    """Whether a call whose first argument is SQL text reads or writes."""
    first = arguments.get(0, None)
    known = first.value.constant if first is not None else None
    if known is None or not isinstance(known.value, str):
        return None
    verb = known.value.lstrip(" \t\r\n(").partition(" ")[0].lower()
    return Access.READ if verb in ("select", "show", "explain", "pragma") else Access.WRITE


def _given(argument: Argument, arguments: Arguments) -> bool:
    actual = arguments.get(argument.position, argument.name)
    if actual is None:
        # What an unknown `*args` holds may well be the argument.
        return arguments.rest is not None and not argument.contains
    known = actual.value.constant
    if argument.contains:
        text = known.value if known else None
        return isinstance(text, str) and any(letter in text for letter in argument.contains)
    return known is None or known.value is not None
