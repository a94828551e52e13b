"""What makes plain data of a step's result, and of its uses what they were."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wflint.rules._families.carried_results import carried, may_be_promise, place_of
from wflint.rules._families.encoding import RejectedPart, codec_in, dumped_as_json, listed, rejected_parts
from wflint.rules.api import (
    FixDraft,
    Format,
    Handler,
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
        codec, awaits = codec_in(handler, returned.value), may_be_promise(handler, step, returned)
        if codec is not None:
            return carried(handler, step, returned, codec, awaits=awaits)
        return encoded_members(handler, step, returned, place_of(step, returned), awaits=awaits)
    if handler.profile.codec.kind in (Format.JSON_AS_TEXT, Format.STRUCTURED):
        return None  # runs in flight have recorded a text, or have nothing that an object is made of again
    dumped = dumped_as_json(returned.site)
    if dumped is not None:
        return dumped
    parts = rejected_parts(handler, returned.site, returned.value)
    if not parts:
        return None
    if parts[0].site.node is returned.node:
        return carried(handler, step, returned, parts[0].codec, awaits=step.returns_coroutine)
    uses = [use for part in parts for use in _uses(handler, step, part)]
    known = [use for use in uses if use is not None]
    if len(known) < len(uses):
        whole, awaits = result_codec(returned.value, handler.base_classes), step.returns_coroutine
        return carried(handler, step, returned, whole, awaits=awaits) if whole is not None else None
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


def _is_alike(handler: Handler, why: SerializationError, returned: Returned) -> bool:
    """Return whether something that the step returns as well is nothing, or is encoded just so."""
    constant, own = returned.value.constant, handler.rejected(returned.value)
    return (constant is not None and constant.value is None) or (own is not None and own.type == why.type)


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
