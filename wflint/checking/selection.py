"""Which rules a name, a code or a prefix of a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.errors import UsageError
from wflint.rules import all_rules
from wflint.tables import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LISTED: Final = "; `wflint rule --list` lists the rules"


def rules_meant(given: Iterable[str], where: Callable[[], str]) -> frozenset[str]:
    """Return the names of the rules that are meant.

    Args:
        given: Names, codes and prefixes of codes, each one or several with commas.
        where: Says for messages where they stand.

    Raises:
        UsageError: One of them means no rule.
    """
    found: set[str] = set()
    for text in (part.strip() for each in given for part in each.split(",")):
        wanted = text.lower()
        if not wanted:
            continue
        means = {r.name for r in all_rules() if wanted == r.name or r.code.lower().startswith(wanted)}
        if not means:
            known = [name for r in all_rules() for name in (r.name, r.code)]
            meant = did_you_mean(text, known, "") or did_you_mean(wanted, known, _LISTED)
            raise UsageError(f"{where()}: there is no rule `{text}`{meant}")
        found |= means
    return frozenset(found)
