"""Evaluates arguments, and calls of which only the callee matters."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection
from wflint.domain.lattice import join
from wflint.domain.sites import Site
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Value, top
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.names import load_argument
from wflint.ir import nodes as ir
from wflint.trace.steps import HandedOn

_RECEIVERS = (["self"], ["cls"])


def call_unknown(ev: Evaluator, frame: Frame, node: ir.Expr, callee: Value, *given: Actual) -> Value:
    """Return the result of calling something with unknown arguments, after those that are given, and awaiting it."""
    called = ev.call(frame, node, callee, Arguments(given, rest=TOP))
    return ev.await_value(frame, node, called).value


def handed_on(ev: Evaluator, frame: Frame, node: ir.Expr | None) -> HandedOn | None:
    """Return where an argument is written that the running function is given, and its callers before it; `None` for any other."""
    found: HandedOn | None = None
    stack = ev.state.stack
    for function, call in zip(reversed(stack), reversed(frame.path), strict=False):
        if not isinstance(node, ir.Name) or not isinstance(call.node, ir.Call):
            break
        node = _given(function, node.id, call.node)
        if node is None:
            break
        found = HandedOn(Site(call.module, node, call.enclosing_definition), call)
    return found


def _given(function: ir.Function, name: str, call: ir.Call) -> ir.Expr | None:
    """Return what a call gives for a parameter of the function that it calls; `None` where that is not written there."""
    names = [each.name for each in function.parameters[:1]]
    is_bound = isinstance(call.func, ir.Attribute) and names in _RECEIVERS
    by_position = [each for each in function.parameters if not each.is_receiver][is_bound:]
    for place, parameter in enumerate(by_position):
        if parameter.name != name or parameter.star:
            continue
        for argument in call.args:
            if argument.keyword == name:
                return argument.value
        before = call.args[: place + 1]
        if len(before) > place and not any(each.star or each.keyword for each in before):
            return before[place].value
    return None


def evaluate_quietly(ev: Evaluator, frame: Frame, node: ir.Expr) -> Value:
    """Evaluate without recording, for a second look at an expression."""
    return ev.evaluate(frame.with_trace([]), node)


def evaluate_arguments(
    ev: Evaluator, frame: Frame, nodes: tuple[ir.Argument, ...], *, is_followed: bool = False
) -> Arguments:
    """Evaluate the arguments of a call; `is_followed` if the callee is a first-party function."""
    positional: list[Actual] = []
    keywords: dict[str, Actual] = {}
    rest: Value | None = None
    for node in nodes:
        if is_followed and isinstance(node.value, ir.Name) and not node.star:
            value = load_argument(ev, frame, node.value)
        else:
            value = ev.evaluate(frame, node.value)
        if node.star:
            spread = _spread(value, node, positional, keywords)
            rest = spread if rest is None else join(rest, spread) if spread is not None else rest
        elif node.keyword is not None:
            keywords[node.keyword] = Actual(value, node.value)
        elif rest is None:
            positional.append(Actual(value, node.value))
        else:
            rest = join(rest, value)
    return Arguments(tuple(positional), keywords, rest)


def _spread(
    value: Value, node: ir.Argument, positional: list[Actual], keywords: dict[str, Actual]
) -> Value | None:
    """Take the items of `*value` or `**value` as arguments; return the part that cannot be told apart."""
    only = value.only
    if not isinstance(only, Collection):
        return top(value.taint)
    for key, item in only.items.items():
        actual = Actual(item.with_taint(value.taint), node.value)
        if node.star == "*":
            positional.append(actual)
        else:
            keywords[str(key)] = actual
    return only.rest.with_taint(value.taint) if only.rest is not None else None


def with_options(arguments: Arguments, place: int | None) -> Arguments:
    """Return arguments with the fields of the object at a place as keywords; what is not known of it is left open."""
    if place is None or len(arguments.positional) <= place:
        return arguments
    actual = arguments.positional[place]
    kept = (*arguments.positional[:place], *arguments.positional[place + 1 :])
    only = actual.value.only
    if not isinstance(only, Collection):
        rest = top(actual.value.taint) if actual.value.constant is None else arguments.rest
        return Arguments(kept, arguments.keywords, rest)
    fields = {
        str(name): Actual(value, entry_at(actual.node, str(name)) or actual.node)
        for name, value in only.items.items()
    }
    rest = arguments.rest if only.rest is None else only.rest
    return Arguments(kept, {**arguments.keywords, **fields}, rest)


def entry_at(node: ir.Expr | None, key: str) -> ir.Expr | None:
    """Return the expression at a key of a dictionary or object, where both are literals."""
    match node:
        case ir.Cast(value=value):
            return entry_at(value, key)
        case ir.Container(kind=ir.ContainerKind.DICT, keys=keys, items=items):
            for each, item in zip(keys, items, strict=False):
                if isinstance(each, ir.Literal) and each.value == key:
                    return item
        case ir.Call(args=args):
            return next((each.value for each in args if each.keyword == key), None)
        case _:
            pass
    return None


def make_closure(ev: Evaluator, frame: Frame, function: ir.Function) -> Closure:
    """Return a function with the scope that it is defined in; its defaults are evaluated now."""
    defaults = {
        parameter.name: ev.evaluate(frame, parameter.default)
        for parameter in function.parameters
        if parameter.default is not None
    }
    return Closure(function, frame.env, frame.module, defaults, loops=frame.loops)


def note_defined(ev: Evaluator, frame: Frame, closure: Closure) -> None:
    """Note a function that code defines where handlers are looked for, to look into it as well."""
    if ev.state.discovering or frame.function is None:
        ev.state.defined.setdefault(frame.module, []).append(closure)


def call_value(ev: Evaluator, frame: Frame, node: ir.Expr, callee: Value) -> Value:
    """Return the result of calling something without arguments and awaiting it."""
    called = ev.call(frame, node, callee, NO_ARGUMENTS)
    return ev.await_value(frame, node, called).value
