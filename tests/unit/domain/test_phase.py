"""When code runs, seen from the steps of its handler."""

from __future__ import annotations

from abstract_values import site

from wflint.domain.phase import REPLAYED, Phase, PhaseKind
from wflint.domain.sites import StepId

STEP, OTHER = StepId(site(), ()), StepId(site(), ())


def test_replayed_code_belongs_to_no_step() -> None:
    assert (REPLAYED.kind, REPLAYED.inside, REPLAYED.argument_of) == (PhaseKind.REPLAYED, None, None)


def test_the_argument_of_a_step_is_not_inside_it() -> None:
    phase = REPLAYED.submitting(STEP)
    assert (phase.kind, phase.inside, phase.argument_of) == (PhaseKind.STEP_ARGUMENT, None, STEP)


def test_the_innermost_step_is_the_one_whose_argument_is_evaluated() -> None:
    assert REPLAYED.submitting(STEP).submitting(OTHER).argument_of is OTHER


def test_an_argument_inside_of_a_steps_function_runs_as_that_function_does() -> None:
    phase = Phase(PhaseKind.IN_STEP, STEP).submitting(OTHER)
    assert (phase.kind, phase.inside, phase.argument_of) == (PhaseKind.IN_STEP, STEP, None)
