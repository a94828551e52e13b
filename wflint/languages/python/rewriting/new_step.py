"""Writes the call of a new step, with a name that no other step has."""

from __future__ import annotations

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, StepWriter
from wflint.languages.python.rewriting.imports import References
from wflint.languages.python.rewriting.insertion_point import InsertionPoint, loops_around
from wflint.languages.python.rewriting.loop_index import loop_indices
from wflint.languages.python.rewriting.naming import function_name, stem_of, target_of
from wflint.languages.python.rewriting.syntax_context import SyntaxContext
from wflint.record import record


@record
class Named:
    """A name for a step, as it is in the code, and the edits that it needs."""

    stem: str
    text: str
    edits: tuple[Edit, ...]


UNNAMED = Named("", "", ())
"""Of a step that its engine knows by its place alone."""


def name_step(
    syntax: SyntaxContext,
    anchor: cst.CSTNode,
    whole: cst.CSTNode,
    point: InsertionPoint,
    step: StepWriter,
    *,
    repeats: bool,
    target: str | None = None,
) -> Named:
    """Return a name that no other step has, with the indices of the loops around it.

    Raises:
        RefusedError: Callers run the function in loops, so that nothing here could tell the rounds apart.
    """
    if repeats:
        raise RefusedError(
            "its function is called in a loop, so the step would need another name in each iteration"
        )
    wanted = stem_of(syntax, anchor, whole, target or target_of(syntax, whole))
    stem = step.free_name(wanted, anchor, in_loop=bool(point.loops))
    if not point.loops:
        return Named(stem, f'"{stem}"', ())
    names, edits = loop_indices(syntax, point.loops)
    numbered = "-".join(f"{{{name}}}" for name in names)
    return Named(stem, f'f"{stem}-{numbered}"', edits)


def step_call(
    step: StepWriter, point: InsertionPoint, references: References, name: str, function: str
) -> str:
    """Return the code that runs a step."""
    template = references.spelled(step.run)
    call = template.format(context=point.context, name=name, function=function)
    return f"await {call}" if step.is_async else call


def define(
    syntax: SyntaxContext, node: cst.CSTNode, stem: str, body: str, *, is_async: bool, returns: str = ""
) -> tuple[str, Edit]:
    """Return a function of its own, put before the statement around a node, and its name.

    Raises:
        RefusedError: The node stands in a comprehension, whose variables would not be in reach.
    """
    if any(isinstance(loop, cst.CompFor) for loop in loops_around(syntax, node)):
        raise RefusedError("it is in a comprehension and cannot go into a lambda")
    name = function_name(syntax, stem)
    head = f"{'async def' if is_async else 'def'} {name}(){returns}:"
    return name, syntax.edit.insert_before(
        syntax.tree.enclosing_statement(node), [head, f"{syntax.view.indent_unit}{body}"], apart=True
    )


def runs_step(syntax: SyntaxContext, node: cst.CSTNode, step: StepWriter) -> bool:
    """Return whether a step runs in a piece of code, directly or in what it calls."""
    return any(
        each in step.running
        for each in syntax.tree.find(node, cst.Call, cst.Await, cst.For, cst.CompFor, cst.With)
    )
