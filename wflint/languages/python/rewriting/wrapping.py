"""Wraps what replayed code does in a step of its own.

The smallest right piece of code goes into the step: the call itself where JSON can carry its value; the expression around
it that first gives such a value; else the call with an encoding inside and a decoding outside of the step; and where only
statements further down give one, all of these statements.
"""

from __future__ import annotations

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import PLAIN, Codec, RefusedError, Rewritten, StepWriter
from wflint.languages.python.rewriting.blocks import wrap_block
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.insertion_point import InsertionPoint, insertion_point
from wflint.languages.python.rewriting.long_lines import fitted
from wflint.languages.python.rewriting.naming import is_negation
from wflint.languages.python.rewriting.new_step import Named, define, name_step, runs_step, step_call
from wflint.languages.python.rewriting.readable import readable
from wflint.languages.python.rewriting.single_member import single_member
from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record

_READING = (cst.Attribute, cst.Subscript)
_LARGE = "its result may be large, and each step's result is stored"


def wrap(
    syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter, *, repeats: bool, reads: bool
) -> Rewritten:
    """Do what an expression does in a step of its own.

    Args:
        syntax: Where it is.
        anchor: The expression.
        step: How the step is written.
        repeats: Whether callers of the function around it run it in loops.
        reads: Whether it reads from outside as much as there is.

    Raises:
        RefusedError: It cannot be done here.
    """
    if any(isinstance(outer, cst.Raise) for outer in syntax.tree.ancestors(anchor)):
        raise RefusedError("it is part of an error, which the next attempt would raise with the old value")
    found = _wrapped(syntax, anchor, step, repeats=repeats)
    return found + Rewritten((), _LARGE) if reads and _gives_bytes(syntax, anchor, step) else found


def wrap_condition(
    syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter, *, repeats: bool
) -> Rewritten:
    """Find out in a step of its own whether a condition holds for a secret, which itself no step may store.

    Raises:
        RefusedError: The code needs the secret itself, or it cannot be done here.
    """
    whole = anchor
    while isinstance(outer := syntax.tree.parent(whole), _READING) and getattr(outer, "args", None) is None:
        whole = outer
    if isinstance(outer := syntax.tree.parent(whole), cst.Call) and outer.func is whole:
        whole = outer
    condition = syntax.tree.parent(whole)
    if not isinstance(condition, cst.Comparison) and not is_negation(condition):
        raise RefusedError("a step would store a secret")
    return _expression(_Wrapping(syntax, anchor, step, repeats), condition, PLAIN)


def _gives_bytes(syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter) -> bool:
    """Return whether the statement around an expression makes raw bytes of it that are more than an argument."""
    made = syntax.tree.find(syntax.tree.enclosing_statement(anchor), cst.Call, cst.Await, cst.Attribute)
    return any(
        step.is_bytes(each) and not any(isinstance(outer, cst.Arg) for outer in syntax.tree.ancestors(each))
        for each in made
    )


def _wrapped(syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter, *, repeats: bool) -> Rewritten:
    for with_ in _with_blocks(syntax, anchor, step):
        try:
            return wrap_block(syntax, anchor, with_, step, repeats=repeats)
        except RefusedError:  # noqa: PERF203 - there are one or two of them
            continue
    wrapping = _Wrapping(syntax, anchor, step, repeats)
    whole, codec = _smallest(syntax, anchor, step)
    if isinstance(syntax.tree.parent(whole), cst.Expr):
        return _statement(wrapping, whole, codec)
    if codec is None and isinstance(syntax.tree.parent(whole), cst.WithItem):
        raise RefusedError("what it opens does not outlive a step")
    if codec is None or codec.decode is None:
        taken = single_member(syntax, whole, step)
        if taken is not None:
            part = Codec("{}" + taken[0])
            return _expression(wrapping, whole, part) + Rewritten(taken[1])
        try:
            return wrap_block(syntax, anchor, syntax.tree.enclosing_statement(anchor), step, repeats=repeats)
        except RefusedError as refused:
            if codec is not None:
                raise RefusedError(f"a step cannot store its result, and {refused.reason}") from refused
    return _expression(wrapping, whole, codec)


