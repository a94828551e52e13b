"""Runs functions' bodies."""

from __future__ import annotations

from wflint.domain.env import Returned
from wflint.domain.lattice import join_or_top
from wflint.domain.values import TOP, constant
from wflint.interpreter.annotations import annotated
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import Outcome
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir


def run_body(ev: Evaluator, frame: Frame, function: ir.Function) -> Outcome:
    """Run a function's body in the frame of its call; where its result is unknown, trust its annotation."""
    outcome = _body_outcome(ev, frame, function)
    if function.returns is None:
        return outcome
    if _is_stub(function):
        outcome = Outcome(TOP)
    known = not outcome.value.is_top and not any(each.value.is_top for each in outcome.returned)
    if known or function.body.yields:
        return outcome
    # Where nothing is known of what it returns its annotation says more.
    promised = annotated(ev, Frame(frame.env, (), [], function), function.returns)
    returned = tuple(
        each if not each.value.is_top else each.giving(promised.with_taint(each.value.taint))
        for each in outcome.returned
    )
    value = outcome.value if not outcome.value.is_top else promised.with_taint(outcome.value.taint)
    return Outcome(value, returned)


def _body_outcome(ev: Evaluator, frame: Frame, function: ir.Function) -> Outcome:
    if not ev.state.discovering:
        ev.state.followed.add(function)
    if not ev.execute(frame, function.body.block):
        # A generator ends when there is nothing more to give.
        ended = constant(None).with_taint(frame.run.yielding_taint)
        frame.run.returned.append(Returned(frame.site(function), None, ended))
    if function.body.yields:
        return Outcome(join_or_top(frame.run.yielded), tuple(frame.run.returned))
    return Outcome(join_or_top(each.value for each in frame.run.returned), tuple(frame.run.returned))


def _is_stub(function: ir.Function) -> bool:
    """Return whether a function has no real body, as in a protocol; other code implements it."""
    return all(
        isinstance(statement, ir.Evaluate) and isinstance(statement.value, (ir.Literal, ir.Other))
        for statement in function.body.block.statements
    )
