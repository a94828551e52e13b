"""Numbers of an explanation in words."""

from __future__ import annotations

from wflint.explaining.bounds import Bounds
from wflint.report.summary import count


def count_text(bounds: Bounds) -> str:
    """Format how often something happens: `once`, `2 to 4 times`."""
    if bounds.least == bounds.most:
        return "once" if bounds.least == 1 else f"{bounds.least} times"
    if bounds.most is None:
        return f"at least {count_text(Bounds(bounds.least, bounds.least))}"
    return f"{bounds.least} {_or_to(bounds)} {bounds.most} times"


def many_steps(bounds: Bounds) -> str:
    """Format how many steps there are: `1 step`, `at least 2 steps`."""
    if bounds.least == bounds.most:
        return count(bounds.least, "step")
    if bounds.most is None:
        return f"at least {count(bounds.least, 'step')}"
    return f"{bounds.least} {_or_to(bounds)} {bounds.most} steps"


def ordinal(bounds: Bounds) -> str:
    """Format a step's ordinal position: `2`, `2 or 3`."""
    if bounds.least == bounds.most:
        return str(bounds.least)
    if bounds.most is None:
        return f"{bounds.least} or later"
    return f"{bounds.least} {_or_to(bounds)} {bounds.most}"


def _or_to(bounds: Bounds) -> str:
    return "or" if bounds.most == bounds.least + 1 else "to"
