"""Module-level variables that some code changes while the process runs."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Collection, Instance
from wflint.domain.env import Env
from wflint.domain.values import TOP, Const, Value
from wflint.effects import EffectKind
from wflint.effects.row import Access, Row
from wflint.interpreter.effects import own_effect
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

_READ_STATE = Row("a module-level variable", "", EffectKind.GLOBAL, Access.READ)
_WRITE_STATE = Row("a module-level variable", "", EffectKind.GLOBAL, Access.WRITE)


def state_read(ev: Evaluator, frame: Frame, node: ir.Name, env: Env, value: Value) -> Value:
    """Return a module-level variable that is read; record it as an effect where code changes it at run time."""
    if frame.step is not None or frame.function is None or not _may_hold_state(ev, value):
        return value
    if node.id not in changing_globals(ev, env.module):
        return value
    return own_effect(frame, node, value, _READ_STATE)


def state_changed(frame: Frame, node: ir.Node, name: str) -> None:
    """Note that replayed code changes a module-level variable."""
    if frame.step is None and frame.function is not None and frame.env.holder(name) is not None:
        own_effect(frame, node, TOP, _WRITE_STATE)


def changing_globals(ev: Evaluator, module: ir.Module) -> frozenset[str]:
    """Return the names of a module's variables that one of its functions changes."""
    found = ev.state.changing.get(module)
    if found is None:
        # Set first: a function's body may lead back here.
        ev.state.changing[module] = frozenset()
        found = ev.state.changing[module] = frozenset(
            _changed_names(ev, module.body.block, module.body.locals)
        )
    return found


def _may_hold_state(ev: Evaluator, value: Value) -> bool:
    for ref in value.alternatives:
        if isinstance(ref, Collection) and ref.kind is not ir.ContainerKind.TUPLE:
            return True
        # What is `None` at first is made when it is needed, a client say, and then stays.
        if isinstance(ref, Const) and ref.value is None:
            continue
        if isinstance(ref, Const) or (
            isinstance(ref, Instance) and ev.semantics.type_facts(ref.type).is_stateful
        ):
            return True
    return False


def _changed_names(ev: Evaluator, block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    """Yield module-level names that functions change: declared global, item assigned, or a mutating method called."""
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield from _changed_in(ev, statement.function, names)
        elif isinstance(statement, ir.DefineClass):
            yield from _changed_names(ev, statement.class_.body.block, names)
        else:
            for inner in _inner_blocks(statement):
                yield from _changed_names(ev, inner, names)


def _changed_in(ev: Evaluator, function: ir.Function, names: frozenset[str]) -> Iterator[str]:
    body = function.body
    yield from (name for name, is_global in body.outer.items() if is_global)
    seen = names - body.locals - {parameter.name for parameter in function.parameters}
    if not seen.isdisjoint(body.mentions):
        yield from _changed_by(ev, body.block, seen)
    yield from _nested(ev, body.block, names)


def _nested(ev: Evaluator, block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield from _changed_in(ev, statement.function, names)
        for inner in _inner_blocks(statement):
            yield from _nested(ev, inner, names)


def _changed_by(ev: Evaluator, block: ir.Block, names: frozenset[str]) -> Iterator[str]:
    for statement in block.statements:
        match statement:
            case ir.Assign() | ir.Delete():
                for target in statement.targets:
                    if isinstance(target, ir.Subscript) and isinstance(target.value, ir.Name):
                        yield from names & {target.value.id}
                if isinstance(statement, ir.Assign) and statement.value is not None:
                    yield from _called_on(ev, statement.value, names)
            case ir.Evaluate() | ir.Return() if statement.value is not None:
                yield from _called_on(ev, statement.value, names)
            case _:
                pass
        for inner in _inner_blocks(statement):
            yield from _changed_by(ev, inner, names)


def _called_on(ev: Evaluator, node: ir.Expr, names: frozenset[str]) -> Iterator[str]:
    match node:
        case ir.Call(func=ir.Attribute(value=ir.Name(id=name), attr=attr)) if ev.semantics.method_facts(
            attr
        ).changes_owner:
            yield from names & {name}
        case ir.Call(func=ir.Name(id="next"), args=(ir.Argument(value=ir.Name(id=name)), *_)):
            yield from names & {name}
        case ir.Await():
            yield from _called_on(ev, node.value, names)
        case _:
            pass
    if isinstance(node, ir.Call):
        for argument in node.args:
            yield from _called_on(ev, argument.value, names)


def _inner_blocks(statement: ir.Statement) -> Iterator[ir.Block]:
    children: list[ir.Block | None] = []
    match statement:
        case ir.If() | ir.For() | ir.While():
            children = [statement.body, statement.orelse]
        case ir.With():
            children = [statement.body]
        case ir.Try():
            clauses = [clause.body for clause in statement.clauses]
            children = [statement.body, statement.orelse, statement.final, *clauses]
        case ir.Match():
            children = [case.body for case in statement.cases]
        case _:
            pass
    yield from (block for block in children if block is not None)
