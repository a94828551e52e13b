"""Definitions: functions with their decorators, classes and imports."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from wflint.domain.env import Frame
from wflint.domain.lattice import join_all
from wflint.domain.values import (
    UNKNOWN_DECORATOR,
    Actual,
    Arguments,
    ClassRef,
    Closure,
    External,
    HandlerRegistration,
    IdentityDecorator,
    Imported,
    Method,
    Ref,
    StepDecorator,
    Value,
)
from wflint.engines.handlers import RegistrationStyle
from wflint.interpreter.steps import Steps
from wflint.ir import nodes as ir

_BINDINGS = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
}


class Definitions(Steps):
    """Runs the statements that define names."""

    def define(self, frame: Frame, node: ir.Define) -> bool:
        """Define a function and apply its decorators, innermost first."""
        function = node.function
        closure = self.closure(frame, function)
        if self.discovering or frame.function is None:
            self.defined.setdefault(frame.module, []).append(closure)
        value = Value((closure,))
        for decorator in reversed(function.decorators):
            value = self._decorated(frame, decorator, value)
        frame.env.names[function.name] = value
        if function.name in (frame.function.body.outer if frame.function else ()):
            self.store(frame, node, function.name, value)
        return False

    def _decorated(self, frame: Frame, node: ir.Expr, value: Value) -> Value:
        decorator = self.evaluate(frame, node)
        value = self._noted(frame, node, value)
        found = [self._decorate(frame, node, ref, value) for ref in decorator.alternatives]
        # What an unknown decorator makes of a function is taken to be that function.
        return join_all(found) if found else self._unresolved(frame, node, value)

    def _noted(self, frame: Frame, node: ir.Expr, value: Value) -> Value:
        """A function that remembers an external decorator by what the decorator's expression names or calls."""
        named = self.quiet(frame, node.func if isinstance(node, ir.Call) else node).only
        if not isinstance(named, External):
            return value
        note = (named.name, frame.site(node))
        alternatives = (
            replace(ref, decorators=(*ref.decorators, note)) if isinstance(ref, Closure) else ref
            for ref in value.alternatives
        )
        return Value(tuple(alternatives), value.taint)

    def _decorate(self, frame: Frame, node: ir.Expr, decorator: Ref, value: Value) -> Value:
        match decorator:
            case External() if RegistrationStyle.ARGUMENT in self.profile_index.registrars.get(
                decorator.name, ()
            ):
                return self._given_back(frame, node, decorator, value)
            case External() if decorator.name in self.profile_index.recorders:
                _, function = self.profile_index.recorders[decorator.name]
                return self._recorded_by(decorator.name, value) if function.bare else value
            case External():
                return self._external(decorator.name, value)
            case IdentityDecorator():
                return self._external(decorator.name, value)
            case Method():
                return self._external(UNKNOWN_DECORATOR, value)
            case Closure() | ClassRef() | HandlerRegistration() | StepDecorator():
                return self._given_back(frame, node, decorator, value)
            case _:
                return self._unresolved(frame, node, value)

    def _given_back(self, frame: Frame, node: ir.Expr, decorator: Ref, value: Value) -> Value:
        made = self.call(frame, node, Value((decorator,)), Arguments((Actual(value, node),)))
        return made if made.alternatives else value

    @staticmethod
    def _external(name: str, value: Value) -> Value:
        binding = _BINDINGS.get(name)
        alternatives: list[Ref] = []
        for ref in value.alternatives:
            if isinstance(ref, Closure):
                wrapped = replace(ref, wrappers=(*ref.wrappers, name))
                alternatives.append(replace(wrapped, binding=binding) if binding else wrapped)
            else:
                alternatives.append(ref)
        return Value(tuple(alternatives), value.taint)

    def _unresolved(self, frame: Frame, node: ir.Expr, value: Value) -> Value:
        """A decorator of which nothing is known: a handler still, if it is spelled and typed like one."""
        registrar = self.guessed_registrar(frame, node, value)
        if registrar is not None:
            self.call(frame, node, Value((registrar,)), Arguments((Actual(value, node),)))
            return value
        return self._external(UNKNOWN_DECORATOR, value)

    def guessed_registrar(self, frame: Frame, node: ir.Expr, value: Value) -> HandlerRegistration | None:
        """The registrar that an unresolved decorator is, judged by its method and by the function's annotation."""
        if not (isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute)):
            return None
        closure = value.only
        if not isinstance(closure, Closure) or not closure.function.parameters:
            return None
        annotation = closure.function.parameters[0].annotation
        context = self.context_of(frame, annotation) if annotation is not None else None
        if context is None:
            return None
        for pattern in context.profile.handler:
            if pattern.pattern.endswith(f".{node.func.attr}"):
                options = self.arguments(frame, node.args)
                return HandlerRegistration(context.profile, pattern, frame.site(node), options, guessed=True)
        return None

    def define_class(self, frame: Frame, node: ir.DefineClass) -> bool:
        """Define a class; its body runs when something asks for a member, that of a handler's own class at once."""
        bases = tuple(self.evaluate(frame, base.value) for base in node.class_.bases if base.keyword is None)
        decorators: list[str] = []
        for decorator in node.class_.decorators:
            spelled = decorator.func if isinstance(decorator, ir.Call) else decorator
            decorators.extend(
                ref.name for ref in self.quiet(frame, spelled).alternatives if isinstance(ref, External)
            )
        made = ClassRef(node.class_, frame.env, frame.module, bases, tuple(decorators))
        frame.env.names[node.class_.name] = Value((made,))
        if frame.env.is_replayed:
            self.class_env(made, frame)
        elif self.discovering and frame.function is not None:
            self.look_into_class(made)
        return False

    @abstractmethod
    def look_into_class(self, ref: ClassRef) -> None:
        """Run the methods of a class as if somebody called them on a typical object, if they can register a handler."""

    def import_name(self, frame: Frame, node: ir.Import) -> bool:
        """Bind an imported name; the module is read when something needs it."""
        if node.name == "*":
            module = self.project.import_module(node.module, node.level, frame.module)
            if module is not None:
                exported = self.globals_of(module)
                for name in list(exported.names):
                    if not name.startswith("_"):
                        frame.env.names[name] = self.global_name(module, name)
            return False
        value = Value((Imported(frame.module, node),))
        known = frame.env.names.get(node.bound)
        # Two imports of one name (in `try` and `except ImportError`, say): it may be either.
        frame.env.names[node.bound] = value if known is None else join_all([known, value])
        return False
