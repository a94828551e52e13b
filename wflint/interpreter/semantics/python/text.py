"""Values as text: what they become, and whether that holds an address in memory."""

from __future__ import annotations

from wflint.domain.alternatives import ClassRef, Closure, Collection, EnumMember, Instance, Object, Partial
from wflint.domain.awaited import Coroutine, Pending, Task
from wflint.domain.types import facts_of_type
from wflint.domain.values import Ref, Value
from wflint.interpreter.classes import base_classes, class_env, external_bases
from wflint.interpreter.effects import ADDRESS, own_effect
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import with_article

_PLAIN_BASES = frozenset(
    {"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"}
)
_DATA_CLASSES = frozenset(
    {"dataclasses.dataclass", "attr.s", "attr.attrs", "attr.define", "attrs.define", "attrs.frozen"}
)
"""Decorators that give a class a text made of its fields, unless they are told not to."""
_MAX_DEPTH = 3


def text_of(value: Value) -> Value:
    """Return a value as it is formatted; members of text enums become their text."""
    only = value.only
    if isinstance(only, EnumMember) and "enum.StrEnum" in external_bases(only.class_):
        return only.value
    return value


def as_text(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value, *, is_repr: bool = False) -> Value:
    """Return a value as it is put into text; where the text holds an address in memory, that is a source of change."""
    known = text_of(value)
    whose = _address_in(ev, known, _MAX_DEPTH, is_repr=is_repr)
    return own_effect(frame, node, known, ADDRESS, whose) if whose else known


def formatted(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    """Return what `%` puts into text: a value, or each item of a tuple."""
    only = value.only
    if isinstance(only, Collection) and only.kind is ir.ContainerKind.TUPLE:
        taint = value.taint.union(*(as_text(ev, frame, node, item).taint for item in only.elements()))
        return value.with_taint(taint)
    return as_text(ev, frame, node, value)


def _address_in(ev: Evaluator, value: Value, depth: int, *, is_repr: bool = True) -> str:
    """Return whose address the text of a value holds, in words; empty where it holds none, or that is not known."""
    if value.is_open:
        return ""
    found = (_address_of(ev, ref, depth, is_repr=is_repr) for ref in value.alternatives)
    return next(filter(None, found), "")


def _address_of(ev: Evaluator, ref: Ref, depth: int, *, is_repr: bool) -> str:
    match ref:
        case Closure():
            name = ref.function.name
            return f"the function `{name}`" if name.isidentifier() else "a function"
        case Coroutine() | Pending() | Task() | Partial():
            return "what a call gives" if isinstance(ref, Task) else "a call that has not run"
        case Collection(kind=ir.ContainerKind.GENERATOR):
            return "" if ref.type == "builtins.range" else "an iterator"
        case Collection():
            found = (_address_in(ev, item, depth - 1) for item in ref.elements() if depth)
            return next(filter(None, found), "")
        case Object():
            return _address_of_object(ev, ref, depth, is_repr=is_repr)
        case Instance() if facts_of_type(ref.type).has_default_text:
            return with_article(f"`{ref.type}`")
        case _:
            return ""


def _address_of_object(ev: Evaluator, ref: Object, depth: int, *, is_repr: bool) -> str:
    """Return whose address is shown where nothing but the class of all objects says how an object is, or it shows others."""
    special = {"__repr__"} if is_repr else {"__repr__", "__str__", "__format__"}
    shows_fields = False
    for each in base_classes(ref.class_):
        if not isinstance(each, ClassRef):
            if each.name not in _PLAIN_BASES:
                return ""
            continue
        if not special.isdisjoint(class_env(ev, each).names):
            return ""
        if len(each.decorators) < len(each.class_.decorators) or not set(each.decorators) <= _DATA_CLASSES:
            return ""  # a decorator that is not known may say how
        shows_fields = shows_fields or (bool(each.decorators) and not _is_hidden(each.class_))
    if not shows_fields:
        return with_article(f"`{ref.class_.class_.name}`")
    found = (_address_in(ev, held, depth - 1) for held in ref.attributes.values() if depth)
    return next(filter(None, found), "")


def _is_hidden(class_: ir.Class) -> bool:
    """Return whether the decorator of a class is told to leave the text of its objects as it is."""
    return any(
        argument.keyword == "repr"
        and isinstance(argument.value, ir.Literal)
        and argument.value.value is False
        for decorator in class_.decorators
        if isinstance(decorator, ir.Call)
        for argument in decorator.args
    )