@record
class _Wrapping:
    """What does not depend on how much goes into the step; as in `wrap`."""

    syntax: SyntaxContext
    anchor: cst.CSTNode
    step: StepWriter
    repeats: bool

    def prepare(self, whole: cst.CSTNode) -> tuple[InsertionPoint, bool, Named]:
        """Return where the step stands, whether what goes into it awaits something, and the name of the step."""
        point = insertion_point(self.syntax, whole, self.step)
        awaits = _awaits_inside(self.syntax, whole, self.step)
        name = name_step(self.syntax, self.anchor, whole, point, self.step, repeats=self.repeats)
        return point, awaits, name


def _with_blocks(syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter) -> list[cst.With]:
    """Return the `with` statements around an expression that run no step, outermost first.

    What they open does not outlive a delivery, so it is opened in the step as well.
    """
    function = syntax.tree.enclosing_function(anchor)
    found: list[cst.With] = []
    for outer in syntax.tree.ancestors(anchor):
        if outer is function:
            break
        if isinstance(outer, cst.With) and not runs_step(syntax, outer, step):
            found.insert(0, outer)
    return found


# --- which expression ---


def _smallest(
    syntax: SyntaxContext, anchor: cst.CSTNode, step: StepWriter
) -> tuple[cst.CSTNode, Codec | None]:
    """Return the smallest expression around a call whose value JSON can carry and that reads well, with how it does so."""
    whole = _outside(syntax, syntax.tree.awaited(anchor))
    first = step.codec(whole)
    at: cst.CSTNode | None = whole
    while at is not None:
        codec = step.codec(at)
        if codec is not None and codec.is_plain:
            return readable(syntax, _outside(syntax, at), step), codec
        at = _next(syntax, at)
    return whole, first


def _outside(syntax: SyntaxContext, whole: cst.CSTNode) -> cst.CSTNode:
    """Return the outermost expression around one that no step can stand in.

    In an f-string no other string may stand before Python 3.12, and awaiting in a generator would make it an async one.
    """
    found = whole
    for outer in syntax.tree.ancestors(whole):
        if isinstance(outer, (cst.BaseStatement, cst.Lambda)):
            break
        if isinstance(outer, cst.FormattedString):
            found = outer
        if isinstance(outer, cst.GeneratorExp):
            found = _next(syntax, outer) or outer
    return found


def _next(syntax: SyntaxContext, node: cst.CSTNode) -> cst.CSTNode | None:
    """Return the next larger expression that only computes something from a value."""
    parent = syntax.tree.parent(node)
    match parent:
        case cst.Attribute():
            above = syntax.tree.parent(parent)
            return syntax.tree.awaited(
                above if isinstance(above, cst.Call) and above.func is parent else parent
            )
        case cst.Arg():
            call = syntax.tree.parent(parent)
            return syntax.tree.awaited(call) if call is not None else None
        case cst.FormattedStringExpression():
            return syntax.tree.parent(parent)
        case cst.BinaryOperation() | cst.Comparison() | cst.Subscript() | cst.UnaryOperation():
            return parent
        case cst.ComparisonTarget() | cst.SubscriptElement() | cst.Index():
            return _next(syntax, parent)
        case _:
            return None


def _awaits_inside(syntax: SyntaxContext, node: cst.CSTNode, step: StepWriter) -> bool:
    """Return whether what goes into a step awaits something on the way; refuse what cannot go there at all."""
    if runs_step(syntax, node, step):
        raise RefusedError("it runs a step itself")
    if syntax.tree.find(node, cst.Yield, cst.NamedExpr):
        raise RefusedError("it yields, or assigns a variable on the way")
    inner = node.expression if isinstance(node, cst.Await) else node
    return bool(syntax.tree.find(inner, cst.Await))


# --- how it is written ---


