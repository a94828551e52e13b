"""# invalid-duration

## What it does

Finds calls of `context.sleep` that do not say how long: without a name, with name and duration swapped, with a `float`, `bool`,
`timedelta`, `None` or a negative number, or with text that is no duration (`10s`, `5m`, `2h`, `1d`, `1d10h30m`).

## Why it breaks on replay

The SDK passes the value on nearly unseen. A missing argument or a `timedelta` is a `TypeError` in every delivery. A `float`
arrives without its unit (`1.5` instead of `1s`), a `bool` as `Trues`, and `None` as no delay at all.

## Example

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep("wait-for-trial-end", timedelta(days=7).total_seconds())
    await context.run("send-offer", send_offer)
```

## Use instead

```python
@serve.post("/trial")
async def trial(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep("wait-for-trial-end", "7d")
    await context.run("send-offer", send_offer)
```

## Fix safety

Whole seconds are what the code means, and a run could hardly get past this point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wflint.rules.api import (
    Actual,
    Const,
    Draft,
    Duration,
    FixDraft,
    Handler,
    Instance,
    Level,
    Ref,
    Rule,
    Site,
    StepCall,
    StepKind,
    Unit,
    Value,
    breaks,
    called,
    handler_note,
    keeps,
)

RULE = Rule(
    code="WF601",
    summary="A sleep has no valid duration",
    level=Level.ERROR,
    applies=lambda engine: engine.duration is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find sleeps whose arguments make no duration."""
    rules = handler.profile.duration
    if rules is None:
        return
    told: set[object] = set()
    for step in handler.steps:
        if step.method.duration and not step.open_arguments and step.site not in told:
            for draft in _check_step(handler, step, rules):
                told.add(step.site)
                yield draft


def _check_step(handler: Handler, step: StepCall, rules: Duration) -> Iterator[Draft]:
    name, duration = step.name, step.arguments.get(step.method.duration or "")
    if step.method.kind is not StepKind.SLEEP:
        yield from _limit(handler, step, duration, rules)
        return
    if step.method.name and (name is None or duration is None):
        if len(step.arguments) == 1:
            missing = "duration" if name is not None else "name"
            message = f"This sleep fails with `TypeError`: it takes a name and a duration, and the {missing} is missing"
            example = handler.sleep_example(
                "wait", repr(rules.example.split(",")[0]) if rules.example else "60"
            )
            help_ = f"name the sleep: `{example.removeprefix('await ')}`"
            yield _draft(handler, step.site, Level.ERROR, message, help_, _named(handler, step, rules))
        return
    if duration is None:
        return
    site = step.frame.site(duration.node) if duration.node else step.site
    if name is not None and _is_number(name.value.only) and _is_text(duration.value.only):
        message = "Name and duration of this sleep are swapped: the name is taken for the duration"
        fix = _swapped(step, name, duration)
        yield _draft(handler, site, Level.ERROR, message, "write the name first, then the duration", fix)
        return
    found = [problem for ref in duration.value.alternatives if (problem := _problem(ref, rules))]
    if found and len(found) == len(duration.value.alternatives):
        level, why, help_ = found[0]
        yield _draft(handler, site, level, why, help_, _whole(site, duration.value, rules))


def _limit(handler: Handler, step: StepCall, limit: Actual | None, rules: Duration) -> Iterator[Draft]:
    """How long a step waits for something: text is all that certainly makes no limit."""
    if (
        limit is not None
        and limit.node is not None
        and "str" not in rules.types
        and _is_text(limit.value.only)
    ):
        message = f"Text is no duration, so `{called(step.site.node)}` fails with `TypeError`"
        others = " or a timedelta" if "timedelta" in rules.types else ""
        help_ = f"pass whole {rules.unit.value}s{others}"
        yield _draft(handler, step.frame.site(limit.node), Level.ERROR, message, help_, None)


def _named(handler: Handler, step: StepCall, rules: Duration) -> FixDraft | None:
    """Name a sleep that was given a duration alone."""
    only = next(iter(step.arguments.values())).value.only
    is_duration = (
        isinstance(only, Const) and isinstance(only.value, str) and re.fullmatch(rules.pattern, only.value)
    ) or (isinstance(only, (Const, Instance)) and only.type.removeprefix("builtins.") == "int")
    if not is_duration:
        return None
    return breaks(
        "name the sleep",
        lambda rewrite: rewrite.add_argument(
            step.site, 0, f'"{handler.writer.free_name("sleep", step.site)}"'
        ),
    )


def _swapped(step: StepCall, name: Actual, duration: Actual) -> FixDraft | None:
    if name.node is None or duration.node is None:
        return None
    first, second = step.frame.site(name.node), step.frame.site(duration.node)
    return keeps("swap name and duration", lambda rewrite: rewrite.swap_arguments(first, second))


def _whole(site: Site, value: Value, rules: Duration) -> FixDraft | None:
    """Make a whole number of a number or a span of time."""
    types = {
        ref.type.removeprefix("builtins.") for ref in value.alternatives if isinstance(ref, (Const, Instance))
    }
    if types == {"datetime.timedelta"}:
        if rules.unit is not Unit.SECOND:
            return None
        template = "{}.total_seconds()" if "float" in rules.types else "int({}.total_seconds())"
    elif types and types <= {"float", "decimal.Decimal"} and rules.unit is Unit.SECOND:
        template = "int({})"
    else:
        return None
    return keeps(f"pass whole {rules.unit.value}s", lambda rewrite: rewrite.apply(site, template))


_CONVERTED = {"float": "int(...)", "Decimal": "int(...)", "timedelta": "int(delta.total_seconds())"}


def _problem(ref: Ref, rules: Duration) -> tuple[Level, str, str] | None:
    type_ = ref.type.rpartition(".")[2] if isinstance(ref, (Const, Instance)) else ""
    value = ref.value if isinstance(ref, Const) else None
    pass_whole = f"pass whole {rules.unit.value}s"
    if type_ == "str" and "str" in rules.types:
        if not isinstance(value, str) or re.fullmatch(rules.pattern, value):
            return None
        why = rules.rejects["text"].format(value=repr(value))
        return Level.WARNING, why, f"write it as {rules.example}, or {pass_whole}"
    if type_ == "int" and "short" in rules.rejects and isinstance(value, int) and 0 < value < rules.least:
        help_ = f"pass a timedelta: `timedelta(seconds={value})`"
        return Level.WARNING, rules.rejects["short"].format(value=value), help_
    is_negative = type_ in ("int", *rules.types) and isinstance(value, (int, float)) and value < 0
    if type_ in rules.types and not is_negative:
        return None
    says = rules.rejects.get("negative" if is_negative else type_)
    if says is None:
        return None
    converted = _CONVERTED.get(type_, "") if not is_negative else ""
    help_ = f"{pass_whole}: `{converted}`" if converted else pass_whole
    return Level.ERROR, says.format(value=repr(value)), help_


def _is_number(ref: Ref | None) -> bool:
    return isinstance(ref, Const) and ref.type in ("int", "float")


def _is_text(ref: Ref | None) -> bool:
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"


def _draft(
    handler: Handler, site: Site, level: Level, message: str, help_: str, fix: FixDraft | None
) -> Draft:
    return Draft(level, message, site, "no valid duration", (handler_note(handler),), help_, fix=fix)
