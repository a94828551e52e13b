"""Rewrite TypeScript: no rewrite is known yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from wflint.ir.rewriting import RefusedError

if TYPE_CHECKING:
    from wflint.ir.rewriting import Rewriter

    TypeScriptRewriter: Callable[[], Rewriter]
else:

    class TypeScriptRewriter:
        """Refuses whatever a rule asks for."""

        def __getattr__(self, name: str) -> Callable[..., NoReturn]:
            """Return what refuses the rewrite of this name."""
            return _refuse


def _refuse(*_arguments: object, **_options: object) -> NoReturn:
    raise RefusedError("TypeScript is not rewritten yet")
