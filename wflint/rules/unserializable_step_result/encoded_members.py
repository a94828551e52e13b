"""What makes plain data of members of a step's result in JavaScript, and of their uses what they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.rules._families.encoding import RejectedPart, codec_in, rejected_parts
from wflint.rules.api import (
    Codec,
    Collection,
    Const,
    FixDraft,
    Handler,
    Ref,
    Returned,
    Rewriter,
    Rewritten,
    Site,
    StepCall,
    StepResult,
    UseKind,
    Value,
    ValueUse,
    ir,
    keeps,
    spelled,
    value_of,
    walk_nodes,
)

_SHOWN = ("console.", "JSON.stringify")
"""Calls that make text of what they are handed."""


def encoded_members(
    handler: Handler, step: StepCall, returned: Returned, place: Site, *, awaits: bool
) -> FixDraft | None:
    """Let a step return members that can be stored, where each use of them is known.

    Args:
        handler: The handler.
        step: The step.
        returned: What its function returns.
        place: What is encoded where the members are not written out in the step's own function.
        awaits: Whether that may be a promise.
    """
    parts = _written_out(handler, returned) if place == returned.site else None
    members = parts or list(_members_of(handler, place, returned.value))
    if not members:
        return None
    uses = [(use, part) for part in members for use in _reads(handler, step, part)]
    if any(use.enclosing_definition is not step.site.enclosing_definition for use, _ in uses):
        return None  # other code may call what uses it

    def encode(rewrite: Rewriter) -> Rewritten:
        if parts:
            done = [rewrite.encode_part(step.site, part.site, part.codec.encode) for part in parts]
        else:
            done = [rewrite.encode_result(step.site, place, _whole(members), awaits=awaits)]
        decoded = [rewrite.decode_use(use, part.codec.decode or "{}") for use, part in uses]
        return sum((*done, *decoded), Rewritten(()))

    draft = keeps("turn it into plain data", encode)
    return draft.unsafe() if _is_handed_on(handler, step, members) else draft


def _written_out(handler: Handler, returned: Returned) -> list[RejectedPart] | None:
    parts = rejected_parts(handler, returned.site, returned.value)
    return parts if parts and all(part.keys for part in parts) else None


def _members_of(handler: Handler, site: Site, value: Value) -> Iterator[RejectedPart]:
    """Yield what is rejected of an object, or of each object in an array; nothing where there is more to it."""
    objects, keys = [value], tuple[object, ...]()
    if value.always(_is_array):
        arrays = (ref for ref in value.alternatives if isinstance(ref, Collection))
        objects, keys = [item for array in arrays for item in array.elements()], (None,)
    found = [_rejected(handler, ref) for each in objects for ref in each.alternatives]
    if (
        found
        and found[0]
        and all(each == found[0] for each in found)
        and not any(each.is_open for each in objects)
    ):
        yield from (RejectedPart(site, (*keys, key), codec) for key, codec in found[0].items())


def _is_array(ref: Ref) -> bool:
    return isinstance(ref, Collection) and ref.kind is ir.ContainerKind.LIST and ref.type is None


def _rejected(handler: Handler, ref: Ref) -> dict[str, Codec] | None:
    """Return the members of an object that are rejected, each with its codec; `None` where it is none, or more is rejected."""
    if not isinstance(ref, Collection) or ref.kind is not ir.ContainerKind.DICT:
        return None
    if ref.rest is not None and handler.rejected(ref.rest) is not None:
        return None
    found: dict[str, Codec] = {}
    for key, item in ref.items.items():
        codec = codec_in(handler, item)
        if handler.rejected(item) is None:
            continue
        if codec is None or not isinstance(key, str) or not key.isidentifier():
            return None
        found[key] = codec
    return found


def _whole(members: Iterable[RejectedPart]) -> Codec:
    """Return how an object passes through JSON whose members are encoded, or an array of such objects."""
    is_array = any(len(part.keys) > 1 for part in members)
    owner = "item" if is_array else "{}"
    encoded = (
        f"{part.keys[-1]}: {part.codec.encode.replace('{}', f'{owner}.{part.keys[-1]}')}" for part in members
    )
    made = f"{{ ...{owner}, {', '.join(encoded)} }}"
    return Codec(f"{{}}.map((item) => ({made}))" if is_array else made)


def _reads(handler: Handler, step: StepCall, part: RejectedPart) -> Iterator[Site]:
    """Yield where a member of the step's result is read."""
    found = dict[Site, None]()
    for use, _ in handler.recorded(ValueUse):
        if not isinstance(use.of, StepResult) or use.of.step.site != step.site or use.of.place is None:
            continue
        key = use.key.value.constant if use.key is not None else None
        if use.use is UseKind.ITEM and _is_place((*use.of.place, _value(key)), part.keys):
            found[use.site] = None
    yield from found


def _value(key: Const | None) -> object:
    return key.value if key is not None else None


def _is_place(place: tuple[object, ...], keys: tuple[object, ...]) -> bool:
    """Return whether keys lead to a part; in place of a position, the part has `None`."""
    return len(place) == len(keys) and all(
        wanted is None or one == wanted for one, wanted in zip(place, keys, strict=True)
    )


def _is_handed_on(handler: Handler, step: StepCall, members: Iterable[RejectedPart]) -> bool:
    """Return whether a function is handed an object with the members, whose type they would not fit any more."""
    depth = max(len(part.keys) for part in members)
    function = step.caller.body.block if step.caller is not None else step.site.module.body.block
    calls = (node for node in walk_nodes(function) if isinstance(node, ir.Call))
    handed = (
        ref
        for call in calls
        if not spelled(call.func).startswith(_SHOWN)
        for argument in call.args
        for ref in value_of(handler, argument.value).alternatives
    )
    results = (ref for ref in handed if isinstance(ref, StepResult) and ref.step.site == step.site)
    return any(ref.place is not None and len(ref.place) < depth for ref in results)
