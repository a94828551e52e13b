"""All generated pages, by their place in `docs/`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tools.docs.commands import commands_page
from tools.docs.rules import fixes_of, overview_page, rule_page
from wflint.config.reference import options_reference
from wflint.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

GENERATED_FOLDERS = ("rules", "reference")


def generated_pages(root: Path) -> dict[str, str]:
    """Every page that is made from code: its place below `docs/`, and its text in Markdown.

    Args:
        root: The project's folder, which holds `fixtures/` and the changelog.
    """
    rules = [(rule, fixes_of(rule, root / "fixtures")) for rule in all_rules()]
    return {
        "rules/index.md": overview_page(rules),
        **{f"rules/{rule.name}.md": rule_page(rule, fixes) for rule, fixes in rules},
        "reference/configuration.md": options_reference(),
        "reference/commands.md": commands_page(),
        "changelog.md": (root / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


def write_pages(docs: Path, root: Path) -> None:
    """Write all generated pages; those of rules that are gone are removed."""
    for folder in GENERATED_FOLDERS:
        shutil.rmtree(docs / folder, ignore_errors=True)
    for place, text in generated_pages(root).items():
        page = docs / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
