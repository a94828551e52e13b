"""Uses of what the engine provided: the payload, headers and responses, and the results of steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wflint.domain.awaited import StepResult
from wflint.domain.sites import Path, Site
from wflint.record import record
from wflint.serialization.json_check import BaseClasses
from wflint.serialization.json_roundtrip import result_shapes
from wflint.serialization.shapes import JsonShapes
from wflint.trace.events import UseKind, ValueUse
from wflint.trace.steps import StepCall, step_of

_TYPE_TESTS = frozenset({"isinstance", "hasattr", "type", "callable"})


@record
class InputAccess:
    """A use of something that the engine provided, where the handler, a helper or a step makes it.

    Attributes:
        used: The use.
        anchor: Where to report it: in the innermost function that runs steps, or in the step function.
        chain: From the anchor down to the use, both included.
        prelude: Whether no step can have run before.
    """

    used: ValueUse
    anchor: Site
    chain: Path
    prelude: bool


@record
class ResultUse:
    """One use of a step's result, or of a part of it.

    Attributes:
        used: The use.
        result: What is used.
        shapes: What it may be after JSON; empty where that is not known.
        site: Where to report it: in the handler, a workflow helper or a step function.
    """

    used: ValueUse
    result: StepResult
    shapes: JsonShapes
    site: Site

    @property
    def step(self) -> StepCall:
        """Return the step whose result is used."""
        return step_of(self.result.step)


def result_uses(recorded: Sequence[tuple[ValueUse, Path]], base_classes: BaseClasses) -> Iterator[ResultUse]:
    """Yield the uses of steps' results, unless the code itself tests the result's type.

    Args:
        recorded: The recorded uses, with the calls of workflow functions around them.
        base_classes: Returns the external bases of a first-party class.
    """
    found = [
        (used, used.of, outer) for used, outer in recorded if isinstance(used.of, StepResult) and used.sure
    ]
    tested = {result.step for used, result, _ in found if is_type_test(used)}
    for used, result, outer in found:
        if result.step not in tested:
            yield ResultUse(used, result, result_shapes(result, base_classes), _anchor(used, outer))


def _anchor(used: ValueUse, outer: Path) -> Site:
    if used.site != used.path[-1]:
        return used.site  # in a function whose details are not kept
    # A step's function is a call of its own.
    depth = len(outer) + (1 if used.step is not None else 0)
    return used.path[min(depth, len(used.path) - 1)]


def is_type_test(used: ValueUse) -> bool:
    """Return whether the code itself asks for the type of what is used."""
    return used.use is UseKind.ARGUMENT and used.name.rpartition(".")[2] in _TYPE_TESTS
