"""What makes a valid sleep of an invalid one."""

from __future__ import annotations

import re

from wflint.rules.api import (
    Actual,
    Const,
    Duration,
    FixDraft,
    Handler,
    Instance,
    Site,
    StepCall,
    Unit,
    Value,
    argument_site,
    breaks,
    keeps,
)


def name_added(handler: Handler, step: StepCall, rules: Duration) -> FixDraft | None:
    """Name a sleep that was given a duration alone."""
    only = next(iter(step.arguments.values())).value.only
    text = only.value if isinstance(only, Const) else None
    is_span = isinstance(text, str) and re.fullmatch(rules.pattern, text)
    is_whole = isinstance(only, (Const, Instance)) and only.type.removeprefix("builtins.") == "int"
    if not is_span and not is_whole:
        return None
    stem = _stem(text, rules.unit)
    return breaks(
        "name the sleep",
        lambda rewrite: rewrite.add_argument(step.site, 0, f'"{handler.writer.free_name(stem, step.site)}"'),
    )


def _stem(duration: object, unit: Unit) -> str:
    """Return a name that says how long a sleep takes: `wait-3d`, `wait-60s`."""
    match duration:
        case str():
            return f"wait-{re.sub(r'[^A-Za-z0-9]+', '-', duration.strip())}"
        case int():
            return f"wait-{duration}{'ms' if unit is Unit.MILLISECOND else 's'}"
        case _:
            return "wait"


def swapped(step: StepCall, name: Actual, duration: Actual) -> FixDraft | None:
    """Let name and duration change places, where both are written out."""
    if name.node is None or duration.node is None:
        return None
    first, second = argument_site(step, name), argument_site(step, duration)
    return keeps("swap name and duration", lambda rewrite: rewrite.swap_arguments(first, second))


def whole(site: Site, value: Value, rules: Duration) -> FixDraft | None:
    """Make a whole number of a number or a span of time."""
    types = {
        ref.type.removeprefix("builtins.") for ref in value.alternatives if isinstance(ref, (Const, Instance))
    }
    if rules.unit is not Unit.SECOND or not types:
        return None
    if types == {"datetime.timedelta"}:
        template = "{}.total_seconds()" if "float" in rules.types else "int({}.total_seconds())"
    elif types <= {"float", "decimal.Decimal"}:
        template = site.module.words.as_whole
    else:
        return None
    return keeps(f"pass whole {rules.unit.value}s", lambda rewrite: rewrite.apply(site, template))
