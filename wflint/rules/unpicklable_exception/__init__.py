"""# unpicklable-exception

## What it does

Finds exceptions that a step raises and that pickle does not carry: classes with an `__init__` of their own that passes other
arguments to the class above than it takes, and classes that are defined inside a function.

In TypeScript, this has no counterpart: no engine that wflint knows there pickles.

## Why it breaks on replay

The engine pickles the failure of a step, and a pickle rebuilds an exception by calling its class with `args`: what the class above
was given. Where `__init__` does not take just that, reading fails with `TypeError`. A recovery gets this error instead of the
exception, so `except` clauses for it do not catch it, and the run takes a different path than before the crash.

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

Pass all arguments on, and make the text in `__str__`:

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

from collections.abc import Iterator

from wflint.rules.api import (
    ClassRef,
    Consequence,
    Handler,
    Level,
    Note,
    Object,
    Raised,
    Report,
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

_MAX_OTHERS = 3


def check(handler: Handler, report: Report, unread: Consequence, unstored: Consequence) -> None:
    """Report exceptions that leave a step and that their pickles do not give back; each class once."""
    for definition, (class_, raised) in _by_class(handler).items():
        site, name = raised[0].path[-1], class_.class_.name
        if not (class_.env.is_module or class_.env.is_class):
            message = unstored.said(is_sync=handler.is_sync, error=name)
            finding = report.error(site, message).label("cannot be pickled")
            finding.cause(definition, "defined inside a function").notes(_others(raised))
            finding.help("define the exception at module level")
            continue
        bases = handler.base_classes(class_)
        failing = [(each, failure_to_remake(class_, _given(each, class_), bases)) for each in raised]
        lost = [(each, failure) for each, failure in failing if failure is not None]
        if lost:
            first, failure = lost[0]
            message = unread.said(is_sync=handler.is_sync, error=name, failure=f"TypeError: {failure}")
            finding = report.error(first.path[-1], message).label("recorded as the step's failure")
            finding.cause(definition, "takes other arguments than it passes on")
            finding.notes(_others([each for each, _ in lost]))
            finding.help(
                "pass all arguments on to `super().__init__`, or say in `__reduce__` how to rebuild it"
            )


def _by_class(handler: Handler) -> dict[Site, tuple[ClassRef, list[Raised]]]:
    """Return the exceptions of the program's own classes that leave steps, by where the class is defined; each place once."""
    classes: dict[Site, ClassRef] = {}
    places: dict[Site, dict[Site, Raised]] = {}
    for raised in handler.raised:
        class_ = _class(raised)
        if class_ is not None and raised.leaves_step and not raised.again:
            definition = Site(class_.module, class_.class_)
            classes.setdefault(definition, class_)
            places.setdefault(definition, {}).setdefault(raised.path[-1], raised)
    return {each: (class_, list(places[each].values())) for each, class_ in classes.items()}


def _others(raised: list[Raised]) -> Iterator[Note]:
    """Yield a note at each of the first few other places; the last one counts the rest."""
    _, *others = raised
    for place, each in enumerate(others[:_MAX_OTHERS], 1):
        rest = len(others) - place if place == _MAX_OTHERS else 0
        counted = f" and in {rest} more {'place' if rest == 1 else 'places'}" if rest else ""
        yield Note(each.path[-1], f"raised here, too{',' if counted else ''}{counted}")


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
