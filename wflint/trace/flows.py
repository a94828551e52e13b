"""Flows of varying values to sinks."""

from __future__ import annotations

import enum

from wflint.domain.sites import Site
from wflint.domain.taint import LoopVariance, TaintSource
from wflint.record import record
from wflint.trace.steps import StepCall


class Sink(enum.Enum):
    """Where a value ends up."""

    NAME = "name"
    BRANCH = "branch"
    ARM = "arm"
    """It decides which of several steps runs that are recorded under one name."""

    LOOP = "loop"
    CAPTURED = "captured"
    ARGUMENT = "argument"
    COMPARISON = "comparison"
    DIFFERENCE = "difference"
    """It is subtracted from another value of its kind, or the other way round."""

    CALL = "call"
    SEED = "seed"
    """It only starts what gives other values anyway."""

    OUTPUT = "output"


@record
class Flow:
    """A source reaches a sink at a site.

    Attributes:
        source: The source.
        sink: What it reaches.
        site: Where.
        step: The step that the sink belongs to.
        loops: The loops that it is reached in.
        chooses: Whether other steps run in the place of those that a branch leaves out.
    """

    source: TaintSource
    sink: Sink
    site: Site
    step: StepCall | None = None
    loops: tuple[LoopVariance, ...] = ()
    chooses: bool = False
