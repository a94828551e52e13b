"""How messages speak of steps."""

from __future__ import annotations

import re

from wflint.ir import nodes as ir
from wflint.ir.spelling import called, spelled
from wflint.ir.words import Words
from wflint.model.handler import Handler
from wflint.trace.steps import StepCall

_MOST_CODE = 60
"""How many characters of code a sentence bears in place of a name."""
_IN_STEP = "in a step"


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
    template = _plain(new.run_by(handler.context.color))
    call = template.format(context=new.example, name=f'"{name}"', function=function)
    return call if handler.is_sync else f"await {call}"


def in_step(handler: Handler, advice: str) -> str:
    """Return an advice that says "in a step" with the name of what runs one with the handler's engine."""
    return advice.replace(_IN_STEP, f"{_IN_STEP} ({_step_method(handler)})", 1)


def _step_method(handler: Handler) -> str:
    """Return what runs a function as a step, in backticks: `context.run`."""
    new = handler.profile.new_step
    return new.own_function or f"`{_method(handler, new.run_by(handler.context.color))}`"


def sleep_method(handler: Handler) -> str:
    """Return what sleeps in a step, in backticks: `context.sleep`."""
    return f"`{_method(handler, handler.profile.new_step.sleep_by(handler.context.color))}`"


def sleep_example(handler: Handler, name: str, duration: str) -> str:
    """Return a step that sleeps, as it is written in a handler, but for an `await` before it."""
    new = handler.profile.new_step
    template = _plain(new.sleep_by(handler.context.color))
    return template.format(context=new.example, name=f'"{name}"', duration=duration)


def _method(handler: Handler, template: str) -> str:
    called_method = _plain(template).partition("(")[0]
    return called_method.format(context=handler.profile.new_step.example)


def _plain(template: str) -> str:
    # Messages call things by their last name, whatever has to be imported.
    return re.sub(r"<(?:\w+\.)*(\w+)>", r"\1", template)
