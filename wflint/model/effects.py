"""Effects of a handler, each at the place where the handler, or a workflow helper, causes it."""

from __future__ import annotations

from wflint.domain.phase import Part
from wflint.domain.sites import Path, Site
from wflint.domain.types import facts_of_call, facts_of_type
from wflint.effects import Access, EffectKind
from wflint.interpreter.effects import ADDRESS, FIRST_OF_TIES, ONE_ITEM, TIES
from wflint.interpreter.module_state import CACHE, CACHE_CHANGE, COUNT_CHANGE, STATE, STATE_CHANGE
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event
from wflint.trace.events import EffectCall
from wflint.trace.steps import StepCall

SIDE_EFFECTS = frozenset(
    {
        EffectKind.NETWORK,
        EffectKind.DATABASE,
        EffectKind.FILESYSTEM,
        EffectKind.PROCESS,
        EffectKind.SLEEP,
        EffectKind.GLOBAL,
        EffectKind.HEAVY,
    }
)
"""Effects that cost or change something when they are repeated."""


@record
class Effect:
    """An effect at the place where the handler, or a workflow helper, causes it.

    Attributes:
        call: The call that has the effect.
        event: The event that recorded it.
        anchor: Where to report it: the call in the innermost function that runs steps.
        chain: From the anchor down to the call, both included.
        part: Which part of the replayed code it belongs to.
    """

    call: EffectCall
    event: Event
    anchor: Site
    chain: Path
    part: Part

    @property
    def is_side_effect(self) -> bool:
        """Return whether repeating it costs or changes something."""
        return self.call.row.effect in SIDE_EFFECTS

    @property
    def is_state(self) -> bool:
        """Return whether it is on a variable or an attribute that the process keeps."""
        return self.call.row in (STATE, STATE_CHANGE, COUNT_CHANGE) or self.is_cache

    @property
    def is_cache(self) -> bool:
        """Return whether it is on something that the process makes when it needs it, and keeps."""
        return self.call.row in (CACHE, CACHE_CHANGE)

    @property
    def accumulates(self) -> bool:
        """Return whether it adds to what earlier passes have left."""
        return self.call.row == COUNT_CHANGE

    @property
    def is_address(self) -> bool:
        """Return whether it puts the address of an object into text."""
        return self.call.row == ADDRESS

    @property
    def changes_argument(self) -> bool:
        """Return whether it puts the items of its argument in another order, which a step around it would lose."""
        return facts_of_call(self.call.name).reorders

    @property
    def takes_one_item(self) -> bool:
        """Return whether it takes one item out of many by its place in their order."""
        return self.call.row in (ONE_ITEM, FIRST_OF_TIES) or self.pops

    @property
    def pops(self) -> bool:
        """Return whether it takes the item out of what holds it."""
        return self.call.name.endswith(".pop")

    @property
    def leaves_ties(self) -> bool:
        """Return whether it puts items in an order by a key that several of them may share."""
        return self.call.row in (TIES, FIRST_OF_TIES)

    @property
    def is_renewable(self) -> bool:
        """Return whether it makes what is as good when it is made anew: a temporary folder."""
        return facts_of_type(self.call.row.returns or "").is_renewable

    @property
    def only_looks(self) -> bool:
        """Return whether it only looks at files, which costs and changes nothing."""
        return self.call.row.effect is EffectKind.FILESYSTEM and self.call.access is Access.READ


def chain_of(path: Path, step: StepCall | None, depth: int) -> Path:
    """Return the cause chain of a place: the part of its path that begins where to report it.

    Args:
        path: The calls that lead to a place, then the place itself.
        step: The step in whose function it is.
        depth: The number of calls of functions that run steps around it.
    """
    if step is None:
        return path[depth:]
    inner = path[len(step.caller_path) :]
    function = step.function
    # A function that is passed to the step is called where it is passed; the place to report is inside it.
    passed = function is not None and len(inner) > 1 and inner[0].node is function.node
    return inner[1:] if passed else inner


def made_before(path: Path) -> Path:
    """Return the part of a path to show that begins in code outside of a handler, if that has run before it; else nothing.

    Args:
        path: The calls that lead to a place, then the place itself.
    """
    first = path[0].node
    # A function around the handler is followed without a call; so is what makes an object of which only the class is known.
    if isinstance(first, ir.Function):
        return () if first.name == "__init__" else path[1:]
    return path
