"""Objects that have just the attributes they are given."""

from __future__ import annotations

from wflint.domain.alternatives import ClassRef, External, Object
from wflint.domain.env import Env
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("types.SimpleNamespace", "argparse.Namespace")
def namespace(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return an object with the keywords as attributes; unknown where there may be others."""
    if arguments.positional or arguments.rest is not None:
        return None
    class_ = ir.Class(node.handle, "SimpleNamespace", (), (), lambda: ir.Body(ir.Block(node.handle, ())))
    base = Value((External("types.SimpleNamespace"),))
    made = ClassRef(class_, Env(frame.module), frame.module, (base,))
    attributes = {name: actual.value for name, actual in arguments.keywords.items()}
    return Value((Object(made, attributes, frame.step, frame.env.is_replayed),))
