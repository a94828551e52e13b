"""Reports made by hand, and what a renderer writes for them."""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING

from wflint.checking.fixes import Fixes
from wflint.checking.report import Report
from wflint.files.text import SourceText
from wflint.findings import Applicability, Edit, Finding, Fix, InFlight, Label, Level, Role, Span
from wflint.report import render

if TYPE_CHECKING:
    from collections.abc import Mapping

FIXES = Fixes()
"""The fixes of all findings that are made here."""

ORDERS = """\
from __future__ import annotations

import uuid

from app.payments import charge, create
from app.server import serve
from upstash_workflow import AsyncWorkflowContext


@serve.post("/fulfil")
# Takes an order from the cart to the parcel service.
async def fulfil(context: AsyncWorkflowContext[Order]) -> None:
    order = context.request_payload

    order_id = str(uuid.uuid4())
    log.info("order %s", order_id)

    await context.run("create-order", lambda: create(order_id, order))
    await context.run("charge", lambda: charge(order_id))
"""


def source(text: str, path: str = "app/orders.py") -> dict[str, SourceText]:
    return {path: SourceText(path, text)}


def span(sources: Mapping[str, SourceText], needle: str, path: str = "app/orders.py", nth: int = 0) -> Span:
    """Where the nth occurrence of a text stands."""
    start = -1
    for _ in range(nth + 1):
        start = sources[path].text.index(needle, start + 1)
    return Span(path, start, start + len(needle))


def finding(primary: Label, *related: Label, **changes: object) -> Finding:
    values: dict[str, object] = {
        "code": "WF102",
        "name": "random-outside-step",
        "level": Level.ERROR,
        "message": "`uuid4()` produces a new value on every delivery",
        "engine": "upstash",
        "handler": "fulfil",
        **changes,
    }
    if isinstance(fix := values.pop("fix", None), Fix):
        values["fix_id"] = FIXES.add(fix)
    return Finding(primary=primary, related=related, **values)  # type: ignore[arg-type]


def primary(where: Span, message: str = "") -> Label:
    return Label(where, message, Role.PRIMARY)


def fix_inserting(where: Span, text: str, **changes: object) -> Fix:
    return fix_with(Edit(where, text), **changes)


def fix_with(*edits: Edit, **changes: object) -> Fix:
    values: dict[str, object] = {
        "message": "wrap the call in a step",
        "applicability": Applicability.SAFE,
        "in_flight": InFlight.BREAKS,
        **changes,
    }
    return Fix(edits=edits, **values)  # type: ignore[arg-type]


def orders_finding(sources: Mapping[str, SourceText]) -> Finding:
    """The finding that the project's documentation shows."""
    return finding(
        primary(span(sources, "uuid.uuid4()"), "so this is another id each time"),
        Label(
            span(sources, "fulfil", nth=1),
            "this handler runs again from the top on every delivery",
            Role.HANDLER,
            is_reminder=True,
        ),
        Label(span(sources, '"create-order"'), "records the order under one id", Role.SINK),
        Label(span(sources, '"charge"'), "and charges for another", Role.SINK),
        help='record it once:  order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))',
        url="https://example.org/rules/random-outside-step",
        fix=fix_inserting(
            span(sources, "str(uuid.uuid4())"), 'await context.run("get-order-id", lambda: str(uuid.uuid4()))'
        ),
    )


def report(*findings: Finding, sources: Mapping[str, SourceText], **changes: object) -> Report:
    values: dict[str, object] = {
        "files": 1,
        "handlers": 1,
        "steps": 2,
        "unknown_calls": 0,
        "fixes": FIXES,
        **changes,
    }
    return Report(findings, sources, **values)  # type: ignore[arg-type]


def written(
    name: str,
    made: Report,
    *,
    encoding: str = "ascii",
    width: int | None = 80,
    color: bool | None = False,
) -> str:
    """What a renderer writes to an output of an encoding."""
    data = io.BytesIO()
    out = io.TextIOWrapper(data, encoding=encoding, newline="\n")
    render(name, made, out, color=color, width=width)
    out.flush()
    return data.getvalue().decode(encoding)


def frame(
    made: Finding, sources: Mapping[str, SourceText], *, width: int = 80, encoding: str = "ascii"
) -> str:
    """The frame of a finding, from the line with its place on."""
    text = written("full", report(made, sources=sources), width=width, encoding=encoding)
    rows = text.rpartition("\n\n")[0].split("\n")
    start = next(number for number, row in enumerate(rows) if row.lstrip().startswith("-->"))
    return "\n".join(rows[start:])


def expected(text: str) -> str:
    """A frame as it is written indented in a test."""
    return textwrap.dedent(text).strip("\n")
