"""Reads TOML tables into dataclasses, with errors that say where, which key and what was meant.

The dataclass is the definition: a key of the table is a field's name with dashes for underscores, its type is the type of
the value, and fields without a default are required. Configuration, profiles and the catalogue are read this way.
"""

from __future__ import annotations

from wflint.tables.keys import Key, Minimum, key_name, keys_of, not_a_key
from wflint.tables.read import Place, read_table, read_values
from wflint.tables.suggest import did_you_mean

__all__ = [
    "Key",
    "Minimum",
    "Place",
    "did_you_mean",
    "key_name",
    "keys_of",
    "not_a_key",
    "read_table",
    "read_values",
]
