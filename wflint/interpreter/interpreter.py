"""The whole interpreter: running modules, finding handlers, and following one handler."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.env import Env, Frame, Returned
from wflint.domain.taint import Site
from wflint.domain.values import UNKNOWN, Actual, Arguments, ClassRef, Closure, Context, Payload, Value
from wflint.engines import Color
from wflint.engines.handlers import CONTEXT, OWN_ARGUMENTS
from wflint.interpreter.core import HandlerFacts, Registration
from wflint.interpreter.statements import Statements
from wflint.ir import nodes as ir
from wflint.trace.events import Event, Exit, UnawaitedHelper
from wflint.trace.walk import runs_step

_MAX_IMPORTS = 12
"""Modules whose top levels are run inside each other, because one needs what the next one binds."""


class Interpreter(Statements):
    """Runs modules and handlers abstractly."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self._globals: dict[ir.Module, Env] = {}
        self._importing = 0

    def globals_of(self, module: ir.Module) -> Env:
        env = self._globals.get(module)
        if env is None and self._importing >= _MAX_IMPORTS:
            return Env(module)  # not kept: somebody may ask again from a shorter chain of imports
        if env is None:
            # Set before the body runs: modules that import each other see what is there so far.
            env = self._globals[module] = Env(module)
            # What a module does when it is imported is always followed: it makes the objects that handlers use.
            discovering, self.discovering = self.discovering, False
            self._importing += 1
            with self.recording(HandlerFacts()):
                self.block(Frame(env, (), []), module.body.block)
            self._importing -= 1
            self.discovering = discovering
        return env

    def recover(self) -> None:
        """Forget what was being followed when an exception ended it, so that the next function starts anew."""
        self.stack.clear()
        self.forget_open_summaries()
        self._importing = 0
        self.discovering = False

    # --- finding handlers ---

    def discover(self, module: ir.Module) -> list[Registration]:
        """The handlers that a module's code registers, at the top level or in any of its functions."""
        before = len(self.registrations)
        self.discovering = True
        self.inlined = 0
        try:
            env = self.globals_of(module)
            with self.recording(HandlerFacts()):
                for value in list(env.names.values()):
                    for ref in value.alternatives:
                        if isinstance(ref, ClassRef) and ref.module is module:
                            self.look_into_class(ref)
                self._look_into_functions(module)
        finally:
            self.discovering = False
        return list(self.registrations.values())[before:]

    def _look_into_functions(self, module: ir.Module) -> None:
        """Run the functions of a module as if somebody called them, if they can register a handler.

        Running one may define others, which are looked into as well.
        """
        # The list grows while it is gone through.
        for closure in self.defined.setdefault(module, []):
            if closure.function not in self.looked_into and self._can_register(closure.function):
                self.looked_into.add(closure.function)
                self.follow(Frame(closure.env, (), []), closure.function, closure, Arguments())

    def look_into_class(self, ref: ClassRef) -> None:
        """Run the methods of a class as if somebody called them on a typical object."""
        for value in list(self.class_env(ref).names.values()):
            for method in value.alternatives:
                if isinstance(method, Closure):
                    self._bind_registered(ref, method)
                if isinstance(method, Closure) and self._can_register(method.function):
                    self.looked_into.add(method.function)
                    self._look_into_method(ref, method)

    def _bind_registered(self, owner: ClassRef, method: Closure) -> None:
        """A handler that is a method is called on some object of its class."""
        if method.binding == "static":
            return
        for key, registration in list(self.registrations.items()):
            handler = registration.handler
            if handler.function is method.function and handler.receiver is None:
                receiver = Value((owner if method.binding == "class" else self.symbolic_instance(owner),))
                bound = replace(handler, receiver=receiver)
                self.registrations[key] = replace(registration, handler=bound)

    def _look_into_method(self, owner: ClassRef, method: Closure) -> None:
        receiver = Value((self.symbolic_instance(owner),)) if method.binding != "static" else None
        arguments = Arguments((Actual(receiver),) if receiver else ())
        self.follow(Frame(method.env, (), []), method.function, method, arguments)

    def _can_register(self, function: ir.Function) -> bool:
        if self.vocabulary.registers(function.body.mentions):
            return True
        statements = function.body.block.statements
        classes = [each.class_.body for each in statements if isinstance(each, ir.DefineClass)]
        if any(self.vocabulary.registers(body.mentions) for body in classes):
            return True
        nested = [each.function for each in statements if isinstance(each, ir.Define)]
        return any(
            each.decorators
            or any(parameter.annotation for parameter in each.parameters)
            or self._can_register(each)
            for each in nested
        )

    # --- following a handler ---

    def follow_handler(
        self, handler: Closure, context: Context, takes: tuple[str, ...] | None
    ) -> tuple[list[Event], HandlerFacts]:
        """Run a handler, or a workflow helper that nothing calls.

        Args:
            handler: The function.
            context: The context; a helper's annotations say where it is.
            takes: What a handler is called with, as the profile says it; `None` for a helper.

        Returns:
            What it does, and what was recorded beside.
        """
        events: list[Event] = []
        self.inlined = 0
        self.ambient = context if context.profile.has_ambient_steps else None
        served = takes is not None
        with self.recording(HandlerFacts()) as run:
            env = Env(handler.module, handler.env, handler.function.body.locals, is_replayed=True)
            frame = Frame(env, (), events, handler.function)
            self.bind(frame, handler, _given(context, takes))
            run.scopes[handler.function.handle] = env
            self.stack.append(handler.function)
            outcome = self._run_body(frame, handler.function)
            self.stack.pop()
            if served and context.color is Color.ASYNC and not handler.function.is_async:
                self._awaited_by_engine(frame, outcome.value)
            if not served and not handler.function.is_async:
                # A plain function hands the coroutines that it returns to its caller, who awaits them.
                for returned in frame.returned:
                    self.finish(frame.with_trace([]), returned.site.node, returned.value, passed_on=True)
            events.extend(self._dropped(frame, run))
        return events, run

    def _awaited_by_engine(self, frame: Frame, returned: Value) -> None:
        """The engine awaits the coroutine that a plain function, such as a lambda, returns."""
        if frame.function is not None:
            events: list[Event] = []
            self.finish(frame.with_trace(events), frame.function, returned)
            # It runs before the handler is left.
            place = len(frame.trace) - isinstance(frame.trace[-1], Exit) if frame.trace else 0
            frame.trace[place:place] = events

    def _dropped(self, frame: Frame, run: HandlerFacts) -> list[Event]:
        """The calls of workflow helpers whose coroutines nothing has awaited."""
        found: list[Event] = []
        for path, made in list(run.coroutines.items()):
            first = made[0]
            if any(each.ran for each in made) or first.generator or run.escaped:
                continue
            trial: list[Event] = []
            with self.recording(HandlerFacts()):
                at = frame.with_trace(trial)
                self.follow(at, path[-1].node, first.closure, first.arguments, path[-1])
            if runs_step(trial):
                function = first.closure.function
                definition = Site(first.closure.module, function, function.outermost)
                found.append(UnawaitedHelper(path[-1], function, definition))
        return found

    def context_annotated(self, closure: Closure, annotation: ir.Expr) -> Context | None:
        """The context that the annotation of a function's parameter promises."""
        return self.context_of(Frame(closure.env, (), []), annotation)

    def parsed_payload(self, registration: Registration) -> tuple[Returned, ...]:
        """What the parser of a handler's payload returns, where it has one."""
        at, described = registration.registrar.site, registration.registrar.profile.registration
        actual = registration.options.keywords.get(described.parser)
        if actual is None or actual.node is None:
            return ()
        frame = Frame(self.globals_of(at.module), (), [])
        with self.recording(HandlerFacts()):
            returned = self.run_function(frame, actual.node, actual.value).returned
        own = Site(at.module, actual.node, at.outermost)
        return tuple(replace(each, site=own) if each.node is actual.node else each for each in returned)

    def promised_payload(self, closure: Closure) -> Value:
        """What the annotation of a handler's context says that the payload is: `Order` in `Context[Order]`."""
        for parameter in closure.function.parameters:
            annotation = parameter.annotation
            if isinstance(annotation, ir.Subscript) and self.context_annotated(closure, annotation):
                return self.annotated(Frame(closure.env, (), []), annotation.index)
        return UNKNOWN

    def context_of(self, frame: Frame, annotation: ir.Expr) -> Context | None:
        return self.annotated_context(frame, annotation)


def _given(context: Context, takes: tuple[str, ...] | None) -> Arguments:
    """What a handler is called with."""
    if takes is None or takes == (OWN_ARGUMENTS,):
        return Arguments(rest=UNKNOWN)
    values: list[Value] = []
    for what in takes:
        root, _, path = what.partition(".")
        given = replace(context, path=path) if root == CONTEXT else Payload()
        values.append(Value((given,)))
    return Arguments(tuple(map(Actual, values)))
