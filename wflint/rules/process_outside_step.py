"""# process-outside-step

## What it does

Finds processes, threads, executors and background tasks that are started outside a step, in the handler or in any function that it
calls. In TypeScript these are child processes and workers, and what is left to `after()` or `waitUntil()`.

## Why it breaks on replay

The handler runs again from the top on every delivery, and starts them again. The delivery ends while they are still running: a
serverless function is frozen with them, and the next delivery starts another set.

## Example

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    subprocess.run(["ffmpeg", "-i", "in.mov", "out.mp4"], check=True)
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve(async (context) => {
  execFileSync("ffmpeg", ["-i", "in.mov", "out.mp4"]);
  await context.run("publish", () => publish());
});
```

## Use instead

```python
@serve.post("/media")
async def media(context: AsyncWorkflowContext[dict]) -> None:
    def convert() -> None:
        subprocess.run(["ffmpeg", "-i", "in.mov", "out.mp4"], check=True)

    await context.run("convert", convert)
    await context.run("publish", publish)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("convert", () => {
    execFileSync("ffmpeg", ["-i", "in.mov", "out.mp4"]);
  });
  await context.run("publish", () => publish());
});
```

## Fix safety

Wrapping the call in a step is safe where its result is not used or known to survive JSON. It adds a step, so runs in flight
during the deploy fail.
"""

from __future__ import annotations

from wflint.rules._families.side_effects import EffectPhrasing, report_repeated
from wflint.rules.api import EffectKind, Handler, Level, Report, Rule

RULE = Rule(
    code="WF204",
    summary="A process, thread or task is started outside a step",
    level=Level.ERROR,
    holds_for=lambda engine: engine.allows("process"),
)

# They are over when the call returns; a thread or a task outlives the step that starts it.
_WAITING = ("subprocess.", "os.system", "os.popen")
_WAITING_IN_NODE = frozenset({f"node:child_process.{name}Sync" for name in ("exec", "execFile", "spawn")})

_PHRASING = EffectPhrasing(
    reads="starts work again",
    writes="starts work again",
    cause="it is started here",
    is_fixable=lambda effect: effect.call.name.startswith(_WAITING) or effect.call.name in _WAITING_IN_NODE,
)


def check(handler: Handler, report: Report) -> None:
    """Report processes, threads and tasks that replayed code starts."""
    report_repeated(handler, report, EffectKind.PROCESS, lambda _, __: Level.ERROR, _PHRASING)
