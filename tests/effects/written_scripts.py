"""Writes the calls that the rows of JavaScript's catalogue speak of, as users write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from wflint.effects import Catalogue, EffectKind, Row

_SPECIAL = {"__await__": "await {owner}", "__call__": "{owner}()"}
"""How operations are written; what a type's `__getattr__` returns is what any name gives."""


@dataclass(slots=True)
class ScriptWriter:
    """Writes calls of the rows of a catalogue; each module is imported as one object."""

    catalogue: Catalogue
    rows: list[Row] = field(init=False)
    calm: set[str] = field(init=False, default_factory=set[str])
    """Types of which an object is made without any effect."""
    _made: dict[str, str] = field(init=False, default_factory=dict[str, str])
    _types: set[str] = field(init=False)
    _modules: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [row for row in self.catalogue.rows() if row.same_as is None]
        self._types = {row.returns for row in self.rows if row.returns not in (None, "json")}
        modules = dict.fromkeys(_module_of(row) for row in self.rows)
        self._modules = {module: f"m{number}" for number, module in enumerate(filter(None, modules))}
        self._make([row for row in self.rows if row.effect is EffectKind.NONE])
        self.calm = set(self._made)
        self._make(self.rows)

    def calls(self, row: Row) -> str | None:
        """An expression that does what a row speaks of; `None` where none is known."""
        name = row.name.replace(".*", ".anyName").replace("/*", "/any.anyName")
        owner = self.owner(row)
        if name.endswith(".__getattr__") or (owner is not None and owner not in self._made):
            return None
        if owner is None:
            return _written(row, self._spelled(row, name))
        return _written(row, f"{self._made[owner]}.{name.removeprefix(f'{owner}.')}")

    def owner(self, row: Row) -> str | None:
        """The type of the object that a row speaks of; `None` for a function, a static member or a constructor."""
        parts = row.name.split(".")
        prefixes = (".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))
        return None if parts[-1] == "new" else next((each for each in prefixes if each in self._types), None)

    def imports_of(self, text: str) -> str:
        """Import statements for the modules that a piece of code names."""
        named = set(re.findall(r"\bm\d+\b", text))
        return "".join(
            f'import {alias} from "{module}";\n' for module, alias in self._modules.items() if alias in named
        )

    def _make(self, rows: Iterable[Row]) -> None:
        """Find how to make objects of the types that rows give: the shortest chain of calls."""
        rows = [row for row in rows if row.returns in self._types and not row.is_prefix]
        before = -1
        while len(self._made) > before:
            before = len(self._made)
            for row in rows:
                if row.returns is not None and row.returns not in self._made and (made := self.calls(row)):
                    self._made[row.returns] = f"({made})"

    def _spelled(self, row: Row, name: str) -> str:
        module = _module_of(row)
        return name if module is None else f"{self._modules[module]}{name.removeprefix(module)}"


def _module_of(row: Row) -> str | None:
    """The module that a row's name begins with; `None` for a global."""
    module = re.match(r"[\w-]+\.js(?=\.|$)|[^.]+", row.name.replace("/*", "/any"))
    if module is None or not ("/packages/" in row.origin or module[0].startswith("node:")):
        return None
    return module[0]


def _written(row: Row, spelled: str) -> str:
    """Write what is done with a name."""
    owner, _, member = spelled.rpartition(".")
    if row.attribute:
        return spelled
    if member in _SPECIAL:
        return _SPECIAL[member].format(owner=owner)
    if member == "new":
        return f"new {owner}()"
    return f"await {spelled}()" if row.awaitable else f"{spelled}()"
