"""What makes plain data of a step's result, and of its uses what they were."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wflint.rules._families.encoding import RejectedPart, codec_in, dumped_as_json, listed, rejected_parts
from wflint.rules.api import (
    Closure,
    Codec,
    Const,
    FixDraft,
    Format,
    Handler,
    Instance,
    ResultPart,
    Returned,
    Rewritten,
    Site,
    StepCall,
    StepResult,
    UseKind,
    ValueUse,
    at_node,
    ir,
    keeps,
    value_of,
)
from wflint.rules.unserializable_step_result.encoded_members import encoded_members
from wflint.serialization.codecs import result_codec
from wflint.serialization.json_check import SerializationError


def encoded(handler: Handler, step: StepCall, returned: Returned, why: SerializationError) -> FixDraft | None:
    """Let a step return what can be stored, where its result can still be used as what it was."""
    if not step.method.parameters:
        return None  # a decorator has made a step of the function, which other code may call as well
    if handler.profile.codec.kind is Format.PICKLE:
        return listed(returned.site, why)
    if handler.profile.codec.kind is Format.JSON_STRINGIFY:
        codec, awaits = codec_in(handler, returned.value), _may_be_promise(handler, step, returned)
        if codec is not None:
            return _encoded(handler, step, returned, codec, awaits=awaits)
        return encoded_members(handler, step, returned, _place(step, returned), awaits=awaits)
    if handler.profile.codec.kind in (Format.JSON_AS_TEXT, Format.STRUCTURED):
        return None  # runs in flight have recorded a text, or have nothing that an object is made of again
    dumped = dumped_as_json(returned.site)
    if dumped is not None:
        return dumped
    parts = rejected_parts(handler, returned.site, returned.value)
    if not parts:
        return None
    if parts[0].site.node is returned.node:
        return _encoded(handler, step, returned, parts[0].codec, awaits=step.returns_coroutine)
    uses = [use for part in parts for use in _uses(handler, step, part)]
    known = [use for use in uses if use is not None]
    if len(known) < len(uses):
        whole, awaits = result_codec(returned.value, handler.base_classes), step.returns_coroutine
        return _encoded(handler, step, returned, whole, awaits=awaits) if whole is not None else None
    if known and not all(map(partial(_is_alike, handler, why), step.returned)):
        return None  # what is used may be something else
    return keeps(
        "turn it into plain data",
        lambda rewrite: sum(
            (
                *(rewrite.encode_part(step.site, part.site, part.codec.encode) for part in parts),
                *(rewrite.decode_use(site, decode) for site, decode in known),
            ),
            Rewritten(()),
        ),
    )


def _may_be_promise(handler: Handler, step: StepCall, returned: Returned) -> bool:
    """Return whether what is to be encoded may have to be awaited: what is returned, or what the step's function gives."""
    if returned.node is None or not value_of(handler, returned.node).always(
        lambda ref: isinstance(ref, (Const, Instance))
    ):
        return True
    function = step.function.value.only if step.function is not None else None
    is_called = _place(step, returned) != returned.site
    return is_called and not (isinstance(function, Closure) and not function.function.is_async)


def _is_alike(handler: Handler, why: SerializationError, returned: Returned) -> bool:
    """Return whether something that the step returns as well is nothing, or is encoded just so."""
    constant, own = returned.value.constant, handler.rejected(returned.value)
    return (constant is not None and constant.value is None) or (own is not None and own.type == why.type)


def _encoded(
    handler: Handler, step: StepCall, returned: Returned, codec: Codec, *, awaits: bool
) -> FixDraft | None:
    """Encode the whole of what is returned, and decode the step's result; `None` where the step may return something else."""
    place = _place(step, returned)
    for other in step.returned if codec.decode not in (None, "{}") or place != returned.site else ():
        if other.value is not returned.value and codec_in(handler, other.value) != codec:
            return None
    return keeps(
        "turn it into plain data",
        lambda rewrite: rewrite.encode_result(step.site, place, codec, awaits=awaits),
    )


def _place(step: StepCall, returned: Returned) -> Site:
    """Return what to encode: the returned expression, or a call of the function where that is given by name.

    A function that is given by name may be called elsewhere, so what it returns stays as it is.
    """
    given = step.function.node if step.function is not None else None
    if given is None or isinstance(given, ir.Lambda) or _is_own(step, given):
        return returned.site
    return step.site_of(given)


def _is_own(step: StepCall, given: ir.Expr) -> bool:
    """Return whether a step's function is defined in the function that runs the step."""
    function = step.function.value.only if step.function is not None else None
    local = isinstance(function, Closure) and function.env.is_replayed and function.receiver is None
    return local and isinstance(given, ir.Name)


def _uses(handler: Handler, step: StepCall, part: RejectedPart) -> Iterator[tuple[Site, str] | None]:
    """Yield where the handler uses a part of the result as what it was, with what makes it that again.

    `None` stands for a use that cannot be changed.
    """
    for use, _ in handler.recorded(ValueUse):
        if not isinstance(use.of, StepResult) or use.of.step is not step:
            continue
        if use.use in (UseKind.TEST, UseKind.ARGUMENT) or not _concerns(use.of, part):
            continue
        node = use.site.node
        exact = use.of.place == part.keys and use.use is UseKind.ATTRIBUTE
        if exact and isinstance(node, ir.Attribute) and part.codec.decode is not None:
            yield at_node(use.site, node.value), part.codec.decode
        else:
            yield None


def _concerns(used: StepResult, part: RejectedPart) -> bool:
    """Return whether what is used may be a part of the result, or lie in it."""
    if used.place is None:
        return True
    pairs = list(zip(used.place, part.keys, strict=False))
    same = all(one == two or None in (one, two) or isinstance(one, ResultPart) for one, two in pairs)
    return same and len(used.place) >= len(part.keys)
