"""Finds out, without following any code, how functions change what outlives them: globals, and attributes of objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from wflint.effects.facts import MethodFacts
from wflint.ir import nodes as ir
from wflint.ir.walk import blocks, walk
from wflint.record import record

Place = tuple[str, str]
"""A variable, and an attribute of what it holds; without an attribute, the variable itself."""


@record
class StateChange:
    """How functions change what is at one place.

    Attributes:
        is_guarded: Whether they look at it first, as where it is made when it is needed.
        accumulates: Whether each change adds to the one before, as a counter does.
        by_method: Whether all they do is call methods, which change it where it is a collection.
    """

    is_guarded: bool = True
    accumulates: bool = False
    by_method: bool = False

    def joined(self, other: StateChange) -> StateChange:
        """Return what is true of both changes together."""
        return StateChange(
            self.is_guarded and other.is_guarded,
            self.accumulates or other.accumulates,
            self.by_method and other.by_method,
        )


MemberChanges = Mapping[tuple[str, bool], StateChange]
"""How attributes are changed, by their names, and whether all objects of the class share them."""

_CLASS = "cls"
_SETS_UP = re.compile(
    r"_?(un)?(register|configure|set_?up|tear_?down|init|initiali[sz]e|install|connect|disconnect|bootstrap|launch"
    r"|shut_?[dD]own)((_|(?=[A-Z]))\w+)?|_?(on_?)?[sS]tart_?up|lifespan|_?close|_?reset"
)
"""Names of functions that prepare a process, or end it."""

FactsOfMethod = Callable[[str], MethodFacts]
"""Returns what a method does, by its bare name."""

Changes = Mapping[Place, StateChange]


def changes_of_module(facts: FactsOfMethod, module: ir.Module, set_up: frozenset[str]) -> Changes:
    """Return how a module's functions change its variables and the attributes of what these hold.

    Args:
        facts: What methods do.
        module: The module.
        set_up: The functions that run only while it is imported, when no handler does.
    """
    names = module.body.locals
    found = _Found(facts)
    for function in (*_functions(module.body.block), *_lambdas(module.body.block)):
        if function.name not in set_up:
            found.look_into(function, names)
    return found.changes


def changes_of_class(facts: FactsOfMethod, class_: ir.Class, makers: frozenset[str]) -> MemberChanges:
    """Return how the methods of a class change the attributes of its objects, and those that all of them share.

    Args:
        facts: What methods do.
        class_: The class.
        makers: The methods that run while an object is made or set up, when no handler has it yet.
    """
    changes: dict[tuple[str, bool], StateChange] = {}
    for statement in class_.body.block.statements:
        if not isinstance(statement, ir.Define):
            continue
        function = statement.function
        receiver = function.parameters[0].name if function.parameters else ""
        for is_shared in (False, True):
            found = _Found(facts, own=receiver if is_shared and receiver != _CLASS else "")
            if is_shared or function.name not in makers:
                found.look_into(function, frozenset({receiver, class_.name}), is_method=True)
            for (_, attribute), change in found.changes.items():
                key = attribute, is_shared
                changes[key] = changes[key].joined(change) if key in changes else change
    return changes


def _functions(block: ir.Block) -> Iterator[ir.Function]:
    """Yield the functions that are defined in a block, methods included."""
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield statement.function
        elif isinstance(statement, ir.DefineClass):
            yield from _functions(statement.class_.body.block)
        for inner in blocks(statement):
            yield from _functions(inner)


def _lambdas(block: ir.Block) -> Iterator[ir.Function]:
    """Yield the anonymous functions that stand in a block; those in other functions are left to these."""
    for statement in block.statements:
        yield from (node.function for node in _own_expressions(statement) if isinstance(node, ir.Lambda))
        for inner in blocks(statement):
            yield from _lambdas(inner)


@dataclass(slots=True)
class _Found:
    """The changes that were found so far; binding an attribute of the variable `own` changes nothing but its object."""

    facts: FactsOfMethod
    own: str = ""
    changes: dict[Place, StateChange] = field(default_factory=dict["Place", "StateChange"])
    _has_calls: bool = True
    """Whether calls in the function at hand may change something."""
    _values: dict[str, ir.Expr] = field(default_factory=dict["str", "ir.Expr"])
    """What the variables of functions have last been assigned, by their names."""

    def look_into(
        self,
        function: ir.Function,
        names: frozenset[str],
        guards: tuple[ir.Node, ...] = (),
        *,
        is_method: bool = False,
    ) -> None:
        """Look for changes of what some variables around a function hold.

        Args:
            function: The function.
            names: The variables.
            guards: What is looked at before an anonymous function is made.
            is_method: Whether the function's own first parameter counts as one of the variables.
        """
        body = function.body
        if _SETS_UP.fullmatch(function.name) or _is_decorator(function):
            return  # it runs when modules are imported or the process starts, before any handler does
        own = body.locals | {parameter.name for parameter in function.parameters}
        seen = names if is_method else names - own
        declared = {name for name, is_global in body.outer.items() if is_global}
        if declared or self._may_change(body, seen):
            around = self._has_calls
            self._has_calls = not _ADVANCING.isdisjoint(body.mentions) or any(
                self.facts(name).changes_owner for name in body.mentions
            )
            self._look_through(body.block, guards, seen | declared, declared)
            self._has_calls = around
        for nested in _functions(body.block):
            self.look_into(nested, seen)

    def _may_change(self, body: ir.Body, names: AbstractSet[str]) -> bool:
        """Return whether a body may change what some variables hold, as far as that shows without a look at its code."""
        if names.isdisjoint(body.mentions):
            return False
        if body.touches is None or not _ADVANCING.isdisjoint(body.mentions):
            return True
        return any(
            name in names and (not method or self.facts(method).changes_owner)
            for name, method in body.touches
        )

    def _look_through(
        self, block: ir.Block, guards: tuple[ir.Node, ...], names: frozenset[str], declared: set[str]
    ) -> None:
        for statement in block.statements:
            expressions = list(_own_expressions(statement))
            for place, change in self._changes_by(statement, expressions, declared):
                if place[0] in names:
                    is_guarded = change.is_guarded or any(_mentions(guard, place) for guard in guards)
                    accumulates = change.accumulates and not is_guarded
                    found = StateChange(is_guarded, accumulates, change.by_method)
                    known = self.changes.get(place, found)
                    self.changes[place] = known.joined(found)
            for node in expressions:
                if isinstance(node, ir.Lambda):
                    self.look_into(node.function, names, guards)
            for inner, inner_guards in _guarded(statement):
                looked_at = [each for guard in inner_guards for each in self._looked_at(guard)]
                self._look_through(inner, (*guards, *looked_at), names, declared)
            if isinstance(statement, ir.If) and _always_leaves(statement.body):
                # The rest runs only where the test says so.
                guards = (*guards, *self._looked_at(statement.test))
            elif isinstance(statement, ir.Assign) and statement.value is not None:
                for target in statement.targets:
                    if isinstance(target, ir.Name):
                        self._values[target.id] = statement.value

    def _looked_at(self, guard: ir.Node) -> tuple[ir.Node, ...]:
        """Return what a guard looks at: besides itself the value of a variable that it asks for."""
        asked = _asked_for(guard)
        value = self._values.get(asked) if asked is not None else None
        return (guard,) if value is None else (guard, value)

    def _changes_by(
        self, statement: ir.Statement, expressions: list[ir.Node], declared: set[str]
    ) -> Iterator[tuple[Place, StateChange]]:
        if isinstance(statement, (ir.Assign, ir.Delete)):
            for target in statement.targets:
                place = self._changed_place(target, declared)
                if place is not None:
                    yield place, _kind_of(statement, place)
        for node in expressions:
            if isinstance(node, ir.Call) and self._has_calls:
                yield from self._changes_by_call(node)
            elif isinstance(node, ir.AssignExpr):
                place = self._changed_place(node.target, declared)
                if place is not None:
                    yield place, _kind_of(node, place)

    def _changed_place(self, target: ir.Expr, declared: set[str]) -> Place | None:
        """Return what assigning to a target changes that outlives the function; `None` where it is the function's own."""
        place = _place(target)
        if place is None or (place[0] == self.own and isinstance(target, ir.Attribute)):
            return None
        outlives = place[1] or isinstance(target, ir.Subscript) or place[0] in declared
        return place if outlives else None

    def _changes_by_call(self, node: ir.Call) -> Iterator[tuple[Place, StateChange]]:
        match node:
            case ir.Call(func=ir.Attribute(value=owner, attr=method)):
                facts, place = self.facts(method), _place(owner)
                if facts.changes_owner and place is not None:
                    adds = facts.adds_item or facts.adds_items
                    is_guarded = method in _GUARDED_BY_THEMSELVES
                    accumulates = adds and method not in _SETS and not is_guarded
                    yield place, StateChange(is_guarded, accumulates, by_method=True)
            case ir.Call(func=ir.Name(id="next" | "anext"), args=(ir.Argument(value=iterator), *_)):
                place = _place(iterator)
                if place is not None:
                    yield place, StateChange(is_guarded=False, accumulates=True)
            case _:
                pass


