"""From TOML tables to rows, with errors that name the file, the row and the key."""

from __future__ import annotations

import difflib
import enum
import re
from typing import TYPE_CHECKING, NoReturn, TypeVar, cast

from wflint.effects.row import Access, Argument, CalledWhen, Effect, Row
from wflint.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(\.\*)?")
_VERSION = re.compile(r"(\d+)\.(\d+)")
_KEYS = (
    "effect",
    "access",
    "unless-argument",
    "when-argument",
    "write-when",
    "returns",
    "awaitable",
    "context-manager",
    "calls",
    "calls-when",
    "sorts",
    "attribute",
    "remedy",
    "since",
    "until",
    "same-as",
)
_ARGUMENT_KEYS = ("position", "name", "contains")
_READS_BY_NATURE = {Effect.CLOCK, Effect.RANDOM, Effect.IDENTITY, Effect.ORDER, Effect.ENVIRONMENT}

_Choice = TypeVar("_Choice", bound=enum.Enum)
_Plain = TypeVar("_Plain", bool, str)


def parse_rows(tables: Mapping[str, object], origin: str) -> dict[str, Row]:
    """Check and convert the tables of one file.

    Args:
        tables: Qualified name or prefix to table, as TOML gives them.
        origin: The file's name, for messages.

    Raises:
        DataError: A name is no qualified name, a key is unknown, or a value has the wrong type.
    """
    return {name: _parse_row(name, table, origin) for name, table in tables.items()}


def _parse_row(name: str, table: object, origin: str) -> Row:
    if not _NAME.fullmatch(name):
        raise DataError(f'{origin}: "{name}" is no qualified name: expected `package.name` or `package.*`')
    reader = _Reader(f'{origin}: "{name}"', _table(f'{origin}: "{name}"', table))
    reader.reject_unknown(_KEYS)
    same_as = reader.qualified("same-as")
    effect = reader.choice("effect", Effect) or (Effect.NONE if same_as else None)
    if effect is None:
        reader.fail("the key `effect` is missing")
    if same_as and len(reader.table) > 1:
        reader.fail("`same-as` stands alone: the other name's row says all")
    return Row(
        name=name,
        origin=origin,
        effect=effect,
        access=reader.choice("access", Access) or (Access.READ if effect in _READS_BY_NATURE else None),
        unless_argument=reader.argument("unless-argument"),
        when_argument=reader.argument("when-argument"),
        write_when=reader.argument("write-when"),
        returns=reader.qualified("returns"),
        awaitable=reader.plain("awaitable", default=False),
        context_manager=reader.qualified("context-manager"),
        calls=reader.calls(),
        called_when=reader.choice("calls-when", CalledWhen) or CalledWhen.NOW,
        sorts=reader.plain("sorts", default=False),
        attribute=reader.plain("attribute", default=False),
        remedy=reader.plain("remedy", default=""),
        since=reader.version("since"),
        until=reader.version("until"),
        same_as=same_as,
    )


class _Reader:
    """Reads the keys of one table; `place` names it in messages."""

    __slots__ = ("place", "table")

    def __init__(self, place: str, table: Mapping[str, object]) -> None:
        self.place = place
        self.table = table

    def fail(self, problem: str) -> NoReturn:
        raise DataError(f"{self.place}: {problem}")

    def reject_unknown(self, known: Iterable[str]) -> None:
        known = tuple(known)
        for key, value in self.table.items():
            if key in known:
                continue
            hint = _did_you_mean(key, known)
            if not hint and isinstance(value, dict):
                hint = '; a dotted name needs quotes: ["package.name"]'
            self.fail(f"unknown key `{key}`{hint}")

    def plain(self, key: str, *, default: _Plain) -> _Plain:
        value = self.table.get(key, default)
        if type(value) is not type(default):
            self.fail(f"`{key}` must be {_TYPE_WORDS[type(default)]}, not {value!r}")
        return value

    def choice(self, key: str, choices: type[_Choice]) -> _Choice | None:
        if key not in self.table:
            return None
        value = self.table[key]
        try:
            return choices(value)
        except ValueError:
            words = [str(choice.value) for choice in choices]
            hint = _did_you_mean(str(value), words) or f"; known are {', '.join(words)}"
            self.fail(f"unknown value {value!r} for `{key}`{hint}")

    def qualified(self, key: str) -> str | None:
        value = self.plain(key, default="")
        if key in self.table and (not _NAME.fullmatch(value) or value.endswith("*")):
            self.fail(f"`{key}` must be a qualified name, not {value!r}")
        return value or None

    def version(self, key: str) -> tuple[int, int] | None:
        if key not in self.table:
            return None
        match = _VERSION.fullmatch(self.plain(key, default=""))
        if match is None:
            self.fail(f'`{key}` must be a version like "3.11"')
        return int(match[1]), int(match[2])

    def calls(self) -> tuple[int | str, ...]:
        value = self.table.get("calls", [])
        if not isinstance(value, list):
            self.fail(f"`calls` must be a list of positions and keywords, not {value!r}")
        items = cast("list[object]", value)
        if not all(type(item) in (int, str) for item in items):
            self.fail(f"`calls` must be a list of positions and keywords, not {value!r}")
        if "calls-when" in self.table and not items:
            self.fail("`calls-when` needs `calls`")
        return tuple(cast("list[int | str]", items))

    def argument(self, key: str) -> Argument | None:
        if key not in self.table:
            return None
        place = f"{self.place}: `{key}`"
        reader = _Reader(place, _table(place, self.table[key]))
        reader.reject_unknown(_ARGUMENT_KEYS)
        position = reader.table.get("position")
        if position is not None and (type(position) is not int or position < 0):
            reader.fail(f"`position` must be a number from 0, not {position!r}")
        name = reader.plain("name", default="") or None
        if position is None and name is None:
            reader.fail("`position` or `name` is missing")
        return Argument(position, name, reader.plain("contains", default=""))


_TYPE_WORDS: dict[type[object], str] = {bool: "true or false", str: "a string"}


def _table(place: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise DataError(f"{place}: expected a table, not {value!r}")
    return cast("dict[str, object]", value)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f", did you mean `{close[0]}`?" if close else ""
