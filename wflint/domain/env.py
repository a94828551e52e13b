"""Variables: one `Env` per module, class body and running function."""

from __future__ import annotations

from dataclasses import dataclass, field

from wflint.domain.lattice import join
from wflint.domain.sites import ScopeId, Site, StepId
from wflint.domain.taint import Taint
from wflint.domain.values import BOTTOM, Value
from wflint.ir import nodes as ir
from wflint.record import record, with_plain_factories


@dataclass(slots=True, eq=False)
@with_plain_factories
class Env(ScopeId):
    """The variables of one scope. Nested functions see the values that they hold when they run."""

    module: ir.Module
    parent: Env | None = None
    locals: frozenset[str] = frozenset()
    names: dict[str, Value] = field(default_factory=dict["str", "Value"])
    is_class: bool = False
    is_comprehension: bool = False
    is_replayed: bool = False
    """Whether it lives in a pass of the handler, so that each pass begins with a new one."""
    step: StepId | None = None
    """The step in whose function the scope lives."""

    @property
    def is_module(self) -> bool:
        """Return whether it holds a module's globals."""
        return self.parent is None

    @property
    def is_static(self) -> bool:
        """Return whether it lives as long as its module: a module's globals or the body of a top-level class."""
        return self.parent is None or (self.is_class and self.parent.is_static)

    def holder(self, name: str) -> Env | None:
        """Return the scope that a name belongs to when it is read here; `None` for builtins and unbound names."""
        env: Env | None = self
        while env is not None:
            if (name in env.names or name in env.locals) and (env is self or not env.is_class):
                return env
            env = env.parent
        return None

    def module_env(self) -> Env:
        """Return the globals around it."""
        env = self
        while env.parent is not None:
            env = env.parent
        return env


@record
class Returned:
    """One return of a function; without an expression it returns `None`."""

    site: Site
    node: ir.Expr | None
    value: Value

    def giving(self, value: Value) -> Returned:
        """Return the same return statement with another value."""
        return Returned(self.site, self.node, value)


def merge(
    first: dict[str, Value], second: dict[str, Value], taint: frozenset[Taint] = frozenset()
) -> dict[str, Value]:
    """Return the variables after two paths have met; those that differ depend on what decided the path."""
    if first is second:
        return first
    merged: dict[str, Value] = {}
    for name in first.keys() | second.keys():
        # A way that does not bind a variable ends where it is read, so it adds nothing.
        one, two = first.get(name, BOTTOM), second.get(name, BOTTOM)
        merged[name] = one if one is two else join(one, two).with_taint(taint)
    return merged