_ADVANCING = frozenset({"next", "anext"})
_GUARDED_BY_THEMSELVES = frozenset({"setdefault", "clear"})
_SETS = frozenset({"add", "update"})
"""Methods that leave the object as it is when they are called again with the same."""


def _place(node: ir.Expr) -> Place | None:
    """Return the place that an expression names, or an item of what is there."""
    match node:
        case ir.Subscript():
            return _place(node.value)
        case ir.Name():
            return node.id, ""
        case ir.Attribute(value=ir.Name(id=name), attr=attribute):
            return name, attribute
        case _:
            return None


def _kind_of(assignment: ir.Assign | ir.AssignExpr | ir.Delete, place: Place) -> StateChange:
    value = None if isinstance(assignment, ir.Delete) else assignment.value
    if value is None:
        return StateChange(is_guarded=False)
    if isinstance(assignment, ir.Assign) and assignment.op is not None:
        return StateChange(is_guarded=False, accumulates=True)
    if isinstance(value, ir.Literal) and value.value is None:
        return StateChange()  # it is made again when it is needed
    if isinstance(value, ir.Operation) and _mentions(value, place):
        is_guarded = value.op in ("or", "??")
        return StateChange(is_guarded, accumulates=not is_guarded)
    return StateChange(is_guarded=False)


