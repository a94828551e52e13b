"""From modules to the workflow model: finds handlers and workflow helpers, and follows them."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.analysis.interpret import Interpreter
from wflint.analysis.interpret.core import Registration
from wflint.analysis.model import Handler
from wflint.analysis.project import Project
from wflint.analysis.values import Closure, Context, Site
from wflint.effects import Catalogue
from wflint.engines import Profile
from wflint.ir import nodes as ir


def find_workflows(
    project: Project, catalogue: Catalogue, profiles: tuple[Profile, ...], modules: list[ir.Module]
) -> Iterator[Handler]:
    """The handlers of some modules, then the workflow helpers in them that no handler reaches.

    Args:
        project: Where further modules come from.
        catalogue: What external calls do.
        profiles: The engines to look for.
        modules: The modules that may hold handlers.

    Yields:
        The models, handlers first, each in the order of the modules and their code.
    """
    interpreter = Interpreter(project, catalogue, profiles)
    registrations: dict[ir.Function, Registration] = {}
    for module in modules:
        for registration in interpreter.discover(module):
            registrations.setdefault(registration.handler.function, registration)
    for registration in registrations.values():
        registrar = registration.registrar
        context = Context(registrar.profile, registrar.pattern.color)
        yield _follow(interpreter, registration.handler, context, registration)
    for closure in list(interpreter.defined):
        if closure.function not in interpreter.followed and closure.function not in registrations:
            yield from _helper(interpreter, closure)


def _helper(interpreter: Interpreter, closure: Closure) -> Iterator[Handler]:
    for parameter in closure.function.parameters:
        if parameter.annotation is not None:
            context = interpreter.context_annotated(closure, parameter.annotation)
            if context is not None:
                helper = _follow(interpreter, closure, context, None)
                # Only what runs steps is certainly replayed.
                if helper.steps:
                    yield helper
                return


def _follow(
    interpreter: Interpreter, closure: Closure, context: Context, registration: Registration | None
) -> Handler:
    events, run = interpreter.follow_handler(closure, context, served=registration is not None)
    function = closure.function
    site = Site(closure.module, function, function.outermost)
    return Handler(
        function.name, site, function, context, registration, events, run, interpreter.external_bases
    )
