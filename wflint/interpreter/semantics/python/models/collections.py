"""Classes that `collections` and `typing` make of field names."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Collection, TupleClass
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("collections.namedtuple", "typing.NamedTuple")
def namedtuple(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the class that `namedtuple` makes."""
    name, fields = arguments.get(0, "typename"), arguments.get(1, "field_names")
    if name is None or fields is None or name.value.constant is None:
        return None
    named = list(_field_names(fields.value))
    return Value((TupleClass(str(name.value.constant.value), tuple(named)),)) if named else None


def _field_names(value: Value) -> Iterator[str]:
    """Yield the fields that `namedtuple` is given, as one text or as a list."""
    known, only = value.constant, value.only
    if known is not None:
        yield from str(known.value).replace(",", " ").split()
    elif isinstance(only, Collection) and only.rest is None:
        for item in only.items.values():
            # `NamedTuple` takes pairs of a name and a type.
            each = item.only
            first = each.items.get(0, TOP) if isinstance(each, Collection) else item
            yield str(first.constant.value) if first.constant is not None else "?"


@model("asyncio.Queue", "asyncio.LifoQueue", "asyncio.PriorityQueue")
def make_async_queue(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return an empty queue of a loop."""
    return Value((Collection(ir.ContainerKind.LIST, step=frame.step, type="asyncio.Queue"),))


@model("queue.Queue", "queue.LifoQueue", "queue.PriorityQueue")
def make_queue(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return an empty queue between threads."""
    return Value((Collection(ir.ContainerKind.LIST, step=frame.step, type="queue.Queue"),))
