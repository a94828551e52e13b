"""The event data that the witnesses are driven with, and the errors that recur."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from replay.cases import ORDER

from .drive import WITNESSES, Outcome, drive

NESTED = "CodedError: Nested steps are not supported."
UNSERIALIZABLE = "OutputUnserializableError: returned unserializable data"
NEEDS_3_11 = pytest.mark.skipif(sys.version_info < (3, 11), reason="syntax or functions of Python 3.11")

_SOURCE = """
{imports}
import inngest
import inngest.{framework}
from {package} import {app}

app = {app}({name})
client = inngest.Inngest(app_id="shop", is_production=False)
LOG: list[str] = []


def work():
    LOG.append("work")
    return {expression}


@client.create_function(fn_id="work", trigger=inngest.TriggerEvent(event="shop/work"))
{define} handler(ctx):
{body}


inngest.{framework}.serve(app, client, [handler])
"""


def outcome_of(witness: str, **options: Any) -> Outcome:
    """Drive the witness `rule/case`."""
    options.setdefault("data", ORDER)
    return drive(WITNESSES / f"{witness}.py", **options)


def handler(body: str, imports: str = "", *, expression: str = "None", flask: bool = False) -> str:
    """Return the source of a function whose statements are `body`; its module has a function `work`."""
    lines = body.strip().splitlines()
    return _SOURCE.format(
        imports=imports,
        framework="flask" if flask else "fast_api",
        package="flask" if flask else "fastapi",
        app="Flask" if flask else "FastAPI",
        name="__name__" if flask else "",
        expression=expression,
        define="def" if flask else "async def",
        body="\n".join(f"    {line}" for line in lines),
    )


def returning(expression: str, imports: str = "", *, flask: bool = False) -> str:
    """Return the source of a function whose one step returns `expression`, and which logs what it gets."""
    call = 'ctx.step.run("work", work)'
    body = f"result = {call if flask else f'await {call}'}\nLOG.append(repr(result))"
    return handler(body, imports, expression=expression, flask=flask)


def failed_four_times(outcome: Outcome, error: str) -> bool:
    """Whether the run failed because every attempt of its first request answered with this error."""
    return outcome.status == "failed" and outcome.passes == 4 and outcome.errors == 4 * (error,)
