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

Wrapping the call in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by
name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and after a side
effect that stays outside steps, which the new step would repeat.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from wflint.rules._families.side_effects import EffectPhrasing, report_repeated
from wflint.rules.api import Effect, EffectKind, FixClass, Handler, Instance, Level, Report, Rule, value_of

RULE = Rule(
    code="WF204",
    summary="A process, thread or task is started outside a step",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: engine.allows("process"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

# They are over when the call returns; a thread or a task outlives the step that starts it.
_WAITING = ("subprocess.", "os.system", "os.popen")
_WAITING_IN_NODE = frozenset({f"node:child_process.{name}Sync" for name in ("exec", "execFile", "spawn")})
# With a callback they give the process, which outlives the step; made to give a promise, they wait for it.
_PROMISED = frozenset({"node:child_process.exec", "node:child_process.execFile"})
_PROCESS = ".ChildProcess"

_PHRASING = EffectPhrasing(
    reads="starts work again",
    writes="starts work again",
    cause="it is started here",
)


def check(handler: Handler, report: Report) -> None:
    """Report processes, threads and tasks that replayed code starts."""
    phrasing = replace(_PHRASING, is_fixable=partial(_is_waited_for, handler))
    report_repeated(handler, report, EffectKind.PROCESS, lambda _, __: Level.ERROR, phrasing)


def _is_waited_for(handler: Handler, effect: Effect) -> bool:
    """Return whether what is started is over when the call, or the promise that it gives, is."""
    name = effect.call.name
    if name in _PROMISED:
        return not any(
            isinstance(ref, Instance) and ref.type.endswith(_PROCESS)
            for ref in value_of(handler, effect.call.site.node).alternatives
        )
    return name.startswith(_WAITING) or name in _WAITING_IN_NODE
