"""What the analysis itself knows of libraries, one module each; `known_call` looks a callable up in their joined tables."""

from __future__ import annotations

import builtins as language

from wflint.domain.alternatives import instance
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import joined
from wflint.interpreter.semantics.python.models import (
    asyncio,
    builtins,
    collections,
    contextlib,
    dataclasses,
    functools,
    inspect,
    iteration,
    namespaces,
    numbers,
    ordering,
    pydantic,
    text_mode,
    typing,
)
from wflint.ir import nodes as ir

_MODELS = joined(
    (
        asyncio,
        builtins,
        collections,
        contextlib,
        dataclasses,
        functools,
        inspect,
        iteration,
        namespaces,
        numbers,
        ordering,
        pydantic,
        text_mode,
        typing,
    )
)
_EXCEPTIONS = frozenset(
    f"builtins.{name}"
    for name, value in vars(language).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def known_call(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value | None:
    """Call one of the few external callables whose meaning the analysis knows; `None` for all others."""
    known = _MODELS.get(name)
    if known is not None:
        return known(ev, frame, node, arguments)
    return instance(name) if name in _EXCEPTIONS else None
