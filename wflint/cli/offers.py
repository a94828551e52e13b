"""The rules, engines and keys that a shell offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def offered_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules whose name or code begins so; after a comma the next one."""
    from click.shell_completion import CompletionItem

    from wflint.rules import all_rules

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{text}", help=rule.rule.summary)
        for rule in all_rules()
        for text in (rule.name, rule.code)
        if text.lower().startswith(begun.lower())
    ]


def offered_options(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the keys of the configuration that begin so."""
    from click.shell_completion import CompletionItem

    from wflint.config.settings import all_options

    return [CompletionItem(each.key) for each in all_options() if each.key.startswith(incomplete.lower())]


def offered_engines(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the engines whose short name begins so."""
    from click.shell_completion import CompletionItem

    from wflint.engines import load_profiles

    return [
        CompletionItem(profile.id, help=profile.engine.title)
        for profile in load_profiles()
        if profile.id.startswith(incomplete.lower())
    ]
