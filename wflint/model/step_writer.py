"""How new steps are written into a handler: the spelling of the context in each scope, and what carries values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from wflint.domain.alternatives import Context, Instance, Object
from wflint.domain.env import Env
from wflint.domain.values import Ref, Value
from wflint.engines import Color, Profile
from wflint.engines.handlers import CONTEXT
from wflint.engines.steps import Unit
from wflint.engines.storage import Format
from wflint.interpreter.facts import HandlerFacts
from wflint.ir import nodes as ir
from wflint.ir.rewriting import PLAIN, Codec, DurationWriter, StepWriter
from wflint.ir.spelling import HIDING
from wflint.model.free_names import FreeNames
from wflint.model.value_kinds import kinds_among
from wflint.serialization.codecs import codec_of, is_plain_member
from wflint.serialization.javascript import codecs as javascript
from wflint.serialization.json_check import BaseClasses
from wflint.serialization.pickle_check import pickled_codec
from wflint.trace.steps import StepCall


def step_writer(
    context: Context,
    facts: HandlerFacts,
    steps: Iterable[StepCall],
    running: Iterable[ir.Node],
    promised: Value,
    base_classes: BaseClasses,
) -> StepWriter:
    """Return how new steps are written into one handler.

    Args:
        context: The handler's context.
        facts: What was recorded while the handler was followed.
        steps: Its steps, whose names are taken.
        running: The nodes that run a step.
        promised: The payload that the annotation of its context promises.
        base_classes: Returns the external bases of a first-party class.
    """
    new = context.profile.new_step
    return StepWriter(
        {
            handle: spelled
            for handle, env in facts.scopes.items()
            if (spelled := _spelling(env, context.profile))
        },
        "" if new.own_function else new.run_by(context.color),
        new.sleep_by(context.color),
        _durations(context.profile),
        context.color is Color.ASYNC,
        context.color is Color.ASYNC and new.async_functions,
        FreeNames(steps),
        _codecs(facts.values, _carrying(context.profile, base_classes, facts.values)),
        _bytes_among(facts.values),
        kinds_among(facts.values, promised, base_classes),
        context.profile.codec.kind.doubt,
        frozenset(node.handle for node in running),
    )


def _spelling(env: Env, profile: Profile) -> str:
    """Return the expression for the context, or its part with the steps, in a scope; empty where there is none."""
    if profile.is_ambient:
        return profile.new_step.example
    # What is taken apart is held by a variable that no code can spell.
    named = [(name, value) for name, value in env.names.items() if not name.startswith(HIDING)]
    held = [*named, *(found for name, value in named for found in _attributes(name, value))]
    for name, value in held:
        spelled = _part(name, value, profile)
        if spelled:
            return spelled
    return ""


def _part(name: str, value: Value, profile: Profile) -> str:
    """Return the expression for the part of the context with the steps; empty if the variable does not lead there."""
    path = profile.new_step.path
    if not isinstance(value.only, Context):
        return ""
    if value.only.path == path:
        return name
    # Where handlers are given the part itself, the context does not have it.
    is_given = any(f"{CONTEXT}.{path}" in pattern.takes for pattern in profile.handler)
    return "" if value.only.path or is_given else f"{name}.{path}"


def _attributes(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """Yield the attributes of the object that a variable holds, as they are spelled."""
    if isinstance(value.only, Object):
        for attribute, held in value.only.attributes.items():
            yield f"{name}.{attribute}", held


def _durations(profile: Profile) -> DurationWriter:
    """Return how a number of seconds is written for a sleep."""
    rules = profile.duration
    if rules is None:
        return DurationWriter()
    return DurationWriter(
        takes_parts=rules.unit is Unit.SECOND and "float" in rules.types,
        span="<datetime.timedelta>(seconds={})" if "timedelta" in rules.types else "",
        least_milliseconds=max(rules.least, 1) if rules.unit is Unit.MILLISECOND else 0,
    )


def _carrying(profile: Profile, base_classes: BaseClasses, values: Mapping[ir.Expr, Value]) -> _Carrying:
    """Return a function that selects the codec of an expression, from its value or from how it is read."""
    kind = profile.codec.kind
    if kind is Format.JSON_STRINGIFY:
        return lambda node: (
            PLAIN if javascript.is_plain_member(node, values) else javascript.codec_of(values[node])
        )
    if kind is Format.PICKLE:
        return lambda node: (
            PLAIN if is_plain_member(node, values) else pickled_codec(values[node], base_classes)
        )
    return lambda node: PLAIN if is_plain_member(node, values) else codec_of(values[node], base_classes)


_Carrying = Callable[[ir.Expr], "Codec | None"]


def _codecs(values: Mapping[ir.Expr, Value], carrying: _Carrying) -> Callable[[object], Codec | None]:
    nodes = {node.handle: node for node in values}

    def codec(handle: object) -> Codec | None:
        node = nodes.get(handle)
        return carrying(node) if node is not None else None

    return codec


def _bytes_among(values: Mapping[ir.Expr, Value]) -> Callable[[object], bool]:
    handles = {node.handle for node, value in values.items() if any(map(_is_bytes, value.alternatives))}
    return handles.__contains__


def _is_bytes(ref: Ref) -> bool:
    return isinstance(ref, Instance) and ref.type in ("builtins.bytes", "builtins.bytearray")
