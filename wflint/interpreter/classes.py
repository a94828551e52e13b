"""First-party classes: their members, their objects, and what constructing one gives."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Data,
    EnumMember,
    External,
    Instance,
    Method,
    Object,
    instance,
)
from wflint.domain.env import Env
from wflint.domain.lattice import each_alternative
from wflint.domain.values import NO_ARGUMENTS, TOP, Arguments, Const, Ref, Value, constant
from wflint.interpreter.core import Core
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.serialization.json_types import is_model_base

ENUM_BASES = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})


UNKNOWN_BASE = External("?")
"""A base class of which nothing is known."""

_VALIDATORS = frozenset(
    {"model_validate", "model_validate_json", "model_construct", "parse_obj", "parse_raw", "from_orm"}
)


class Classes(Core):
    """Members of classes and objects."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._envs: dict[ir.Class, dict[Env, Env]] = {}
        self._typical: dict[ClassRef, Object] = {}

    @abstractmethod
    def instance_of(self, ref: Ref) -> Value:
        """An object of a class, as an annotation promises it."""

    def class_env(self, ref: ClassRef, frame: Frame | None = None) -> Env:
        """The variables of a class's body; `frame` is what defines it, if that is told of."""
        envs = self._envs.setdefault(ref.class_, {})
        env = envs.get(ref.env)
        if env is None:
            env = envs[ref.env] = Env(ref.module, ref.env, ref.class_.body.locals, is_class=True)
            at = replace(frame, env=env) if frame is not None else Frame(env, (), [])
            self.block(at, ref.class_.body.block)
        return env

    def base_classes(self, ref: ClassRef) -> Iterator[ClassRef | External]:
        """The class and its bases, depth first; external ones by name."""
        seen: set[ir.Class] = set()
        stack: list[ClassRef | External] = [ref]
        while stack:
            each = stack.pop(0)
            if isinstance(each, ClassRef):
                if each.class_ in seen:
                    continue
                seen.add(each.class_)
                found = [
                    base
                    for value in each.bases
                    for base in (*value.alternatives, *((UNKNOWN_BASE,) if value.is_open else ()))
                ]
                stack[:0] = [
                    base if isinstance(base, (ClassRef, External)) else UNKNOWN_BASE for base in found
                ]
            yield each

    def external_bases(self, ref: ClassRef) -> list[str]:
        """Qualified names of the external classes that a class derives from."""
        return [each.name for each in self.base_classes(ref) if isinstance(each, External)]

    def is_enum(self, ref: ClassRef) -> bool:
        """Whether a class is an enum."""
        return not ENUM_BASES.isdisjoint(self.external_bases(ref))

    def is_model(self, ref: ClassRef) -> bool:
        """Whether a class is a pydantic model."""
        return any(is_model_base(base) for base in self.external_bases(ref))

    @staticmethod
    def some_member(ref: ClassRef) -> EnumMember:
        """A member of an enum, whichever."""
        return EnumMember(ref, "?", TOP)

    def class_member(self, ref: ClassRef, name: str) -> Value | None:
        """A variable of a class or of its first-party bases."""
        for each in self.base_classes(ref):
            if isinstance(each, ClassRef):
                env = self.class_env(each)
                if name in env.names:
                    return env.names[name]
        return None

    def member(self, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, name: str) -> Value:
        """What `ref.name` gives."""
        if isinstance(ref, EnumMember):
            if name in ("value", "_value_"):
                return ref.value
            if name in ("name", "_name_"):
                return constant(ref.name)
            owner = ref.class_
        elif isinstance(ref, Object):
            if name in ref.attributes:
                return ref.attributes[name]
            owner = ref.class_
        else:
            owner = ref
            if name in _VALIDATORS and self.is_model(ref):
                return Value((Method(ref, name),))
        found = self.class_member(owner, name)
        if found is None:
            return self._inherited(ref, owner, name)
        if isinstance(ref, ClassRef) and self.is_enum(ref) and not _is_function(found):
            return Value((EnumMember(ref, name, found),))
        return each_alternative(found, lambda each: self._bind(frame, node, ref, each))

    def _inherited(self, ref: Ref, owner: ClassRef, name: str) -> Value:
        for base in self.external_bases(owner):
            if base != "builtins.object" and not isinstance(ref, ClassRef):
                return Value((Method(ref, name),))
        return TOP

    def _bind(self, frame: Frame, node: ir.Expr, ref: Object | ClassRef | EnumMember, member: Ref) -> Value:
        if not isinstance(member, Closure) or member.binding == "static":
            return Value((member,))
        if member.binding == "class":
            owner = ref if isinstance(ref, ClassRef) else ref.class_
            return Value((replace(member, receiver=Value((owner,))),))
        if isinstance(ref, ClassRef):
            return Value((member,))
        bound = replace(member, receiver=Value((ref,)))
        if member.binding == "property":
            return self.follow(frame, node, replace(bound, binding="function"), NO_ARGUMENTS).value
        return Value((bound,))

    def symbolic_instance(self, ref: ClassRef) -> Object:
        """An object of a class of which only the class is known: a parameter with that annotation, say."""
        found = self._typical.get(ref)
        if found is None:
            found = self._typical[ref] = Object(ref)
            # It is made once for all, so its attributes are wanted whoever asks first.
            discovering, self.discovering = self.discovering, False
            self._fill_fields(ref, found, NO_ARGUMENTS, symbolic_instance=True)
            init = self.class_member(ref, "__init__")
            for each in init.alternatives if init else ():
                if isinstance(each, Closure):
                    frame = Frame(each.env, (), [])
                    bound = replace(each, receiver=Value((found,)))
                    self.follow(frame, each.function, bound, Arguments(rest=TOP))
            self.discovering = discovering
        return found

    def construct(self, frame: Frame, node: ir.Expr, ref: ClassRef, arguments: Arguments) -> Value:
        """Make an object: run `__init__`, or fill the fields of a dataclass or model."""
        if self.is_enum(ref):
            return Value((self.some_member(ref),))
        made = Object(ref, step=frame.step, is_replayed=frame.env.is_replayed)
        init = self.class_member(ref, "__init__")
        if init is None:
            self._fill_fields(ref, made, arguments)
            self._run_factories(frame, node, ref, made, arguments)
            post = self.class_member(ref, "__post_init__")
            self._run_methods(frame, node, made, post, NO_ARGUMENTS)
        else:
            self._run_methods(frame, node, made, init, arguments)
        return Value((made,))

    def _run_methods(
        self, frame: Frame, node: ir.Expr, made: Object, found: Value | None, arguments: Arguments
    ) -> None:
        for each in found.alternatives if found else ():
            if isinstance(each, Closure):
                self.follow(frame, node, replace(each, receiver=Value((made,))), arguments)

    def fields(self, ref: ClassRef) -> dict[str, ir.Expr]:
        """The annotated variables of a class and its first-party bases, bases first."""
        found: dict[str, ir.Expr] = {}
        for each in reversed([each for each in self.base_classes(ref) if isinstance(each, ClassRef)]):
            for statement in each.class_.body.block.statements:
                if isinstance(statement, ir.Assign) and statement.annotation is not None:
                    target = statement.targets[0]
                    if isinstance(target, ir.Name):
                        found[target.id] = statement.annotation
        return found

    def data_method(self, ref: Object, name: str, arguments: Arguments) -> Value | None:
        """What a method that models and named tuples inherit gives; `None` for all others."""
        is_model = self.is_model(ref.class_)
        if name == "_asdict" or (is_model and name in ("model_dump", "dict")):
            mode = arguments.get(None, "mode")
            as_json = mode is not None and mode.value.constant != Const("python", "str")
            partly = arguments.rest is not None or not arguments.keywords.keys() <= {"mode"}
            return Value((self.dumped(ref, as_json=as_json, partly=partly),))
        if is_model and name in ("model_copy", "copy"):
            return Value((ref,))
        if is_model and name in ("model_dump_json", "json"):
            return instance("builtins.str")
        return None

    def dumped(self, ref: Object, *, as_json: bool = False, partly: bool = False) -> Collection:
        """The dictionary that a dataclass or model is turned into.

        Args:
            ref: The object.
            as_json: Whether its values are made JSON as well.
            partly: Whether fields may be left out, so that which of them are there is not known.
        """
        items: dict[object, Value] = {}
        unsure = self._serialized(ref.class_) if self.is_model(ref.class_) else frozenset[str]()
        for name, held in ref.attributes.items():
            known = not (as_json or partly or "*" in unsure or name in unsure)
            items[name] = self._dumped_value(held) if known else TOP
        rest = TOP if partly or not items else None
        return Collection(ir.ContainerKind.DICT, items, rest, step=ref.step)

    def _dumped_value(self, value: Value) -> Value:
        alternatives: list[Ref] = []
        for ref in value.alternatives:
            match ref:
                case Object():
                    alternatives.append(self.dumped(ref))
                case Collection():
                    items = {key: self._dumped_value(item) for key, item in ref.items.items()}
                    rest = self._dumped_value(ref.rest) if ref.rest is not None else None
                    alternatives.append(replace(ref, items=items, rest=rest))
                case _:
                    alternatives.append(ref)
        return value.of_alternatives(alternatives)

    def _serialized(self, ref: ClassRef) -> frozenset[str]:
        """The fields that a model's own serializers turn into something else; `*` stands for all."""
        found: set[str] = set()
        for each in self.base_classes(ref):
            if not isinstance(each, ClassRef):
                continue
            for statement in each.class_.body.block.statements:
                match statement:
                    case ir.Define():
                        for decorator in statement.function.decorators:
                            found.update(_serializer_fields(decorator, self._class_called(each, decorator)))
                    case ir.DefineClass() if "use_enum_values" in statement.class_.body.binds:
                        found.add("*")
                    case ir.Assign(targets=(ir.Name(id="model_config"), *_)) if _converts(statement.value):
                        found.add("*")
                    case ir.Assign(annotation=ir.Expr() as annotation, targets=(ir.Name(id=name), *_)):
                        if self._is_serialized(each, annotation) or _keyword(statement.value, "exclude"):
                            found.add(name)
                    case _:
                        pass
        return frozenset(found)

    def _class_called(self, ref: ClassRef, node: ir.Expr) -> str:
        """Qualified name of what an expression of a class's body names or calls."""
        callee = node.func if isinstance(node, ir.Call) else node
        only = self.evaluate(Frame(self.class_env(ref), (), []), callee).only
        return only.name if isinstance(only, External) else ""

    def _is_serialized(self, ref: ClassRef, annotation: ir.Expr) -> bool:
        """Whether a field's annotation holds a serializer."""
        match annotation:
            case ir.Subscript():
                return self._is_serialized(ref, annotation.index)
            case ir.Container():
                return any(self._is_serialized(ref, item) for item in annotation.items)
            case ir.Call():
                return self._class_called(ref, annotation).endswith("Serializer")
            case _:
                return False

    def _fill_fields(
        self, ref: ClassRef, made: Object, arguments: Arguments, *, symbolic_instance: bool = False
    ) -> None:
        is_model = self.is_model(ref)
        for position, (name, annotation) in enumerate(self.fields(ref).items()):
            actual = arguments.get(position, name)
            default = None if symbolic_instance else self.class_member(ref, name)
            if actual is None and default is not None and not _is_field(default):
                made.attributes[name] = default
                continue
            promised = self.annotated(Frame(self.class_env(ref), (), []), annotation)
            if actual is None:
                made.attributes[name] = promised
            else:
                # A model converts what it is given to the types of its fields.
                converts = is_model and not promised.is_top
                known = promised.with_taint(actual.value.taint) if converts else actual.value
                made.attributes[name] = known

    def _run_factories(
        self, frame: Frame, node: ir.Expr, ref: ClassRef, made: Object, arguments: Arguments
    ) -> None:
        """Call the default factories of the fields that are not given."""
        for position, (name, default) in enumerate(self._defaults(ref).items()):
            if not isinstance(default, ir.Call) or arguments.get(position, name) is not None:
                continue
            for argument in default.args:
                if argument.keyword == "default_factory":
                    factory = self.evaluate(Frame(self.class_env(ref), (), []), argument.value)
                    made.attributes[name] = self.call(frame, node, factory, NO_ARGUMENTS)

    def _defaults(self, ref: ClassRef) -> dict[str, ir.Expr | None]:
        """What the annotated variables of a class are assigned, in the order of `fields`."""
        found: dict[str, ir.Expr | None] = dict.fromkeys(self.fields(ref))
        for each in self.base_classes(ref):
            if isinstance(each, ClassRef):
                for statement in each.class_.body.block.statements:
                    target = statement.targets[0] if isinstance(statement, ir.Assign) else None
                    if (
                        isinstance(statement, ir.Assign)
                        and isinstance(target, ir.Name)
                        and target.id in found
                    ):
                        found[target.id] = found[target.id] or statement.value
        return found


