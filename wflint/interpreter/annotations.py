"""Values that annotations promise."""

from __future__ import annotations

from functools import partial
from typing import TypeGuard

from wflint.domain.alternatives import ClassRef, Collection, Context, Decoded, External, Instance
from wflint.domain.lattice import each_alternative, join, join_or_top
from wflint.domain.values import TOP, Const, Ref, Value, constant
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import RETURN_TYPE

_OPTIONAL = ".Optional"
"""What the name of an annotation ends in that allows `None` beside what it holds."""


def annotated(ev: Evaluator, frame: Frame, annotation: ir.Expr) -> Value:
    """Return what a variable with this annotation may be."""
    match annotation:
        case ir.Name() | ir.Attribute():
            quiet = Frame(frame.env, (), [], frame.function)
            named = ev.evaluate(quiet, annotation)
            return each_alternative(named, partial(instance_of, ev))
        case ir.Subscript():
            return _generic(ev, frame, annotation)
        case ir.Literal(value=None):
            return constant(None)
        case ir.Container(kind=ir.ContainerKind.DICT, keys=keys, items=items) if keys:
            fields: dict[object, Value] = {
                key.value: annotated(ev, frame, item)
                for key, item in zip(keys, items, strict=True)
                if isinstance(key, ir.Literal)
            }
            return Value((Collection(ir.ContainerKind.DICT, fields, TOP),))
        case ir.Operation(op="|"):
            arms = [annotated(ev, frame, each) for each in annotation.operands]
            return join_or_top(arms)
        case _:
            return TOP


def annotated_context(ev: Evaluator, frame: Frame, annotation: ir.Expr) -> Context | None:
    """Return the context that an annotation promises; `None` where it promises none.

    Most promise none; making what they do promise would follow code that nothing reaches.
    """
    match annotation:
        case ir.Operation(op="|"):
            arms = [annotated_context(ev, frame, each) for each in annotation.operands]
            return next((arm for arm in arms if arm is not None), None)
        case ir.Subscript(value=base, index=first):
            found = annotated_context(ev, frame, base)
            if found is not None or not _is_transparent(ev, frame, base):
                return found
            parts = first.items if isinstance(first, ir.Container) else (first,)
            return annotated_context(ev, frame, parts[0]) if parts else None
        case ir.Name() | ir.Attribute():
            quiet = Frame(frame.env, (), [], frame.function)
            ref = ev.evaluate(quiet, annotation).only
            if isinstance(ref, Context):
                return ref
            known = ev.state.profile_index.contexts.get(ref.name) if isinstance(ref, External) else None
            return Context(*known) if known is not None else None
        case _:
            return None


def _is_transparent(ev: Evaluator, frame: Frame, base: ir.Expr) -> bool:
    quiet = Frame(frame.env, (), [], frame.function)
    ref = ev.evaluate(quiet, base).only
    return isinstance(ref, External) and ev.semantics.type_facts(ref.name).is_transparent


def _generic(ev: Evaluator, frame: Frame, annotation: ir.Subscript) -> Value:
    quiet = Frame(frame.env, (), [], frame.function)
    base = ev.evaluate(quiet, annotation.value).only
    first = annotation.index
    if _is_list(first):
        first = first.items[0]
    if isinstance(base, External):
        if ev.semantics.type_facts(base.name).is_transparent:
            held = annotated(ev, frame, first)
            return join_or_top((held, constant(None))) if base.name.endswith(_OPTIONAL) else held
        kind = ev.semantics.type_facts(base.name).container
        if kind is not None:
            made = _generic_collection(ev, frame, kind, annotation.index)
            made.type = _own_kind(ev, base.name)
            return Value((made,))
    return annotated(ev, frame, annotation.value)


def _own_kind(ev: Evaluator, name: str) -> str | None:
    """Return the type of a collection that has one of its own."""
    return ev.semantics.type_facts(name).own_kind or None


def _generic_collection(ev: Evaluator, frame: Frame, kind: ir.ContainerKind, index: ir.Expr) -> Collection:
    """Return a collection whose annotation says what it holds: `dict[int, str]`, `tuple[str, int]`, `list[str]`."""
    parts = index.items if _is_list(index) else (index,)
    held = [annotated(ev, frame, part) for part in parts]
    if kind is ir.ContainerKind.DICT:
        return Collection(kind, rest=held[-1], keys=held[0] if len(held) > 1 else None)
    if kind is ir.ContainerKind.TUPLE and len(parts) > 1 and not _is_ellipsis(parts[-1]):
        return Collection(kind, dict(enumerate(held)))
    return Collection(kind, rest=held[0])


def declared(ev: Evaluator, frame: Frame, annotation: ir.Expr, value: Value) -> Value:
    """Return what a variable with an annotation holds: an empty or unknown start value says less than what is declared."""
    if not value.is_top and value.constant is None:
        return value
    promised = annotated(ev, frame, annotation)
    if value.is_top:
        return promised.with_taint(value.taint)
    # An object of the SDK that a class declares is there once somebody has assigned it.
    is_sdk = any(
        isinstance(ref, Instance) and ev.state.profile_index.is_of_sdk(ref.type)
        for ref in promised.alternatives
    )
    return join(value, promised) if frame.env.is_class and is_sdk else value


def instance_of(ev: Evaluator, ref: Ref) -> Value:
    """Return an object of a class, as an annotation promises it."""
    match ref:
        case External():
            return external_instance(ev, ref.name)
        case ClassRef() if ev.semantics.is_enum(ref):
            return Value((ev.semantics.some_member(ev, ref),))
        case ClassRef():
            return Value((ev.semantics.symbolic_instance(ev, ref),))
        case Const(value=None):
            return constant(None)
        case _:
            return TOP


def external_instance(ev: Evaluator, name: str) -> Value:
    """Return an object of an external class: a context if the class is an engine's, plain data for `json`."""
    if name == "json":
        return Value((Decoded(),))
    context = ev.state.profile_index.contexts.get(name)
    if context is not None:
        return Value((Context(*context),))
    function, _, last = name.rpartition(".")
    if last == RETURN_TYPE:
        row = ev.state.catalogue.lookup(function)
        return Value((Instance(row.returns),)) if row is not None and row.returns else TOP
    kind = ev.semantics.type_facts(name).container
    if kind is not None:
        return Value((Collection(kind, rest=TOP, type=_own_kind(ev, name)),))
    return TOP if ev.semantics.type_facts(name).is_opaque else Value((Instance(name),))


def context_of(ev: Evaluator, frame: Frame, annotation: ir.Expr) -> Context | None:
    """Return the context that an annotation promises; `None` where it promises none."""
    return annotated_context(ev, frame, annotation)


def _is_list(node: ir.Expr) -> TypeGuard[ir.Container]:
    """Return whether an expression lists type arguments; what has keys is the type of an object."""
    return isinstance(node, ir.Container) and bool(node.items) and node.kind is not ir.ContainerKind.DICT


def _is_ellipsis(node: ir.Expr) -> bool:
    return isinstance(node, ir.Other) or (isinstance(node, ir.Literal) and node.value is None)