def _asked_for(test: ir.Node) -> str | None:
    """Return the variable of which a condition asks whether it holds anything: `x`, `not x`, `x is None`."""
    match test:
        case ir.Name(id=name):
            return name
        case ir.Operation(op="not", operands=(asked,)):
            return _asked_for(asked)
        case ir.Operation(operands=(ir.Name(id=name), ir.Null() | ir.Literal(value=None))):
            return name
        case _:
            return None


def _mentions(node: ir.Node, place: Place) -> bool:
    return any(isinstance(each, ir.Expr) and _names(each, place) for each in walk(node, into_functions=False))


def _names(node: ir.Expr, place: Place) -> bool:
    return isinstance(node, (ir.Name, ir.Attribute)) and _place(node) == place


def _guarded(statement: ir.Statement) -> Iterator[tuple[ir.Block, tuple[ir.Node, ...]]]:
    """Yield the blocks in a statement, each with what was looked at before it runs."""
    match statement:
        case ir.Try():
            # A clause runs where what the body looks for is not there.
            yield statement.body, ()
            yield from ((clause.body, (statement.body,)) for clause in statement.clauses)
            for block in (statement.orelse, statement.final):
                if block is not None:
                    yield block, ()
        case ir.If() | ir.While():
            yield from ((block, (statement.test,)) for block in blocks(statement))
        case ir.Match():
            yield from ((block, (statement.subject,)) for block in blocks(statement))
        case _:
            yield from ((block, ()) for block in blocks(statement))


def _own_expressions(statement: ir.Statement) -> Iterator[ir.Node]:
    """Yield the expressions of a statement, without those of the blocks and functions in it."""
    match statement:
        case ir.Assign() | ir.Evaluate() | ir.Return() | ir.Raise():
            found: tuple[ir.Expr | None, ...] = (statement.value,)
        case ir.If() | ir.While():
            found = (statement.test,)
        case ir.For():
            found = (statement.iterable,)
        case ir.Match():
            found = (statement.subject,)
        case ir.With():
            found = tuple(item.value for item in statement.items)
        case _:
            found = ()
    for node in found:
        if node is not None:
            yield from walk(node, into_functions=False)


def _is_decorator(function: ir.Function) -> bool:
    """Return whether a function gives back the function or class that it is given, as one does that registers it."""
    statements = function.body.block.statements
    last = statements[-1] if statements else None
    parameters = [parameter.name for parameter in function.parameters]
    returned = last.value if isinstance(last, ir.Return) else None
    return len(statements) > 1 and isinstance(returned, ir.Name) and parameters == [returned.id]


def _always_leaves(block: ir.Block) -> bool:
    return bool(block.statements) and isinstance(block.statements[-1], (ir.Return, ir.Raise, ir.Jump))
