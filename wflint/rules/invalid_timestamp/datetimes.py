"""What an engine says to a value that is given as a moment."""

from __future__ import annotations

import re
from datetime import datetime

from wflint.rules.api import (
    Actual,
    Const,
    External,
    Handler,
    Instance,
    Level,
    Method,
    Problem,
    Ref,
    TextFormat,
    TimestampFormat,
    ir,
    spelled,
    type_name,
    value_of,
    with_article,
)

_NO_MOMENTS = frozenset(
    {"datetime.date", "datetime.timedelta", "datetime.time", "NoneType", "int", "float", "str"}
)
_KINDS = {"int": "number", "float": "number", "NoneType": "undefined"}
_Z_SINCE = (3, 11)
_ROUNDED = frozenset({"Math.floor", "Math.round", "Math.ceil", "Math.trunc"})
_AWARE = "give it a zone: `tzinfo=timezone.utc`, or `timezone.utc` as the argument of `now`"
_DATE = "pass a `Date`, {seconds}or ISO text with its zone (`2030-01-01T00:00:00Z`)"
_NO_DATE = re.compile(
    r"\D*|\d{7,}|(?:\d+\s*(?:[smhdw]|(?:sec|min|hour|day|week|month|year)[a-z]*)\s*)+", re.IGNORECASE
)
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_MOMENT = "pass a datetime with a zone, seconds since 1970, or ISO text with an offset (`2030-01-01T00:00:00+00:00`)"


def problem_of(handler: Handler, ref: Ref, rules: TimestampFormat) -> Problem | None:
    """Return what is wrong with a moment; `None` where nothing is, or that is not known."""
    type_ = ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
    if type_ in _NO_MOMENTS and type_ not in rules.types:
        return _no_moment(handler, ref, type_.removeprefix("datetime."), rules)
    match type_:
        case "int" | "float" if isinstance(ref, Const) and isinstance(ref.value, (int, float)):
            return milliseconds_problem(f"`{ref.value}` counts") if ref.value > rules.latest else None
        case "str" if isinstance(ref, Const) and isinstance(ref.value, str):
            if rules.text is TextFormat.DATE:
                return _date_text_problem(handler, ref.value, rules)
            return _text_problem(handler, ref.value)
        case "datetime.datetime" if isinstance(ref, Instance) and ref.naive:
            message = (
                "A time without a zone is read in the server's zone: a different time on another machine"
            )
            return Problem(Level.WARNING, message, _AWARE)
        case _:
            return None


def _no_moment(handler: Handler, ref: Ref, name: str, rules: TimestampFormat) -> Problem:
    """Return what happens where the SDK is given something else."""
    words = handler.site.module.words
    if not rules.asks:
        value = words.written(ref.value) if isinstance(ref, Const) else _KINDS.get(name, name)
        return Problem(Level.ERROR, rules.rejects.format(value=value), _wanted(rules))
    if name == "NoneType":
        failure = words.nothing_asked.format(name=rules.asks)
        return Problem(Level.ERROR, f"`{words.null}` is not a point in time: `{failure}`", _wanted(rules))
    message = (
        f"{with_article(name)} is not a point in time: `AttributeError`, it has no attribute `{rules.asks}`"
    )
    match name:
        case "date":
            help_ = "pass a `datetime` that says when on that day, and in which zone: `tzinfo=timezone.utc`"
        case "timedelta":
            sleep = f"`{handler.profile.new_step.example}.sleep` with whole seconds"
            help_ = f"add it to `datetime.now(timezone.utc)`, or use {sleep}"
        case _:
            help_ = _wanted(rules)
    return Problem(Level.ERROR, message, help_)


def _wanted(rules: TimestampFormat) -> str:
    if rules.text is TextFormat.DATE:
        return _DATE.format(seconds="seconds since 1970, " if "int" in rules.types else "")
    return _MOMENT if rules.types else _AWARE


def is_invalid_date(handler: Handler, node: ir.Node | None) -> str | None:
    """Return the text that code makes a date of, where that is certainly none; `None` where it may be one."""
    if not isinstance(node, ir.New) or len(node.args) != 1:
        return None
    made, text = value_of(handler, node).only, value_of(handler, node.args[0].value).constant
    is_date = isinstance(made, Instance) and made.type == "Date"
    return (
        text.value if is_date and text and isinstance(text.value, str) and _is_no_date(text.value) else None
    )


