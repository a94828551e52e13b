"""# invalid-timestamp

## What it does

Finds calls of `context.sleep_until` that name no moment: without a name, with a `date`, `timedelta` or `None`, with text that is not ISO
8601, or with milliseconds since 1970. It also finds moments that depend on where the handler runs: times without a zone.

## Why it breaks on replay

The SDK calls `.timestamp()` on what it is given, or reads text with `datetime.fromisoformat`. A `date` or `timedelta` fails with
`AttributeError`, other text with `ValueError`, in every delivery. A number counts seconds, so milliseconds are tens of thousands
of years away and the run never wakes up. A time without a zone is read in the zone of the server: it is another moment
in Frankfurt than in New York, and `utcnow()` is hours off everywhere but in London in winter. `Z` for UTC is only read from Python 3.11 on.

`datetime.now()` without a zone is the right moment on the machine that asks, and not reported.

## Example

```python
@serve.post("/renewal")
async def renewal(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep_until("wait-for-new-year", date(2030, 1, 1))
    await context.run("renew", renew)
```

## Use instead

```python
@serve.post("/renewal")
async def renewal(context: AsyncWorkflowContext[dict]) -> None:
    await context.sleep_until("wait-for-new-year", datetime(2030, 1, 1, tzinfo=timezone.utc))
    await context.run("renew", renew)
```

## Fix safety

Which zone a time without one was meant in is for you to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wflint.rules.api import (
    Actual,
    Const,
    Draft,
    FixDraft,
    Handler,
    Instance,
    Level,
    Ref,
    Rule,
    Site,
    StepCall,
    StepKind,
    TimestampFormat,
    handler_note,
    ir,
    keeps,
    spelled,
    taint_sources,
)

RULE = Rule(
    code="WF602",
    summary="A sleep has no valid moment to end at",
    level=Level.ERROR,
    applies=lambda engine: engine.moment is not None,
)

_Z_SINCE = (3, 11)
_AWARE = "give it a zone: `datetime(..., tzinfo=timezone.utc)`, `datetime.now(timezone.utc)`"
_MOMENT = "pass a datetime with a zone, seconds since 1970, or ISO text with an offset (`2030-01-01T00:00:00+00:00`)"


def check(handler: Handler) -> Iterator[Draft]:
    """Find sleeps whose arguments make no moment."""
    rules = handler.profile.moment
    if rules is None:
        return
    told: set[object] = set()
    for step in handler.steps:
        if step.method.kind is StepKind.SLEEP_UNTIL and not step.open_arguments and step.site not in told:
            draft = _check_step(handler, step, rules)
            if draft is not None:
                told.add(step.site)
                yield draft


def _check_step(handler: Handler, step: StepCall, rules: TimestampFormat) -> Draft | None:
    moment = step.arguments.get(step.method.moment or "")
    story = (handler_note(handler),)
    if moment is None:
        if len(step.arguments) != 1:
            return None
        message = (
            "This sleep fails with `TypeError`: it takes a name and a moment, and one of them is missing"
        )
        sleep = handler.profile.new_step.example
        help_ = f'name the sleep: `{sleep}.sleep_until("wait", ...)`'
        return Draft(Level.ERROR, message, step.site, "one argument", story, help_)
    found = [problem for ref in moment.value.alternatives if (problem := _problem(handler, ref, rules))]
    if "int" in rules.types and moment.node is not None and _in_milliseconds(moment.node):
        found = [_milliseconds("this counts")]
    elif len(found) != len(moment.value.alternatives):
        return None
    if not found:
        return None
    level, message, help_ = found[0]
    site = step.frame.site(moment.node) if moment.node else step.site
    label = "no valid moment" if level is Level.ERROR else "another moment elsewhere"
    return Draft(level, message, site, label, story, help_, fix=_fix(site, moment, rules))


def _fix(site: Site, moment: Actual, rules: TimestampFormat) -> FixDraft | None:
    """Name the zone, or count in seconds."""
    if moment.node is None:
        return None
    template = _template(moment, rules)
    if template is not None:
        return keeps("pass a moment in UTC", lambda rewrite: rewrite.apply(site, template))
    known = moment.value.constant if "str" in rules.types else None
    if known is not None and isinstance(known.value, str) and (text := _with_offset(known.value)):
        return keeps("write the offset", lambda rewrite: rewrite.replace_text(site, text))
    return None


def _template(moment: Actual, rules: TimestampFormat) -> str | None:
    known = moment.value.constant if "int" in rules.types else None
    is_late = known is not None and isinstance(known.value, (int, float)) and known.value > rules.latest
    if is_late or ("int" in rules.types and moment.node is not None and _in_milliseconds(moment.node)):
        return "{} / 1000"
    ref = moment.value.only
    if isinstance(ref, Instance) and ref.type == "datetime.date":
        return "<datetime.datetime>.combine({}, <datetime.datetime>.min.time(), <datetime.timezone>.utc)"
    if isinstance(ref, Instance) and ref.naive:
        # What a clock shows is the server's time; anything else was meant to be the same moment everywhere.
        local = any(source.name in _LOCAL_CLOCKS for source in taint_sources(moment.value.taint))
        return (
            "{}.astimezone(<datetime.timezone>.utc)"
            if local
            else "{}.replace(tzinfo=<datetime.timezone>.utc)"
        )
    return None


_LOCAL_CLOCKS = frozenset({"datetime.datetime.now", "datetime.datetime.today"})


def _with_offset(text: str) -> str | None:
    """The same ISO text with an offset; `None` where it is none."""
    plain = text[:-1] if text[-1:] in "Zz" else text
    try:
        parsed = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if len(plain) <= len("2030-01-01"):
        plain += "T00:00:00"
    return f"{plain}+00:00" if parsed.tzinfo is None else None


_NO_MOMENTS = frozenset(
    {"datetime.date", "datetime.timedelta", "datetime.time", "NoneType", "int", "float", "str"}
)


def _problem(handler: Handler, ref: Ref, rules: TimestampFormat) -> tuple[Level, str, str] | None:
    type_ = ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
    if type_ in _NO_MOMENTS and type_ not in rules.types:
        name = type_.removeprefix("datetime.")
        message = f"A {name} is no moment: `AttributeError`, it has no attribute `{rules.asks}`"
        if name == "NoneType":
            failure = f"AttributeError: 'NoneType' object has no attribute '{rules.asks}'"
            message = f"`None` is no moment: `{failure}`"
        return Level.ERROR, message, _help(handler, name)
    match type_:
        case "int" | "float" if isinstance(ref, Const) and isinstance(ref.value, (int, float)):
            return _milliseconds(f"`{ref.value}` counts") if ref.value > rules.latest else None
        case "str" if isinstance(ref, Const) and isinstance(ref.value, str):
            return _text_problem(handler, ref.value)
        case "datetime.datetime" if isinstance(ref, Instance) and ref.naive:
            message = "A time without a zone is read in the server's zone: another moment on another machine"
            return Level.WARNING, message, _AWARE
        case _:
            return None


def _text_problem(handler: Handler, text: str) -> tuple[Level, str, str] | None:
    is_zulu = text[-1:] in "Zz" and text != ""
    try:
        parsed = datetime.fromisoformat(text[:-1] + "+00:00" if is_zulu else text)
    except ValueError:
        return Level.ERROR, f"`{text!r}` is not ISO 8601: `ValueError: Invalid isoformat string`", _MOMENT
    if is_zulu and handler.settings.python < _Z_SINCE:
        message = "Python before 3.11 does not read `Z`: `ValueError: Invalid isoformat string`"
        return Level.WARNING, message, "write `+00:00` for `Z`"
    if parsed.tzinfo is None:
        message = f"`{text!r}` names no zone and is read in the server's: another moment on another machine"
        return Level.WARNING, message, "write the offset, too: `+00:00` for UTC"
    return None


def _milliseconds(what: str) -> tuple[Level, str, str]:
    message = (
        f"A moment is in seconds since 1970; {what} milliseconds, so this sleep lasts for thousands of years"
    )
    return Level.ERROR, message, "divide by 1000"


def _in_milliseconds(node: ir.Expr) -> bool:
    """Whether an expression multiplies a clock's seconds by 1000, whatever is done with the product."""
    match node:
        case ir.Call(func=ir.Name(id="int" | "round" | "float"), args=(first, *_)):
            return _in_milliseconds(first.value)
        case ir.Operation(op="+" | "-", operands=operands):
            return any(_in_milliseconds(each) for each in operands)
        case ir.Operation(op="*", operands=operands):
            factors = [
                each for each in operands if isinstance(each, ir.Literal) and each.value in (1000, 1000.0)
            ]
            clocks = [each for each in operands if spelled(each).rpartition(".")[2] in ("time", "timestamp")]
            return bool(factors and clocks)
        case _:
            return False


def _help(handler: Handler, name: str) -> str:
    if name == "date":
        return "say when on that day, and in which zone: `datetime(2030, 1, 1, tzinfo=timezone.utc)`"
    if name == "timedelta":
        sleep = f"`{handler.profile.new_step.example}.sleep` with whole seconds"
        return f"add it to a moment: `datetime.now(timezone.utc) + delta`, or {sleep}"
    return _MOMENT if handler.profile.moment and handler.profile.moment.types else _AWARE
