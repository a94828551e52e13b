"""# unpicklable-exception

## What it does

Finds exceptions that a step raises and that pickle does not carry: classes with an `__init__` of their own that takes other arguments
than it hands on to the class above, and classes that are defined inside a function.

In TypeScript, this has no counterpart: no engine that wflint knows there pickles.

## Why it breaks on replay

The engine pickles the failure of a step, and a pickle makes an exception again by calling its class with `args`: what the class above
was given. Where `__init__` does not take just that, reading fails with `TypeError`. A recovery gets this error instead of the
exception, so `except` clauses for it do not catch it, and the run goes another way than before the crash.

## Example

```python
from dbos import DBOS


class Declined(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@DBOS.step()
def pay(cents: int) -> None:
    if cents > 100_000:
        raise Declined("limit", "too much")


@DBOS.workflow()
def order(cents: int) -> str:
    try:
        pay(cents)
    except Declined:
        return "declined"
    return "paid"
```

## Use instead

Hand on all arguments, and make the text in `__str__`:

```python
from dbos import DBOS


class Declined(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code

    def __str__(self) -> str:
        return ": ".join(self.args)


@DBOS.step()
def pay(cents: int) -> None:
    if cents > 100_000:
        raise Declined("limit", "too much")


@DBOS.workflow()
def order(cents: int) -> str:
    try:
        pay(cents)
    except Declined:
        return "declined"
    return "paid"
```
"""

from __future__ import annotations

from wflint.rules.api import (
    ClassRef,
    Consequence,
    Handler,
    Level,
    Note,
    Object,
    Raised,
    Report,
    Role,
    Rule,
    Site,
    ir,
)
from wflint.rules.unpicklable_exception.remade import failure_to_remake, positional

RULE = Rule(
    code="WF512",
    summary="A step raises an exception that cannot be pickled or read back",
    level=Level.ERROR,
    about=lambda engine: (engine.consequences.failure_unread, engine.consequences.failure_unstored),
)


def check(handler: Handler, report: Report, unread: Consequence, unstored: Consequence) -> None:
    """Report exceptions that leave a step and that their pickles do not give back."""
    for raised in handler.raised:
        class_ = _class(raised)
        if class_ is None or not raised.leaves_step or raised.again:
            continue
        site, name = raised.path[-1], class_.class_.name
        definition = Site(class_.module, class_.class_)
        if not (class_.env.is_module or class_.env.is_class):
            message = unstored.said(is_sync=handler.is_sync, error=name)
            finding = report.error(site, message).label("cannot be pickled")
            finding.notes([Note(definition, "defined inside a function", Role.CAUSE)])
            finding.help("define the exception at module level")
            continue
        failure = failure_to_remake(class_, _given(raised, class_), handler.base_classes(class_))
        if failure is not None:
            message = unread.said(is_sync=handler.is_sync, error=name, failure=f"TypeError: {failure}")
            finding = report.error(site, message).label("recorded as the step's failure")
            finding.notes([Note(definition, "takes other arguments than it hands on", Role.CAUSE)])
            finding.help(
                "hand on all arguments to `super().__init__`, or say in `__reduce__` how to make it again"
            )


def _class(raised: Raised) -> ClassRef | None:
    match raised.value.only:
        case Object(class_=class_):
            return class_
        case ClassRef() as class_:
            return class_
        case _:
            return None


def _given(raised: Raised, class_: ClassRef) -> int | None:
    """Return how many positional arguments an exception is made with; `None` where that is not known."""
    if raised.value.only is class_:
        return 0  # the class itself is raised
    node = raised.path[-1].node
    match node.value if isinstance(node, ir.Raise) else None:
        case ir.Call(func=ir.Name(id=name) | ir.Attribute(attr=name)) as call if name == class_.class_.name:
            return positional(call)
        case _:
            return None
