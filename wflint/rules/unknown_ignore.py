"""# unknown-ignore

## What it does

Reports an ignore comment that names a rule which does not exist.

## Why it matters

It silences nothing, though somebody meant it to.

## Example

```python
name = "report"  # wflint: ignore[clock-outside-steps]
```

```typescript
const name = "report"; // wflint: ignore[clock-outside-steps]
```

## Use instead

```python
name = "report"  # wflint: ignore[clock-outside-step]
```

```typescript
const name = "report"; // wflint: ignore[clock-outside-step]
```

## Fix safety

Correcting or removing the name is *safe*: it silences nothing.
"""

from __future__ import annotations

from wflint.rules.api import FixClass, Level, Rule

RULE = Rule(
    code="WF903", summary="An ignore comment names no rule", level=Level.WARNING, fixes=(FixClass.SAFE,)
)
