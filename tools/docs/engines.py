"""A page for each engine, from its profile, and an overview of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.engine_page import rule_of_mistake
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

wflint knows {count} SDKs in {languages} languages; those of one engine are listed together. It describes each by a *profile*: which functions
the SDK replays, what runs a step, when a handler runs again, and what each mistake leads to. All of it was measured on the SDK itself, in
the versions below. There is nothing to configure: wflint sees from the imports which SDK registers a handler, even
if they go through other modules of the project. One project may use several.

`wflint engines` lists them in the terminal, `wflint engines NAME` describes one, and `--verbose` adds what stands on its page here. [Add an
engine](../how-to/add-an-engine.md) explains how to write a profile."""

_MISTAKES: Final = """## What goes wrong where

The same code may be wrong with one engine and right with another. A rule reports it only with the engines where it goes
wrong. The engine's page says what happens then."""

_EXAMPLE: Final = "## A handler without mistakes\n\nIn this one wflint finds nothing:"


_SUFFIXES: Final = {"Python": "py", "TypeScript": "ts"}


def example_file(root: Path, profile: Profile) -> Path:
    """The handler that an engine's page shows."""
    return root / "examples" / "engines" / f"orders_{profile.id}.{_SUFFIXES[profile.engine.language]}"


def by_family(pages: Iterable[EnginePage]) -> list[EnginePage]:
    """Engines by name, where those of one family stand together, Python's first."""
    return sorted(pages, key=lambda each: (_family(each.profile), each.profile.engine.language))


def _family(profile: Profile) -> str:
    return profile.engine.family or profile.id


def engine_page(page: EnginePage, example: str, others: Iterable[EnginePage] = ()) -> str:
    """The page of one engine, in Markdown.

    Args:
        page: What there is to tell.
        example: The source of a handler that is right.
        others: All engines, among which those of its family are linked.
    """
    profile = page.profile
    facts = [f"**{profile.id}**", *(f"`{each}`" for each in profile.engine.packages)]
    facts += [f"runs again {WHEN[profile.replay.when]}", f"stores results as {FORMATS[profile.codec.kind]}"]
    parts = [
        f"# {profile.engine.title}",
        " · ".join(facts),
        *_relatives(profile, others),
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


def _relatives(profile: Profile, others: Iterable[EnginePage]) -> list[str]:
    """Where the same engine's SDKs for other languages are described."""
    relatives = [
        f"[{each.profile.engine.language}]({each.profile.id}.md)"
        for each in by_family(others)
        if _family(each.profile) == _family(profile) and each.profile.id != profile.id
    ]
    if not relatives:
        return []
    return [
        f"This page is about the SDK for {profile.engine.language}; there is one for {' and '.join(relatives)}, too."
    ]


def _section(section: Section) -> str:
    facts = "\n".join(map(_fact, section.facts))
    return "\n\n".join(filter(None, (f"## {section.title}", section.about, facts)))


def _fact(fact: Fact) -> str:
    name = f"{_rule_link(fact.mistake)} {fact.name}" if fact.mistake else fact.name
    return f"- {name}: {fact.text}" if fact.text else f"- {name}"


def _rule_link(mistake: str) -> str:
    rule = rule_of_mistake(mistake)
    return f"[{rule.code}](../rules/{rule.name}.md)"


def _rules(rules: Iterable[RegisteredRule]) -> str:
    rows = [f"| {each.code} | [{each.name}](../rules/{each.name}.md) | {_summary(each)} |" for each in rules]
    return "\n".join(["| code | name | what it finds |", "|---|---|---|", *rows])


def _summary(rule: RegisteredRule) -> str:
    return rule.rule.summary.replace("|", "\\|")


# --- all engines ---


def overview_page(pages: Sequence[EnginePage]) -> str:
    """The table of all engines, and one of what goes wrong with which, in Markdown."""
    head = [
        "| engine | language | SDK | a handler runs again | results | rules that hold |",
        "|---|---|---|---|---|---|",
    ]
    parts = [
        _OVERVIEW.format(count=len(pages), languages=len({each.profile.engine.language for each in pages})),
        "\n".join([*head, *map(_row, by_family(pages))]),
        _MISTAKES,
        _mistakes(by_family(pages)),
    ]
    return "\n\n".join(parts) + "\n"


def _row(page: EnginePage) -> str:
    profile = page.profile
    cells = [
        f"[{profile.engine.title}]({profile.id}.md)",
        profile.engine.language,
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
        f"| {_rule_link(name)} {text.rstrip('.').partition(':')[0]} | {' | '.join(_goes_wrong(page, name) for page in pages)} |"
        for name, text in field_texts(Consequences).items()
    ]
    return "\n".join([*head, *rows])


def _goes_wrong(page: EnginePage, name: str) -> str:
    return "goes wrong" if getattr(page.profile.consequences, name) is not None else ""
