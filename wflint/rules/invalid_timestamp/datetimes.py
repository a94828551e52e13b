"""What an engine says to a value that is given as a moment."""

from __future__ import annotations

from datetime import datetime

from wflint.rules.api import (
    Actual,
    Const,
    Handler,
    Instance,
    Level,
    Problem,
    Ref,
    TimestampFormat,
    ir,
    spelled,
    with_article,
)

_NO_MOMENTS = frozenset(
    {"datetime.date", "datetime.timedelta", "datetime.time", "NoneType", "int", "float", "str"}
)
_Z_SINCE = (3, 11)
_AWARE = "give it a zone: `datetime(..., tzinfo=timezone.utc)`, `datetime.now(timezone.utc)`"
_MOMENT = "pass a datetime with a zone, seconds since 1970, or ISO text with an offset (`2030-01-01T00:00:00+00:00`)"


def problem_of(handler: Handler, ref: Ref, rules: TimestampFormat) -> Problem | None:
    """Return what is wrong with a moment; `None` where nothing is, or that is not known."""
    type_ = ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
    if type_ in _NO_MOMENTS and type_ not in rules.types:
        return _no_moment(handler, type_.removeprefix("datetime."), rules)
    match type_:
        case "int" | "float" if isinstance(ref, Const) and isinstance(ref.value, (int, float)):
            return milliseconds_problem(f"`{ref.value}` counts") if ref.value > rules.latest else None
        case "str" if isinstance(ref, Const) and isinstance(ref.value, str):
            return _text_problem(handler, ref.value)
        case "datetime.datetime" if isinstance(ref, Instance) and ref.naive:
            message = "A time without a zone is read in the server's zone: another moment on another machine"
            return Problem(Level.WARNING, message, _AWARE)
        case _:
            return None


def _no_moment(handler: Handler, name: str, rules: TimestampFormat) -> Problem:
    """Return what happens where the SDK asks something else for its moment."""
    if name == "NoneType":
        failure = f"AttributeError: 'NoneType' object has no attribute '{rules.asks}'"
        return Problem(Level.ERROR, f"`None` is no moment: `{failure}`", _wanted(rules))
    message = f"{with_article(name)} is no moment: `AttributeError`, it has no attribute `{rules.asks}`"
    match name:
        case "date":
            help_ = "say when on that day, and in which zone: `datetime(2030, 1, 1, tzinfo=timezone.utc)`"
        case "timedelta":
            sleep = f"`{handler.profile.new_step.example}.sleep` with whole seconds"
            help_ = f"add it to a moment: `datetime.now(timezone.utc) + delta`, or {sleep}"
        case _:
            help_ = _wanted(rules)
    return Problem(Level.ERROR, message, help_)


def _wanted(rules: TimestampFormat) -> str:
    return _MOMENT if rules.types else _AWARE


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
        message = f"`{text!r}` names no zone and is read in the server's: another moment on another machine"
        return Problem(Level.WARNING, message, "write the offset, too: `+00:00` for UTC")
    return None


def milliseconds_problem(what: str) -> Problem:
    """Return what happens where a moment counts milliseconds."""
    message = (
        f"A moment is in seconds since 1970; {what} milliseconds, so this sleep lasts for thousands of years"
    )
    return Problem(Level.ERROR, message, "divide by 1000")


def in_milliseconds(moment: Actual, rules: TimestampFormat) -> bool:
    """Return whether a moment that may be a number is written in milliseconds."""
    return "int" in rules.types and moment.node is not None and _multiplies_clock(moment.node)


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
