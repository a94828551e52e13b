"""# unused-ignore

## What it does

Reports an ignore comment, or one rule that it names, that silences no finding.

## Why it matters

The mistake that it was meant for is gone, or it is in the wrong place. Left there, it would silence the next one unseen.

## Example

```python
name = "report"  # wflint: ignore[clock-outside-step] only logged
```

```typescript
const name = "report"; // wflint: ignore[clock-outside-step] only logged
```

## Use instead

```python
name = "report"
```

```typescript
const name = "report";
```

## Fix safety

Removing the comment, or the name from it, is safe.
"""

from __future__ import annotations

from wflint.rules.api import FixClass, Level, Rule

RULE = Rule(
    code="WF902", summary="An ignore comment silences nothing", level=Level.WARNING, fixes=(FixClass.SAFE,)
)
