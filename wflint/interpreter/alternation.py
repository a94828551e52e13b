"""Records what code does that is one of several alternatives."""

from __future__ import annotations

from wflint.domain.values import Value, top
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Alternatives
from wflint.trace.walk import runs_step


class Arms:
    """The events of the alternatives of a value, each in an arm of its own.

    Where no steps run in them, which one it is makes no difference to a run: they are recorded one after the other.
    """

    def __init__(self, frame: Frame, value: Value) -> None:
        """Begin where a value is called or awaited."""
        self._frame = frame
        self._value = value
        self._arms: list[list[Event]] = []

    def frame(self) -> Frame:
        """Return where the next alternative runs."""
        if len(self._value.alternatives) < 2:
            return self._frame
        self._arms.append([])
        return self._frame.with_trace(self._arms[-1])

    def record(self, node: ir.Node) -> None:
        """Record what the alternatives have done."""
        if sum(map(bool, self._arms)) > 1 and any(map(runs_step, self._arms)):
            choice = top(self._value.taint)
            self._frame.trace.append(Alternatives(self._frame.site(node), choice, tuple(self._arms)))
        else:
            for arm in self._arms:
                self._frame.trace.extend(arm)
