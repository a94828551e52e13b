"""How the shapes in Python are written: a handler, in a file with all imports that any of them needs."""

from __future__ import annotations

from growth_shapes import Files, Shape, Shapes, indented

IMPORTS = """\
import asyncio
import contextlib
import functools
import random
import time
import uuid
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve
"""
SERVE = """

app = FastAPI()
serve = Serve(app)


"""
_HANDLER = """
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = context.request_payload
"""
_LAST = "    await context.run('last', lambda: print(order))\n"


def written(body: str, above: str = "", imports: str = "") -> str:
    """Return a file with a handler."""
    return f"{IMPORTS}{imports}{SERVE}{above}{_HANDLER}{indented(body, '    ')}{_LAST}"


_SHAPES = Shapes("app.py", written, "value = $value\nprint(value)\n")
many, chain = _SHAPES.many, _SHAPES.chain


def deep(name: str, opens: str, closes: str, inner: str, largest: int) -> Shape:
    """Nest statements: each stands in the block of the one before."""

    def files(size: int) -> Files:
        text, by = "", ""
        for each in range(size):
            text += indented(opens.replace("$i", str(each)), by)
            by += " "
        text += indented(inner, by)
        if closes:
            for each in reversed(range(size)):
                text += indented(closes.replace("$i", str(each)), " " * each)
        return {"app.py": written(text)}

    return Shape(name, files, smallest=6, largest=largest)