def invalid_date_problem(handler: Handler, text: str, rules: TimestampFormat) -> Problem:
    """Return what happens to a moment that is made of text which is no date."""
    message = rules.rejects.format(value=handler.site.module.words.written(text))
    return Problem(Level.ERROR, message, _wanted(rules))


def _date_text_problem(handler: Handler, text: str, rules: TimestampFormat) -> Problem | None:
    """Return what is wrong with text that is read as `new Date(text)` reads it."""
    if _is_no_date(text):
        return invalid_date_problem(handler, text, rules)
    if not _LOCAL_TIME.fullmatch(text):
        return None
    written = handler.site.module.words.written(text)
    message = f"`{written}` names no zone and is read in the server's: a different time on another machine"
    return Problem(Level.WARNING, message, "write the zone, too: `Z` for UTC")


def _is_no_date(text: str) -> bool:
    """Return whether text is certainly no date: a word, a span of time, a number of seconds."""
    return bool(_NO_DATE.fullmatch(text))


def _text_problem(handler: Handler, text: str) -> Problem | None:
    is_zulu = text[-1:] in "Zz" and text != ""
    try:
        parsed = datetime.fromisoformat(text[:-1] + "+00:00" if is_zulu else text)
    except ValueError:
        message = f"`{text!r}` is not ISO 8601: `ValueError: Invalid isoformat string`"
        return Problem(Level.ERROR, message, _MOMENT)
    if is_zulu and handler.deployment.python < _Z_SINCE:
        message = "Python before 3.11 does not read `Z`: `ValueError: Invalid isoformat string`"
        return Problem(Level.WARNING, message, "write `+00:00` for `Z`")
    if parsed.tzinfo is None:
        message = f"`{text!r}` names no zone and is read in the server's: a different time on another machine"
        return Problem(Level.WARNING, message, "write the offset, too: `+00:00` for UTC")
    return None


def milliseconds_problem(what: str) -> Problem:
    """Return what happens where a moment counts milliseconds."""
    message = f"A timestamp counts seconds since 1970; {what} milliseconds, so this sleep lasts for thousands of years"
    return Problem(Level.ERROR, message, "divide by 1000")


def in_milliseconds(handler: Handler, moment: Actual, rules: TimestampFormat) -> bool:
    """Return whether a moment that may be a number is written in milliseconds."""
    if "int" not in rules.types or moment.node is None:
        return False
    if rules.milliseconds:
        return _counts_milliseconds(handler, moment.node, rules)
    return _multiplies_clock(moment.node)


def _counts_milliseconds(handler: Handler, node: ir.Expr, rules: TimestampFormat) -> bool:
    """Return whether an expression is what gives milliseconds, or adds something to that."""
    match node:
        case ir.Operation(op="+" | "-", operands=operands):
            counting = [each for each in operands if _counts_milliseconds(handler, each, rules)]
            # The difference of two moments is none.
            return len(counting) == 1
        case ir.Call(func=func, args=args):
            name = _qualified_name(value_of(handler, func).only)
            is_rounded = name in _ROUNDED and len(args) == 1
            return name in rules.milliseconds or (
                is_rounded and _counts_milliseconds(handler, args[0].value, rules)
            )
        case _:
            return False


def _qualified_name(ref: Ref | None) -> str:
    match ref:
        case External():
            return ref.name
        case Method(owner=owner):
            return f"{type_name(owner)}.{ref.name}"
        case _:
            return ""


def _multiplies_clock(node: ir.Expr) -> bool:
    """Return whether an expression multiplies a clock's seconds by 1000, whatever is done with the product."""
    match node:
        case ir.Call(func=ir.Name(id="int" | "round" | "float"), args=(first, *_)):
            return _multiplies_clock(first.value)
        case ir.Operation(op="+" | "-", operands=operands):
            return any(map(_multiplies_clock, operands))
        case ir.Operation(op="*", operands=operands):
            by_thousand = any(isinstance(each, ir.Literal) and each.value == 1000 for each in operands)
            return by_thousand and any(
                spelled(each).rpartition(".")[2] in ("time", "timestamp") for each in operands
            )
        case _:
            return False
