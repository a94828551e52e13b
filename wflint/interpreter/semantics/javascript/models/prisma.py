"""Prisma's client where the project has the code that Prisma generates."""

from __future__ import annotations

from wflint.domain.alternatives import External
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("@prisma/client/runtime/client.getPrismaClient", "@prisma/client/runtime/library.getPrismaClient")
def get_prisma_client(_ev: Evaluator, _frame: Frame, _node: ir.Expr, _arguments: Arguments) -> Value | None:
    """Return the class of clients, whatever the schema is that it is made for."""
    return Value((External("@prisma/client.PrismaClient"),))
