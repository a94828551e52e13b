"""Ignore comments for findings that are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.files.adding import IgnoreRequest, add_ignores
from wflint.files.text import SourceText
from wflint.languages import language_of, parses
from wflint.rules import find_rule

if TYPE_CHECKING:
    from wflint.findings import Finding

IGNORE_HERE: Final = "wflint.ignoreHere"
"""The command of clients that ask for the reason themselves."""

REASON: Final = "say why"
"""Stands for the reason where the client asks for none."""


def can_be_ignored(finding: Finding) -> bool:
    """Return whether a finding is about code, rather than about a file or a comment, where no comment would be left alone."""
    rule = find_rule(finding.name)
    return rule is not None and (rule.check is not None or rule.check_project is not None)


def with_ignore(finding: Finding, source: SourceText, reason: str) -> str | None:
    """Return the text of a file with a comment that silences a finding; `None` where no comment can stand there.

    Args:
        finding: The finding.
        source: The file.
        reason: What stands after the brackets.
    """
    syntax = language_of(source.path).comments
    added = add_ignores(source, [IgnoreRequest(finding.span.start, finding.name)], syntax, reason)
    if added.left or added.text == source.text or not parses(SourceText(source.path, added.text)):
        return None
    return added.text
