"""Functions that stand for calls of libraries: how they are marked, and how the tables of several modules become one.

To write a model:

1. Mark a function with `@model` and every qualified name that users spell: it is looked up before the catalogue's
   `same-as`, so `lodash.chunk`, `lodash/chunk` and `lodash-es.chunk` are three names.
2. Take the arguments with `arguments.get(position, keyword)`; each is an `Actual`, its `value` what it may be.
3. Ask the value: `only` is its one alternative, `constant` its constant; both are `None` where there may be others.
   `elements_of` returns what one round over it yields.
4. Return a new value of the argument's: `value.within(Collection(...))` keeps its taint, `step=frame.step` notes who made it.
5. Return `None` where the catalogue's row knows as much.

A new module counts once `models/__init__.py` beside it imports it and adds it to `joined(...)`.
"""

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
