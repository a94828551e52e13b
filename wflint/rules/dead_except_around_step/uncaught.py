"""Which exceptions never leave a block that runs steps."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.record import record
from wflint.rules.api import (
    COMMON_EXCEPTIONS,
    ClassRef,
    Collection,
    Concurrent,
    Event,
    External,
    Handler,
    Instance,
    Object,
    Raised,
    Ref,
    StepFailure,
    Value,
    ir,
    raised_among,
    steps_run,
    walk,
    walk_nodes,
)

_QUIET = (
    ir.Block, ir.Assign, ir.Evaluate, ir.Return, ir.Argument, ir.Name, ir.Attribute, ir.Literal, ir.Template, ir.Lambda,
    ir.Function, ir.Parameter, ir.Await, ir.Container, ir.Call,
)  # fmt: skip
"""Kinds of nodes that raise nothing, where each call runs a step."""
_GOING_THROUGH = (ir.Comprehension, ir.Clause, ir.Starred)
_FROM_OUTSIDE = frozenset(
    {
        *("asyncio.CancelledError", "asyncio.exceptions.CancelledError", "builtins.GeneratorExit"),
        *(
            "builtins.KeyboardInterrupt",
            "builtins.MemoryError",
            "builtins.RecursionError",
            "builtins.SystemExit",
        ),
    }
)
"""What may be raised whatever the code does."""
_UNKNOWN = "?"


@record
class Guarded:
    """A block whose exceptions are caught.

    Attributes:
        handler: The handler that it belongs to.
        failure: The exception that stands for all those of step functions.
        events: What the block does.
        block: The block itself; `None` where that is not known.
    """

    handler: Handler
    failure: StepFailure
    events: list[Event]
    block: ir.Block | None = None

    def never_raises(self, types: Value) -> bool:
        """Return whether none of some types leaves the block, though it runs steps; only where that is certain."""
        alternatives = list(_flat(types))
        if (
            not alternatives
            or types.is_open
            or not all(map(self._is_foreign, alternatives))
            or not self.handler.is_complete
        ):
            return False
        outside = [each.value for each in raised_among(self.events) if each.step is None]
        if any(
            value.is_open or any(_is_a(ref, alternatives) for ref in value.alternatives) for value in outside
        ):
            return False
        is_own = all(isinstance(ref, ClassRef) for ref in alternatives)
        return (is_own and any(True for _ in self.raised_by_steps(types))) or self._is_only_steps(
            is_own=is_own
        )

    def catches_failures(self, types: Value | None) -> bool:
        """Return whether an `except` of some types catches failed steps; `None` stands for all types."""
        alternatives = list(_flat(types)) if types is not None else []
        return types is None or any(
            isinstance(ref, External) and ref.name in self.failure.names for ref in alternatives
        )

    def raised_by_steps(self, types: Value) -> Iterator[Raised]:
        """Yield where the functions of steps raise one of some types."""
        alternatives = list(_flat(types))
        for each in raised_among(self.events):
            if each.step is not None and any(_is_a(ref, alternatives) for ref in each.value.alternatives):
                yield each

    def _is_foreign(self, ref: Ref) -> bool:
        """Return whether a type is certainly neither that of failed steps, nor one that is raised as it is."""
        if self.failure.test:
            return isinstance(ref, (ClassRef, External))
        as_it_is = {*self.failure.names, *self.handler.profile.unrecorded, *_FROM_OUTSIDE}
        if isinstance(ref, External):
            return ref.name not in as_it_is
        bases = set(self.handler.base_classes(ref)) if isinstance(ref, ClassRef) else {_UNKNOWN}
        return _UNKNOWN not in bases and not bases & (as_it_is - COMMON_EXCEPTIONS)

    def _is_only_steps(self, *, is_own: bool) -> bool:
        """Return whether the block does nothing but run steps, together or one by one, so that nothing else can raise.

        Going through something, or waiting for what runs together, may raise, but no exception of the project's own (`is_own`).
        """
        if self.block is None or any(step.is_typed for step in steps_run(self.events)):
            return False  # what is stored may turn out not to be of the type
        steps = {step.site.node for step in self.handler.started}
        quiet = (*_QUIET, *_GOING_THROUGH) if is_own else _QUIET
        if is_own:
            steps |= {event.site.node for event in walk(self.events) if isinstance(event, Concurrent)}
        nodes = list(walk_nodes(self.block, into_functions=False))
        calls = [node for node in nodes if isinstance(node, ir.Call)]
        return bool(calls) and all(isinstance(node, quiet) for node in nodes) and steps.issuperset(calls)


def _flat(types: Value) -> Iterator[Ref]:
    """Yield the types of an `except`, those in tuples one by one."""
    for ref in types.alternatives:
        if isinstance(ref, Collection):
            for element in ref.elements():
                yield from _flat(element)
        else:
            yield ref


def _is_a(raised: Ref, types: list[Ref]) -> bool:
    """Return whether an exception, or its class, is one of some types or derives from one."""
    match raised:
        case Object():
            return _is_a(raised.class_, types)
        case ClassRef():
            if any(isinstance(type_, ClassRef) and type_.class_ is raised.class_ for type_ in types):
                return True
            return any(_is_a(base, types) for value in raised.bases for base in value.alternatives)
        case Instance() | External():
            name = raised.type if isinstance(raised, Instance) else raised.name
            return any(isinstance(type_, External) and type_.name == name for type_ in types)
        case _:
            return False
