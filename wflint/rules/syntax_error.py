"""# syntax-error

## What it does

Reports a file that looks as if it held a handler, but does not parse.

## Why it matters

Nothing in the file is checked. The engine could not load it, either, unless its syntax is newer than wflint's parser.

## Example

```python
async def broken(context:
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge(;
});
```

## Use instead

```python
async def repaired(context: AsyncWorkflowContext[dict]) -> None: ...
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
});
```
"""

from __future__ import annotations

from wflint.rules.api import Level, Rule

RULE = Rule(code="WF901", summary="A file does not parse", level=Level.ERROR)
