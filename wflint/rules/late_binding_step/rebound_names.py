"""Functions that are made in one loop and run in a later one: which of their variables the first loop has moved on."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Closure,
    Collection,
    Env,
    Handler,
    LoopVariance,
    StepCall,
    StepKind,
    Value,
    held_values,
    ir,
)

_MAX_DEPTH = 3


def late_names(closure: Closure, step: StepCall, handler: Handler) -> list[str]:
    """The variables that a function reads in a step and that no longer hold what they held where it was made.

    Args:
        closure: A function that the step calls.
        step: The step.
        handler: The handler.

    Returns:
        Their names, sorted; none where the function is not kept for later, or the loop that runs it binds them anew.
    """
    found: set[str] = set()
    reader = None if step.method.kind is StepKind.TOGETHER else step
    for loop in closure.loops:
        if loop in step.loops or loop.env is None or not _is_within(closure.env, loop.env):
            continue
        rebound = {
            name for running in step.loops if running.env is loop.env for name in _bound(running.loop.node)
        }
        read = closure.function.body.mentions - closure.function.parameter_names
        for name in _bound(loop.loop.node) & read:
            is_read = reader in handler.facts.reads.get((loop.env, name), ())
            if is_read and name not in rebound and _moves(loop, name):
                found.add(name)
    return sorted(found) if found and _is_kept(closure, step) else []


def _is_within(inner: Env, outer: Env) -> bool:
    env: Env | None = inner
    while env is not None and env is not outer:
        env = env.parent
    return env is outer


def _moves(loop: LoopVariance, name: str) -> bool:
    """Whether a variable differs from round to round."""
    if name in _targets(loop.loop.node):
        return True
    value = loop.env.names.get(name) if loop.env is not None else None
    return value is not None and loop in value.taint


def _is_kept(closure: Closure, step: StepCall) -> bool:
    """Whether a function is put into a container; one in a variable of its own may have been made in the last round."""
    if any(_holds(actual.value, closure, _MAX_DEPTH, inside=False) for actual in step.arguments.values()):
        return True
    return any(
        _holds(value, closure, _MAX_DEPTH, inside=False)
        for start in (closure.env, step.frame.env)
        for env in _chain(start)
        for value in env.names.values()
    )


def _chain(start: Env) -> Iterator[Env]:
    env: Env | None = start
    while env is not None and not env.is_module:
        yield env
        env = env.parent


def _holds(value: Value, closure: Closure, depth: int, *, inside: bool) -> bool:
    for ref in value.alternatives:
        if inside and isinstance(ref, Closure) and ref.function is closure.function:
            return True
        # A generator makes its items when they are asked for, so its variables still are those of the item.
        if isinstance(ref, Collection) and ref.kind is ir.ContainerKind.GENERATOR:
            continue
        kept = inside or isinstance(ref, Collection)
        if depth and any(_holds(held, closure, depth - 1, inside=kept) for held in held_values(ref)):
            return True
    return False


# --- what a loop binds ---


def _bound(node: ir.Node) -> set[str]:
    """The variables that a loop assigns, its own and those of its body."""
    body = node.body if isinstance(node, (ir.For, ir.While)) else None
    return _targets(node) | (set(_assigned(body)) if body is not None else set())


def _targets(node: ir.Node) -> set[str]:
    return set(_names(node.target)) if isinstance(node, (ir.For, ir.Clause)) else set()


def _assigned(block: ir.Block) -> Iterator[str]:
    for statement in block.statements:
        match statement:
            case ir.Assign():
                for target in statement.targets:
                    yield from _names(target)
            case ir.For():
                yield from _names(statement.target)
            case ir.With():
                for item in statement.items:
                    if item.target is not None:
                        yield from _names(item.target)
            case _:
                pass
        for inner in _blocks(statement):
            yield from _assigned(inner)


def _blocks(statement: ir.Statement) -> Iterator[ir.Block]:
    match statement:
        case ir.If() | ir.For() | ir.While():
            yield statement.body
            if statement.orelse is not None:
                yield statement.orelse
        case ir.With():
            yield statement.body
        case ir.Match():
            yield from (case.body for case in statement.cases)
        case ir.Try():
            yield statement.body
            yield from (handler.body for handler in statement.handlers)
            yield from (block for block in (statement.orelse, statement.final) if block is not None)
        case _:
            pass


def _names(target: ir.Expr) -> Iterator[str]:
    match target:
        case ir.Name():
            yield target.id
        case ir.Container():
            for item in target.items:
                yield from _names(item)
        case ir.Starred():
            yield from _names(target.value)
        case _:
            pass
