"""Questions that several rules ask about a handler: which effects replay repeats, where something stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.domain.alternatives import Closure
from wflint.domain.env import Returned
from wflint.domain.sites import Site
from wflint.domain.values import TOP, Actual, Value
from wflint.effects import EffectKind
from wflint.interpreter.facts import Registration
from wflint.ir import nodes as ir
from wflint.model.effects import Effect
from wflint.model.handler import Handler
from wflint.trace.steps import StepCall


def replayed_effects(handler: Handler, kind: EffectKind) -> Iterator[Effect]:
    """Yield the effects of one kind that replayed code has, in the order of the code."""
    for effect in handler.effects:
        if effect.call.row.effect is kind and effect.call.step is None:
            yield effect


def is_caused_in_loop(handler: Handler, effect: Effect) -> bool:
    """Return whether the function in which an effect's chain begins is called in a loop."""
    path = effect.call.path
    outer = len(path) - len(effect.chain)
    return any(handler.facts.call_loops.get(path[:place]) for place in range(1, outer + 1))


def value_of(handler: Handler, node: ir.Node) -> Value:
    """Return what an expression may be; anything, where it was not followed."""
    return handler.facts.values.get(node, TOP) if isinstance(node, ir.Expr) else TOP


def each_call_once(steps: Iterable[StepCall]) -> Iterable[StepCall]:
    """Return the steps over the first path to each call: a helper that is called twice has the same step twice."""
    found: dict[Site, StepCall] = {}
    for step in steps:
        found.setdefault(step.site, step)
    return found.values()


def at_node(site: Site, node: ir.Node) -> Site:
    """Return the place of another node in the definition of a site."""
    return replace(site, node=node)


def argument_site(step: StepCall, actual: Actual) -> Site:
    """Return where an argument of a step stands; the step itself, where it is not written out."""
    return step.site_of(actual.node) if actual.node is not None else step.site


def name_site(step: StepCall) -> Site:
    """Return where a step's name stands."""
    node = step.name.node if step.name and step.name.node else step.site.node
    return step.site_of(node)


def returned_by(handler: Handler, returned: Returned) -> tuple[Returned, ...]:
    """Return the places in a helper that return a call's result, where the returned expression is that call."""
    node = returned.node
    found = handler.facts.results.get(node, ()) if node is not None else ()
    if not found and isinstance(node, ir.Await):
        found = handler.facts.results.get(node.value, ())
    return found


def option_site(registration: Registration, actual: Actual) -> Site:
    """Return where an option of a registration stands; the registration itself, where it is not written out."""
    site = registration.registered_by.site
    return at_node(site, actual.node) if actual.node is not None else site


def definition_site(closure: Closure) -> Site:
    """Return where a function is defined."""
    return Site(closure.module, closure.function, closure.function.enclosing_definition)
