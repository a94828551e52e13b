"""How messages speak of steps."""

from __future__ import annotations

import re

from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.trace.steps import StepCall


def step_label(step: StepCall) -> str:
    """Return what to call a step: `step "charge"` where its name is known."""
    name = step.constant_name
    if name is not None:
        return f'step "{name}"'
    is_bare_call = not step.method.name and step.method.context is None
    return f"`{called(step.site.node)}`" if is_bare_call else "a step"


def run_example(handler: Handler, name: str, function: str) -> str:
    """Return a step that runs a function, as it is written in a handler."""
    new = handler.profile.new_step
    template = new.run_by(handler.context.color)
    return _awaited(handler, template.format(context=new.example, name=f'"{name}"', function=function))


def sleep_example(handler: Handler, name: str, duration: str) -> str:
    """Return a step that sleeps, as it is written in a handler."""
    new = handler.profile.new_step
    template = new.sleep_by(handler.context.color)
    return _awaited(handler, template.format(context=new.example, name=f'"{name}"', duration=duration))


def _awaited(handler: Handler, call: str) -> str:
    # Messages call things by their last name, whatever has to be imported.
    plain = re.sub(r"<(?:\w+\.)*(\w+)>", r"\1", call)
    return plain if handler.is_sync else f"await {plain}"
