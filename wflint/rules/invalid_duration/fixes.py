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
    ir,
    keeps,
)
from wflint.rules.invalid_duration.text import respelled, seconds_of


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


def mended(site: Site, value: Value, rules: Duration) -> FixDraft | None:
    """Write a duration as the engine takes it: text in its own form, or whole seconds."""
    constant = value.constant
    if constant is not None and isinstance(constant.value, str):
        return _text_mended(site, constant.value, rules)
    if rules.unit is not Unit.SECOND:
        return None
    template = _whole(site, value, rules)
    if template is None:
        return None
    return keeps(f"pass whole {rules.unit.value}s", lambda rewrite: rewrite.apply(site, template))


def _text_mended(site: Site, text: str, rules: Duration) -> FixDraft | None:
    if "str" in rules.types:
        written = respelled(text, rules)
        if written is None:
            return None
        return keeps(f'write it as "{written}"', lambda rewrite: rewrite.replace_text(site, written))
    seconds = seconds_of(text)
    if seconds is None or rules.unit is not Unit.SECOND or not isinstance(site.node, ir.Literal):
        return None
    return keeps("pass whole seconds", lambda rewrite: rewrite.apply(site, str(seconds)))


def _whole(site: Site, value: Value, rules: Duration) -> str | None:
    """Return a template that makes a whole number of a number or a span of time."""
    types = {
        ref.type.removeprefix("builtins.") for ref in value.alternatives if isinstance(ref, (Const, Instance))
    }
    if types == {"datetime.timedelta"}:
        return "{}.total_seconds()" if "float" in rules.types else "int({}.total_seconds())"
    if not types or not types <= {"float", "decimal.Decimal"}:
        return None
    match site.node:
        case ir.Literal(value=float(number)) if number > 0:
            return str(max(1, int(number)))
        case _:
            return site.module.words.as_whole
