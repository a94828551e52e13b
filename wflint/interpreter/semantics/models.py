"""Functions that stand for calls of libraries: how they are marked, and how the tables of several modules become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import TypeAlias

from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

Model: TypeAlias = Callable[[Evaluator, Frame, ir.Expr, Arguments], "Value | None"]
"""Returns what a call gives; `None` where it knows no better than the effect catalogue."""

_MARK = "models_of"


def model(*names: str) -> Callable[[Model], Model]:
    """Mark a function as the model of some callables, given by their qualified names."""

    def mark(function: Model) -> Model:
        setattr(function, _MARK, names)
        return function

    return mark


def joined(modules: Iterable[ModuleType]) -> dict[str, Model]:
    """Return the models that some modules hold, by the qualified names of what they stand for.

    Raises:
        ValueError: Two models stand for one callable.
    """
    table: dict[str, Model] = {}
    for module in modules:
        for name, function in _marked(module):
            if name in table:
                raise ValueError(f"{module.__name__} has another model of {name}")
            table[name] = function
    return table


def _marked(module: ModuleType) -> Iterator[tuple[str, Model]]:
    for each in vars(module).values():
        for name in getattr(each, _MARK, ()):
            yield name, each
