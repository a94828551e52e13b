"""The reference of a profile's keys, from the dataclasses that profiles are read into."""

from __future__ import annotations

import ast
import enum
import inspect
import textwrap
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any, Final, cast

from wflint.engines.profile import Profile
from wflint.engines.steps import StepMethod
from wflint.tables import Key, keys_of
from wflint.tables.words import about, field_texts

_PREFACE: Final = """# Keys of a profile

A profile is a file `wflint/engines/NAME.toml`. These are its tables, with all their keys; keys without a default are
required, and an unknown key is an error. `extends = "NAME"`, as the first line, takes over another profile: tables are
merged, everything else is replaced, lists of tables such as `[[step]]` as a whole. [Add an
engine](../how-to/add-an-engine.md) says how to find out what belongs here."""

_SIMPLE: Final[Mapping[type, str]] = types.MappingProxyType(
    {str: "text", int: "whole number", bool: "`true` or `false`"}
)


def keys_page() -> str:
    """The reference, in Markdown."""
    texts = literal_texts(Profile)
    parts = [_PREFACE]
    parts += [_table(key, texts.get(key.field, "")) for key in keys_of(Profile).values()]
    parts += [_kind(kind) for kind in inner_kinds()]
    parts += [_choices(each) for each in all_enums()]
    return "\n\n".join(parts) + "\n"


def all_kinds() -> list[type[object]]:
    """Every dataclass that a profile is made of, the profile first."""
    found: list[type[object]] = [Profile]
    for kind in found:  # grows while it is looked through
        parts = dict.fromkeys(each for key in keys_of(kind).values() for each in _parts(key.hint))
        found += [each for each in parts if is_dataclass(each) and each not in found]
    return found


def inner_kinds() -> list[type[object]]:
    """Those that are no table of the file themselves, but stand in one of its tables."""
    tables = {each for key in keys_of(Profile).values() for each in _parts(key.hint)}
    return [kind for kind in all_kinds()[1:] if kind not in tables]


def all_enums() -> list[type[enum.Enum]]:
    """Every set of words that a key may have as its value."""
    kinds = (each for kind in all_kinds() for key in keys_of(kind).values() for each in _parts(key.hint))
    return list(dict.fromkeys(each for each in kinds if issubclass(each, enum.Enum)))


def _parts(hint: object) -> Iterator[type[object]]:
    """The classes that an annotation speaks of."""
    inner = typing.get_args(hint)
    if inner:
        for each in inner:
            yield from _parts(each)
    elif isinstance(hint, type):
        yield hint


# --- tables ---


def _table(of: Key, text: str) -> str:
    """A table of the file."""
    key, hint = of.name, of.hint
    kinds = [kind for kind in _parts(hint) if is_dataclass(kind)]
    named = typing.get_origin(hint) is Mapping and bool(kinds)
    listed = typing.get_origin(hint) is tuple
    if listed and not kinds:
        head = key
    else:
        head = f"[[{key}]]" if listed else f'[{key}."NAME"]' if named else f"[{key}]"
    required = "Required." if of.is_required else "May be left out."
    said = "\n\n".join(filter(None, (text or " ".join(map(about, kinds)), required)))
    # Functions that run steps have the keys of steps.
    like_steps = named and StepMethod in kinds
    keys = "Its keys are those of `[[step]]`." if like_steps else "\n\n".join(map(_keys, kinds))
    if listed and not kinds:
        keys = "A list of text, which stands above the first table."
    return "\n\n".join(filter(None, (f"## `{head}`", said, keys)))


def _kind(kind: type[object]) -> str:
    return f"## {_title(kind)}\n\n{about(kind)}\n\n{_keys(kind)}"


def _keys(kind: type[object]) -> str:
    texts = field_texts(kind)
    defaults = {each.name: each.default for each in fields(cast("Any", kind))}
    rows = [
        f"| `{name}` | {_type(key.hint)} | {_default(key, defaults[key.field])} | {_cell(texts[key.field])} |"
        for name, key in keys_of(kind).items()
    ]
    return "\n".join(["| key | type | default | what it says |", "|---|---|---|---|", *rows])


def _cell(text: str) -> str:
    """A text as a table's cell; TOML has no `None`."""
    return text.replace("`None` ", "left out ").replace("|", "\\|")


def _default(key: Key, value: object) -> str:
    if key.is_required:
        return "required"
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{item}`" for item in cast("tuple[object, ...]", value))
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, (str, int)) and value else ""


def _type(hint: object) -> str:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _type(inner[0])
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if origin is Mapping:
        return f"table of {_type(inner[1])}"
    if isinstance(hint, type) and (issubclass(hint, enum.Enum) or is_dataclass(hint)):
        return f"[{_title(hint)}](#{_title(hint).lower().replace(' ', '-')})"
    return _SIMPLE[cast("type", hint)]


def _title(kind: type[object]) -> str:
    """`Step kind` of `StepKind`."""
    letters = (
        f" {each.lower()}" if each.isupper() and place else each for place, each in enumerate(kind.__name__)
    )
    return "".join(letters)


# --- words ---


def _choices(kind: type[enum.Enum]) -> str:
    texts = literal_texts(kind)
    rows = [f"| `{member.value}` | {_cell(texts.get(member.name, ''))} |" for member in kind]
    return "\n".join(
        [f"## {_title(kind)}\n\n{about(kind)}\n", "| word | what it means |", "|---|---|", *rows]
    )


def literal_texts(kind: type[object]) -> dict[str, str]:
    """What stands after names in a class, as documentation of them."""
    [made] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    body = cast("ast.ClassDef", made).body
    found: dict[str, str] = {}
    for before, after in pairwise(body):
        match before, after:
            case (
                ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = " ".join(text.split())
            case _:
                pass
    return found
