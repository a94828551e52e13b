"""All generated pages, by their place in `docs/`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tools.docs import engines
from tools.docs.commands import commands_page
from tools.docs.profile_keys import keys_page
from tools.docs.rules import classes_of, examples_of, fixes_of, overview_page, rule_page
from wflint.config.reference import options_reference
from wflint.engine_page import current_engines
from wflint.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

GENERATED_FOLDERS = ("rules", "engines", "reference")


def generated_pages(root: Path) -> dict[str, str]:
    """Every page that is made from code: its place below `docs/`, and its text in Markdown.

    Args:
        root: The project's folder, which holds `fixtures/`, `examples/` and the changelog.
    """
    fixtures = root / "fixtures"
    # Rule by rule, since what is found in the fixtures of the last one is remembered.
    rules = [
        (rule, fixes_of(rule, fixtures), examples_of(rule, fixtures), classes_of(rule, fixtures))
        for rule in all_rules()
    ]
    return {
        "rules/index.md": overview_page([(rule, fixes) for rule, fixes, *_ in rules]),
        **{
            f"rules/{rule.name}.md": rule_page(rule, fixes, examples, classes)
            for rule, fixes, examples, classes in rules
        },
        **engine_pages(root),
        "reference/configuration.md": options_reference(),
        "reference/commands.md": commands_page(),
        "reference/profile.md": keys_page(),
        "changelog.md": (root / "CHANGELOG.md").read_text(encoding="utf-8"),
    }


def engine_pages(root: Path) -> dict[str, str]:
    """The pages of the engines, and their overview."""
    pages = {"engines/index.md": engines.overview_page(current_engines())}
    for each in current_engines():
        example = engines.example_file(root, each.profile).read_text(encoding="utf-8")
        pages[f"engines/{each.profile.id}.md"] = engines.engine_page(each, example, current_engines())
    return pages


def write_pages(docs: Path, root: Path) -> None:
    """Write all generated pages; those of rules and engines that are gone are removed."""
    for folder in GENERATED_FOLDERS:
        shutil.rmtree(docs / folder, ignore_errors=True)
    for place, text in generated_pages(root).items():
        page = docs / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
