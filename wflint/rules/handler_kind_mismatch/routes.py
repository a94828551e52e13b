"""Routes that a web framework makes of the function before the engine's decorator sees it."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Handler, Level, Problem, Registration, Site, at_node, called, ir

_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route", "websocket"})


def routes_inside(handler: Handler, registration: Registration) -> Iterator[tuple[Site, Problem]]:
    """Yield the routes below the engine's decorator, which serve the plain function."""
    outcome, decorators = handler.profile.consequences.route_inside, handler.function.decorators
    own = registration.registered_by.site.node
    if outcome is None or own not in decorators:
        return
    for decorator in decorators[decorators.index(own) + 1 :]:
        func = decorator.func if isinstance(decorator, ir.Call) else None
        if isinstance(func, ir.Attribute) and func.attr in _ROUTES:
            message = outcome.said(is_sync=handler.is_sync, call=f"`{called(decorator)}`")
            site = at_node(registration.registered_by.site, decorator)
            yield site, Problem(Level.ERROR, message, outcome.help or "put the route above")
