"""Wraps what replayed code does in a step of its own.

The smallest right piece of code goes into the step: the call itself where JSON can carry its value; the expression around
it that first gives such a value; else the call with an encoding inside and a decoding outside of the step; and where only
statements further down give one, all of these statements.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.languages.python.rewriting.blocks import wrap_block
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.projections import projection
from wflint.languages.python.rewriting.region import Region
from wflint.languages.python.rewriting.spot import Spot, spot_of
from wflint.languages.python.rewriting.writing import Named, define, name_step, runs_step, step_call


def wrap(region: Region, anchor: cst.CSTNode, step: StepWriter, *, repeats: bool) -> Rewritten:
    """Do what an expression does in a step of its own.

    Args:
        region: Where it is.
        anchor: The expression.
        step: How the step is written.
        repeats: Whether callers of the function around it run it in loops.

    Raises:
        RefusedError: It cannot be done here.
    """
    for with_ in _with_blocks(region, anchor, step):
        try:
            return wrap_block(region, anchor, with_, step, repeats=repeats)
        except RefusedError:  # noqa: PERF203 - there are one or two of them
            continue
    wrapping = _Wrapping(region, anchor, step, repeats)
    whole, codec = _smallest(region, anchor, step)
    if isinstance(region.parent(whole), cst.Expr):
        return _statement(wrapping, whole, codec)
    if codec is None or codec.decode is None:
        taken = projection(region, whole, step)
        if taken is not None:
            part = Codec("{}" + taken[0])
            return _expression(wrapping, whole, part) + Rewritten(taken[1])
        try:
            return wrap_block(region, anchor, region.statement(anchor), step, repeats=repeats)
        except RefusedError as refused:
            if codec is not None:
                raise RefusedError(f"JSON cannot carry what it gives, and {refused.reason}") from refused
    return _expression(wrapping, whole, codec)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """What does not depend on how much goes into the step; as in `wrap`."""

    region: Region
    anchor: cst.CSTNode
    step: StepWriter
    repeats: bool

    def prepare(self, whole: cst.CSTNode) -> tuple[Spot, bool, Named]:
        """Where the step stands, whether what goes into it awaits something, and the name of the step."""
        spot = spot_of(self.region, whole, self.step)
        awaits = _awaits_inside(self.region, whole, self.step)
        name = name_step(self.region, self.anchor, whole, spot, self.step, repeats=self.repeats)
        return spot, awaits, name


def _with_blocks(region: Region, anchor: cst.CSTNode, step: StepWriter) -> list[cst.With]:
    """The `with` statements around an expression that run no step, outermost first.

    What they open does not outlive a delivery, so it is opened in the step as well.
    """
    function = region.function(anchor)
    found: list[cst.With] = []
    for outer in region.above(anchor):
        if outer is function:
            break
        if isinstance(outer, cst.With) and not runs_step(region, outer, step):
            found.insert(0, outer)
    return found


# --- which expression ---


def _smallest(region: Region, anchor: cst.CSTNode, step: StepWriter) -> tuple[cst.CSTNode, Codec | None]:
    """The smallest expression around a call whose value JSON can carry, with how it does so."""
    whole = _outside(region, region.awaited(anchor))
    first = step.codec(whole)
    at: cst.CSTNode | None = whole
    while at is not None:
        codec = step.codec(at)
        if codec is not None and codec.is_plain:
            return _outside(region, at), codec
        at = _next(region, at)
    return whole, first


def _outside(region: Region, whole: cst.CSTNode) -> cst.CSTNode:
    """The outermost expression around one that no step can stand in.

    In an f-string no other string may stand before Python 3.12, and awaiting in a generator would make it an async one.
    """
    found = whole
    for outer in region.above(whole):
        if isinstance(outer, (cst.BaseStatement, cst.Lambda)):
            break
        if isinstance(outer, cst.FormattedString):
            found = outer
        if isinstance(outer, cst.GeneratorExp):
            found = _next(region, outer) or outer
    return found


def _next(region: Region, node: cst.CSTNode) -> cst.CSTNode | None:
    """The next larger expression that only computes something from a value."""
    parent = region.parent(node)
    match parent:
        case cst.Attribute():
            above = region.parent(parent)
            return region.awaited(above if isinstance(above, cst.Call) and above.func is parent else parent)
        case cst.Arg():
            call = region.parent(parent)
            return region.awaited(call) if call is not None else None
        case cst.FormattedStringExpression():
            return region.parent(parent)
        case cst.BinaryOperation() | cst.Comparison() | cst.Subscript() | cst.UnaryOperation():
            return parent
        case cst.ComparisonTarget() | cst.SubscriptElement() | cst.Index():
            return _next(region, parent)
        case _:
            return None


def _awaits_inside(region: Region, node: cst.CSTNode, step: StepWriter) -> bool:
    """Whether what goes into a step awaits something on the way; refuse what cannot go there at all."""
    if runs_step(region, node, step):
        raise RefusedError("it runs a step itself")
    if region.below(node, cst.Yield, cst.NamedExpr):
        raise RefusedError("it yields, or assigns a variable on the way")
    inner = node.expression if isinstance(node, cst.Await) else node
    return bool(region.below(inner, cst.Await))


# --- how it is written ---


def _expression(wrapping: _Wrapping, whole: cst.CSTNode, codec: Codec | None) -> Rewritten:
    """Put an expression into a step, and what the step gives in its place."""
    region, step = wrapping.region, wrapping.step
    spot, awaits, name = wrapping.prepare(whole)
    references = References(region, whole)
    carried = codec or PLAIN
    edits: list[Edit] = []
    # The engine awaits what the function gives, so an `await` around a plain value can go.
    inner = whole.expression if isinstance(whole, cst.Await) and carried.encode == "{}" else whole
    # A lambda gives a coroutine only where what it calls does.
    must_define = step.async_functions and inner is whole
    if awaits or must_define or isinstance(inner, cst.Await) or not region.is_one_line(inner):
        function, definition = _definition(wrapping, whole, name.stem, carried, references)
        edits.append(definition)
    else:
        function = _function(region, inner, carried, references)
    call = step_call(step, spot, references, name.text, function)
    decoded = references.filled(carried.decode or "{}", call)
    if decoded == call and step.is_async and region.needs_parentheses(whole):
        decoded = f"({decoded})"
    edits.append(region.replace(whole, decoded))
    doubt = step.doubt if codec is None else ""
    return Rewritten((*edits, *name.edits, *references.edits), doubt)


def _function(region: Region, node: cst.CSTNode, codec: Codec, references: References) -> str:
    """What the step is given: the callee itself where that is enough, else a lambda."""
    if codec.encode == "{}":
        if isinstance(node, cst.Call) and not node.args and isinstance(node.func, (cst.Name, cst.Attribute)):
            if not region.below(node.func, cst.Call):
                return region.source(node.func)
        return f"lambda: {region.alone(node)}"
    text = region.operand(node) if codec.encode.startswith("{}.") else region.source(node)
    return f"lambda: {references.filled(codec.encode, text)}"


def _definition(
    wrapping: _Wrapping, whole: cst.CSTNode, stem: str, codec: Codec, references: References
) -> tuple[str, Edit]:
    """A function of its own for what does not fit into a lambda, put before the statement."""
    region = wrapping.region
    text = region.moved(whole, region.indent(region.statement(whole)) + region.step_in)
    if codec.encode.startswith("{}.") and not isinstance(whole, (cst.Call, cst.Name, cst.Attribute)):
        text = f"({text})"
    text = references.filled(codec.encode, text)
    is_async = wrapping.step.async_functions or bool(region.below(whole, cst.Await))
    return define(region, whole, stem, f"return {text}", is_async=is_async)


# --- statements whose value nobody needs ---


def _statement(wrapping: _Wrapping, whole: cst.CSTNode, codec: Codec | None) -> Rewritten:
    """Do a statement in a step that gives nothing."""
    region, step = wrapping.region, wrapping.step
    spot, awaits, name = wrapping.prepare(whole)
    statement, references = region.statement(whole), References(region, whole)
    is_plain = codec is not None and codec.is_plain
    must_define = step.async_functions and not isinstance(whole, cst.Await)
    if is_plain and not awaits and not must_define and region.is_one_line(whole):
        inner = whole.expression if isinstance(whole, cst.Await) else whole
        function = _function(region, inner, PLAIN, references)
        call = step_call(step, spot, references, name.text, function)
        return Rewritten((region.replace(whole, call), *name.edits, *references.edits))
    text = region.moved(whole, region.indent(statement) + region.step_in)
    is_async = step.async_functions or bool(region.below(whole, cst.Await))
    function, definition = define(region, whole, name.stem, text, is_async=is_async, returns=" -> None")
    call = step_call(step, spot, references, name.text, function)
    return Rewritten((definition, region.replace(whole, call), *name.edits, *references.edits))
