"""Builtins that ask about objects, and make text of them."""

from __future__ import annotations

from dataclasses import replace

from wflint.domain.alternatives import ClassRef, Closure, Collection, Context, Object, instance
from wflint.domain.contents import reachable_taint
from wflint.domain.taint import Taint
from wflint.domain.type_tests import TypeTest
from wflint.domain.types import facts_of_type, type_name
from wflint.domain.values import NO_ARGUMENTS, TOP, Arguments, Value, constant
from wflint.interpreter.attributes import attribute
from wflint.interpreter.classes import base_classes, class_env
from wflint.interpreter.effects import in_order
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.rows import protocol_method
from wflint.interpreter.semantics.models import model
from wflint.interpreter.semantics.python.text import as_text
from wflint.interpreter.uses import note_arguments
from wflint.ir import nodes as ir


@model("builtins.getattr")
def get_attribute(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what `getattr` reads; unknown where a default stands for an attribute of the context."""
    owner, name = arguments.get(0, None), arguments.get(1, None)
    if owner is None or name is None or name.value.constant is None:
        return None
    if arguments.get(2, None) is not None:
        # With a default the attribute need not be there.
        return TOP if any(isinstance(ref, Context) for ref in owner.value.alternatives) else None
    return attribute(ev, frame, node, owner.value, str(name.value.constant.value))


@model("builtins.staticmethod")
def static_method(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what a class holds that is called without an object."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    alternatives = (
        replace(ref, binding="static") if isinstance(ref, Closure) else ref
        for ref in actual.value.alternatives
    )
    return actual.value.of_alternatives(alternatives)


@model("builtins.str")
def make_text(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a value as text."""
    actual = arguments.get(0, "object")
    if actual is None:
        return constant("")
    text = as_text(ev, frame, node, actual.value)
    known, taint = text.constant, reachable_taint(text)
    return (constant(str(known.value)) if known else instance("builtins.str")).with_taint(taint)


@model("builtins.repr", "builtins.ascii")
def show(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a value as programmers see it."""
    actual = arguments.get(0, "obj")
    if actual is None:
        return None
    return instance("builtins.str", reachable_taint(as_text(ev, frame, node, actual.value, is_repr=True)))


@model("builtins.format", "builtins.str.format")
def format_text(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return text with values in it."""
    values = [as_text(ev, frame, node, value) for value in arguments.values()]
    return instance("builtins.str", frozenset[Taint]().union(*map(reachable_taint, values)))


@model("builtins.str.join")
def join_text(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return text made of the items of an iterable."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    return instance("builtins.str", reachable_taint(in_order(ev, frame, node, actual.value)))


@model("builtins.super")
def super_of(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the object that a method runs on, seen as one of the classes above the method's own."""
    function = frame.function
    if arguments.positional or function is None or not function.parameters:
        return None
    receiver = frame.env.names.get(function.parameters[0].name, TOP).only
    if not isinstance(receiver, Object):
        return None
    for each in base_classes(receiver.class_):
        if isinstance(each, ClassRef) and class_env(ev, each) is frame.env.parent:
            above = [ref for base in each.bases for ref in base.alternatives if isinstance(ref, ClassRef)]
            views = (replace(receiver, class_=base) for base in above)
            return Value(tuple(views)) if above else TOP
    return None


@model("builtins.len")
def length(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`len` of an external object may ask a server; nothing more is known of other lengths."""
    actual = arguments.get(0, None)
    for ref in actual.value.alternatives if actual is not None else ():
        method = protocol_method(ev, ref, "__len__")
        if method is not None:
            return ev.call(frame, node, Value((method,)), NO_ARGUMENTS)
    return None


@model("builtins.isinstance", "builtins.issubclass")
def is_instance(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the answer of `isinstance` or `issubclass`, with the types that it asks for."""
    types = arguments.get(1, None)
    note_arguments(ev, frame, node, "builtins.isinstance", arguments)
    return Value((TypeTest(types.value),)) if types is not None else None


@model("builtins.hasattr")
def has_attribute(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Note which attributes of the context the code itself looks for."""
    owner, name = arguments.get(0, None), arguments.get(1, None)
    note_arguments(ev, frame, node, "builtins.hasattr", arguments)
    if owner is not None and name is not None and name.value.constant is not None:
        if any(isinstance(ref, Context) for ref in owner.value.alternatives):
            ev.facts.asked_for.add(str(name.value.constant.value))
    return instance("builtins.bool")


@model("builtins.hash")
def hash_of(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`hash` only varies for some types; where the type is not known nothing is said."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    for ref in actual.value.alternatives:
        if isinstance(ref, (Object, Closure, ClassRef)) or facts_of_type(type_name(ref)).hash_varies:
            return None
    return instance("builtins.int", reachable_taint(actual.value))


@model("builtins.vars")
def vars_of(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the attributes of an object as a dictionary."""
    actual = arguments.get(0, "object")
    only = actual.value.only if actual is not None else None
    if not isinstance(only, Object) or not only.attributes:
        return None
    items: dict[object, Value] = dict(only.attributes.items())
    return Value((Collection(ir.ContainerKind.DICT, items, step=frame.step),))
