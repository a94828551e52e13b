"""What it takes to write a new step into a handler: how the context is spelled where, and which names are free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from wflint.analysis.carried import codec_of, is_plain_member
from wflint.analysis.env import Env
from wflint.analysis.interpret.core import Run
from wflint.analysis.jsonable import Lineage
from wflint.analysis.trace import StepCall
from wflint.analysis.values import Context, Object, Value
from wflint.engines import Color
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec, StepWriter


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
        _free_names(step.constant_name for step in steps),
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


def _free_names(names: Iterable[str | None]) -> Callable[[str, object], str]:
    taken = {name for name in names if name}
    given: dict[object, str] = {}

    def free(stem: str, key: object) -> str:
        if key not in given:
            name, number = stem, 2
            while name in taken:
                name, number = f"{stem}-{number}", number + 1
            taken.add(name)
            given[key] = name
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
