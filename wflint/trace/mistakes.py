"""Events of a handler's run that are mistakes by themselves."""

from __future__ import annotations

from dataclasses import field

from wflint.domain.alternatives import Context, HandlerRegistration
from wflint.domain.sites import Site
from wflint.domain.values import Arguments
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event


@record
class DetachedCall(Event):
    """A step method is called that has lost its context.

    Attributes:
        site: Where it was read of the context, or where that was copied.
        context: The context.
        method: Its name.
        is_copied: Whether it was read of a copy of the context that does not have it.
    """

    site: Site
    context: Context
    method: str
    is_copied: bool = False


@record
class MissingMember(Event):
    """An attribute of the context that the SDK does not have."""

    site: Site
    context: Context
    attr: str


@record
class ReplacedCall(Event):
    """A function is called in whose place its registration has given something that cannot be.

    Attributes:
        site: The call.
        name: The function's name.
        by: The registration.
        arguments: What it is called with.
    """

    site: Site
    name: str
    by: HandlerRegistration
    arguments: Arguments = field(compare=False)


@record
class UnawaitedHelper(Event):
    """A coroutine of a first-party workflow helper that nothing ever awaits."""

    site: Site
    function: ir.Function
    at: Site
    """The function's definition."""
    in_wrapper: bool = False
    """Whether the call is that of a function which was handed to a decorator, which wraps others as well."""


@record
class UnawaitedEnd(Event):
    """A call that would end the run if it were awaited."""

    site: Site
