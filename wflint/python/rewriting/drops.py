"""Takes parts out of names that are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.python.rewriting.numbering import indices
from wflint.python.rewriting.region import Region
from wflint.python.rewriting.spot import loops_around

_SEPARATORS = "-_:./# "


def drop(
    region: Region,
    name: cst.CSTNode,
    parts: Sequence[cst.CSTNode],
    loops: Sequence[cst.CSTNode],
    unneeded: Sequence[cst.CSTNode],
) -> Rewritten:
    """Take parts out of an f-string or a sum, and make the index of loops part of it."""
    if not isinstance(name, cst.FormattedString):
        raise RefusedError("its name is put together in a way that cannot be taken apart")
    around = list(loops_around(region, name))
    counted = [loop for loop in reversed(around) if any(loop is each for each in loops)]
    if len(counted) < len(loops):
        raise RefusedError("the loop is in a function that calls this one")
    names, edits = indices(region, counted)
    text = _without(region, name, parts) + "".join(f"-{{{each}}}" for each in names)
    text = text.strip(_SEPARATORS)
    if not text:
        raise RefusedError("nothing of its name would be left")
    prefix = name.start if "{" in text else re.sub("[fF]", "", name.start)
    found = [region.replace(name, f"{prefix}{text}{name.end}"), *edits]
    return Rewritten((*found, *_unneeded(region, parts, unneeded)))


def _without(region: Region, name: cst.FormattedString, parts: Sequence[cst.CSTNode]) -> str:
    """The content of an f-string without parts of it, and without the separators that led to them."""
    text = ""
    for part in name.parts:
        if isinstance(part, cst.FormattedStringExpression) and any(part.expression is each for each in parts):
            text = text.rstrip(_SEPARATORS)
        else:
            text += region.source(part)
    return text


def _unneeded(region: Region, parts: Sequence[cst.CSTNode], unneeded: Sequence[cst.CSTNode]) -> list[Edit]:
    """Take out the assignments of variables that were part of the name, and hold what nothing else needs."""
    variables = {part.value for part in parts if isinstance(part, cst.Name)}
    edits: list[Edit] = []
    for expression in unneeded:
        statement = region.statement(expression)
        match statement:
            case cst.SimpleStatementLine(
                body=[cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=variable))])]
            ) if variable in variables:
                edits.append(region.removed(statement))
            case _:
                pass
    return edits
