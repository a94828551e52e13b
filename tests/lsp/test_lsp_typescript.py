"""What an editor shows in TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor import codes_of, editing
from handlers import BILL, NOW, ROUTE

if TYPE_CHECKING:
    from pathlib import Path

TAKEN = ROUTE.splitlines().index("  const now = Date.now();")
"""The line of the mistake, from 0."""


async def test_a_rule_is_explained_in_the_language_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "route.ts").write_text(ROUTE)
    (tmp_path / "app.py").write_text(BILL)
    async with editing(tmp_path) as editor:
        assert codes_of(await editor.opened("route.ts")) == ["WF101"]
        typescript = await editor.hover("route.ts", TAKEN, 20)
        await editor.opened("app.py")
        python = await editor.hover("app.py", NOW, 12)
    assert typescript.startswith("# clock-outside-step\n\n## What it does\n")
    assert "```typescript\n" in typescript
    assert "```python\n" not in typescript
    assert "```python\n" in python
    assert "```typescript\n" not in python
