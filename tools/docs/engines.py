"""A page for each engine, from its profile, and an overview of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.engines.facts import FORMATS, WHEN
from wflint.engines.replay import Consequences
from wflint.tables.words import field_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from wflint.engine_page import EnginePage
    from wflint.engines import Profile
    from wflint.engines.facts import Fact, Section
    from wflint.rules import RegisteredRule

_OVERVIEW: Final = """# Engines

wflint knows {count} engines. What it knows of each is a *profile*: which functions the SDK replays, what runs a step, when
a handler runs again, and what mistakes come to. All of it was measured on the SDK itself, in the versions that the table
names. There is nothing to configure: a handler belongs to the engine whose SDK registers it, which wflint sees from the
imports, also through other modules of the project. One project may use several.

`wflint engines` prints the table, `wflint engines NAME` what stands on an engine's page, and [Add an
engine](../how-to/add-an-engine.md) says how to write a profile."""

_MISTAKES: Final = """## What goes wrong where

The same code may be wrong with one engine and right with another. A rule speaks only where the engine at hand is one with
which it goes wrong; each page says what then happens."""

_EXAMPLE: Final = "## A handler without mistakes\n\nIn this one wflint finds nothing:"


_SUFFIXES: Final = {"Python": "py", "TypeScript": "ts"}


def example_file(root: Path, profile: Profile) -> Path:
    """The handler that an engine's page shows."""
    return root / "examples" / "engines" / f"orders_{profile.id}.{_SUFFIXES[profile.engine.language]}"


def engine_page(page: EnginePage, example: str) -> str:
    """The page of one engine, in Markdown.

    Args:
        page: What there is to tell.
        example: The source of a handler that is right.
    """
    profile = page.profile
    facts = [f"**{profile.id}**", *(f"`{each}`" for each in profile.engine.packages)]
    facts += [f"runs again {WHEN[profile.replay.when]}", f"stores results as {FORMATS[profile.codec.kind]}"]
    parts = [
        f"# {profile.engine.title}",
        " · ".join(facts),
        _EXAMPLE,
        f"```{profile.engine.language.lower()}\n{example}```",
    ]
    *sections, rules = page.sections
    parts += [_section(each) for each in sections]
    parts += [f"## {rules.title}", "These hold for it:", _rules(page.applying)]
    if page.left_out:
        about = "These do not: what they look for does no harm, or cannot be written with this SDK."
        parts += [about, _rules(page.left_out)]
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> str:
    facts = "\n".join(map(_fact, section.facts))
    return "\n\n".join(filter(None, (f"## {section.title}", section.about, facts)))


def _fact(fact: Fact) -> str:
    return f"- {fact.name}: {fact.text}" if fact.text else f"- {fact.name}"


def _rules(rules: Iterable[RegisteredRule]) -> str:
    rows = [f"| {each.code} | [{each.name}](../rules/{each.name}.md) | {_summary(each)} |" for each in rules]
    return "\n".join(["| code | name | what it finds |", "|---|---|---|", *rows])


def _summary(rule: RegisteredRule) -> str:
    return rule.rule.summary.replace("|", "\\|")


# --- all engines ---


def overview_page(pages: Sequence[EnginePage]) -> str:
    """The table of all engines, and one of what goes wrong with which, in Markdown."""
    head = ["| engine | SDK | a handler runs again | results | rules that hold |", "|---|---|---|---|---|"]
    parts = [
        _OVERVIEW.format(count=len(pages)),
        "\n".join([*head, *map(_row, pages)]),
        _MISTAKES,
        _mistakes(pages),
    ]
    return "\n\n".join(parts) + "\n"


def _row(page: EnginePage) -> str:
    profile = page.profile
    cells = [
        f"[{profile.engine.title}]({profile.id}.md)",
        ", ".join(f"`{each}`" for each in profile.engine.packages),
        WHEN[profile.replay.when],
        FORMATS[profile.codec.kind],
        f"{len(page.applying)} of {len(page.applying) + len(page.left_out)}",
    ]
    return f"| {' | '.join(cells)} |"


def _mistakes(pages: Sequence[EnginePage]) -> str:
    titles = [page.profile.engine.title for page in pages]
    head = [f"| | {' | '.join(titles)} |", f"|---|{'---|' * len(titles)}"]
    rows = [
        f"| {text.rstrip('.')} | {' | '.join(_goes_wrong(page, name) for page in pages)} |"
        for name, text in field_texts(Consequences).items()
    ]
    return "\n".join([*head, *rows])


def _goes_wrong(page: EnginePage, name: str) -> str:
    return "goes wrong" if getattr(page.profile.consequences, name) is not None else ""
