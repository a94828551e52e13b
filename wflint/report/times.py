"""Numbers of an explanation in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wflint.explaining.nodes import Times
from wflint.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterable


def often(times: Times) -> str:
    """How often something happens: `once`, `2 to 4 times`."""
    if times.least == times.most:
        return "once" if times.least == 1 else f"{times.least} times"
    if times.most is None:
        return f"at least {often(Times(times.least, times.least))}"
    return f"{times.least} to {times.most} times"


def many_steps(times: Times) -> str:
    """How many steps there are: `1 step`, `at least 2 steps`."""
    if times.least == times.most:
        return count(times.least, "step")
    if times.most is None:
        return f"at least {count(times.least, 'step')}"
    return f"{times.least} to {times.most} steps"


def ordinal(times: Times) -> str:
    """The how-maniest something is: `2`, `2 or 3`."""
    if times.least == times.most:
        return str(times.least)
    if times.most is None:
        return f"{times.least} or later"
    return f"{times.least} {'or' if times.most == times.least + 1 else 'to'} {times.most}"


def either(found: Iterable[Times]) -> Times:
    """What holds whichever of several numbers, at least one, is the right one."""
    known = list(found)
    mosts = [times.most for times in known if times.most is not None]
    return Times(min(times.least for times in known), max(mosts) if len(mosts) == len(known) else None)