def _expression(wrapping: _Wrapping, whole: cst.CSTNode, codec: Codec | None) -> Rewritten:
    """Put an expression into a step, and what the step gives in its place."""
    syntax, step = wrapping.syntax, wrapping.step
    point, awaits, name = wrapping.prepare(whole)
    references = References(syntax, whole)
    carried = codec or PLAIN
    edits: list[Edit] = []
    # The engine awaits what the function gives, so an `await` around a plain value can go.
    inner = whole.expression if isinstance(whole, cst.Await) and carried.encode == "{}" else whole
    # A lambda gives a coroutine only where what it calls does.
    must_define = step.async_functions and inner is whole
    if awaits or must_define or isinstance(inner, cst.Await) or not syntax.view.is_one_line(inner):
        function, definition = _definition(wrapping, whole, name.stem, carried, references)
        edits.append(definition)
    else:
        function = _function(syntax, inner, carried, references)
    call = step_call(step, point, references, name.text, function)
    decoded = references.filled(carried.decode or "{}", call)
    if decoded == call and step.is_async and syntax.tree.needs_parentheses(whole):
        decoded = f"({decoded})"
    edits.append(syntax.edit.replace(whole, fitted(syntax, whole, decoded)))
    doubt = step.doubt if codec is None else ""
    return references.rewritten(*edits, *name.edits, doubt=doubt)


def _function(syntax: SyntaxContext, node: cst.CSTNode, codec: Codec, references: References) -> str:
    """Return what the step is given: the callee itself where that is enough, else a lambda."""
    if codec.encode == "{}":
        if isinstance(node, cst.Call) and not node.args and isinstance(node.func, (cst.Name, cst.Attribute)):
            if not syntax.tree.find(node.func, cst.Call):
                return syntax.view.code(node.func)
        return f"lambda: {syntax.view.standalone(node)}"
    text = syntax.view.operand(node) if codec.encode.startswith("{}.") else syntax.view.code(node)
    return f"lambda: {references.filled(codec.encode, text)}"


def _definition(
    wrapping: _Wrapping, whole: cst.CSTNode, stem: str, codec: Codec, references: References
) -> tuple[str, Edit]:
    """Return a function of its own for what does not fit into a lambda, put before the statement."""
    syntax = wrapping.syntax
    text = syntax.view.reindented(
        whole, syntax.view.indent(syntax.tree.enclosing_statement(whole)) + syntax.view.indent_unit
    )
    if codec.encode.startswith("{}.") and not isinstance(whole, (cst.Call, cst.Name, cst.Attribute)):
        text = f"({text})"
    text = references.filled(codec.encode, text)
    is_async = wrapping.step.async_functions or bool(syntax.tree.find(whole, cst.Await))
    return define(syntax, whole, stem, f"return {text}", is_async=is_async)


# --- statements whose value nobody needs ---


def _statement(wrapping: _Wrapping, whole: cst.CSTNode, codec: Codec | None) -> Rewritten:
    """Do a statement in a step that gives nothing."""
    syntax, step = wrapping.syntax, wrapping.step
    point, awaits, name = wrapping.prepare(whole)
    statement, references = syntax.tree.enclosing_statement(whole), References(syntax, whole)
    is_plain = codec is not None and codec.is_plain
    must_define = step.async_functions and not isinstance(whole, cst.Await)
    if is_plain and not awaits and not must_define and syntax.view.is_one_line(whole):
        inner = whole.expression if isinstance(whole, cst.Await) else whole
        function = _function(syntax, inner, PLAIN, references)
        call = step_call(step, point, references, name.text, function)
        return references.rewritten(syntax.edit.replace(whole, fitted(syntax, whole, call)), *name.edits)
    text = syntax.view.reindented(whole, syntax.view.indent(statement) + syntax.view.indent_unit)
    is_async = step.async_functions or bool(syntax.tree.find(whole, cst.Await))
    function, definition = define(syntax, whole, name.stem, text, is_async=is_async, returns=" -> None")
    call = step_call(step, point, references, name.text, function)
    return references.rewritten(
        definition, syntax.edit.replace(whole, fitted(syntax, whole, call)), *name.edits
    )
