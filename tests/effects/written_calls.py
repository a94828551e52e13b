"""Writes the calls that the rows of the catalogue speak of, as users write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wflint.effects import Catalogue, EffectKind, Row

SPECIAL = {
    "__iter__": "for _ in {owner}: pass",
    "__aiter__": "async for _ in {owner}: pass",
    "__getitem__": "{owner}[0]",
    "__len__": "len({owner})",
    "__call__": "{owner}()",
    "__next__": "next({owner})",
    "__anext__": "await anext({owner})",
    "__await__": "await {owner}",
}
"""How special methods are called. `__getattr__` is not: it says what all other names give."""
_SILENT = frozenset({EffectKind.NONE, EffectKind.UNKNOWN})
_EXAMPLES = {
    "now|today": "now",
    r"\s*\d{1,2}:\d\d.*": "10:00",
    "(?i).*\\b(now|today|yesterday|tomorrow|ago|in|next|last)\\b.*": "in two days",
}
"""Texts that conditions match."""
_OWN_NAMES = frozenset({"context", "serve", "self"})


@dataclass(slots=True)
class Writer:
    """Writes calls of the rows of a catalogue."""

    catalogue: Catalogue
    _rows: list[Row] = field(init=False)
    _types: dict[str, Row | None] = field(init=False)
    _made: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = [row for row in self.catalogue.rows() if row.same_as is None]
        self._types = {}
        for row in self._rows:
            for given in (row.returns, row.context_manager):
                if given is not None and given not in ("self", "json"):
                    self._types[given] = None
        self._made = self._expressions()

    def origins(self) -> list[str]:
        """Name the files with rows that a call can fire."""
        return sorted({row.origin for row in self._rows if _fires(row)})

    def firing_rows(self, origin: str) -> list[Row]:
        """The rows of one file that a call can fire."""
        return [row for row in self._rows if row.origin == origin and _fires(row)]

    def owner(self, row: Row) -> str | None:
        """The type that a row's name is a member of; `None` for a function, or a class itself."""
        parts = row.name.removesuffix(".*").split(".")
        last = len(parts) if row.is_prefix else len(parts) - 1
        prefixes = [".".join(parts[:end]) for end in range(2, last + 1)]
        known = next((each for each in prefixes if each in self._types), None)
        if known is not None:
            return known
        return next(
            (each for each in prefixes if _is_spelled_like_a_class(each) and not self._holds_types(each)),
            None,
        )

    def made(self, type_: str) -> str | None:
        """An expression that makes an object of a type; `None` where no row gives one."""
        return self._made.get(type_)

    def entered(self, type_: str) -> str | None:
        """The head of a `with` that binds an object of a type to `entered`; `None` where no row gives one."""
        for row in self._rows:
            gives_itself = row.context_manager == "self" and type_ == row.returns
            if (gives_itself or row.context_manager == type_) and not row.is_prefix:
                manager = self._expression(row, self._made)
                if manager is not None and "await" not in manager:
                    return (
                        f"async with {manager} as entered:"
                        if row.awaitable
                        else f"with {manager} as entered:"
                    )
        return None

    def statement(self, row: Row, owner: str | None = None) -> str:
        """The statement that does what a row speaks of: on an object, or by its qualified name."""
        type_ = self.owner(row)
        name = row.name.replace(".*", ".any_name")
        member = name.removeprefix(f"{type_}.")
        if owner is not None and member in SPECIAL:
            return SPECIAL[member].format(owner=owner)
        called = spelled(name) if owner is None else f"{owner}.{member}"
        if row.attribute:
            return called
        call = f"{called}({_arguments(row)})"
        return f"await {call}" if row.awaitable else call

    def _holds_types(self, name: str) -> bool:
        return any(each.startswith(f"{name}.") for each in self._types)

    def _expressions(self) -> dict[str, str]:
        """How to make an object of each type that some row gives: the shortest chain of calls."""
        found: dict[str, str] = {}
        before = -1
        while len(found) > before:
            before = len(found)
            for row in self._rows:
                if row.returns is None or row.returns in found or row.is_prefix or row.attribute:
                    continue
                made = self._expression(row, found)
                if made is not None:
                    found[row.returns] = made
        return found

    def _expression(self, row: Row, found: dict[str, str]) -> str | None:
        owner = self.owner(row)
        if owner is None:
            call = self.statement(row)
        elif owner in found and owner != row.returns:
            call = self.statement(row, found[owner])
        else:
            return None
        if call.startswith(("for ", "async ")):
            return None
        return f"({call})" if call.startswith("await ") else call


def _fires(row: Row) -> bool:
    return row.effect not in _SILENT and not row.name.endswith(".__getattr__")


def spelled(name: str) -> str:
    """A qualified name as it is in code."""
    return name.removeprefix("builtins.")


def imports_of(text: str) -> str:
    """Import statements for all roots of the names in a piece of code."""
    roots = set(re.findall(r"(?<![\w.])([A-Za-z_]\w*)(?=\.)", text)) - _OWN_NAMES
    return "".join(f"import {root}\n" for root in sorted(roots))


def _is_spelled_like_a_class(name: str) -> bool:
    return name.rpartition(".")[2][:1].isupper()


def _arguments(row: Row) -> str:
    """Arguments with which the row's effect happens."""
    condition = row.when_argument
    if condition is None:
        return ""
    value = repr(condition.contains[:1]) if condition.contains else "vendor.given()"
    value = repr(_EXAMPLES[condition.matches]) if condition.matches else value
    if condition.name is not None:
        return f"{condition.name}={value}"
    return ", ".join(["vendor.given()"] * (condition.position or 0) + [value])
