"""What the names of TypeScript's and JavaScript's files end with."""

from __future__ import annotations

from typing import Final

SUFFIXES: Final = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
