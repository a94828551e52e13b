"""Profiles that know the user's own wrappers around an SDK: functions that register handlers or run steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wflint.config.kinds import StepWrapper
from wflint.engines.handlers import HandlerPattern, RegistrationStyle
from wflint.engines.profile import Profile
from wflint.engines.steps import StepMethod
from wflint.errors import DataError
from wflint.tables import did_you_mean

Place = Callable[[str], str]
"""Says where the row of a qualified name stands, for messages."""


def with_handlers(
    profiles: tuple[Profile, ...], rows: Mapping[str, str], place: Place
) -> tuple[Profile, ...]:
    """Teach profiles more functions that register handlers.

    Args:
        profiles: The profiles as they are.
        rows: Qualified names of the functions, each with that of the registration of an SDK that it is in front of.
        place: Where the rows stand.

    Raises:
        DataError: A row names no registration.
    """
    known = [pattern.pattern for profile in profiles for pattern in profile.handler]
    for name, like in rows.items():
        _check_name(name, place)
        if like not in known:
            raise DataError(
                f"{place(name)}: no engine registers handlers with `{like}`{did_you_mean(like, known)}"
            )
    return tuple(
        replace(profile, handler=(*profile.handler, *_patterns(profile, rows))) for profile in profiles
    )


def _patterns(profile: Profile, rows: Mapping[str, str]) -> list[HandlerPattern]:
    """Make a pattern for each way to use a wrapper; what it takes and rejects is its own affair."""
    return [
        HandlerPattern(name, via, pattern.color, wraps=True, header_case=pattern.header_case)
        for name, like in rows.items()
        for pattern in profile.handler
        if pattern.pattern == like
        for via in (RegistrationStyle.DECORATOR, RegistrationStyle.ARGUMENT)
    ]


def with_steps(
    profiles: tuple[Profile, ...], rows: Mapping[str, StepWrapper], place: Place
) -> tuple[Profile, ...]:
    """Teach profiles more functions that run steps.

    Args:
        profiles: The profiles as they are.
        rows: What the functions take, by their qualified names.
        place: Where the rows stand.

    Raises:
        DataError: A row names no step method, or a parameter that there is not or that the step method has no use for.
    """
    methods = {step.method: step for profile in reversed(profiles) for step in profile.step}
    for name, row in rows.items():
        _check_name(name, place)
        if row.method not in methods:
            raise DataError(
                f"{place(name)}: no context has a step `{row.method}`{did_you_mean(row.method, methods)}"
            )
        _check_roles(row, methods[row.method], place(name))
    return tuple(
        replace(profile, function={**profile.function, **_functions(profile, rows)}) for profile in profiles
    )


def _check_roles(row: StepWrapper, method: StepMethod, place: str) -> None:
    if not row.parameters:
        raise DataError(f"{place}: `parameters` is empty; the function takes the context at least")
    taken = method.roles
    for role, parameter in row.roles.items():
        if parameter and parameter not in row.parameters:
            hint = did_you_mean(parameter, row.parameters)
            raise DataError(f"{place}: `{role}`: `{parameter}` is not one of the parameters{hint}")
        if parameter and role != "context" and taken[role] is None:
            raise DataError(f"{place}: `{role}`: the step `{method.method}` takes no such thing")
    if method.function is not None and not row.function:
        raise DataError(f"{place}: the key `function` is missing: which parameter takes the step function?")


def _functions(profile: Profile, rows: Mapping[str, StepWrapper]) -> dict[str, StepMethod]:
    found: dict[str, StepMethod] = {}
    methods = profile.step_methods
    for name, row in rows.items():
        method = methods.get(row.method)
        if method is not None:
            found[name] = StepMethod(
                method.method,
                method.kind,
                row.parameters,
                row.name,
                name_in_header=method.name_in_header,
                context=row.context or row.parameters[0],
                function=row.function or None,
                duration=row.duration or None,
                moment=row.moment or None,
                body=row.body or None,
                result=method.result,
            )
    return found


def _check_name(name: str, place: Place) -> None:
    parts = name.split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        raise DataError(f"{place(name)}: `{name}` is not a qualified name such as `myapp.workflows.durable`")
