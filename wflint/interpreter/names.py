"""Names and attributes: what a variable, an import, an annotation or a member of an object may be."""

from __future__ import annotations

import builtins
from abc import abstractmethod

from wflint.domain.env import Env, Frame
from wflint.domain.lattice import join_all
from wflint.domain.taint import Site, TaintSource
from wflint.domain.types import facts_of_type, type_name
from wflint.domain.values import (
    UNKNOWN,
    Arguments,
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Const,
    Context,
    Data,
    Decoded,
    EnumMember,
    External,
    HandlerRegistration,
    Headers,
    Imported,
    Instance,
    Method,
    ModuleRef,
    Object,
    Payload,
    Ref,
    StepResult,
    Value,
    constant,
)
from wflint.effects import Effect
from wflint.engines.handlers import RegistrationStyle
from wflint.interpreter.uses import Uses
from wflint.ir import nodes as ir
from wflint.trace.events import EffectCall, MissingMember, Mutation, UseKind
from wflint.trace.flows import Sink

_BUILTINS = frozenset(dir(builtins))

VARYING = frozenset(
    {
        Effect.CLOCK,
        Effect.RANDOM,
        Effect.IDENTITY,
        Effect.ORDER,
        Effect.ENVIRONMENT,
        Effect.GLOBAL,
        Effect.NETWORK,
        Effect.DATABASE,
        Effect.FILESYSTEM,
        Effect.PROCESS,
    }
)
"""Effects whose results differ from pass to pass."""


