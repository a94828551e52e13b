"""Which code catches what: the exception that suspends a pass, and a step's own failure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wflint.domain.alternatives import Collection, External
from wflint.domain.sites import Site
from wflint.domain.type_tests import Suppressor, TypeTest
from wflint.domain.types import facts_of_call
from wflint.domain.values import Value
from wflint.engines import StepKind
from wflint.engines.replay import ReplayTrigger, Suspend
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.ir.walk import walk
from wflint.trace.event import Event
from wflint.trace.events import Branch, ExceptClause, Exit, ExitKind, InlinedCall, Loop, TryBlock
from wflint.trace.steps import StepCall
from wflint.trace.walk import runs_step, steps_run

# What catches an exception that derives from the key.
_CATCHERS = {
    "Exception": frozenset({"builtins.Exception", "builtins.BaseException"}),
    "Error": frozenset({"Error"}),
    "BaseException": frozenset({"builtins.BaseException"}),
}


_CAUSES = frozenset({"cause", "__cause__"})
_DIFFERS = frozenset({"!=", "!==", "is not", "not in"})


def catches(types: Value | None, suspend: Suspend) -> bool:
    """Return whether an `except` of these types catches the exception that suspends a pass; `None` catches all."""
    if types is None:
        return True
    caught = _CATCHERS[suspend.base] | set(suspend.names)
    return any(name in caught for name in _names(types))


def names_suspension(types: Value | None, suspend: Suspend) -> bool:
    """Return whether the types name the suspending exception itself, rather than a class above it."""
    return types is not None and names_any(types, suspend.names)


def names_any(types: Value, exceptions: tuple[str, ...]) -> bool:
    """Return whether the types of an `except` name one of some exceptions."""
    return any(name in exceptions for name in _names(types))


def _names(types: Value) -> Iterator[str]:
    for ref in types.alternatives:
        if isinstance(ref, External):
            yield ref.name
        elif isinstance(ref, Collection):
            for element in ref.elements():
                yield from _names(element)


def swallower(block: TryBlock, suspend: Suspend) -> ExceptClause | None:
    """Return the clause that catches the suspending exception and does not raise it again."""
    for clause in block.clauses:
        if catches(clause.type, suspend):
            return None if raises_again(clause, suspend) else clause
    return None


def failure_clauses(block: TryBlock, suspend: Suspend) -> Iterator[ExceptClause]:
    """Yield the clauses that let the suspending exception pass, but catch other failures of a step."""
    met = False
    for clause in block.clauses:
        catches_it = catches(clause.type, suspend)
        # The first that catches the suspension swallows it, or raises it again and perhaps nothing else.
        passes = met or not catches_it or not always_raises(clause.body)
        if not names_suspension(clause.type, suspend) and passes:
            yield clause
        met = met or catches_it


def raises_again(clause: ExceptClause, suspend: Suspend) -> bool:
    """Return whether a clause always raises again the exception that it caught."""
    return _raises(clause.body, clause.node.name, suspend)


def _raises(events: list[Event], name: str | None, suspend: Suspend) -> bool:
    for event in events:
        if isinstance(event, Exit):
            return event.kind is ExitKind.RAISE and _is_same(event.site.node, name)
        if isinstance(event, Branch):
            arms = [_raises(arm, name, suspend) for arm in event.arms]
            is_type_test = isinstance(event.test.only, TypeTest)
            asks = name is not None and (is_type_test or _mentions(event.site.node, name))
            is_true = _is_true_of(event, name, suspend) if name is not None and asks else None
            if all(arms) or (asks and is_true is None and any(arms)):
                return True  # what asks may know the exception
            taken = 0 if is_true else 1
            if is_true is not None and taken < len(arms) and (arms[taken] or _leaves(event.arms[taken])):
                return arms[taken]
    return False


def _is_true_of(choice: Branch, name: str, suspend: Suspend) -> bool | None:
    """Return what a question about the exception of a name answers for the suspending one; `None` where that is not known."""
    test = choice.test.only
    if isinstance(test, TypeTest) and test.types.alternatives:
        return catches(test.types, suspend)
    return _answer(choice.site.node, name, suspend)


def _answer(test: ir.Node, name: str, suspend: Suspend) -> bool | None:
    """Return the answer as the code of a question has it: text that is looked for is of other exceptions."""
    match test:
        case ir.Operation(op="not", operands=(asked,)):
            answer = _answer(asked, name, suspend)
            return None if answer is None else not answer
        case ir.Operation(op="and" | "or", operands=operands):
            decides = test.op == "or"
            answers = [_answer(each, name, suspend) for each in operands]
            return decides if decides in answers else None if None in answers else not decides
        case ir.Operation(op="instanceof", operands=(_, class_)):
            return spelled(class_).rpartition(".")[2] in {suspend.base, suspend.name}
        case ir.Operation(op=op):
            return op in _DIFFERS or _asks_for_name(test, name, suspend.name)
        case ir.Attribute() | ir.Subscript():
            return False
        case ir.Call(func=func, args=args) if texts := _texts(args):
            if isinstance(func, ir.Attribute) and _is_name_of(func.value, name):
                return any(text in suspend.name for text in texts)
            # Its message may speak of the engine.
            words = set(re.findall(r"\w+", suspend.exception.lower()))
            return None if any(not words.isdisjoint(text.lower().split()) for text in texts) else False
        case _:
            return None


def _texts(args: tuple[ir.Argument, ...]) -> list[str]:
    values = (each.value.value for each in args if isinstance(each.value, ir.Literal))
    return [value for value in values if isinstance(value, str)]


def _mentions(test: ir.Node, name: str) -> bool:
    return any(isinstance(each, ir.Name) and each.id == name for each in walk(test))


def _leaves(events: list[Event]) -> bool:
    return any(isinstance(event, Exit) for event in events)


def asks_by_name(clause: ExceptClause, suspend: Suspend) -> bool:
    """Return whether a clause knows the suspending exception by the name of its class alone."""
    name = clause.node.name
    for event in clause.body:
        if name is None or not isinstance(event, Branch):
            continue
        if _asks_for_name(event.site.node, name, suspend.name):
            return True
        if _raises([event], name, suspend):
            return False  # it has gone before
    return False


def _asks_for_name(test: ir.Node, variable: str, name: str) -> bool:
    """Return whether a condition compares the name of the caught exception, or of its class, with another name."""
    if not isinstance(test, ir.Operation) or test.op not in ("==", "==="):
        return False
    texts = [each.value for each in test.operands if isinstance(each, ir.Literal)]
    return texts == [name] and any(_is_name_of(each, variable) for each in test.operands)


def _is_name_of(node: ir.Node, variable: str) -> bool:
    if not isinstance(node, ir.Attribute) or node.attr not in ("name", "__name__", "constructor"):
        return False
    owner = node.value.value if isinstance(node.value, ir.Cast) else node.value
    if isinstance(owner, ir.Name):
        return owner.id == variable
    return node.attr != "constructor" and _is_name_of(owner, variable)


def _is_same(node: ir.Node, name: str | None) -> bool:
    if not isinstance(node, ir.Raise):
        return False
    value = node.value
    while isinstance(value, ir.Attribute) and value.attr in _CAUSES:
        value = value.value  # what another exception has been made of is raised in its place
    return value is None or (isinstance(value, ir.Name) and value.id == name)


def always_raises(events: list[Event]) -> bool:
    """Return whether events end by an exception, if not by a return before."""
    for event in events:
        if isinstance(event, Exit):
            return event.kind is ExitKind.RAISE
        if isinstance(event, Branch) and all(map(always_raises, event.arms)):
            return True
    return False


def suppresses(manager: Value, suspend: Suspend) -> bool:
    """Return whether a context manager is `contextlib.suppress` of the suspending exception."""
    return any(
        isinstance(ref, Suppressor) and any(catches(types, suspend) for types in ref.types)
        for ref in manager.alternatives
    )


def suspending(events: list[Event]) -> StepCall | None:
    """Return the first step among events at which a pass may end."""
    return next(filter(suspends, steps_run(events)), None)


def ends_run(event: Event) -> bool:
    """Return whether an event is the end of the run, which awaiting a method of the context makes of it."""
    return isinstance(event, Exit) and event.kind is ExitKind.RAISE and isinstance(event.site.node, ir.Await)


def suspends(step: StepCall) -> bool:
    """Return whether a pass may end at a step: once it is done, while it waits for something, or by a crash."""
    ends = step.context.profile.replay.when
    return ends is not ReplayTrigger.SUSPENSION or step.method.kind is not StepKind.RUN


def retrying_decorator(event: InlinedCall) -> tuple[str, Site] | None:
    """Return the decorator around a function that catches and retries whatever the function raises."""
    for name, site in event.decorators:
        if facts_of_call(name).retries and not _is_told_what(name, site.node):
            return name, site
    return None


def _is_told_what(name: str, node: ir.Node) -> bool:
    """Return whether a retrying decorator names the exceptions to retry, so that it may spare the suspension."""
    if not isinstance(node, ir.Call):
        return False
    if name == "backoff.on_exception":
        # The exceptions are its second argument: only the broad ones catch the suspension.
        given = node.args[1].value if len(node.args) > 1 else None
        return given is None or spelled(given).rpartition(".")[2] not in ("Exception", "BaseException")
    return any(argument.keyword in ("retry", "retry_on_exception", "exceptions") for argument in node.args)


def leaving_finally(block: TryBlock) -> Exit | None:
    """Return a jump in `finally` that discards a propagating exception."""
    return leaves_finally(block) if runs_step([*block.body, *block.orelse]) else None


def leaves_finally(block: TryBlock) -> Exit | None:
    """Return a jump in `finally` that discards whatever exception is propagating."""
    return _leaving(block.final, in_loop=False)


def _leaving(events: list[Event], *, in_loop: bool) -> Exit | None:
    for event in events:
        if isinstance(event, Exit) and event.kind is not ExitKind.RAISE:
            if event.kind is ExitKind.RETURN or not in_loop:
                return event
        if not isinstance(event, InlinedCall):
            for inner in event.children:
                found = _leaving(inner, in_loop=in_loop or isinstance(event, Loop))
                if found is not None:
                    return found
    return None
