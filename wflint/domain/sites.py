"""Where something is in the code, and which scope or step something belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wflint.ir import nodes as ir
from wflint.record import record


@record
class Site:
    """A node in a module; `enclosing_definition` helps the front end to find its span."""

    module: ir.Module
    node: ir.Node
    enclosing_definition: object = field(compare=False, default=None)


Path: TypeAlias = tuple[Site, ...]
"""The calls that lead to a place, outermost first."""


class ScopeId:
    """The identity of a scope; `Env` is what it holds."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class StepId:
    """The identity of a step: a call of a step method at one place, reached over one path.

    Values refer to steps by it; what is known of the step is recorded in the trace.

    Attributes:
        site: The call.
        path: The calls that lead to it, then the call itself.
    """

    site: Site
    path: Path
