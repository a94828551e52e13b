"""First-party classes: their members, their objects, and what constructing one gives."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from wflint.analysis.env import Env, Frame
from wflint.analysis.interpret.core import Core
from wflint.analysis.values import (
    NO_ARGUMENTS,
    UNKNOWN,
    Arguments,
    ClassRef,
    Closure,
    Collection,
    EnumMember,
    External,
    Method,
    Object,
    Ref,
    Value,
    constant,
    join_all,
)
from wflint.ir import nodes as ir

ENUM_BASES = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})


class Classes(Core):
    """Members of classes and objects."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._envs: dict[ir.Class, dict[Env, Env]] = {}
        self._typical: dict[ClassRef, Object] = {}

    @abstractmethod
    def instance_of(self, ref: Ref) -> Value:
        """An object of a class, as an annotation promises it."""

    def class_env(self, ref: ClassRef) -> Env:
        """The variables of a class's body."""
        envs = self._envs.setdefault(ref.class_, {})
        env = envs.get(ref.env)
        if env is None:
            env = envs[ref.env] = Env(ref.module, ref.env, ref.class_.body.locals, is_class=True)
            self.block(Frame(env, (), []), ref.class_.body.block)
        return env

    def lineage(self, ref: ClassRef) -> Iterator[ClassRef | External]:
        """The class and its bases, depth first; external ones by name."""
        seen: set[ir.Class] = set()
        stack: list[ClassRef | External] = [ref]
        while stack:
            each = stack.pop(0)
            if isinstance(each, ClassRef):
                if each.class_ in seen:
                    continue
                seen.add(each.class_)
                found = [base for value in each.bases for base in value.refs]
                stack[:0] = [base for base in found if isinstance(base, (ClassRef, External))]
            yield each

    def external_bases(self, ref: ClassRef) -> list[str]:
        """Qualified names of the external classes that a class derives from."""
        return [each.name for each in self.lineage(ref) if isinstance(each, External)]

    def is_enum(self, ref: ClassRef) -> bool:
        """Whether a class is an enum."""
        return not ENUM_BASES.isdisjoint(self.external_bases(ref))

    def class_member(self, ref: ClassRef, name: str) -> Value | None:
        """A variable of a class or of its first-party bases."""
        for each in self.lineage(ref):
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
        found = self.class_member(owner, name)
        if found is None:
            return self._inherited(ref, owner, name)
        if isinstance(ref, ClassRef) and self.is_enum(ref) and not _is_function(found):
            return Value((EnumMember(ref, name, found),))
        return join_all([self._bind(frame, node, ref, each) for each in found.refs]).marked(found.marks)

    def _inherited(self, ref: Ref, owner: ClassRef, name: str) -> Value:
        for base in self.external_bases(owner):
            if base != "builtins.object" and not isinstance(ref, ClassRef):
                return Value((Method(ref, name),))
        return UNKNOWN

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

    def typical(self, ref: ClassRef) -> Object:
        """An object of a class of which only the class is known: a parameter with that annotation, say."""
        found = self._typical.get(ref)
        if found is None:
            found = self._typical[ref] = Object(ref)
            self._fill_fields(ref, found, NO_ARGUMENTS)
            init = self.class_member(ref, "__init__")
            for each in init.refs if init else ():
                if isinstance(each, Closure):
                    frame = Frame(each.env, (), [])
                    bound = replace(each, receiver=Value((found,)))
                    self.follow(frame, each.function, bound, Arguments(rest=UNKNOWN))
        return found

    def construct(self, frame: Frame, node: ir.Expr, ref: ClassRef, arguments: Arguments) -> Value:
        """Make an object: run `__init__`, or fill the fields of a dataclass or model."""
        if self.is_enum(ref):
            return Value((EnumMember(ref, "?", UNKNOWN),))
        made = Object(ref, step=frame.step)
        init = self.class_member(ref, "__init__")
        if init is None:
            self._fill_fields(ref, made, arguments)
            post = self.class_member(ref, "__post_init__")
            self._run_methods(frame, node, made, post, NO_ARGUMENTS)
        else:
            self._run_methods(frame, node, made, init, arguments)
        return Value((made,))

    def _run_methods(
        self, frame: Frame, node: ir.Expr, made: Object, found: Value | None, arguments: Arguments
    ) -> None:
        for each in found.refs if found else ():
            if isinstance(each, Closure):
                self.follow(frame, node, replace(each, receiver=Value((made,))), arguments)

    def fields(self, ref: ClassRef) -> dict[str, ir.Expr]:
        """The annotated variables of a class and its first-party bases, bases first."""
        found: dict[str, ir.Expr] = {}
        for each in reversed([each for each in self.lineage(ref) if isinstance(each, ClassRef)]):
            for statement in each.class_.body.block.statements:
                if isinstance(statement, ir.Assign) and statement.annotation is not None:
                    target = statement.targets[0]
                    if isinstance(target, ir.Name):
                        found[target.id] = statement.annotation
        return found

    def dumped(self, ref: Object, *, as_json: bool = False) -> Collection:
        """The dictionary that a dataclass or model is turned into; `as_json` if its values are made JSON as well."""
        items: dict[object, Value] = {}
        for name, held in ref.attributes.items():
            refs = [self.dumped(each) if isinstance(each, Object) else each for each in held.refs]
            items[name] = UNKNOWN if as_json else Value(tuple(refs), held.marks)
        return Collection(ir.ContainerKind.DICT, items, step=ref.step)

    def _fill_fields(self, ref: ClassRef, made: Object, arguments: Arguments) -> None:
        for position, (name, annotation) in enumerate(self.fields(ref).items()):
            actual = arguments.get(position, name)
            if actual is not None:
                made.attributes[name] = actual.value
            elif self.class_member(ref, name) is None:
                made.attributes[name] = self.annotated(Frame(self.class_env(ref), (), []), annotation)


def _is_function(value: Value) -> bool:
    return any(isinstance(ref, Closure) for ref in value.refs)
