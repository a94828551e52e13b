"""What handlers are called: by their function, by the variable that takes their registration, or by their file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from wflint.domain.sites import Site
from wflint.interpreter.facts import Registration
from wflint.ir import nodes as ir
from wflint.ir.spelling import HIDING


class HandlerName(NamedTuple):
    """The name of a handler.

    Attributes:
        text: The name.
        variable: The variable or key that holds it, where a first-party function has registered it for its caller.
    """

    text: str
    variable: Site | None = None


def names_of(registrations: Iterable[Registration]) -> Mapping[Registration, HandlerName]:
    """Return the names of registered handlers; each that a factory registers is named after what holds it."""
    known = list(registrations)
    times = Counter(each.handler.function for each in known)
    return {each: _name_of(each, is_shared=times[each.handler.function] > 1) for each in known}


def _name_of(registration: Registration, *, is_shared: bool) -> HandlerName:
    """Return the name of a handler, whose function is registered several times where it `is_shared`."""
    own = registration.handler.own
    made_by = registration.callers[0] if registration.callers else None
    if not (own.function.is_lambda or (made_by is not None and is_shared)):
        return HandlerName(registration.handler.name)
    site = made_by or registration.site
    holder = next(_holders(site.module, lambda each: each is site.node), None)
    if holder is not None:
        text, node = holder
        return HandlerName(text, Site(site.module, node, None) if made_by is not None else None)
    if not own.function.is_lambda:
        return HandlerName(registration.handler.name)
    variable = made_by if is_shared else None
    return HandlerName(_name_of_file(site.module) or registration.handler.name, variable)


def _name_of_file(module: ir.Module) -> str:
    """Return the name of a module's file; of one that stands for its folder, such as `index`, that of the folder."""
    name, folders = module.name.rpartition(".")[2], module.path.split("/")[:-1]
    return folders[-1] if module.is_package and name == "index" and folders else name


def name_of_lambda(module: ir.Module, function: ir.Function) -> str:
    """Return what holds a function that has no name of its own; the name of all such functions where nothing does."""
    holders = _holders(module, lambda each: isinstance(each, ir.Lambda) and each.function is function)
    return next((text for text, _ in holders), function.name)


def _holders(module: ir.Module, is_it: Callable[[ir.Expr], bool]) -> Iterator[tuple[str, ir.Node]]:
    """Yield the variables and keys of the top level that hold an expression, or what it gives, with their names."""
    hidden = ""
    for statement in module.body.block.statements:
        if not isinstance(statement, ir.Assign):
            continue
        target = statement.targets[0]
        # What is taken apart is held by a variable that no code can spell.
        given = statement.value.value if isinstance(statement.value, ir.Attribute) else statement.value
        if given is None:
            continue
        if is_it(given) or (isinstance(given, ir.Name) and given.id == hidden):
            if isinstance(target, ir.Name) and target.id.startswith(HIDING):
                hidden = target.id
            elif isinstance(target, ir.Name):
                yield target.id, target
        yield from _keys(given, is_it)


def _keys(holder: ir.Expr, is_it: Callable[[ir.Expr], bool]) -> Iterator[tuple[str, ir.Node]]:
    """Yield the keys of dictionaries under which they hold an expression, in lists and other dictionaries, too."""
    if not isinstance(holder, ir.Container):
        return
    keys = holder.keys or (None,) * len(holder.items)
    for key, item in zip(keys, holder.items, strict=True):
        if isinstance(key, ir.Literal) and isinstance(key.value, str) and is_it(item):
            yield key.value, key
        yield from _keys(item, is_it)
