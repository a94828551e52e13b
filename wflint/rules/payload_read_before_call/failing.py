"""What fails where another payload than the run's is read."""

from __future__ import annotations

from wflint.rules.api import (
    Handler,
    InputAccess,
    Payload,
    Response,
    UseKind,
    ir,
    is_optional,
    spelled,
)

_VALIDATES = {
    "Python": frozenset(
        {
            "model_validate", "parse_obj", "validate_python", "from_dict", "structure", "convert", "model_validate_strings",
            "validate", "TypeAdapter", "fromdict",
        }
    ),
    "TypeScript": frozenset({"parse", "parseAsync", "assert", "validateSync", "cast", "decode"}),
}  # fmt: skip
"""Functions and methods that reject data which is not as they describe it, by language."""


def failing(handler: Handler, access: InputAccess) -> str:
    """Return what happens where another payload than the run's is looked into; empty where nothing does."""
    used = access.used
    words = used.site.module.words
    if not isinstance(used.of, Payload) or used.guarded or is_optional(used.site.node):
        return ""
    if used.of.whole and used.use is UseKind.ARGUMENT:
        is_strict = used.name.endswith("(**)") or used.name.rpartition(".")[2] in _VALIDATES[words.language]
        return f"which `{used.name.removesuffix('(**)')}` does not accept" if is_strict else ""
    if words.fields_may_lack:
        return _failing_deeper(access, handler.profile.response)
    if not used.of.whole:
        return ""
    if used.use is UseKind.ITEM:
        key = used.key.value.constant if used.key else None
        item = f"`[{key.value!r}]`" if key and isinstance(key.value, str) else "the item"
        return f"so {item} is not in it"
    registration, parser = handler.registration, handler.profile.registration.parser
    is_parsed = registration is not None and registration.options.get(None, parser)
    if is_parsed and used.use is UseKind.ATTRIBUTE and not hasattr(dict, used.name):
        return "which the parser of the payload does not accept"
    return ""


def _failing_deeper(access: InputAccess, response: Response | None) -> str:
    """Return what happens where something is asked of a field that another payload does not have."""
    used = access.used
    asks = used.use in (UseKind.ITEM, UseKind.ATTRIBUTE, UseKind.METHOD, UseKind.ROUND)
    if not asks or not used.sure or not isinstance(used.of, Payload) or not used.of.is_field:
        return ""
    node, null = used.site.node, used.site.module.words.null
    owner = node.value if isinstance(node, (ir.Attribute, ir.Subscript)) else None
    if isinstance(owner, ir.Attribute) and response is not None and owner.attr in response.fields:
        return ""  # the answer to a call has that
    name = spelled(owner) if owner is not None else "..."
    return f"where `{name}` is `{null}`" if name.strip(".") else f"where what is looked into is `{null}`"
