"""Order and state: where replayed code depends on the order of a set, or on what a module's variables hold by now."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Collection, Instance
from wflint.domain.env import Env
from wflint.domain.taint import TaintSource
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.effects import Access, Effect, Row
from wflint.interpreter.frame import Frame
from wflint.interpreter.names import Names
from wflint.ir import nodes as ir
from wflint.trace.events import EffectCall

_SET_ORDER = Row("iteration over a set", "", Effect.ORDER, Access.READ)
_READ_STATE = Row("a module-level variable", "", Effect.GLOBAL, Access.READ)
_WRITE_STATE = Row("a module-level variable", "", Effect.GLOBAL, Access.WRITE)

_ENVIRONMENT = Row("the context's environment", "", Effect.ENVIRONMENT, Access.READ)

_UNORDERED_TYPES = frozenset({"builtins.set", "builtins.frozenset"})


class State(Names):
    """Effects that no call has: iterating a set, and using module-level variables."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self._changing: dict[ir.Module, frozenset[str]] = {}

    # --- order ---

    def in_order(self, frame: Frame, node: ir.Node, value: Value) -> Value:
        """A value that is about to be gone through; marked where its order changes from process to process."""
        if frame.step is not None or not any(is_unordered(ref) for ref in value.alternatives):
            return value
        return self._own_effect(frame, node, value, _SET_ORDER)

    @staticmethod
    def sorted_out(value: Value) -> Value:
        """A value without the marks of an order, because it does not depend on it any more."""
        kept = frozenset(
            each
            for each in value.taint
            if not (isinstance(each, TaintSource) and each.row.effect is Effect.ORDER)
        )
        return value if kept == value.taint else Value(value.alternatives, kept, value.is_open)

    def _own_effect(self, frame: Frame, node: ir.Node, value: Value, row: Row) -> Value:
        site = frame.site(node)
        path = (*frame.path, site)
        if frame.step is not None:
            return value
        frame.trace.append(
            EffectCall(
                site, path, row.name, row, row.access, frame.step, frame.argument_of, loops=frame.loops
            )
        )
        return value.with_taint(frozenset({TaintSource(path, row, row.name)}))

    # --- module-level variables ---

    def state_read(self, frame: Frame, node: ir.Name, env: Env, value: Value) -> Value:
        """A module-level variable that is read; noted where some code changes it while the process runs."""
        if frame.step is not None or frame.function is None or not _may_hold_state(value):
            return value
        if node.id not in self.changing_globals(env.module):
            return value
        return self._own_effect(frame, node, value, _READ_STATE)

    def environment_read(self, frame: Frame, node: ir.Expr) -> Value:
        """The environment that the context carries."""
        return self._own_effect(frame, node, TOP, _ENVIRONMENT)

    def state_changed(self, frame: Frame, node: ir.Node, name: str) -> None:
        """Note that replayed code changes a module-level variable."""
        if frame.step is None and frame.function is not None and frame.env.holder(name) is not None:
            self._own_effect(frame, node, TOP, _WRITE_STATE)

    def changing_globals(self, module: ir.Module) -> frozenset[str]:
        """Names of a module's variables that one of its functions changes."""
        found = self._changing.get(module)
        if found is None:
            # Set first: a function's body may lead back here.
            self._changing[module] = frozenset()
            found = self._changing[module] = frozenset(_changed_names(module.body.block, module.body.locals))
        return found


def is_unordered(ref: Ref) -> bool:
    """Whether going through something gives its items in an order that differs from process to process."""
    match ref:
        case Collection():
            if ref.kind is not ir.ContainerKind.SET:
                return False
            # Small integers hash to themselves, so their order is always the same.
            return not all(_is_number(value) for value in ref.elements())
        case Instance():
            return ref.type in _UNORDERED_TYPES
        case _:
            return False


def _is_number(value: Value) -> bool:
    return value.always(
        lambda ref: (
            (isinstance(ref, Const) and ref.type in ("int", "bool"))
            or (isinstance(ref, Instance) and ref.type == "builtins.int")
        )
    )


def _may_hold_state(value: Value) -> bool:
    for ref in value.alternatives:
        if isinstance(ref, Collection) and ref.kind is not ir.ContainerKind.TUPLE:
            return True
        # What is `None` at first is made when it is needed, a client say, and then stays.
        if isinstance(ref, Const) and ref.value is None:
            continue
        if isinstance(ref, Const) or (isinstance(ref, Instance) and ref.type in _STATEFUL_TYPES):
            return True
    return False


_STATEFUL_TYPES = frozenset(
    {
        "builtins.int",
        "builtins.list",
        "builtins.dict",
        "builtins.set",
        "collections.deque",
        "collections.Counter",
        "collections.defaultdict",
        "collections.OrderedDict",
        "itertools.count",
        "itertools.cycle",
    }
)

_CHANGING_METHODS = frozenset(
    {
        "append", "extend", "insert", "remove", "pop", "clear", "add", "discard", "update", "setdefault",
        "popitem", "appendleft", "popleft", "sort", "reverse",
    }
)  # fmt: skip


def _changed_names(block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    """Module-level names that code in functions changes: declared global, item assigned, or a method that changes."""
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield from _changed_in(statement.function, names)
        elif isinstance(statement, ir.DefineClass):
            yield from _changed_names(statement.class_.body.block, names)
        else:
            for inner in _inner_blocks(statement):
                yield from _changed_names(inner, names)


def _changed_in(function: ir.Function, names: frozenset[str]) -> Iterator[str]:
    body = function.body
    yield from (name for name, is_global in body.outer.items() if is_global)
    seen = names - body.locals - {parameter.name for parameter in function.parameters}
    if not seen.isdisjoint(body.mentions):
        yield from _changed_by(body.block, seen)
    yield from _nested(body.block, names)


def _nested(block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield from _changed_in(statement.function, names)
        for inner in _inner_blocks(statement):
            yield from _nested(inner, names)


def _changed_by(block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    for statement in block.statements:
        match statement:
            case ir.Assign() | ir.Delete():
                for target in statement.targets:
                    if isinstance(target, ir.Subscript) and isinstance(target.value, ir.Name):
                        yield from names & {target.value.id}
                if isinstance(statement, ir.Assign) and statement.value is not None:
                    yield from _called_on(statement.value, names)
            case ir.Evaluate() | ir.Return() if statement.value is not None:
                yield from _called_on(statement.value, names)
            case _:
                pass
        for inner in _inner_blocks(statement):
            yield from _changed_by(inner, names)


def _called_on(node: ir.Expr, names: frozenset[str]) -> Iterator[str]:
    match node:
        case ir.Call(func=ir.Attribute(value=ir.Name(id=name), attr=attr)) if attr in _CHANGING_METHODS:
            yield from names & {name}
        case ir.Call(func=ir.Name(id="next"), args=(ir.Argument(value=ir.Name(id=name)), *_)):
            yield from names & {name}
        case ir.Await():
            yield from _called_on(node.value, names)
        case _:
            pass
    if isinstance(node, ir.Call):
        for argument in node.args:
            yield from _called_on(argument.value, names)


def _inner_blocks(statement: ir.Statement) -> Iterator[ir.Block]:
    children: list[ir.Block | None] = []
    match statement:
        case ir.If() | ir.For() | ir.While():
            children = [statement.body, statement.orelse]
        case ir.With():
            children = [statement.body]
        case ir.Try():
            handlers = [handler.body for handler in statement.handlers]
            children = [statement.body, statement.orelse, statement.final, *handlers]
        case ir.Match():
            children = [case.body for case in statement.cases]
        case _:
            pass
    yield from (block for block in children if block is not None)
