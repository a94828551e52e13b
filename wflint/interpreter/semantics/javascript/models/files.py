"""Functions of Node that read files."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, instance
from wflint.domain.values import Arguments, Value
from wflint.interpreter.catalogued import catalogued
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("node:fs/promises.readFile", "node:fs.promises.readFile")
def read_file(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the contents of a file, text where an encoding is given."""
    return _contents(catalogued(ev, frame, node, "node:fs/promises.readFile", arguments), arguments)


@model("node:fs.readFileSync")
def read_file_at_once(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the contents of a file, text where an encoding is given."""
    return _contents(catalogued(ev, frame, node, "node:fs.readFileSync", arguments), arguments)


def _contents(read: Value, arguments: Arguments) -> Value:
    given = arguments.get(1, None)
    only = given.value.only if given is not None else None
    encoding = only.items.get("encoding") if isinstance(only, Collection) else given.value if given else None
    constant = encoding.constant if encoding is not None else None
    return instance("builtins.str", read.taint) if constant is not None and constant.value else read
