"""Constants that code computes, as long as they stay small."""

from __future__ import annotations

from typing import Final

from wflint.domain.alternatives import instance
from wflint.domain.values import Value, constant
from wflint.ir import nodes as ir

_LONGEST_TEXT: Final = 10_000
_MOST_BITS: Final = 10_000


def computed(value: ir.Constant) -> Value:
    """Return a constant that something computes; only its type where it is so large that computing on would never end."""
    is_large = (isinstance(value, (str, bytes)) and len(value) > _LONGEST_TEXT) or (
        isinstance(value, int) and value.bit_length() > _MOST_BITS
    )
    return instance(f"builtins.{type(value).__name__}") if is_large else constant(value)
