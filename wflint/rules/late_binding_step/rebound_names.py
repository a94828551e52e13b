"""Functions that are made in one loop and run in a later one: which of their variables the first loop has moved on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from wflint.rules.api import (
    Closure,
    Collection,
    Env,
    Handler,
    LoopVariance,
    StepCall,
    StepKind,
    Value,
    blocks,
    held_values,
    ir,
    targets,
)

_MAX_DEPTH = 3


def rebound_names(handler: Handler, closure: Closure, step: StepCall) -> list[str]:
    """Return the variables that a function reads in a step and that no longer hold what they held where it was made.

    Args:
        handler: The handler.
        closure: A function that the step calls.
        step: The step.

    Returns:
        Their names, sorted; none where the function is not kept for later, or the loop that runs it binds them anew.
    """
    found: set[str] = set()
    reader = None if step.method.kind is StepKind.TOGETHER else step
    for loop in closure.loops:
        if loop in step.function_loops or loop.scope is None:
            continue
        if not any(scope is loop.scope for scope in _scopes(closure.env)):
            continue  # a loop of other code
        rebound = {
            name
            for running in step.function_loops
            if running.scope is loop.scope
            for name in _bound(running.loop.node)
        }
        read = closure.function.body.mentions - closure.function.parameter_names
        for name in _bound(loop.loop.node) & read:
            is_read = reader in handler.facts.readers(loop.scope, name)
            if is_read and name not in rebound and _moves(loop, name):
                found.add(name)
    # A step that is started in a loop and waited for after it calls its function then.
    is_late = any(loop in step.loops and loop not in step.function_loops for loop in closure.loops)
    return sorted(found) if found and (is_late or _is_kept(closure, step)) else []


def _scopes(env: Env | None) -> Iterator[Env]:
    """Yield a scope and those around it."""
    while env is not None:
        yield env
        env = env.parent


def _moves(loop: LoopVariance, name: str) -> bool:
    """Return whether a variable differs from round to round."""
    if name in _loop_targets(loop.loop.node):
        return True
    value = loop.scope.names.get(name) if isinstance(loop.scope, Env) else None
    return value is not None and loop in value.taint


def _is_kept(closure: Closure, step: StepCall) -> bool:
    """Return whether a function is put into a container; one in a variable may have been made in the last round."""
    if any(_holds(actual.value, closure, _MAX_DEPTH, inside=False) for actual in step.arguments.values()):
        return True
    return any(
        _holds(value, closure, _MAX_DEPTH, inside=False)
        for start in (closure.env, step.scope)
        for env in takewhile(lambda each: not each.is_module, _scopes(start))
        for value in env.names.values()
    )


def _holds(value: Value, closure: Closure, depth: int, *, inside: bool) -> bool:
    """Return whether a value may be a container that holds a function; `inside` if it lies in one."""
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


def _bound(node: ir.Node) -> set[str]:
    """Return the variables that a loop assigns, its own and those of its body, but for those that each round has anew."""
    if not isinstance(node, (ir.For, ir.While)):
        return _loop_targets(node)
    return (_loop_targets(node) | set(_assigned(node.body))) - node.fresh


def _loop_targets(node: ir.Node) -> set[str]:
    return set(targets(node.target)) if isinstance(node, (ir.For, ir.Clause)) else set()


def _assigned(block: ir.Block) -> Iterator[str]:
    """Yield the variables that a block assigns, nested blocks included."""
    for statement in block.statements:
        match statement:
            case ir.Assign():
                for target in statement.targets:
                    yield from targets(target)
            case ir.For():
                yield from targets(statement.target)
            case ir.With():
                for item in statement.items:
                    if item.target is not None:
                        yield from targets(item.target)
            case _:
                pass
        for inner in blocks(statement):
            yield from _assigned(inner)
