"""What the rules about data that JSON rejects share: making plain data of a value, or of the parts of it that are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wflint.record import record
from wflint.rules.api import (
    Codec,
    FixDraft,
    Format,
    Handler,
    Rewritten,
    Site,
    Value,
    Words,
    at_node,
    ir,
    keeps,
    value_of,
    with_article,
)
from wflint.serialization.codecs import result_codec
from wflint.serialization.javascript import codecs as javascript
from wflint.serialization.json_check import SerializationError

_MODE = "model_dump"
_CALL = "{}()"
_IMPORTED = re.compile(r"<(?:[^<>]*[./])?(\w+)>")


@record
class RejectedPart:
    """A part of an expression whose value JSON rejects.

    Attributes:
        site: The expression.
        keys: Where it is in the whole: keys of dictionaries and positions; `None` in a comprehension.
        codec: How it is carried through JSON.
    """

    site: Site
    keys: tuple[object, ...]
    codec: Codec


def rejected_parts(handler: Handler, site: Site, value: Value) -> list[RejectedPart] | None:
    """Return the parts of an expression that have to be encoded; `None` where a part is no expression of its own."""
    found: list[RejectedPart] = []
    for part in _parts(handler, site, value, ()):
        if part is None:
            return None
        found.append(part)
    return found


def _parts(
    handler: Handler, site: Site, value: Value, keys: tuple[object, ...]
) -> Iterator[RejectedPart | None]:
    why = handler.rejected(value)
    if why is None:
        return
    inner = list(_inner(site.node)) if why.within and not why.is_key else []
    if not inner:
        codec = codec_in(handler, value)
        yield RejectedPart(site, keys, codec) if codec is not None else None
    for key, item in inner:
        yield from _parts(handler, at_node(site, item), value_of(handler, item), (*keys, key))


def codec_in(handler: Handler, value: Value) -> Codec | None:
    """Return how what the engine's codec rejects passes through it; `None` where no codec fits."""
    if handler.profile.codec.kind is Format.JSON_STRINGIFY:
        return javascript.result_codec(value)
    return result_codec(value, handler.base_classes)


def _inner(node: ir.Node) -> Iterator[tuple[object, ir.Expr]]:
    """Yield the expressions that a container is written with, each with its key."""
    match node:
        case ir.Container(kind=ir.ContainerKind.DICT):
            for key, item in zip(node.keys, node.items, strict=True):
                if isinstance(key, ir.Literal):
                    yield key.value, item
        case ir.Container():
            yield from enumerate(node.items)
        case ir.Comprehension():
            yield None, node.element
        case _:
            pass


def described(why: SerializationError, words: Words, whole: str = "result") -> str:
    """Return what cannot be stored, and where it stands: `a set in `["tags"]``, `a BigInt in `result.cents``."""
    what = f"{with_article(why.type)} that holds itself" if why.is_circle else with_article(why.type)
    return f"{what} in `{words.place.format(whole=whole, keys=why.within)}`" if why.within else what


def refused(kind: Format, why: SerializationError) -> str:
    """Return what is wrong with what cannot be stored: `a set is not JSON`."""
    return "it holds itself" if why.is_circle else f"{with_article(why.type)} {kind.refuses}"


def wanted(kind: Format, why: SerializationError) -> str:
    """Return what can be stored, and what makes it of the value: `something that JSON can hold: `sorted()` of the set`."""
    if why.remedy == _CALL:
        return f"{kind.wants}: call the {why.type}"
    return f"{kind.wants}: {without_value(why.remedy)} of the {why.type}" if why.remedy else kind.wants


def without_value(template: str) -> str:
    """Return what makes something of a value, in backticks: `sorted()`, `.isoformat()`."""
    sync = template.removeprefix("await ") or template
    is_inside = "{}." in sync[1:] or "...{}" in sync
    return f"`{filled(sync, 'value' if is_inside else '') or 'await'}`"


def filled(template: str, code: str) -> str:
    """Fill in a template of the catalogue, where `<module.name>` stands for what code imports."""
    return _IMPORTED.sub(r"\1", template).format(code)


def listed(site: Site, why: SerializationError) -> FixDraft | None:
    """Make a list of what a pickle does not take; nothing else has one way to be mended."""
    if not why.remedy or why.within:
        return None
    return keeps("turn it into a list", lambda rewrite: rewrite.apply(site, why.remedy))


def dumped_as_json(site: Site) -> FixDraft | None:
    """Let a pydantic model make a dictionary that JSON takes; `None` where none makes a dictionary here."""
    match site.node:
        case ir.Call(func=ir.Attribute(attr=name), args=arguments) if name == _MODE:
            if any(argument.keyword in (None, "mode") for argument in arguments):
                return None
            return keeps(
                "dump it in JSON mode",
                lambda rewrite: rewrite.add_argument(site, len(arguments), 'mode="json"'),
            )
        case _:
            return None


def made_plain(handler: Handler, site: Site, value: Value) -> FixDraft | None:
    """Make plain data of what is written in a place; `None` where a part of it has no expression of its own."""
    dumped = dumped_as_json(site)
    if dumped is not None:
        return dumped
    parts = rejected_parts(handler, site, value)
    return applied([(part.site, part.codec.encode) for part in parts]) if parts else None


def applied(templates: list[tuple[Site, str]]) -> FixDraft:
    """Put expressions into templates that make plain data of them."""
    return keeps(
        "turn it into plain data",
        lambda rewrite: sum((rewrite.apply(site, each) for site, each in templates), Rewritten(())),
    )
