"""# malformed-ignore

## What it does

Reports a comment that starts like an ignore comment, but is not one. With `require-reason` in the configuration, it
also reports an ignore comment without a reason.

## Why it matters

It silences nothing, though somebody meant it to. An ignore names the rules that it silences in brackets:
`# wflint: ignore[rule-name, other-rule] reason`, or `# wflint: ignore-file[rule-name] reason` for a whole file; in TypeScript, they begin with `//`.

## Example

```python
name = "report"  # wflint: ignore
```

```typescript
const name = "report"; // wflint: ignore
```

## Use instead

```python
name = "report"  # wflint: ignore[clock-outside-step] only logged
```

```typescript
const name = "report"; // wflint: ignore[clock-outside-step] only logged
```

## Fix safety

Completing the comment is *safe*: it silences nothing.
"""

from __future__ import annotations

from wflint.rules.api import FixClass, Level, Rule

RULE = Rule(code="WF904", summary="Malformed ignore comment", level=Level.WARNING, fixes=(FixClass.SAFE,))
