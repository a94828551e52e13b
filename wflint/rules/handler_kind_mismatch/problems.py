"""What happens when an engine calls a handler, or a failure function, that does not fit."""

from __future__ import annotations

from wflint.rules._families.undefined import missing_parameter
from wflint.rules.api import (
    CONTEXT,
    Closure,
    Color,
    Handler,
    Level,
    Problem,
    Registration,
    Words,
    callee,
    has_wrong_color,
    ir,
    misfit,
)


def handler_problem(handler: Handler, registration: Registration) -> Problem | None:
    """Return what happens when the engine calls a handler; `None` where it can."""
    closure = callee(registration.given)
    if closure is None or registration.registered_by.fault is not None:
        return None
    color, name = handler.context.color, _named(handler, closure)
    ends = "never starts" if handler.profile.consequences.no_step is not None else "fails"
    if handler.profile.codec.drops:
        ends = "completes without it"
    if closure.function.body.yields:
        return Problem(
            Level.ERROR,
            f"{name} is a generator, so its body never runs and the run {ends}",
            _right_color(color, handler.words),
        )
    if handler.has_wrong_color:
        why = _wrong_color(
            closure.function, color, registration.registered_by.pattern.rejects, ends, handler.words
        )
        return Problem(Level.ERROR, f"{name} {why}", _right_color(color, handler.words))
    return _misfit(handler, registration)


def _named(handler: Handler, closure: Closure) -> str:
    """Return what a message calls a function that is given to an engine."""
    given = f"`{handler.name if closure.function.is_lambda else closure.function.name}`"
    return given if closure.own is closure else f"{given}, which stands in for `{closure.name}`,"


def _wrong_color(function: ir.Function, color: Color, rejects: str | None, ends: str, words: Words) -> str:
    """Return what a function of the wrong color comes to, as the end of a sentence."""
    if rejects is not None and function.is_async is not (color is Color.ASYNC):
        kind = "async" if function.is_async else "sync"
        return f"is {kind}: the module fails to import with `{rejects}`"
    if color is Color.ASYNC:
        return words.not_awaitable
    gives = "is async" if function.is_async else "returns a coroutine"
    return f"{gives}, which is never awaited: its body never runs, and the run {ends}"


def _right_color(color: Color, words: Words) -> str:
    if color is Color.ASYNC:
        return f"make it an `{words.async_function}`"
    return f"make it a plain `{words.sync_function}`"


def _misfit(handler: Handler, registration: Registration) -> Problem | None:
    """Return what happens where a handler takes other arguments than it is given."""
    pattern, one = registration.registered_by.pattern, handler.profile.replay.one
    if pattern.is_ambient:
        return None
    lacking = missing_parameter(registration.given, len(pattern.takes))
    if lacking is not None:
        name, null = lacking.name, handler.words.null
        return Problem(
            Level.ERROR,
            f"A handler is called with the context alone, so `{name}` is `{null}` in it",
            "take the context as the only parameter",
        )
    reason = misfit(registration.given, len(pattern.takes))
    if reason is None:
        return None
    if pattern.takes == (CONTEXT,):
        given, wanted, plural = "the context alone", "the context", ""
    else:
        given = wanted = f"({', '.join(pattern.takes)})"
        plural = "s" if len(pattern.takes) > 1 else ""
    return Problem(
        Level.ERROR,
        f"A handler is called with {given}, so each {one} fails with `TypeError: {reason}`",
        f"take {wanted} as the only required parameter{plural}",
    )


def later_problem(handler: Handler, registration: Registration) -> Problem | None:
    """Return what happens to a handler that only earlier versions of the SDK can call, once a later one does."""
    pattern, one = registration.registered_by.pattern, handler.profile.replay.one
    reason = misfit(registration.given, len(pattern.later_takes)) if pattern.later_takes else None
    if reason is None:
        return None
    dropped = [each.removeprefix(f"{CONTEXT}.") for each in pattern.takes if each not in pattern.later_takes]
    return Problem(
        Level.ERROR,
        f"Since version {pattern.later} of the SDK, which this project requires, a handler is called with the context alone, so each "
        f"{one} fails with `TypeError: {reason}`",
        f"take the context alone, and {', '.join(f'`{each}`' for each in dropped)} from it",
    )


def failure_problem(handler: Handler, registration: Registration) -> Problem | None:
    """Return what happens when the engine calls a handler's failure function; `None` where it can."""
    failure, described = handler.failure, handler.profile.failure
    if failure is None or described is None:
        return None
    parameters = ", ".join(described.parameters)
    reason = misfit(failure.given, len(described.parameters))
    if reason is not None:
        return Problem(
            Level.ERROR,
            f"A failure function is called with ({parameters}), so it fails with `TypeError: {reason}`",
            f"take these parameters: `({parameters})`",
        )
    lacking = missing_parameter(failure.given, len(described.parameters))
    if lacking is not None:
        taken = f"{{ {', '.join(described.fields)} }}" if described.fields else parameters
        null = handler.words.null
        return Problem(
            Level.ERROR,
            f"A failure function is called with one object, so `{lacking.name}` is `{null}` in it",
            f"take what you need of `({taken})`",
        )
    own, other = handler.context.color, failure.followed.context.color
    if described.rejects and own is not other:
        words = {Color.ASYNC: "async", Color.SYNC: "non-async"}
        rejects = described.rejects.format(handler=words[own], failure=words[other])
        return Problem(
            Level.ERROR, f"The module fails to import with `{rejects}`", _right_color(own, handler.words)
        )
    color = registration.registered_by.pattern.color
    if (
        color is None
        or described.either_color
        or not has_wrong_color(failure.given, failure.followed.events, color)
    ):
        return None
    name = f"`{failure.followed.name}`"
    if color is Color.SYNC:
        return Problem(
            Level.ERROR,
            f"{name} is async and never awaited, so it never runs",
            _right_color(color, handler.words),
        )
    message = (
        f"{name} is sync, but its result is awaited: it runs, the delivery is answered as an error all the same, "
        "and it runs again"
    )
    return Problem(Level.ERROR, message, _right_color(color, handler.words))