def _is_field(value: Value) -> bool:
    """Whether the value of a class variable only describes the field."""
    only = value.only
    if only is None:
        return True
    return isinstance(only, (Instance, Data)) and not (
        isinstance(only, Instance) and only.type.startswith(("builtins.", "datetime.", "decimal.", "uuid."))
    )


def _serializer_fields(decorator: ir.Expr, called: str) -> Iterator[str]:
    """The fields that a method with this decorator serializes."""
    name = called.rpartition(".")[2]
    if name == "model_serializer":
        yield "*"
    if isinstance(decorator, ir.Call) and name == "field_serializer":
        for argument in decorator.args:
            if isinstance(argument.value, ir.Literal) and argument.keyword is None:
                yield str(argument.value.value)


def _converts(config: ir.Expr | None) -> bool:
    """Whether a model's settings make values of its enums."""
    if isinstance(config, ir.Container):
        return any(isinstance(key, ir.Literal) and key.value == "use_enum_values" for key in config.keys)
    return _keyword(config, "use_enum_values")


def _keyword(node: ir.Expr | None, name: str) -> bool:
    return isinstance(node, ir.Call) and any(argument.keyword == name for argument in node.args)


def _is_function(value: Value) -> bool:
    return any(isinstance(ref, Closure) for ref in value.alternatives)
