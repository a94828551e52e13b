"""What a handler of the workflow model is made of, beside its events."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.domain.alternatives import Closure, Partial
from wflint.domain.sites import Path, Site
from wflint.effects import EffectKind
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, ValueUse

if TYPE_CHECKING:
    from wflint.model.handler import Handler


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user says about where the handlers run.

    Attributes:
        step_timeout: Seconds after which the platform ends a request, and with it a step.
        python: The oldest Python that runs the handlers, (major, minor).
    """

    step_timeout: int = 60
    python: tuple[int, int] = sys.version_info[:2]


DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class InputAccess:
    """A use of something that the engine gave, at the place where the handler, a helper or a step makes it.

    Attributes:
        used: The use.
        anchor: Where to report it: in the innermost function that runs steps, or in the step function.
        chain: From the anchor down to the use, both included.
        prelude: Whether no step can have run before.
    """

    used: ValueUse
    anchor: Site
    chain: Path
    prelude: bool


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


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect at the place where the handler, or a workflow helper, causes it.

    Attributes:
        call: The call that has the effect.
        event: The event that recorded it.
        anchor: Where to report it: the call in the innermost function that runs steps.
        chain: From the anchor down to the call, both included.
        prelude: Whether no step can have run before.
        followed: Whether a step can run after it.
    """

    call: EffectCall
    event: Event
    anchor: Site
    chain: Path
    prelude: bool
    followed: bool


@dataclass(frozen=True, slots=True)
class FailureFunction:
    """What is called when a run has failed for good.

    Attributes:
        site: Where it is handed over.
        given: What is handed over.
        followed: What it does.
    """

    site: Site
    given: Closure | Partial
    followed: Handler
