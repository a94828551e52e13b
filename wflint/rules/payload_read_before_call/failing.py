"""What fails where another payload than the run's is read."""

from __future__ import annotations

from wflint.rules.api import Handler, InputAccess, Payload, UseKind

_VALIDATES = frozenset(
    {
        "model_validate", "parse_obj", "validate_python", "from_dict", "structure", "convert", "model_validate_strings",
        "validate", "TypeAdapter", "fromdict",
    }
)  # fmt: skip


def failing(handler: Handler, access: InputAccess) -> str:
    """Return what happens where another payload than the run's is looked into; empty where nothing does."""
    used = access.used
    if not (isinstance(used.of, Payload) and used.of.whole) or used.guarded:
        return ""
    if used.use is UseKind.ITEM:
        key = used.key.value.constant if used.key else None
        item = f"`[{key.value!r}]`" if key and isinstance(key.value, str) else "the item"
        return f"so {item} is not in it"
    if used.use is UseKind.ARGUMENT:
        is_strict = used.name.endswith("(**)") or used.name.rpartition(".")[2] in _VALIDATES
        return f"which `{used.name.removesuffix('(**)')}` does not accept" if is_strict else ""
    registration, parser = handler.registration, handler.profile.registration.parser
    is_parsed = registration is not None and registration.options.get(None, parser)
    if is_parsed and used.use is UseKind.ATTRIBUTE and not hasattr(dict, used.name):
        return "which the parser of the payload does not accept"
    return ""
