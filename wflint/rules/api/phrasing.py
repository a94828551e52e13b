"""How messages speak of steps."""

from __future__ import annotations

import re

from wflint.engines.steps import Duration, Unit
from wflint.ir import nodes as ir
from wflint.ir.spelling import called, spelled
from wflint.ir.words import Words
from wflint.model.handler import Handler
from wflint.trace.steps import StepCall

_MOST_CODE = 60
"""How many characters of code a sentence bears in place of a name."""


def step_label(step: StepCall) -> str:
    """Return what to call a step: `step "charge"` where its name is known, else what the code calls, or names it with."""
    name = step.constant_name
    if name is not None:
        return f'step "{name}"'
    called_method = spelled(step.site.node).rpartition(".")[2]
    is_bare_call = not step.method.name and step.method.context is None
    # What starts a step for the code, as a pool does, is not the step.
    if is_bare_call or (step.name is None and called_method == step.method.method):
        return f"`{called(step.site.node)}`"
    if step.handed is not None and (code := _code(step.handed.written.node, step.site.module.words)):
        return f"the step named `{code}` (through `{called(step.handed.call.node)}`)"
    code = name_code(step)
    return f"the step named `{code}`" if code else "a step"


def name_code(step: StepCall) -> str:
    """Return how the code spells a step's name, put together or held by a variable; empty where that is too long to read."""
    return _code(step.name.node if step.name is not None else None, step.site.module.words)


def _code(node: ir.Node | None, words: Words) -> str:
    if isinstance(node, (ir.Name, ir.Attribute, ir.Subscript)):
        code = spelled(node)
    elif node is not None and (isinstance(node, ir.Template) or len(_text_parts(node)) > 1):
        code = words.template.format(name_template(node, words))
    else:
        code = ""
    return code if len(code) <= _MOST_CODE and code.strip(".") else ""


def name_template(node: ir.Node, words: Words) -> str:
    """Return what stands between the quotes of text with holes that gives an expression's text: `import-{key}`."""
    return "".join(_template_part(part, words) for part in _text_parts(node))


def _text_parts(node: ir.Node) -> list[ir.Node]:
    """Return the parts of a text that is put together, with holes or by adding to text; else the expression alone."""
    waiting, parts = [node], list[ir.Node]()
    while waiting and len(parts) < _MOST_CODE:
        each = waiting.pop()
        if isinstance(each, ir.Template):
            waiting += reversed(each.parts)
        elif isinstance(each, ir.Operation) and each.op == "+":
            waiting += reversed(each.operands)
        else:
            parts.append(each)
    is_text = any(isinstance(each, ir.Literal) and isinstance(each.value, str) for each in parts)
    return parts if is_text or isinstance(node, ir.Template) else [node]


def _template_part(node: ir.Node, words: Words) -> str:
    match node:
        case ir.Literal(value=str(text)):
            return "".join(words.brace.get(char, char) for char in text)
        case ir.Call() if _is_dotted(node.func):
            return words.hole.format(called(node))
        case _:
            return words.hole.format(spelled(node) if _is_dotted(node) else "...")


def _is_dotted(node: ir.Node) -> bool:
    while isinstance(node, ir.Attribute):
        node = node.value
    return isinstance(node, ir.Name)


def run_example(handler: Handler, name: str, function: str) -> str:
    """Return a step that runs a function, as it is written in a handler."""
    new = handler.profile.new_step
    template = new.own_function or new.run_by(handler.context.color)
    return _awaited(handler, template.format(context=new.example, name=f'"{name}"', function=function))


def value_example(handler: Handler, name: str, value: str) -> str:
    """Return a step that returns a value, in backticks; its function comes before it where it has to be async."""
    words = handler.words
    if handler.is_sync or not handler.profile.new_step.async_functions:
        return f"`{run_example(handler, name, words.function.format(value))}`"
    function = name.replace("-", "_")
    declared = words.async_returning.format(name=function, value=value)
    return f"`{declared}`, then `{run_example(handler, name, function)}`"


def sleep_example(handler: Handler, name: str, duration: str = "") -> str:
    """Return a step that sleeps, as it is written in a handler; for a minute where nothing else is said."""
    new = handler.profile.new_step
    duration = duration or _minute(handler.profile.duration, handler.words)
    template = new.sleep_by(handler.context.color)
    return _awaited(handler, template.format(context=new.example, name=f'"{name}"', duration=duration))


def _minute(rules: Duration | None, words: Words) -> str:
    """Return how a minute is written; a number of it is short wherever one counts something else than seconds."""
    if rules is None or rules.unit is Unit.SECOND:
        return "60"
    return "timedelta(minutes=1)" if "timedelta" in rules.types else words.written("1m")


def _awaited(handler: Handler, call: str) -> str:
    # Messages call things by their last name, whatever has to be imported.
    plain = re.sub(r"<(?:\w+\.)*(\w+)>", r"\1", call)
    return plain if handler.is_sync else f"await {plain}"