class Names(Uses):
    """Loads and stores variables and attributes."""

    # --- variables ---

    def load(self, frame: Frame, node: ir.Name) -> Value:
        """What a variable holds here."""
        env = frame.env.holder(node.id)
        if env is None:
            return Value((External(f"builtins.{node.id}"),)) if node.id in _BUILTINS else UNKNOWN
        value = self._resolved(env, node.id)
        if env.is_module:
            value = self.state_read(frame, node, env, value)
        else:
            self.facts.reads.setdefault((env, node.id), set()).add(frame.step)
        only = value.only
        if isinstance(only, External) and self._is_read(only.name):
            return self._external_attribute(frame, node, only.name).with_taint(value.taint)
        if frame.step is not None or frame.argument_of is not None:
            self.capture(frame, node, env, value)
        return value

    @abstractmethod
    def state_read(self, frame: Frame, node: ir.Name, env: Env, value: Value) -> Value:
        """A module-level variable that is read; noted where some code changes it while the process runs."""

    @abstractmethod
    def environment_read(self, frame: Frame, node: ir.Expr) -> Value:
        """The environment that the context carries."""

    @abstractmethod
    def state_changed(self, frame: Frame, node: ir.Node, name: str) -> None:
        """Note that replayed code changes a module-level variable."""

    def capture(self, frame: Frame, node: ir.Node, env: Env, value: Value) -> None:
        """Note that a step function, or the arguments of a step call, use a variable."""
        if frame.step is not None:
            if env.step is not frame.step:
                self.flow(frame, node, value, Sink.CAPTURED, frame.step)
        elif frame.argument_of is not None:
            self.flow(frame, node, value, Sink.ARGUMENT, frame.argument_of)

    def _resolved(self, env: Env, name: str) -> Value:
        wrapper = self.profile_index.wrapper_in(env.module.path, name) if env.is_module else None
        if wrapper is not None:
            return Value((External(wrapper),))
        value = env.names.get(name, UNKNOWN)
        for ref in value.alternatives:
            if isinstance(ref, Imported):
                return self._imported(env, name, value)
        return value

    def _imported(self, env: Env, name: str, value: Value) -> Value:
        # Modules that import a name from each other would lead round in a circle.
        env.names[name] = UNKNOWN
        found = [
            self._import(ref) if isinstance(ref, Imported) else Value((ref,)) for ref in value.alternatives
        ]
        env.names[name] = join_all(found)
        return env.names[name]

    def _import(self, imported: Imported) -> Value:
        statement, importer = imported.statement, imported.module
        module = self.project.import_module(statement.module, statement.level, importer)
        if statement.name is None:
            return Value((ModuleRef(module) if module else External(statement.module),))
        if module is None:
            # `from . import x` in a file outside any package has no module at all.
            dotted = f"{statement.module}.{statement.name}" if statement.module else statement.name
            return Value((External(dotted),))
        return self.global_name(module, statement.name)

    def global_name(self, module: ir.Module, name: str) -> Value:
        env = self.globals_of(module)
        if name in env.names:
            return self._resolved(env, name)
        submodule = self.project.submodule(module, name)
        if submodule is not None:
            return Value((ModuleRef(submodule),))
        return UNKNOWN

    def store(self, frame: Frame, node: ir.Node, name: str, value: Value) -> None:
        """Bind a variable."""
        outer = frame.function.body.outer.get(name) if frame.function else None
        if outer is None:
            frame.env.names[name] = value
            return
        env = frame.env.module_env() if outer else (frame.env.parent and frame.env.parent.holder(name))
        if env is None:
            return
        if self._mutates(frame, env):
            self._mutation(frame, node, name, env, assigns=True)
        else:
            if env.is_module and not _is_made_once(env.names.get(name, UNKNOWN), value):
                self.state_changed(frame, node, name)
            # Who runs this function, and when, is not followed, so the old value stays possible.
            env.names[name] = join_all([env.names.get(name, value), value])

    def assign_attribute(self, frame: Frame, target: ir.Attribute, value: Value) -> None:
        """Bind `owner.attr`."""
        owner = self.evaluate(frame, target.value)
        # What a loop assigns to an attribute differs from round to round.
        value = value.with_taint(frozenset(frame.loops))
        for ref in owner.alternatives:
            if isinstance(ref, Object):
                ref.attributes[target.attr] = (
                    join_all([ref.attributes[target.attr], value]) if target.attr in ref.attributes else value
                )
        self.mutated(frame, target, target.value, owner)

    def mutated(self, frame: Frame, node: ir.Node, expression: ir.Expr, owner: Value) -> None:
        """Note that the object behind an expression is changed: by a step, or where it outlives the handler."""
        root = expression
        while isinstance(root, (ir.Attribute, ir.Subscript)):
            root = root.value
        if not isinstance(root, ir.Name):
            return
        env = frame.env.holder(root.id)
        if (
            env is not None
            and env.is_module
            and any(isinstance(ref, Collection) for ref in owner.alternatives)
        ):
            self.state_changed(frame, node, root.id)
        if env is frame.env and frame.function is not None and root.id in frame.function.parameter_names:
            self.facts.changed_parameters.add(root.id)
            self._argument_changed(frame, node, root.id, owner)
        if env is None or not self._mutates(frame, env):
            return
        if any(self.lives_outside(frame, ref) for ref in owner.alternatives):
            self._mutation(frame, node, root.id, env, assigns=False)

    def _argument_changed(self, frame: Frame, node: ir.Node, name: str, owner: Value) -> None:
        """Note that a helper of a step changes an argument that belongs to the code around the step."""
        if frame.step is not None and frame.env.step is frame.step:
            for ref in owner.alternatives:
                if isinstance(ref, (Collection, Object)) and self.lives_outside(frame, ref):
                    self._mutation(frame, node, name, frame.env, assigns=False)
                    return

    @staticmethod
    def lives_outside(frame: Frame, ref: Ref) -> bool:
        """Whether an object belongs to the workflow's own data, so that a change of it is lost."""
        match ref:
            case Collection() | Object():
                return ref.step is not frame.step
            case StepResult() | Payload() | Context():
                return True
            case Instance():
                return facts_of_type(ref.type).is_mutable
            case _:
                return False

    @staticmethod
    def _mutates(frame: Frame, env: Env) -> bool:
        return frame.step is not None and env.step is not frame.step and env.is_replayed

    def _mutation(self, frame: Frame, node: ir.Node, name: str, env: Env, *, assigns: bool) -> None:
        if frame.step is not None:
            frame.trace.append(Mutation(frame.site(node), name, env, frame.step, assigns))

    # --- attributes ---

    def attribute(self, frame: Frame, node: ir.Expr, owner: Value, name: str) -> Value:
        found = [self._member(frame, node, ref, name, owner) for ref in owner.alternatives]
        return join_all(found).with_taint(owner.taint)

    def _member(self, frame: Frame, node: ir.Expr, ref: Ref, name: str, owner: Value) -> Value:
        match ref:
            case External():
                return self._external_attribute(frame, node, f"{ref.name}.{name}")
            case ModuleRef():
                return self.global_name(ref.module, name)
            case Context():
                return self._context_member(frame, node, ref, name)
            case Object() | ClassRef() | EnumMember():
                return self.member(frame, node, ref, name)
            case Payload():
                self.note_use(frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
                taint = self.request_taint(frame, ref, part=True)
                return Value((Payload(whole=False), Method(ref, name)), taint)
            case Headers():
                self.note_use(frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
                return Value((Method(ref, name),))
            case StepResult():
                self.note_use(frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
                return Value((ref.derived(), Method(ref, name)))
            case Instance() | Const() | Collection() | Closure():
                self.note_use(frame, node, ref, UseKind.ATTRIBUTE, name, sure=owner.only is ref)
                return self._external_attribute(frame, node, name, ref)
            case Data():
                return Value((Method(ref, name), Data()))
            case Decoded():
                return Value((Method(ref, name),))
            case _:
                return UNKNOWN

    def _external_attribute(self, frame: Frame, node: ir.Expr, name: str, owner: Ref | None = None) -> Value:
        qualname = f"{type_name(owner)}.{name}" if owner is not None else name
        row = self.catalogue.lookup(qualname)
        if row is not None and row.attribute and row.effect is not Effect.NONE:
            value = Value((External(qualname), Data()) if owner is None else (Data(),))
            frame.trace.append(
                EffectCall(
                    frame.site(node),
                    (*frame.path, frame.site(node)),
                    qualname,
                    row,
                    row.access,
                    frame.step,
                    frame.argument_of,
                    loops=frame.loops,
                )
            )
            return self.sourced(frame, node, value, qualname)
        if owner is None:
            return Value((External(qualname),))
        if row is not None and row.attribute and row.returns:
            return Value((Instance(row.returns),))
        return Value((Method(owner, name),))

    def _is_read(self, qualname: str) -> bool:
        """Whether naming something reads what changes: `environ`, imported from `os`."""
        row = self.catalogue.lookup(qualname)
        return row is not None and row.attribute and row.effect is not Effect.NONE

    def sourced(self, frame: Frame, node: ir.Node, value: Value, qualname: str) -> Value:
        """Mark what a call with an effect gives; inside a step it is recorded and so never changes."""
        row = self.catalogue.lookup(qualname)
        if row is None or frame.step is not None or row.effect not in VARYING:
            return value
        source = TaintSource((*frame.path, frame.site(node)), row, qualname)
        with_taint = value.with_taint(frozenset({source}))
        if frame.argument_of is not None:
            self.flow(frame, node, with_taint, Sink.ARGUMENT, frame.argument_of)
        return with_taint

    def _context_member(self, frame: Frame, node: ir.Expr, context: Context, name: str) -> Value:
        profile, full = context.profile, context.within(name)
        method = profile.step_method(full)
        if method is not None:
            return Value((BoundStepMethod(context, method, full),))
        if profile.has_part(full):
            return Value((Context(profile, context.color, full),))
        if full in profile.members.payload:
            return Value((Payload(),), self.request_taint(frame, Payload(), part=False))
        if full in profile.members.headers:
            return Value((Headers(),), self.request_taint(frame, Headers(), part=False))
        if full in profile.members.environment:
            return self.environment_read(frame, node)
        known = name in profile.context_members(context.path) or name in self.facts.asked_for
        if not known and not name.startswith("_"):
            frame.trace.append(MissingMember(frame.site(node), context, name))
        return UNKNOWN

    # --- annotations ---

    def annotated(self, frame: Frame, annotation: ir.Expr) -> Value:
        match annotation:
            case ir.Name() | ir.Attribute():
                quiet = Frame(frame.env, (), [], frame.function)
                return join_all(
                    [self.instance_of(ref) for ref in self.evaluate(quiet, annotation).alternatives]
                )
            case ir.Subscript():
                return self._generic(frame, annotation)
            case ir.Operation(op="|"):
                arms = [self.annotated(frame, each) for each in annotation.operands]
                return join_all([arm for arm in arms if arm.constant is None])
            case _:
                return UNKNOWN

    def annotated_context(self, frame: Frame, annotation: ir.Expr) -> Context | None:
        """The context that an annotation promises.

        Most promise none; making what they do promise would follow code that nothing reaches.
        """
        match annotation:
            case ir.Operation(op="|"):
                arms = [self.annotated_context(frame, each) for each in annotation.operands]
                return next((arm for arm in arms if arm is not None), None)
            case ir.Subscript(value=base, index=first):
                found = self.annotated_context(frame, base)
                if found is not None or not self._is_transparent(frame, base):
                    return found
                parts = first.items if isinstance(first, ir.Container) else (first,)
                return self.annotated_context(frame, parts[0]) if parts else None
            case ir.Name() | ir.Attribute():
                quiet = Frame(frame.env, (), [], frame.function)
                ref = self.evaluate(quiet, annotation).only
                if isinstance(ref, Context):
                    return ref
                known = self.profile_index.contexts.get(ref.name) if isinstance(ref, External) else None
                return Context(*known) if known is not None else None
            case _:
                return None

    def _is_transparent(self, frame: Frame, base: ir.Expr) -> bool:
        quiet = Frame(frame.env, (), [], frame.function)
        ref = self.evaluate(quiet, base).only
        return isinstance(ref, External) and facts_of_type(ref.name).is_transparent

    def _generic(self, frame: Frame, annotation: ir.Subscript) -> Value:
        quiet = Frame(frame.env, (), [], frame.function)
        base = self.evaluate(quiet, annotation.value).only
        first = annotation.index
        if isinstance(first, ir.Container) and first.items:
            first = first.items[0]
        if isinstance(base, External):
            if facts_of_type(base.name).is_transparent:
                return self.annotated(frame, first)
            kind = facts_of_type(base.name).container
            if kind is not None:
                return Value((self._generic_collection(frame, kind, annotation.index),))
        return self.annotated(frame, annotation.value)

    def _generic_collection(self, frame: Frame, kind: ir.ContainerKind, index: ir.Expr) -> Collection:
        """A collection whose annotation says what it holds: `dict[int, str]`, `tuple[str, int]`, `list[str]`."""
        parts = index.items if isinstance(index, ir.Container) else (index,)
        held = [self.annotated(frame, part) for part in parts]
        if kind is ir.ContainerKind.DICT:
            return Collection(kind, rest=held[-1], keys=held[0] if len(held) > 1 else None)
        if kind is ir.ContainerKind.TUPLE and len(parts) > 1 and not _is_ellipsis(parts[-1]):
            return Collection(kind, dict(enumerate(held)))
        return Collection(kind, rest=held[0])

    def instance_of(self, ref: Ref) -> Value:
        """An object of a class, as an annotation promises it."""
        match ref:
            case External():
                return self.external_instance(ref.name)
            case ClassRef() if self.is_enum(ref):
                return Value((self.some_member(ref),))
            case ClassRef():
                return Value((self.symbolic_instance(ref),))
            case Const(value=None):
                return constant(None)
            case _:
                return UNKNOWN

    def external_instance(self, name: str) -> Value:
        """An object of an external class; a context where the class is an engine's, plain data for `json`."""
        if name == "json":
            return Value((Decoded(),))
        context = self.profile_index.contexts.get(name)
        if context is not None:
            return Value((Context(*context),))
        kind = facts_of_type(name).container
        if kind is not None:
            return Value((Collection(kind, rest=UNKNOWN),))
        return UNKNOWN if facts_of_type(name).is_opaque else Value((Instance(name),))

    def registrar(
        self,
        frame: Frame,
        node: ir.Expr,
        name: str,
        via: RegistrationStyle,
        options: Arguments,
        owner: Site | None = None,
    ) -> HandlerRegistration | None:
        """The registrar that calling a qualified name with some options gives."""
        ways = self.profile_index.registrars.get(name)
        found = ways.get(via) if ways is not None else None
        if found is None:
            return None
        site = frame.site(node)
        if found[1].wraps:
            return HandlerRegistration(*found, site, Arguments(rest=UNKNOWN), owner, guessed=True)
        return HandlerRegistration(*found, site, options, owner)


def _is_ellipsis(node: ir.Expr) -> bool:
    return isinstance(node, ir.Other) or (isinstance(node, ir.Literal) and node.value is None)


def _is_made_once(before: Value, after: Value) -> bool:
    """Whether a variable that was `None` is given what is made when it is needed, such as a client."""
    was_none = any(isinstance(ref, Const) and ref.value is None for ref in before.alternatives)
    plain = (Const, Collection)
    return was_none and not any(
        isinstance(ref, plain) and not (isinstance(ref, Const) and ref.value is None)
        for ref in (*before.alternatives, *after.alternatives)
    )
