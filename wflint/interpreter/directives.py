"""Functions that a directive makes handlers or steps: text in front of their body, or of the file that exports them."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import Closure, HandlerRegistration, StepDecorator
from wflint.domain.faults import Fault, FaultKind
from wflint.domain.sites import Site
from wflint.domain.values import NO_ARGUMENTS, Actual, Arguments, Value
from wflint.engines.handlers import HandlerPattern
from wflint.engines.profile import Profile
from wflint.engines.steps import RecordedFunction
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.registration import register_handler
from wflint.ir import nodes as ir


def directed(ev: Evaluator, frame: Frame, closure: Closure, *, is_declared: bool) -> Closure:
    """Return a function that has just been made as what its directive makes of it; a handler is registered.

    Args:
        ev: The evaluator.
        frame: Where it is made.
        closure: The function.
        is_declared: Whether a declaration makes it, and no expression.
    """
    for directive in closure.function.directives:
        known = ev.state.profile_index.directives.get(directive.text)
        if known is not None:
            return _directed(ev, frame, closure, directive, known, is_declared=is_declared)
    return closure


def _directed(
    ev: Evaluator,
    frame: Frame,
    closure: Closure,
    directive: ir.Directive,
    known: tuple[Profile, HandlerPattern | RecordedFunction],
    *,
    is_declared: bool,
) -> Closure:
    profile, pattern = known
    site = Site(closure.module, directive, closure.function.enclosing_definition)
    fault = _fault(closure, directive, site)
    if isinstance(pattern, RecordedFunction):
        if fault is None and is_declared and frame.function is not None:
            fault = Fault(FaultKind.DECLARED_INSIDE, closure.definition, _naming(closure))
        return replace(closure, step_decorator=StepDecorator(profile, pattern, fault=fault))
    if frame.env.is_module:  # anywhere else nobody can start it
        by = HandlerRegistration(profile, pattern, site, NO_ARGUMENTS, fault=fault)
        register_handler(ev, frame, directive, by, Arguments((Actual(Value((closure,))),)))
    return closure


def _fault(closure: Closure, directive: ir.Directive, site: Site) -> Fault | None:
    """Return why a tool makes nothing of a directive."""
    if not closure.function.is_async:
        return Fault(FaultKind.DIRECTIVE_NOT_ASYNC, closure.definition, _naming(closure))
    return None if directive.stands_alone else Fault(FaultKind.DIRECTIVE_UNSEEN, site, _naming(closure))


def _naming(closure: Closure) -> tuple[tuple[str, str], ...]:
    return (("name", f"`{closure.name}`"),)
