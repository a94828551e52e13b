"""What an engine says to a value that is given as a duration."""

from __future__ import annotations

import math
import re

from wflint.rules.api import Const, Duration, Instance, Level, Problem, Ref, StepCall, Value, Words, called
from wflint.rules.invalid_duration.text import respelled

_CONVERTED = {
    "float": "`int()` of it",
    "Decimal": "`int()` of it",
    "timedelta": "`int()` of its `total_seconds()`",
}

_DAY = 24 * 60 * 60


def problem_of(ref: Ref, rules: Duration, words: Words) -> Problem | None:
    """Return what is wrong with a duration; `None` where nothing is, or that is not known."""
    type_ = ref.type.rpartition(".")[2] if isinstance(ref, (Const, Instance)) else ""
    value = ref.value if isinstance(ref, Const) else None
    pass_whole = f"pass whole {rules.unit.value}s"
    if type_ == "str" and "str" in rules.types:
        if not isinstance(value, str) or re.fullmatch(rules.pattern, value):
            return None
        message = rules.rejects["text"].format(value=words.written(value))
        written = respelled(value, rules)
        as_ = f"`{words.written(written)}`" if written is not None else rules.example
        return Problem(Level.WARNING, message, f"write it as {as_}, or {pass_whole}")
    if type_ == "int" and "short" in rules.rejects and isinstance(value, int) and 0 < value < rules.least:
        message = rules.rejects["short"].format(value=value)
        return Problem(Level.WARNING, message, _in_seconds(value, rules, words))
    if isinstance(value, (int, float)) and rules.most and value > rules.most:
        message = rules.rejects["long"].format(value=words.written(value), days=f"{value / _DAY:,.0f}")
        return Problem(Level.WARNING, message, f"{pass_whole}: divide it by 1000")
    is_negative = type_ in ("int", *rules.types) and isinstance(value, (int, float)) and value < 0
    if type_ in rules.types and not is_negative:
        return _fraction_problem(value, rules, words)
    rejects = rules.rejects.get("negative" if is_negative else type_)
    if rejects is None:
        return None
    converted = _CONVERTED.get(type_, "") if not is_negative else ""
    help_ = f"{pass_whole}: {converted}" if converted else pass_whole
    return Problem(Level.ERROR, rejects.format(value=words.written(value)), help_)


def _in_seconds(value: int, rules: Duration, words: Words) -> str:
    """Return how to write a number that was most likely meant as one of seconds."""
    if "timedelta" in rules.types:
        return f"pass a timedelta: `timedelta(seconds={value})`"
    return f"write the unit, too: `{words.written(f'{value}s')}`"


def _fraction_problem(value: object, rules: Duration, words: Words) -> Problem | None:
    """Return what happens to a part of a second, where the engine counts whole ones."""
    rejects = rules.rejects.get("fraction")
    if rejects is None or not isinstance(value, float) or value.is_integer() or not math.isfinite(value):
        return None
    message = rejects.format(value=words.written(value))
    return Problem(Level.WARNING, message, f"pass whole {rules.unit.value}s")


def limit_problem(step: StepCall, limit: Value, rules: Duration) -> Problem | None:
    """Return what is wrong with how long a step waits: it is certainly text, or no number that the engine takes."""
    help_ = f"pass whole {rules.unit.value}s{' or a timedelta' if 'timedelta' in rules.types else ''}"
    if "str" not in rules.types and is_text(limit.only):
        message = f"Text is not a duration, so `{called(step.site.node)}` fails with `TypeError`"
        return Problem(Level.ERROR, message, help_)
    if limit.constant is not None and is_text(limit.only):
        return problem_of(limit.constant, rules, step.site.module.words)
    value = limit.constant.value if limit.constant is not None and limit.constant.type == "int" else None
    if not isinstance(value, int) or not rules.least or value % rules.least == 0 < value:
        return None
    rejects = rules.rejects.get("limit-short" if value < rules.least else "limit-part")
    if not rejects:
        return None
    meant = f": `timedelta(seconds={value})`" if "timedelta" in rules.types and value > 0 else ""
    return Problem(Level.ERROR, rejects.format(value=value), f"{help_}{meant}")


def is_text(ref: Ref | None) -> bool:
    """Return whether something is certainly text."""
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"
