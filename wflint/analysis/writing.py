"""What it takes to write a new step into a handler: how the context is spelled where, and which names are free."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from string import ascii_lowercase

from wflint.analysis.carried import codec_of, is_plain_member
from wflint.analysis.env import Env
from wflint.analysis.interpret.core import Run
from wflint.analysis.jsonable import Lineage
from wflint.analysis.step_call import StepCall
from wflint.analysis.values import Context, Object, Value
from wflint.engines import Color
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec, FreeName, StepWriter


def step_writer(
    context: Context, run: Run, steps: Iterable[StepCall], running: Iterable[ir.Node], lineage: Lineage
) -> StepWriter:
    """How a new step is written in one handler.

    Args:
        context: The handler's context.
        run: What was recorded while the handler was followed.
        steps: Its steps, whose names are taken.
        running: What runs a step.
        lineage: Tells the external bases of a first-party class.
    """
    new = context.profile.new_step
    return StepWriter(
        {handle: spelled for handle, env in run.scopes.items() if (spelled := _spelling(env))},
        new.run,
        new.sleep,
        context.color is Color.ASYNC,
        _free_names(steps),
        _codecs(run.values, lineage),
        frozenset(node.handle for node in running),
    )


def _spelling(env: Env) -> str:
    """The expression that gives the context in a scope; empty where none is known to."""
    for name, value in env.names.items():
        if isinstance(value.sole, Context):
            return name
    for name, value in env.names.items():
        for attribute in _attributes(value):
            return f"{name}.{attribute}"
    return ""


def _attributes(value: Value) -> Iterator[str]:
    if isinstance(value.sole, Object):
        for name, held in value.sole.attributes.items():
            if isinstance(held.sole, Context):
                yield name


def _free_names(steps: Iterable[StepCall]) -> FreeName:
    taken, numbered = set[str](), set[str]()
    for step in steps:
        if step.constant_name:
            taken.add(step.constant_name)
        elif step.name is not None and isinstance(step.name.node, ir.Template):
            first = step.name.node.parts[0] if step.name.node.parts else None
            if isinstance(first, ir.Literal) and isinstance(first.value, str):
                numbered.add(first.value.rstrip("-_:"))
    given: dict[object, str] = {}

    def free(stem: str, key: object, *, in_loop: bool = False) -> str:
        if key not in given:
            # Behind a stem that an index follows, a number would look like an index.
            clashes = stem in numbered or (in_loop and stem in taken)
            marks = ascii_lowercase[1:] if clashes else map(str, range(2, sys.maxsize))
            names = chain([stem], (f"{stem}-{mark}" for mark in marks))
            given[key] = next(name for name in names if name not in taken | numbered)
            (numbered if in_loop else taken).add(given[key])
        return given[key]

    return free


def _codecs(values: Mapping[ir.Expr, Value], lineage: Lineage) -> Callable[[object], Codec | None]:
    nodes = {node.handle: node for node in values}

    def codec(handle: object) -> Codec | None:
        node = nodes.get(handle)
        if node is None:
            return None
        return PLAIN if is_plain_member(node, values) else codec_of(values[node], lineage)

    return codec
