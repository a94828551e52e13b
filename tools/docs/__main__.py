"""Writes the generated pages into `docs/`."""

from __future__ import annotations

from pathlib import Path

from tools.docs.pages import write_pages

if __name__ == "__main__":
    root = Path(__file__).parent.parent.parent
    write_pages(root / "docs", root)
