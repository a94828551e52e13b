from __future__ import annotations

from pathlib import Path

from editor import editing

HANDLER = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)


@serve.post("/bill")
async def bill(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    await context.run("create", lambda: print(now))
    await context.run("send", lambda: print(now))
"""

async def test_smoke(tmp_path: Path) -> None:
    (tmp_path/"app.py").write_text(HANDLER)
    async with editing(tmp_path) as editor:
        found = await editor.opened("app.py")
        print(found)
        print(await editor.labels("app.py"))
        print(await editor.hover("app.py", 12, 15))
        print(await editor.lenses("app.py"))
        print(await editor.symbols("app.py"))
        for a in await editor.actions("app.py"):
            print(a, await editor.edit_of(a))
        print(editor.result)
        assert 0
