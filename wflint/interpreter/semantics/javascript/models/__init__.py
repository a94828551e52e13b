"""What the analysis itself knows of globals and libraries, one module each; `known_call` looks a callable up in their tables."""

from __future__ import annotations

from wflint.domain.alternatives import instance
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.models import (
    collections,
    conversions,
    files,
    modules,
    prisma,
    promise,
    proxy,
    util,
)
from wflint.interpreter.semantics.models import joined
from wflint.ir import nodes as ir

_MODELS = joined((collections, conversions, files, modules, prisma, promise, proxy, util))
_ERRORS = ("Error.new", "Exception.new", "Error", "Exception")


def known_call(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value | None:
    """Call one of the few external callables whose meaning the analysis knows; `None` for all others."""
    known = _MODELS.get(name)
    if known is not None:
        return known(ev, frame, node, arguments)
    if name.endswith(_ERRORS) and ev.state.catalogue.lookup(name) is None:
        return instance(name.removesuffix(".new"))
    return util.promised_call(ev, frame, node, name, arguments)
